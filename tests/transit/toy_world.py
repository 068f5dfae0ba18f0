"""A toy network that answers twice: by the naive reference and by the engine."""

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from geo_matching.common.errors import InputError
from tests.transit.legs import assert_journey_holds
from tests.transit.naive import (
    NaiveAnswer,
    NaiveLimits,
    NaiveNetwork,
    NoServiceError,
    percentile,
)
from tests.transit.toy import DAY, PACE_M, line_of, parse_toy, seconds_of
from tests.transit.toy_engine import Question, ToyEngine
from tests.transit.toy_streets import STREET_PACE_M, write_streets


class World:
    """A toy written to a folder, read by the reference and built by the engine.

    With streets its places are in street paces, as those of the streets.
    """

    def __init__(
        self,
        text: str,
        folder: Path,
        *,
        files: dict[str, str] | None = None,
        streets: str | None = None,
        allow_on_demand: bool = False,
    ) -> None:
        folder = Path(tempfile.mkdtemp(dir=folder))
        osm = None if streets is None else write_streets(streets, folder / "streets.osm.pbf")
        self.toy = parse_toy(text, unit_m=STREET_PACE_M if osm else PACE_M)
        gtfs = self.toy.write(folder, files)
        self.points = self.toy.points
        self.naive = NaiveNetwork(gtfs, osm, allow_on_demand=allow_on_demand)
        self.engine = ToyEngine(gtfs, osm, folder / "network", allow_on_demand=allow_on_demand)

    def check(self, route: str, expected: str, **asked: object) -> None:
        """Both answer `A -> B` with the expected line; `depart` or `arrive` and limits follow."""
        question = ask(route, **asked)
        answer = self.reference(question)
        assert self.line(question, answer) == expected
        assert self.engine.line(question, self.points) == expected
        self.check_rows(question, answer)

    def check_rows(self, question: Question, answer: NaiveAnswer) -> None:
        """The engine's journey and its row of travel times have the numbers of the answer."""
        journey = self.engine.journey(question, self.points)
        assert self.engine.numbers(journey) == answer.numbers
        if journey.legs:
            assert_journey_holds(journey, self.naive.day(question.date, question.limits))
        start, end = ([self.points[name]] for name in question.ends)
        if question.depart_s is None:
            assert self.engine.arrive_by_rows(question, start, end) == [[answer.numbers]]
        else:
            single = answer.status, [answer.travel_time_s] * 2
            rows = self.engine.window_rows(question, (1, (5, 95)), start, end)
            assert rows == [[single]]

    def check_window(self, route: str, expected: dict[int, int | None], **asked: object) -> None:
        """Both give these percentiles over the window of `minutes` that starts at `depart`."""
        minutes = asked.pop("minutes")
        question = ask(route, **asked)
        window = minutes, tuple(expected)
        status, figures = self.reference_window(question, window)
        assert dict(zip(expected, figures, strict=True)) == expected
        ends = ([self.points[name]] for name in question.ends)
        assert self.engine.window_rows(question, window, *ends) == [[(status, figures)]]

    def check_commute(
        self, route: str, expected: tuple[int | None, int | None], hours: str, **limits: object
    ) -> None:
        """Both give (start - latest departure, arrival back - end) for hours `09:00 - 17:00`."""
        question = ask(route, **limits)
        start, end = map(seconds_of, hours.split(" - "))
        found = self.reference_commute(question, (start, end))
        assert tuple(way and way[0] for way in found) == expected
        origin, site = (self.points[name] for name in question.ends)
        assert self.engine.commutes(question, origin, [site], [(start, end)]) == [found]

    def check_no_service(self, route: str, date: dt.date, covered: str = "service") -> None:
        """Both refuse the date; the engine's line names the covered range (a pattern)."""
        question = ask(route, depart="08:00", date=date)
        with pytest.raises(NoServiceError):
            self.reference(question)
        start, end = ([self.points[name]] for name in question.ends)
        with pytest.raises(InputError, match=covered):
            self.engine.line(question, self.points)
        with pytest.raises(InputError, match=covered):
            self.engine.window_rows(question, (1, (50,)), start, end)

    def reference(self, question: Question) -> NaiveAnswer:
        """The naive answer; longer than max_minutes is unreached."""
        day = self.naive.day(question.date, question.limits)
        start, end = (self.points[name] for name in question.ends)
        if question.arrive_by_s is not None:
            return self.naive.arrive_by(day, start, end, question.arrive_by_s)
        answer = self.naive.depart_after(day, start, end, question.depart_s)
        too_long = answer.status == "ok" and answer.travel_time_s > 60 * day.limits.max_minutes
        return NaiveAnswer("unreached") if too_long else answer

    def reference_commute(self, question: Question, hours: tuple[int, int]) -> tuple:
        """Seconds, rides and walk of the way there and of the way back; None when unreached."""
        start, end = hours
        there = self.reference(replace(question, arrive_by_s=start))
        back = self.reference(replace(question, ends=question.ends[::-1], depart_s=end))
        return (
            (start - there.departure, there.rides, there.walk_s) if there.status == "ok" else None,
            (back.arrival - end, back.rides, back.walk_s) if back.status == "ok" else None,
        )

    def reference_window(
        self, question: Question, window: tuple[int, tuple[int, ...]]
    ) -> tuple[str, list[int | None]]:
        """Status and percentiles of (minutes, percentiles)."""
        minutes, wanted = window
        day = self.naive.day(question.date, question.limits)
        start, end = (self.points[name] for name in question.ends)
        starts = range(question.depart_s, question.depart_s + 60 * minutes, 60)
        answers = self.naive.window(day, start, end, starts)
        figures = [percentile(answers, p, day.limits) for p in wanted]
        if answers[0].status == "not_linked":
            return "not_linked", figures
        return "unreached" if set(figures) == {None} else "ok", figures

    def line(self, question: Question, answer: NaiveAnswer) -> str:
        return line_of(question.ends, answer.legs) if answer.legs else answer.status


def ask(route: str, **asked: object) -> Question:
    """`ask("A -> B", depart="08:00", max_rides=1)`."""
    start, _, end = route.split()
    times = {"depart_s": asked.pop("depart", None), "arrive_by_s": asked.pop("arrive", None)}
    times = {name: time and seconds_of(time) for name, time in times.items()}
    date = asked.pop("date", DAY)
    return Question((start, end), **times, date=date, limits=NaiveLimits(**asked))
