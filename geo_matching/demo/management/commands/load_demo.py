"""load_demo: take a demo city through the ordinary import commands, whatever has changed of it."""

import time
from argparse import ArgumentParser
from io import TextIOBase
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from geo_matching.common.errors import InputError
from geo_matching.demo.loading import freshen, run, steps

LOUD = 2


class Indented(TextIOBase):
    """Passes on the lines of a command, indented under its name."""

    def __init__(self, out: Any) -> None:
        self.out = out

    def write(self, text: str) -> int:
        for line in text.splitlines():
            self.out.write(f"    {line}")
        return len(text)


class Command(BaseCommand):
    help = "Load the city of make_demo_city by the ordinary commands; a second time does nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="what make_demo_city wrote")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = Path(options["folder"])
        try:
            freshen(folder, timezone.localdate(), self.stdout.write)
        except InputError as error:
            raise CommandError(str(error), returncode=2) from error
        todo = steps(folder)
        for number, step in enumerate(todo, start=1):
            place = f"[{number}/{len(todo)}] {step.command}"
            if step.is_done():
                self.stdout.write(f"{place}: up to date")
                continue
            self.stdout.write(place)
            self.stdout.flush()
            started = time.monotonic()
            run(step, Indented(self.stdout))
            self.stdout.write(f"    done in {time.monotonic() - started:.1f} s")
