"""One journey from place to place, with its legs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.footpaths import walk_seconds
from transit.network.network import Network
from transit.network.timetable import Connections
from transit.osm.linking import Links
from transit.reachability.places import Place, last_walks, link_places, walks_to_stops
from transit.search.journeys import Journey, Leg, Tracer
from transit.search.search import Scan, Window, answer_targets, scan
from transit.search.shapes import Points
from transit.search.targets import Answers, Egress

# Many journeys of a city are shorter; see `looks`.
FIRST_LOOK_S = 1800
UNREACHED_JOURNEY = Journey(status="unreached")


def plan(
    network: Network,
    ends: tuple[Place, Place],
    day: date,
    limits: Limits,
    *,
    depart_s: int | None,
    arrive_by_s: int | None,
) -> Journey:
    """Return the journey that a question asks for; one of the two times is given."""
    origin, target = (
        link_places(network, np.array([place.lat]), np.array([place.lon]), limits) for place in ends
    )
    connections = network.connections(day, wheelchair=limits.wheelchair)
    if not (origin.linked[0] and target.linked[0]):
        return Journey(status="not_linked")
    planner = _Planner(network, origin, target, connections, limits)
    if arrive_by_s is not None:
        return planner.arrive_by(arrive_by_s)
    return planner.depart_after(depart_s or 0)


def looks(longest_s: int) -> Iterator[int]:
    """Yield times to look over, each half as long again as the one before, the longest last.

    A short look is cheap, and a scan costs more than in proportion to its time.
    """
    look_s = FIRST_LOOK_S
    while look_s < longest_s:
        yield look_s
        look_s += look_s // 2
    yield longest_s


@dataclass(frozen=True, eq=False)
class _Planner:
    network: Network
    origin: Links
    target: Links
    connections: Connections
    limits: Limits

    @cached_property
    def egress(self) -> Egress:
        return last_walks(self.network, self.target, self.limits)

    @cached_property
    def access_s(self) -> NDArray[np.int32]:
        return walks_to_stops(self.network, self.origin, self.limits)

    @cached_property
    def on_foot(self) -> tuple[int, Points]:
        """Seconds and points of the walk all the way, UNREACHED beyond its limit."""
        found = self.network.walks.walk(
            self.origin,
            self.target,
            limit_m=self.limits.metres_in(self.limits.max_direct_walk_s),
            allow_steps=not self.limits.wheelchair,
        )
        if found is None:
            return UNREACHED, ()
        return int(walk_seconds(np.array([found[0]]), self.limits.speed_ms)[0]), found[1]

    @property
    def can_ride(self) -> bool:
        return bool(self.egress.stop.size and (self.access_s < UNREACHED).any())

    def depart_after(self, depart_s: int) -> Journey:
        """Look ahead further and further: who is there within the time looked at is the soonest."""
        walk_s = self.on_foot[0]
        longest_s = min(self.limits.max_minutes * 60, walk_s)
        for ahead_s in looks(longest_s) if self.can_ride else ():
            end_s = depart_s + ahead_s
            found, answers = self._ask(Window.of_one(depart_s, end_s, self.limits))
            if answers.lane[0] >= 0 and answers.arrival_s[0] < depart_s + walk_s:
                return self._ridden(found, answers, depart_s)
        return self._walked(depart_s)

    def arrive_by(self, arrive_by_s: int) -> Journey:
        """Look back further and further: who leaves within the time looked at leaves the latest."""
        leaves_s = arrive_by_s - self.on_foot[0]
        for back_s in looks(self._day_before_s(arrive_by_s)) if self.can_ride else ():
            start_s = arrive_by_s - back_s
            found, answers = self._ask(Window.of_seconds(start_s, arrive_by_s, self.limits))
            departure_s = start_s + int(answers.lane[0])
            as_late = departure_s == leaves_s and answers.arrival_s[0] < arrive_by_s
            if answers.lane[0] >= 0 and (departure_s > leaves_s or as_late):
                return self._ridden(found, answers, departure_s)
            if answers.lane[0] >= 0 or leaves_s >= start_s:
                break
        return self._walked(leaves_s)

    def _day_before_s(self, arrive_by_s: int) -> int:
        """Return the seconds from the first use of the day's first connection to an hour."""
        departures = self.connections.departure
        if not len(departures):
            return 0
        first_s = int(departures[0]) - self.limits.max_walk_s - self.limits.min_board_wait_s
        return max(0, arrive_by_s - first_s)

    def _ask(self, window: Window) -> tuple[Scan, Answers]:
        changes = self.network.changes(self.limits)
        found = scan(self.connections, changes, self.access_s, window)
        return found, answer_targets(found, self.egress, np.array([window.end_s], np.int32))

    def _walked(self, start_s: int) -> Journey:
        walk_s, path = self.on_foot
        if walk_s > self.limits.max_minutes * 60:
            return UNREACHED_JOURNEY
        end_s = start_s + walk_s
        leg = Leg("walk", start_s, end_s, "", "", path)
        return Journey("ok", start_s, end_s, walk_s, 0, walk_s, (leg,))

    def _ridden(self, found: Scan, answers: Answers, departure_s: int) -> Journey:
        arrival_s = int(answers.arrival_s[0])
        travel_s = arrival_s - departure_s
        if answers.lane[0] < 0 or travel_s > self.limits.max_minutes * 60:
            return UNREACHED_JOURNEY
        network, connections = self.network, self.connections
        tracer = Tracer(network, connections, found, self.origin, self.target, self.limits)
        return Journey(
            "ok",
            departure_s,
            arrival_s,
            travel_s,
            int(answers.rides[0]),
            int(answers.walk_s[0]),
            tracer.legs(answers, self.egress, departure_s),
        )
