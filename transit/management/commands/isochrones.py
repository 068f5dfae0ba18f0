"""Isochrones of a list of origins, as GeoJSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError
from transit.management.engine import (
    EngineCommand,
    add_question_arguments,
    limits_from,
    parse_day,
    parse_hour,
    parse_numbers,
    read_points,
    write_whole,
)
from transit.queries import isochrones, notes_on, open_network


class Command(EngineCommand):
    help = "Draw what can be reached within some minutes; needs no database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_question_arguments(parser)
        parser.add_argument("--origins", type=Path, required=True, metavar="O.csv")
        parser.add_argument("--depart", required=True, metavar="08:00[:30]")
        parser.add_argument("--minutes", default="15,30,45,60,90")
        parser.add_argument("--out", type=Path, required=True, metavar="I.geojson")

    def run(self, options: dict[str, Any]) -> None:
        minutes = parse_numbers(options["minutes"], "--minutes")
        if min(minutes) < 1:
            raise InputError("--minutes must be positive")
        ids, origins = read_points(options["origins"])
        network = open_network(options["network"])
        day, depart_s = parse_day(options["date"]), parse_hour(options["depart"], "--depart")
        features = []
        for origin_id, origin in zip(ids, origins, strict=True):
            bands = isochrones(network, origin, day, depart_s, minutes, limits_from(options))
            features += [
                {
                    "type": "Feature",
                    "properties": {"origin_id": origin_id, "minutes": band["minutes"]},
                    "geometry": band["geometry"],
                }
                for band in bands
            ]
        content = {"type": "FeatureCollection", "features": features}
        write_whole(options["out"], lambda stream: json.dump(content, stream))
        for note in notes_on(network, limits_from(options)):
            self.stderr.write(f"note: {note}")
