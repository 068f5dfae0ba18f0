"""make_france: write the France of the national rehearsal as files in the official formats."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from geo_matching.common.errors import InputError
from geo_matching.common.importing import EXIT_BAD_INPUT
from geo_matching.demo.france.cities import MOST_CITIES
from geo_matching.demo.france.writer import Wish, write_france

OFFERS_A_CITY = 2000
DEFAULT_SEED = 2026


class Command(BaseCommand):
    help = (
        "Write France as official files: territories, collèges, QPV, offers, and for each of up to "
        f"{MOST_CITIES} cities a generated feed with streets. Needs no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--out", type=Path, required=True, metavar="DIR")
        add("--cities", type=int, default=MOST_CITIES)
        add("--offers", type=int, help=f"{OFFERS_A_CITY} a city without")
        add("--data", type=Path, metavar="DIR", help="real list of collèges and counts of offers")
        add("--shrink", type=float, default=1.0, help="times the stops of each network, 0 to 1")
        add("--seed", type=int, default=DEFAULT_SEED)
        add("--from", dest="start", type=date.fromisoformat, help="offers begin after it (today)")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            write_france(options["out"], _wish(options), self.stdout.write)
        except (InputError, OSError) as error:
            raise CommandError(str(error), returncode=EXIT_BAD_INPUT) from error


def _wish(options: dict[str, Any]) -> Wish:
    cities, shrink, data = options["cities"], options["shrink"], options["data"]
    if not 1 <= cities <= MOST_CITIES:
        raise InputError(f"--cities must be 1 to {MOST_CITIES}, not {cities}")
    offers = options["offers"] if options["offers"] is not None else cities * OFFERS_A_CITY
    if offers < 1:
        raise InputError(f"--offers must be at least 1, not {offers}")
    if not 0 < shrink <= 1:
        raise InputError(f"--shrink must be above 0 and at most 1, not {shrink}")
    if data is not None and not data.is_dir():
        raise InputError(f"--data: no such folder: {data}")
    start = options["start"] or timezone.localdate()
    return Wish(cities, offers, options["seed"], start, shrink, data)
