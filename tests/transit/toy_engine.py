"""The engine as the toy worlds see it: everything that knows its public functions is here."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import numpy as np

from tests.transit.naive import NaiveLimits
from tests.transit.naive_feed import Point
from tests.transit.naive_search import NaiveLeg
from tests.transit.toy import DAY, line_of
from transit import queries
from transit.network.builder import build_network
from transit.reachability import preparing

STATUSES = ("ok", "unreached", "not_linked")
NO_NUMBERS = (None,) * 5
T = TypeVar("T")


@dataclass(frozen=True)
class Question:
    """One origin, one destination, one time; the times as seconds of the service day."""

    ends: tuple[str, str]
    depart_s: int | None = None
    arrive_by_s: int | None = None
    date: dt.date = DAY
    limits: NaiveLimits = field(default_factory=NaiveLimits)


class ToyEngine:
    """Builds a network from files and answers questions about named points."""

    def __init__(
        self, gtfs: list[Path], osm: Path | None, folder: Path, *, allow_on_demand: bool = False
    ) -> None:
        folder = build_network(gtfs, osm, folder, allow_on_demand=allow_on_demand)
        self.network = queries.open_network(folder)

    def journey(self, question: Question, points: dict[str, Point]) -> queries.Journey:
        start, end = (queries.Place(*points[name]) for name in question.ends)
        return queries.plan_journey(
            self.network,
            start,
            end,
            question.date,
            depart_s=question.depart_s,
            arrive_by_s=question.arrive_by_s,
            limits=_limits(question),
        )

    def line(self, question: Question, points: dict[str, Point]) -> str:
        found = self.journey(question, points)
        return journey_line(question.ends, found) if found.status == "ok" else found.status

    @staticmethod
    def numbers(found: queries.Journey) -> tuple:
        """Status, departure, arrival, travel_time_s, rides, walk_s of a journey."""
        if found.status != "ok":
            return found.status, *NO_NUMBERS
        times = found.departure, found.arrival, found.travel_time_s
        return found.status, *times, found.rides, found.walk_s

    def arrive_by_rows(
        self, question: Question, origins: Sequence[Point], destinations: Sequence[Point]
    ) -> list[list[tuple]]:
        """For each origin and destination what `numbers` says, from the table."""
        asked = queries.TimesQuestion(
            question.date, _limits(question), arrive_by_s=question.arrive_by_s
        )
        return self._rows(asked, origins, destinations, _arrive_by_cell)

    def window_rows(
        self,
        question: Question,
        window: tuple[int, tuple[int, ...]],
        origins: Sequence[Point],
        destinations: Sequence[Point],
    ) -> list[list[tuple[str, list[int | None]]]]:
        """For each origin and destination the status and percentiles of (minutes, percentiles)."""
        asked = queries.TimesQuestion(
            question.date, _limits(question), question.depart_s, window[0], window[1]
        )
        return self._rows(asked, origins, destinations, _window_cell)

    def _rows(
        self,
        asked: queries.TimesQuestion,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        cell: Callable[[Any, int], Any],
    ) -> list[list[Any]]:
        places = _places(origins), _places(destinations)

        def rows() -> list[list[Any]]:
            found = queries.travel_times(self.network, *places, asked)
            return [[cell(row, j) for j in range(len(destinations))] for row in found]

        return plain_and_prepared(rows)

    def commutes(
        self, question: Question, origin: Point, sites: Sequence[Point], hours: list[tuple]
    ) -> list[tuple]:
        """(morning_s, rides, walk_s) and (evening_s, rides, walk_s) of each site; None, unreached."""
        places = _places([origin])[0], _places(sites)
        asked = np.array(hours, np.int32), question.date, _limits(question)
        return plain_and_prepared(
            lambda: _commute_cells(queries.commutes(self.network, *places, *asked))
        )


def plain_and_prepared(ask: Callable[[], T]) -> T:
    """Ask twice, with the day as it is and with the day prepared: the answers are the same."""
    answers = []
    for questions_before in (10**9, 0):
        with patch.object(preparing, "QUESTIONS_BEFORE", questions_before):
            answers.append(ask())
    assert answers[0] == answers[1]
    return answers[0]


def _commute_cells(table: queries.CommuteTable) -> list[tuple]:
    mornings = table.morning_s, table.morning_rides, table.morning_walk_s
    evenings = table.evening_s, table.evening_rides, table.evening_walk_s
    return [
        tuple(
            None if way[0][i] == queries.UNREACHED else tuple(int(part[i]) for part in way)
            for way in (mornings, evenings)
        )
        for i in range(len(table.morning_s))
    ]


def _limits(question: Question) -> queries.Limits:
    return queries.Limits(**asdict(question.limits))


def _places(points: Sequence[Point]) -> list[queries.Place]:
    return [queries.Place(*point) for point in points]


def _arrive_by_cell(row: queries.ArriveBy, j: int) -> tuple:
    status = STATUSES[int(row.status[j])]
    columns = row.departure_s, row.arrival_s, row.travel_time_s, row.rides, row.walk_s
    values = [int(column[j]) for column in columns]
    if status == "ok":
        return status, *values
    assert set(values) == {queries.UNREACHED}
    return status, *NO_NUMBERS


def _window_cell(row: queries.WindowTimes, j: int) -> tuple[str, list[int | None]]:
    figures = [None if s == queries.UNREACHED else s for s in map(int, row.times_s[j])]
    return STATUSES[int(row.status[j])], figures


def journey_line(ends: tuple[str, str], journey: queries.Journey) -> str:
    """The engine's journey as one line; a change at one stop is no walk."""
    legs: list[NaiveLeg] = []
    for leg in journey.legs:
        if leg.mode == "transfer" and leg.from_name == leg.to_name:
            continue
        kind = "ride" if leg.mode == "ride" else "walk"
        times = leg.departure, leg.arrival
        legs.append(NaiveLeg(kind, leg.from_name, leg.to_name, *times, leg.route))
    return line_of(ends, legs)
