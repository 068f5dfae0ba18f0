"""Make a built network known to the service and put it into service for its area."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geo_matching.common.errors import InputError
from transit.management.engine import EXIT_BAD_INPUT, parse_day
from transit.queries import open_network
from transit.registry import register


class Command(BaseCommand):
    help = (
        "Register a network folder for an area; the older build of that area goes out of service."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--network", type=Path, required=True, metavar="DIR")
        parser.add_argument("--area", required=True, metavar="NAME")
        parser.add_argument(
            "--date",
            metavar="YYYY-MM-DD",
            help="service date of the commutes; default: the best-served Tuesday from today on",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            wanted: date | None = parse_day(options["date"]) if options["date"] else None
            network = open_network(options["network"].resolve())
            build = register(network, options["area"], wanted)
        except InputError as error:
            raise CommandError(str(error), returncode=EXIT_BAD_INPUT) from error
        self.stdout.write(
            f"{build.area}: timetable {build.covered_from} to {build.covered_to}, "
            f"commutes of {build.service_date}, {build.stops.count()} stops"
        )
