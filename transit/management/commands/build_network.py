"""Build a network folder from GTFS feeds and streets."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from transit.management.engine import EngineCommand
from transit.network.builder import build_network


class Command(EngineCommand):
    help = "Build a network from GTFS feeds and an OSM file; needs no database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gtfs", type=Path, action="append", required=True, metavar="A.zip")
        streets = parser.add_mutually_exclusive_group(required=True)
        streets.add_argument("--osm", type=Path, metavar="X.osm.pbf")
        streets.add_argument("--no-streets", action="store_true", help="walk great circle x 1.3")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")
        parser.add_argument("--allow-on-demand", action="store_true", help="ride phone services")

    def run(self, options: dict[str, Any]) -> None:
        build_network(
            options["gtfs"],
            options["osm"],
            options["out"],
            allow_on_demand=options["allow_on_demand"],
            progress=self.stderr.write,
        )
