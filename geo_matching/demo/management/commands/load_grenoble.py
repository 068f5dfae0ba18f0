"""Load Grenoble from real files by the ordinary commands, measure each, and show the rankings."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from geo_matching.common.errors import InputError
from geo_matching.demo.grenoble.rankings import best_offers_of_rep_plus
from geo_matching.demo.grenoble.steps import Measured, run_step, table_of

SERVICE_DATE = date(2023, 5, 2)
FILES = {
    "gtfs": "grenoble/gtfs_tag_2023.zip",
    "osm": "grenoble/streets.osm.pbf",
    "qpv": "grenoble/qpv2015_038_isere.geojson",
    "colleges": "education/colleges_geoloc_national.csv",
    "priority": "education/priority/rep_rep_plus_rentree_2022.csv",
    "counts": "platform/offers/offers_2025-05_by_commune_sector.csv",
}


class Command(BaseCommand):
    help = "Import Grenoble's real files, build, compute, and print the ten best offers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("data", type=Path, metavar="DATA", help="folder of the real files")
        parser.add_argument("--offers", type=int, default=2000)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            files = find_files(options["data"])
            measured = [run_step(step) for step in steps_for(files, options["offers"])]
        except InputError as error:
            raise CommandError(str(error), returncode=2) from error
        self._report(measured)

    def _report(self, measured: list[Measured]) -> None:
        self.stdout.write("")
        for block in best_offers_of_rep_plus():
            self.stdout.write(block + "\n")
        self.stdout.write(table_of(measured))


def find_files(data: Path) -> dict[str, Path]:
    """Return the files by role; one clear line names what is missing."""
    files = {role: data / name for role, name in FILES.items()}
    missing = ", ".join(str(path) for path in files.values() if not path.is_file())
    if missing:
        raise InputError(f"files are missing (the README names their publishers): {missing}")
    return files


def steps_for(files: dict[str, Path], offers: int) -> list[list[str]]:
    """Return the commands in their order."""
    folder = Path(settings.NETWORKS_DIR) / "grenoble"
    bodies = Path(settings.DATA_DIR) / "grenoble-offers.json"
    folder.parent.mkdir(parents=True, exist_ok=True)
    text = {role: str(path) for role, path in files.items()}
    label = ["--priority", text["priority"], "--year", "2022"]
    network = ["--network", str(folder)]
    counts = ["--counts", text["counts"], "--out", str(bodies), "--offers", str(offers)]
    return [
        ["import_colleges", text["colleges"], *label, "--vintage", "2024-12", "--apply"],
        ["import_qpv", text["qpv"], "--vintage", "2015", "--apply"],
        ["build_network", "--gtfs", text["gtfs"], "--osm", text["osm"], "--out", str(folder)],
        ["register_network", *network, "--area", "Grenoble", "--date", str(SERVICE_DATE)],
        ["import_basemap", "--osm", text["osm"], "--apply"],
        ["invent_grenoble_offers", *network, *counts],
        ["import_offers", str(bodies), "--source", "grenoble-invente", "--apply"],
        ["compute_commutes", "--priority", "REP+,REP"],
    ]
