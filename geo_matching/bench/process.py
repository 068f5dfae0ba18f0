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
    """A finished process: its output, its seconds of the wall clock and its own peak of memory.

    `busy_s` are the processor's seconds, those of its children included: what a machine that others
    use too leaves as it is. The peak is that of the largest of these processes, not their sum.
    """

    output: str
    seconds: float
    peak_mb: float
    busy_s: float = 0.0


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self.start = time.perf_counter()

    def seconds(self) -> float:
        return time.perf_counter() - self.start


def run(command: Sequence[str], said: str = "", **environment: str) -> Ended:
    """Run a program, given by its full path, to its end and measure it; `said` is its input.

    Raises
    ------
    MeasureError
        With the last line that the program said.
    """
    with tempfile.NamedTemporaryFile("r") as note:
        spawn = [sys.executable, "-S", str(Path(__file__).with_name("spawn.py")), note.name]
        done = subprocess.run(  # noqa: S603 - our own programs
            [*spawn, *command],
            cwd=ROOT,
            env={**os.environ, **environment},
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            errors = done.stderr.strip().splitlines()
            raise MeasureError(errors[-1] if errors else f"status {done.returncode}")
        return Ended(done.stdout, *map(float, note.read().split()))


def manage(*arguments: str, **environment: str) -> Ended:
    return run([sys.executable, "manage.py", *arguments], **environment)


def task(module: str, **arguments: Any) -> tuple[dict[str, Any], Ended]:
    """Run `main` of a module in its own process; returns what it answered and what it cost."""
    command = [sys.executable, "-m", f"geo_matching.bench.{module}"]
    # By the standard input: an argument of Linux holds 128 kB.
    ended = run(command, json.dumps(arguments), DJANGO_SETTINGS_MODULE=SETTINGS)
    answer: dict[str, Any] = json.loads(ended.output.strip().splitlines()[-1])
    return answer, ended


def answer(main: Any) -> None:
    """Call `main` with the arguments that `task` gave and print its answer as the last line."""
    print(json.dumps(main(**json.load(sys.stdin))))  # noqa: T201 - the answer to `task`
