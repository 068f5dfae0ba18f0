"""The slow reference of the transit engine: plain Python, no idea shared with the fast one."""

import datetime as dt
import math
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from tests.transit.naive_feed import Point, Run, read_feed
from tests.transit.naive_search import Day, Label, NaiveLeg, NaiveLimits, search
from tests.transit.naive_walk import CrowWalk, StreetWalk

DAY_S = 86_400
__all__ = ["NaiveAnswer", "NaiveLimits", "NaiveNetwork", "NoServiceError", "percentile"]


class NoServiceError(Exception):
    """Nothing runs on the date asked for."""


@dataclass(frozen=True)
class NaiveAnswer:
    """One row of travel times; the numbers are None unless the status is "ok"."""

    status: str
    departure: int | None = None
    arrival: int | None = None
    travel_time_s: int | None = None
    rides: int | None = None
    walk_s: int | None = None
    legs: tuple[NaiveLeg, ...] = ()

    @property
    def numbers(self) -> tuple[str | int | None, ...]:
        times = self.departure, self.arrival, self.travel_time_s
        return self.status, *times, self.rides, self.walk_s


UNREACHED, NOT_LINKED = NaiveAnswer("unreached"), NaiveAnswer("not_linked")


class NaiveNetwork:
    """GTFS zips and perhaps streets, read again from the files at every start."""

    def __init__(
        self, gtfs: list[Path], osm: Path | None = None, *, allow_on_demand: bool = False
    ) -> None:
        self.feeds = [
            read_feed(path, f"{number}:", allow_on_demand=allow_on_demand)
            for number, path in enumerate(gtfs)
        ]
        self.walks = StreetWalk(osm) if osm else CrowWalk()
        self.days: dict[tuple[dt.date, NaiveLimits], Day] = {}
        self.searches: dict[tuple[Day, Point, int], list[dict[str, list[Label]]]] = {}

    def day(self, date: dt.date, limits: NaiveLimits) -> Day:
        """Vehicles of the date, and those of the eve that still run after midnight."""
        if (date, limits) not in self.days:
            runs = [run for feed in self.feeds for run in feed.runs_of_service_day(date)]
            if not runs:
                raise NoServiceError(date)
            eve = date - dt.timedelta(days=1)
            for feed in self.feeds:
                runs += _after_midnight(feed.runs_of_service_day(eve))
            self.days[date, limits] = Day(self.feeds, runs, self.walks, limits)
        return self.days[date, limits]

    def depart_after(self, day: Day, origin: Point, destination: Point, leave: int) -> NaiveAnswer:
        """Leave exactly then; earliest arrival, then fewest rides, then least walking."""
        steps = not day.limits.wheelchair
        if not all(self.walks.is_linked(point, steps=steps) for point in (origin, destination)):
            return NOT_LINKED
        found = []
        on_foot = day.walk_s(origin, destination)
        if on_foot <= day.limits.max_direct_walk_s:
            leg = NaiveLeg("walk", "", "", leave, leave + int(on_foot))
            found.append((leave + int(on_foot), 0, int(on_foot), (leg,)))
        if (day, origin, leave) not in self.searches:
            self.searches[day, origin, leave] = search(day, origin, leave)
        for rides, riders_at in enumerate(self.searches[day, origin, leave], start=1):
            for stop, riders in riders_at.items():
                egress = day.walk_s(day.stops[stop].point, destination)
                if egress > day.limits.max_walk_s:
                    continue
                for rider in riders:
                    arrival = rider.time + int(egress)
                    leg = NaiveLeg("walk", day.stops[stop].name, "", rider.time, arrival)
                    found.append((arrival, rides, rider.walk + int(egress), (*rider.legs, leg)))
        if not found:
            return UNREACHED
        arrival, rides, walk, legs = min(found, key=lambda row: row[:3])
        return NaiveAnswer("ok", leave, arrival, arrival - leave, rides, walk, legs)

    def arrive_by(self, day: Day, origin: Point, destination: Point, latest: int) -> NaiveAnswer:
        """Latest departure that is there in time, answered as the question to depart then.

        Only departures after which something is caught to the second can be the latest one.
        Who can be there in time can be there leaving earlier, so they are searched by halves.
        """
        if self.depart_after(day, origin, destination, latest).status == "not_linked":
            return NOT_LINKED
        candidates = self._last_moments(day, origin)
        on_foot = day.walk_s(origin, destination)
        if on_foot <= day.limits.max_direct_walk_s:
            candidates.add(latest - int(on_foot))

        def too_late(leave: int) -> bool:
            answer = self.depart_after(day, origin, destination, leave)
            return answer.status != "ok" or answer.arrival > latest  # type: ignore[operator]

        ordered = sorted(candidates)
        in_time = bisect_right(ordered, False, key=too_late)
        if not in_time:
            return UNREACHED
        answer = self.depart_after(day, origin, destination, ordered[in_time - 1])
        return answer if answer.travel_time_s <= 60 * day.limits.max_minutes else UNREACHED  # type: ignore[operator]

    def _last_moments(self, day: Day, origin: Point) -> set[int]:
        moments = set()
        for key in day.usable:
            access = day.walk_s(origin, day.stops[key].point)
            if access <= day.limits.max_walk_s:
                departures = {
                    call.departure for run in day.runs for call in run.calls if call.stop == key
                }
                wait = day.limits.min_board_wait_s
                moments |= {departure - wait - int(access) for departure in departures}
        return moments

    def window(
        self, day: Day, origin: Point, destination: Point, starts: range
    ) -> list[NaiveAnswer]:
        """One question for each minute of a departure window."""
        return [self.depart_after(day, origin, destination, leave) for leave in starts]


def percentile(answers: list[NaiveAnswer], p: int, limits: NaiveLimits) -> int | None:
    """Nearest rank, unreached last; None when that is unreached or too long."""
    unreached = math.inf
    times = sorted(
        unreached if answer.travel_time_s is None else answer.travel_time_s for answer in answers
    )
    chosen = times[-(-p * len(times) // 100) - 1]
    return int(chosen) if chosen <= 60 * limits.max_minutes else None


def _after_midnight(runs: list[Run]) -> list[Run]:
    """Runs of the eve that are still out at 24:00, on the clock of the new day."""
    late = [run for run in runs if run.calls[-1].arrival > DAY_S]
    for run in runs:
        if run.onward not in late:
            run.onward = None
        if run not in late and run.onward:
            run.onward.is_onward = False
    for run in late:
        run.calls = tuple(call.later(-DAY_S) for call in run.calls)
    return late
