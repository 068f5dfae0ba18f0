"""Run the ordinary commands one by one, each in its own process, and measure it."""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo_matching.common.errors import InputError

MANAGE = Path(__file__).resolve().parents[3] / "manage.py"
# ru_maxrss counts kilobytes on Linux.
KB_IN_MB = 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """What one step took; memory is the peak of its own process."""

    name: str
    seconds: float
    peak_mb: float


def run_step(arguments: Sequence[str]) -> Measured:
    """Run `manage.py ...` and wait for it.

    Raises
    ------
    InputError
        When the command fails; its own line stands above on standard error.
    """
    sys.stdout.flush()
    began = time.perf_counter()
    command = [sys.executable, str(MANAGE), *arguments]
    pid = os.posix_spawn(sys.executable, command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise InputError(f"the step {arguments[0]} failed: its message stands above")
    return Measured(arguments[0], time.perf_counter() - began, usage.ru_maxrss / KB_IN_MB)


def table_of(steps: Sequence[Measured]) -> str:
    """Show seconds and peak memory of each step as aligned text."""
    lines = [f"{'step':<20}{'seconds':>9}{'peak MB':>9}"]
    lines += [f"{step.name:<20}{step.seconds:>9.1f}{step.peak_mb:>9.0f}" for step in steps]
    return "\n".join(lines)
