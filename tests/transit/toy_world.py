"""A toy network that answers twice: by the naive reference and by the engine."""

import datetime as dt
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from tests.transit import toy as toys
from tests.transit.naive import NaiveAnswer, NaiveLimits, NaiveNetwork, percentile
from tests.transit.naive_search import NaiveLeg

try:
    from transit import queries
    from transit.constants import UNREACHED
    from transit.network.builder import build_network
except ImportError:  # the reference alone
    queries = None

STATUSES = ("ok", "unreached", "not_linked")


@dataclass(frozen=True)
class Question:
    """One origin, one destination, one time; the times as seconds of the service day."""

    ends: tuple[str, str]
    depart_s: int | None = None
    arrive_by_s: int | None = None
    date: dt.date = toys.DAY
    limits: NaiveLimits = field(default_factory=NaiveLimits)


class World:
    """A toy written to a folder, read by the reference and built by the engine."""

    def __init__(self, text: str, folder: Path, **options: object) -> None:
        unit_m = options.pop("unit_m", toys.PACE_M)
        files, osm = options.pop("files", None), options.pop("osm", None)
        self.toy = toys.parse_toy(text, unit_m=unit_m)
        gtfs = self.toy.write(folder, files)
        self.naive = NaiveNetwork(gtfs, osm, **options)
        if queries:
            self.network = queries.open_network(
                build_network(gtfs, osm, folder / "network", **options)
            )

    def check(self, route: str, expected: str, **asked: object) -> None:
        """Both answer `A -> B` with the expected line; `depart` or `arrive` and limits follow."""
        question = ask(route, **asked)
        answer = self.reference(question)
        assert self.line(question, answer) == expected
        if not queries:
            return
        assert self.engine_line(question) == expected
        assert self.engine_numbers(question) == answer.numbers

    def check_window(self, route: str, expected: dict[int, int | None], **asked: object) -> None:
        """Both give these percentiles over the window of `minutes` that starts at `depart`."""
        minutes = asked.pop("minutes")
        question = ask(route, **asked)
        assert self.reference_percentiles(question, minutes, tuple(expected)) == expected
        if queries:
            assert self.engine_percentiles(question, minutes, tuple(expected)) == expected

    # ---- the reference

    def _naive_parts(self, question: Question) -> tuple:
        start, end = (self.toy.points[name] for name in question.ends)
        return self.naive.day(question.date, question.limits), start, end

    def reference(self, question: Question) -> NaiveAnswer:
        day, start, end = self._naive_parts(question)
        if question.arrive_by_s is not None:
            return self.naive.arrive_by(day, start, end, question.arrive_by_s)
        answer = self.naive.depart_after(day, start, end, question.depart_s)
        too_long = answer.status == "ok" and answer.travel_time_s > 60 * day.limits.max_minutes
        return NaiveAnswer("unreached") if too_long else answer

    def reference_percentiles(
        self, question: Question, minutes: int, wanted: tuple[int, ...]
    ) -> dict[int, int | None]:
        day, start, end = self._naive_parts(question)
        starts = range(question.depart_s, question.depart_s + 60 * minutes, 60)
        answers = self.naive.window(day, start, end, starts)
        return {p: percentile(answers, p, day.limits) for p in wanted}

    def line(self, question: Question, answer: NaiveAnswer) -> str:
        return toys.line_of(question.ends, answer.legs) if answer.legs else answer.status

    # ---- the engine

    def _engine_parts(self, question: Question) -> tuple:
        places = [queries.Place(*self.toy.points[name]) for name in question.ends]
        return places, queries.Limits(**asdict(question.limits))

    def engine_line(self, question: Question) -> str:
        (start, end), limits = self._engine_parts(question)
        times = {"depart_s": question.depart_s, "arrive_by_s": question.arrive_by_s}
        found = queries.plan_journey(
            self.network, start, end, question.date, **times, limits=limits
        )
        return journey_line(question.ends, found) if found.status == "ok" else found.status

    def engine_numbers(self, question: Question) -> tuple:
        """The row of travel_times: status, departure, arrival, travel_time_s, rides, walk_s.

        A departure window gives no more than a travel time: the rest is that of the journey.
        """
        (start, end), limits = self._engine_parts(question)
        asked = (self.network, [start], [end], question.date)
        if question.depart_s is None:
            table = queries.travel_times(*asked, arrive_by_s=question.arrive_by_s, limits=limits)
            row = [
                int(table_of[0, 0])
                for table_of in (
                    table.departure,
                    table.arrival,
                    table.travel_time_s,
                    table.rides,
                    table.walk_s,
                )
            ]
        else:
            row = self._journey_numbers(question)
            options = {"window_min": 1, "percentiles": (50,), "limits": limits}
            table = queries.travel_times(*asked, depart_s=question.depart_s, **options)
            assert int(table.percentiles[0, 0, 0]) == (UNREACHED if row[2] is None else row[2])
        status = STATUSES[int(table.status[0, 0])]
        return (status, *row) if status == "ok" else (status, *[None] * 5)

    def _journey_numbers(self, question: Question) -> list:
        (start, end), limits = self._engine_parts(question)
        found = queries.plan_journey(
            self.network, start, end, question.date, depart_s=question.depart_s, limits=limits
        )
        if found.status != "ok":
            return [None] * 5
        times = [found.departure, found.arrival, found.travel_time_s]
        return [*times, found.rides, found.walk_s]

    def engine_percentiles(
        self, question: Question, minutes: int, wanted: tuple[int, ...]
    ) -> dict[int, int | None]:
        (start, end), limits = self._engine_parts(question)
        options = {"window_min": minutes, "percentiles": wanted, "limits": limits}
        asked = (self.network, [start], [end], question.date)
        table = queries.travel_times(*asked, depart_s=question.depart_s, **options)
        figures = [int(figure) for figure in table.percentiles[0, 0]]
        assert (int(table.status[0, 0]) == 0) == any(figure != UNREACHED for figure in figures)
        found = zip(wanted, figures, strict=True)
        return {p: None if figure == UNREACHED else figure for p, figure in found}


def ask(route: str, **asked: object) -> Question:
    """`ask("A -> B", depart="08:00", max_rides=1)`."""
    start, _, end = route.split()
    times = {"depart_s": asked.pop("depart", None), "arrive_by_s": asked.pop("arrive", None)}
    times = {name: time and toys.seconds_of(time) for name, time in times.items()}
    date = asked.pop("date", toys.DAY)
    return Question((start, end), **times, date=date, limits=NaiveLimits(**asked))


def journey_line(ends: tuple[str, str], journey: object) -> str:
    """The engine's journey as one line; a change at one stop is no walk, stay aboard is one ride."""
    legs: list[NaiveLeg] = []
    for leg in journey.legs:
        kind = "ride" if leg.mode == "ride" else "walk"
        if leg.mode == "transfer" and leg.from_name == leg.to_name:
            continue
        times = leg.departure, leg.arrival
        legs.append(NaiveLeg(kind, leg.from_name, leg.to_name, *times, leg.route))
    rides = [number for number, leg in enumerate(legs) if leg.kind == "ride"]
    if len(rides) > journey.rides:
        legs = _join_stays(legs)
    return toys.line_of(ends, legs)


def _join_stays(legs: list[NaiveLeg]) -> list[NaiveLeg]:
    joined = legs[:1]
    for leg in legs[1:]:
        before = joined[-1]
        if leg.kind == before.kind == "ride" and leg.start == before.end:
            route = f"{before.route}+{leg.route}"
            joined[-1] = replace(before, end=leg.end, arrival=leg.arrival, route=route)
        else:
            joined.append(leg)
    return joined
