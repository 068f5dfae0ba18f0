"""Travel times of every origin to every destination, as CSV."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError
from transit.constants import OK, STATUS_NAMES, UNREACHED
from transit.management.engine import (
    EngineCommand,
    add_question_arguments,
    limits_from,
    parse_day,
    parse_hour,
    parse_numbers,
    read_points,
    show_hour,
    write_whole,
)
from transit.queries import (
    ArriveBy,
    Row,
    TimesQuestion,
    WindowTimes,
    notes_on,
    open_network,
    travel_times,
)

LONGEST_WINDOW_MIN = 2880


class Command(EngineCommand):
    help = "Compute travel times between two lists of points; needs no database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_question_arguments(parser)
        parser.add_argument("--origins", type=Path, required=True, metavar="O.csv")
        parser.add_argument("--destinations", type=Path, required=True, metavar="D.csv")
        when = parser.add_mutually_exclusive_group(required=True)
        when.add_argument("--depart", metavar="07:00[:30]")
        when.add_argument("--arrive-by", metavar="09:00[:30]")
        parser.add_argument("--window", type=int, default=120, help="minutes of departures")
        parser.add_argument("--percentiles", default="5,25,50,75,95")
        parser.add_argument("--workers", type=int, default=1, metavar="N")
        parser.add_argument("--out", type=Path, required=True, metavar="M.csv")

    def run(self, options: dict[str, Any]) -> None:
        question = question_from(options)
        origin_ids, origins = read_points(options["origins"])
        target_ids, targets = read_points(options["destinations"])
        network = open_network(options["network"])
        rows = travel_times(network, origins, targets, question, workers=options["workers"])

        def write(stream: Any) -> None:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(header_of(question))
            for origin, row in zip(origin_ids, rows, strict=True):
                writer.writerows(lines_of(origin, target_ids, row))

        write_whole(options["out"], write)
        for note in notes_on(network, question.limits):
            self.stderr.write(f"note: {note}")


def question_from(options: dict[str, Any]) -> TimesQuestion:
    if not 1 <= options["window"] <= LONGEST_WINDOW_MIN:
        raise InputError(f"--window must lie in 1..{LONGEST_WINDOW_MIN} minutes")
    depart, arrive_by = options["depart"], options["arrive_by"]
    return TimesQuestion(
        day=parse_day(options["date"]),
        limits=limits_from(options),
        depart_s=parse_hour(depart, "--depart") if depart else None,
        window_min=options["window"],
        percentiles=parse_numbers(options["percentiles"], "--percentiles"),
        arrive_by_s=parse_hour(arrive_by, "--arrive-by") if arrive_by else None,
    )


def header_of(question: TimesQuestion) -> list[str]:
    columns = ["origin_id", "destination_id", "status"]
    if question.arrive_by_s is None:
        return [*columns, *(f"p{p}" for p in question.percentiles)]
    return [*columns, "departure", "arrival", "travel_time_s", "rides", "walk_s"]


def lines_of(origin: str, targets: Iterable[str], row: Row) -> Iterator[list[Any]]:
    for i, target in enumerate(targets):
        start = [origin, target, STATUS_NAMES[row.status[i]]]
        if isinstance(row, WindowTimes):
            times = row.times_s[i].tolist()
            shown = [time if time < UNREACHED and row.status[i] == OK else "" for time in times]
            yield [*start, *shown]
        else:
            yield [*start, *_arrival_cells(row, i)]


def _arrival_cells(row: ArriveBy, i: int) -> list[Any]:
    if row.status[i] != OK:
        return [""] * 5
    departure, arrival = int(row.departure_s[i]), int(row.arrival_s[i])
    return [
        show_hour(departure),
        show_hour(arrival),
        arrival - departure,
        int(row.rides[i]),
        int(row.walk_s[i]),
    ]
