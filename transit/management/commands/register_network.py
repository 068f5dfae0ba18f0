"""Make built networks known to the service and put each into service for its area."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from geo_matching.common.errors import InputError
from transit.management.engine import EXIT_BAD_INPUT, parse_day
from transit.models import NetworkBuild
from transit.queries import open_network
from transit.registry import register


class Command(BaseCommand):
    help = (
        "Register network folders, each for an area; the older build of that area goes out of "
        "service. All or none: one that cannot be used leaves everything as it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--network", type=Path, action="append", required=True, metavar="DIR")
        add(
            "--area",
            action="append",
            required=True,
            metavar="NAME",
            help="the area of the network before it; --network A --area X --network B --area Y",
        )
        add(
            "--date",
            metavar="YYYY-MM-DD",
            help="service date of the commutes; default: the best-served Tuesday from today on",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            wanted: date | None = parse_day(options["date"]) if options["date"] else None
            builds = _register_all(_pairs(options["network"], options["area"]), wanted)
        except InputError as error:
            raise CommandError(str(error), returncode=EXIT_BAD_INPUT) from error
        for build in builds:
            self.stdout.write(
                f"{build.area}: timetable {build.covered_from} to {build.covered_to}, "
                f"commutes of {build.service_date}, {build.stops.count()} stops"
            )


def _pairs(folders: Sequence[Path], areas: Sequence[str]) -> list[tuple[Path, str]]:
    if len(folders) != len(areas):
        raise InputError(
            f"one --area for each --network was expected, not {len(areas)} for {len(folders)}"
        )
    twice = [area for area, times in Counter(areas).items() if times > 1]
    if twice:
        raise InputError(f"--area {twice[0]!r} is given to several networks: one was expected")
    return list(zip(folders, areas, strict=True))


@transaction.atomic
def _register_all(pairs: Sequence[tuple[Path, str]], wanted: date | None) -> list[NetworkBuild]:
    return [register(open_network(folder.resolve()), area, wanted) for folder, area in pairs]
