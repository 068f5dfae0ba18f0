"""Runs each measurement in a process of its own, because a peak of memory cannot be taken back."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETTINGS = "geo_matching.settings.dev"
ROOT = Path(__file__).resolve().parent.parent.parent


class MeasureError(Exception):
    """A measured program failed, or its results are wrong."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A finished process: its output, its seconds of the wall clock and its own peak of memory."""

    output: str
    seconds: float
    peak_mb: float


def run(command: Sequence[str], **environment: str) -> Ended:
    """Run a program to its end and measure it.

    Raises
    ------
    MeasureError
        With the last line that the program said.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603 - our own programs
            command, cwd=ROOT, stdout=out, stderr=err, env={**os.environ, **environment}
        )
        # wait4 gives the peak of this very child; getrusage would give the largest of all so far.
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        said = err.read().strip().splitlines()
        if child.returncode != 0:
            raise MeasureError(said[-1] if said else f"status {child.returncode}")
        return Ended(out.read(), seconds, usage.ru_maxrss / 1024)


def manage(*arguments: str, **environment: str) -> Ended:
    return run([sys.executable, "manage.py", *arguments], **environment)


def task(module: str, **arguments: Any) -> tuple[dict[str, Any], Ended]:
    """Run `main` of a module in its own process; returns what it answered and what it cost."""
    command = [sys.executable, "-m", f"geo_matching.bench.{module}", json.dumps(arguments)]
    ended = run(command, DJANGO_SETTINGS_MODULE=SETTINGS)
    answer: dict[str, Any] = json.loads(ended.output.strip().splitlines()[-1])
    return answer, ended


def answer(main: Any) -> None:
    """Call `main` with the arguments that `task` gave and print its answer as the last line."""
    print(json.dumps(main(**json.loads(sys.argv[1]))))  # noqa: T201 - the answer to `task`
