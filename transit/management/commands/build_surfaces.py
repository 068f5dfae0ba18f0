"""Keeps what a list of origins can reach, so that a new site's commutes need no search."""

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
    read_points,
)
from transit.queries import (
    SurfaceQuestion,
    build_surfaces,
    folder_beside,
    notes_on,
    open_network,
)


class Command(EngineCommand):
    help = "Search from every origin once and keep the steps at all stops and the 100 m cells."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_question_arguments(parser)
        parser.add_argument("--origins", type=Path, required=True, metavar="O.csv")
        parser.add_argument("--starts", default="08:00-10:00", help="when work may start")
        parser.add_argument("--ends", default="16:00-18:00", help="when work may end")
        parser.add_argument("--hours", default="09:00-17:00", help="hours of work in the cells")
        parser.add_argument("--out", type=Path, metavar="DIR", help="default: beside the network")

    def run(self, options: dict[str, Any]) -> None:
        ids, origins = read_points(options["origins"])
        question = SurfaceQuestion(
            parse_day(options["date"]),
            limits_from(options),
            _hours(options["starts"], "--starts"),
            _hours(options["ends"], "--ends"),
            _hours(options["hours"], "--hours"),
        )
        network = open_network(options["network"])
        out = options["out"] or folder_beside(network)
        build_surfaces(network, ids, origins, question, out)
        for note in notes_on(network, question.limits):
            self.stderr.write(f"note: {note}")
        size = sum(file.stat().st_size for file in out.iterdir())
        self.stdout.write(f"{len(ids)} origins in {out}: {size / 1e6:.1f} MB")


def _hours(text: str, option: str) -> tuple[int, int]:
    """Return two hours in seconds from `08:00-10:00`."""
    first, dash, last = text.partition("-")
    if not dash:
        raise InputError(f"{option} must look like 08:00-10:00, not {text!r}")
    return parse_hour(first, option), parse_hour(last, option)
