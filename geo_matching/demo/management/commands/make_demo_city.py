"""make_demo_city: invent a city from a seed and write it as files in the official formats."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from geo_matching.demo.writer import write_city

DEFAULT_SEED = 2024


class Command(BaseCommand):
    help = (
        "Invent a French city and write its streets, timetable, collèges, QPV and offers as files."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="folder for the files")
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        parser.add_argument(
            "--from", dest="start", type=date.fromisoformat, help="first day of service (today)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        start = options["start"] or timezone.localdate()
        write_city(options["out"], options["seed"], start, self.stdout.write)
