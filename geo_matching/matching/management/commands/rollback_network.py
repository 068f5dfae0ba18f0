"""Puts the network that was in service before back into service, for one area."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geo_matching.common.errors import InputError
from geo_matching.matching.tasks import enqueue_move
from transit.areas.keeping import roll_back


class Command(BaseCommand):
    help = (
        "Go back to the previous network of an area, at once. The one withdrawn is not built "
        "again until its feeds change."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("area", metavar="AREA", help="code of the area")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            build = roll_back(options["area"])
        except InputError as error:
            raise CommandError(str(error), returncode=2) from error
        enqueue_move(options["area"])
        self.stdout.write(
            f"{build.area}: in service again, timetable {build.covered_from} to "
            f"{build.covered_to}, commutes of {build.service_date}; collèges are computed by the "
            "worker, or when somebody asks"
        )
