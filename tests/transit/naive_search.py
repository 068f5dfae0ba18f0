"""One search of the naive reference: every label that may matter, ride by ride, trip by trip."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.transit.naive_feed import NaiveFeed, Point, Run, Stop
from tests.transit.naive_walk import CrowWalk, StreetWalk, crow_m


@dataclass(frozen=True)
class NaiveLimits:
    """The limits of a question, with the names and defaults of the page that defines them."""

    max_minutes: int = 90
    max_rides: int = 4
    walk_speed_kmh: float = 4.5
    max_walk_s: int = 1200
    max_transfer_walk_s: int = 600
    max_direct_walk_s: int = 2400
    min_board_wait_s: int = 60
    wheelchair: bool = False

    def seconds(self, metres: float) -> float:
        """Time of a walk, rounded up once; infinite where there is none."""
        walkable = math.isfinite(metres)
        return math.ceil(metres / (self.walk_speed_kmh / 3.6)) if walkable else math.inf


@dataclass(frozen=True)
class NaiveLeg:
    kind: str  # "walk" or "ride"
    start: str
    end: str
    departure: int
    arrival: int
    route: str = ""


@dataclass(frozen=True)
class Label:
    """A rider: at a stop or aboard, at a time, with the seconds walked so far."""

    time: int
    walk: int
    legs: tuple[NaiveLeg, ...] = ()


@dataclass(frozen=True)
class Change:
    """How one gets from one stop to another between two rides."""

    walk: int
    least_s: int  # from getting off to the next departure


@dataclass(eq=False)
class Day:
    """What runs on one service date and how one walks, for one set of limits."""

    feeds: list[NaiveFeed]
    runs: list[Run]
    walks: CrowWalk | StreetWalk
    limits: NaiveLimits
    stops: dict[str, Stop] = field(init=False)
    changes: dict[str, dict[str, Change]] = field(init=False)  # to stop -> from stop -> Change

    def __post_init__(self) -> None:
        all_stops = {key: stop for feed in self.feeds for key, stop in feed.stops.items()}
        used = {call.stop for run in self.runs for call in run.calls}
        barred = "2" if self.limits.wheelchair else "no value"
        self.stops = {key: all_stops[key] for key in sorted(used)}
        self.usable = {key for key in self.stops if self.stops[key].wheelchair != barred}
        self.changes = {
            end: {start: change for start in self.usable if (change := self._change(start, end))}
            for end in self.usable
        }

    def walk_s(self, start: Point, end: Point) -> float:
        return self.limits.seconds(self.walks.metres(start, end, steps=not self.limits.wheelchair))

    def _change(self, start: str, end: str) -> Change | None:
        a, b = self.stops[start], self.stops[end]
        straight = self.limits.seconds(crow_m(a.point, b.point))
        footpath = 0 if start == end else self.walk_s(a.point, b.point)
        if a.station and a.station == b.station:
            footpath = min(footpath, straight)
        if footpath > self.limits.max_transfer_walk_s:
            footpath = math.inf
        wait = self.limits.min_board_wait_s
        kind, seconds = self._rule(a, b)
        walk = min(footpath, straight) if kind else footpath
        if kind == "3" or math.isinf(walk):
            return None
        if kind == "1":
            return Change(walk=0, least_s=0)
        least = walk + wait
        return Change(walk=int(walk), least_s=int(max(seconds, least) if kind == "2" else least))

    def _rule(self, a: Stop, b: Stop) -> tuple[str, int]:
        """Row of transfers.txt that counts: the most precise one, of equals the last."""
        found, fewest_stations = ("", 0), 3
        for feed in self.feeds:
            for from_key, to_key, kind, seconds in feed.transfers:
                if from_key not in {a.key, a.station} or to_key not in {b.key, b.station}:
                    continue
                stations = (from_key != a.key) + (to_key != b.key)
                if stations <= fewest_stations:
                    found, fewest_stations = (kind, seconds), stations
        return found


Boarding = Callable[[str, int], Label | None]  # stop, departure -> best rider who can be there


def search(day: Day, origin: Point, leave: int) -> list[dict[str, list[Label]]]:
    """Leave the origin at a time: item r - 1 -> stop -> riders who got off there after r rides."""
    rounds: list[dict[str, list[Label]]] = []
    for ride in range(day.limits.max_rides):
        boarding = _after_transfer(day, rounds[-1]) if ride else _after_access(day, origin, leave)
        got_off: dict[str, list[Label]] = defaultdict(list)
        for run in day.runs:
            if not run.is_onward:
                _ride_chain(day, run, boarding, got_off)
        rounds.append({stop: _pareto(labels) for stop, labels in got_off.items()})
    return rounds


def _after_access(day: Day, origin: Point, leave: int) -> Boarding:
    riders = {}
    for key in day.usable:
        walk = day.walk_s(origin, day.stops[key].point)
        if walk <= day.limits.max_walk_s:
            leg = NaiveLeg("walk", "", day.stops[key].name, leave, leave + int(walk))
            riders[key] = Label(leave + int(walk), int(walk), (leg,))

    def board(stop: str, departure: int) -> Label | None:
        rider = riders.get(stop)
        in_time = rider and rider.time + day.limits.min_board_wait_s <= departure
        return rider if in_time else None

    return board


def _after_transfer(day: Day, riders: dict[str, list[Label]]) -> Boarding:
    def board(stop: str, departure: int) -> Label | None:
        best = None
        for start, change in day.changes[stop].items():
            for rider in riders.get(start, []):
                walked = rider.walk + change.walk
                in_time = rider.time + change.least_s <= departure
                if not in_time or (best and best.walk <= walked):
                    continue
                names = day.stops[start].name, day.stops[stop].name
                leg = NaiveLeg("walk", *names, rider.time, rider.time + change.walk)
                best = Label(departure, walked, rider.legs if start == stop else (*rider.legs, leg))
        return best

    return board


def _ride_chain(
    day: Day, run: Run | None, boarding: Boarding, got_off: dict[str, list[Label]]
) -> None:
    """Ride one vehicle, then on through its block; aboard is who has walked least so far."""
    aboard: Label | None = None
    while run:
        if day.limits.wheelchair and run.trip.wheelchair == "2":
            aboard, run = None, run.onward
            continue
        aboard = _ride(day, run, (aboard, boarding), got_off)
        run = run.onward


def _ride(
    day: Day,
    run: Run,
    who: tuple[Label | None, Boarding],
    got_off: dict[str, list[Label]],
) -> Label | None:
    aboard, boarding = who
    for position, call in enumerate(run.calls):
        usable = call.stop in day.usable
        name = day.stops[call.stop].name
        if aboard and position > 0 and call.alight and usable:
            *before, ride = aboard.legs
            leg = replace(ride, end=name, arrival=call.arrival)
            got_off[call.stop].append(Label(call.arrival, aboard.walk, (*before, leg)))
        if call.board and usable and position < len(run.calls) - 1:
            rider = boarding(call.stop, call.departure)
            if rider and (aboard is None or rider.walk < aboard.walk):
                leg = NaiveLeg("ride", name, "", call.departure, 0, run.trip.route)
                aboard = Label(call.departure, rider.walk, (*rider.legs, leg))
    return aboard


def _pareto(labels: list[Label]) -> list[Label]:
    """Riders whom nobody beats in both time and walking."""
    kept: list[Label] = []
    for label in sorted(labels, key=lambda rider: (rider.time, rider.walk)):
        if not kept or label.walk < kept[-1].walk:
            kept.append(label)
    return kept
