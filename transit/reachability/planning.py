"""One journey from place to place, with its legs."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.network import Network
from transit.osm.linking import Links
from transit.reachability.compute import Targets, arrive_by_scan
from transit.reachability.places import Place, link_places, walks_to_places, walks_to_stops
from transit.search.journeys import Journey, Leg, Tracer
from transit.search.search import Scan, Window, answer_targets, scan
from transit.search.targets import Answers

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
    network.connections(day, wheelchair=limits.wheelchair)
    if not (origin.linked[0] and target.linked[0]):
        return Journey(status="not_linked")
    planner = _Planner(network, origin, target, day, limits)
    if arrive_by_s is not None:
        return planner.arrive_by(arrive_by_s)
    return planner.depart_after(depart_s or 0)


@dataclass(frozen=True, eq=False)
class _Planner:
    network: Network
    origin: Links
    target: Links
    day: date
    limits: Limits

    @cached_property
    def targets(self) -> Targets:
        return Targets.prepare(self.network, self.target, self.limits)

    @cached_property
    def access_s(self) -> NDArray[np.int32]:
        return walks_to_stops(self.network, self.origin, self.limits)

    @cached_property
    def walk_s(self) -> int:
        """Seconds of the walk all the way, UNREACHED beyond its limit."""
        return int(walks_to_places(self.network, self.origin, self.target, self.limits)[0])

    def depart_after(self, depart_s: int) -> Journey:
        end_s = depart_s + self.limits.max_minutes * 60
        found = scan(
            self.network.connections(self.day, wheelchair=self.limits.wheelchair),
            self.network.changes(self.limits),
            self.access_s,
            Window.of_one(depart_s, end_s, self.limits),
        )
        answers = answer_targets(found, self.targets.egress, np.array([end_s], np.int32))
        if self.walk_s < UNREACHED and depart_s + self.walk_s <= answers.arrival_s[0]:
            return self._walked(depart_s)
        return self._ridden(found, answers, depart_s)

    def arrive_by(self, arrive_by_s: int) -> Journey:
        found, answers = self._latest(arrive_by_s)
        departure_s = found.start_s + int(answers.lane[0])
        leaves_s = arrive_by_s - self.walk_s
        walks = self.walk_s < UNREACHED and (
            answers.lane[0] < 0
            or leaves_s > departure_s
            or (leaves_s == departure_s and answers.arrival_s[0] >= arrive_by_s)
        )
        return self._walked(leaves_s) if walks else self._ridden(found, answers, departure_s)

    def _latest(self, arrive_by_s: int) -> tuple[Scan, Answers]:
        deadline, hours = np.array([arrive_by_s], np.int32), (arrive_by_s, arrive_by_s)
        for whole_day in (False, True):
            found = arrive_by_scan(
                self.network, self.access_s, self.day, hours, self.limits, whole_day=whole_day
            )
            answers = answer_targets(found, self.targets.egress, deadline)
            if answers.lane[0] >= 0 or arrive_by_s - self.walk_s >= found.start_s:
                break
        return found, answers

    def _walked(self, start_s: int) -> Journey:
        if self.walk_s > self.limits.max_minutes * 60:
            return UNREACHED_JOURNEY
        path = self.network.walks.path(
            self.origin,
            self.target,
            limit_m=self.limits.metres_in(self.limits.max_direct_walk_s),
            allow_steps=not self.limits.wheelchair,
        )
        end_s, walk_s = start_s + self.walk_s, self.walk_s
        leg = Leg("walk", start_s, end_s, "", "", path)
        return Journey("ok", start_s, end_s, walk_s, 0, walk_s, (leg,))

    def _ridden(self, found: Scan, answers: Answers, departure_s: int) -> Journey:
        arrival_s = int(answers.arrival_s[0])
        travel_s = arrival_s - departure_s
        if answers.lane[0] < 0 or travel_s > self.limits.max_minutes * 60:
            return UNREACHED_JOURNEY
        connections = self.network.connections(self.day, wheelchair=self.limits.wheelchair)
        tracer = Tracer(self.network, connections, found, self.origin, self.target, self.limits)
        return Journey(
            "ok",
            departure_s,
            arrival_s,
            travel_s,
            int(answers.rides[0]),
            int(answers.walk_s[0]),
            tracer.legs(answers, self.targets.egress, departure_s),
        )
