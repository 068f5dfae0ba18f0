"""One journey from place to place, with its legs."""

from datetime import date
from typing import cast

import numpy as np

from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.network import Network
from transit.osm.linking import Links
from transit.reachability.compute import Targets, arrive_by_scan
from transit.reachability.places import Place, link_places, walks_to_places, walks_to_stops
from transit.search.journeys import Journey, Leg, Tracer
from transit.search.search import Scan, Window, answer_targets, scan
from transit.search.targets import Answers


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
    targets = Targets.prepare(network, target, limits)
    walk_s = int(walks_to_places(network, origin, target, limits)[0])
    access_s = walks_to_stops(network, origin, limits)
    if depart_s is not None:
        found, answers = _after(network, access_s, targets, day, depart_s, limits)
        departure = depart_s
        on_foot = depart_s + walk_s if walk_s < UNREACHED else UNREACHED
        walks = on_foot <= int(answers.arrival_s[0])
    else:
        assert arrive_by_s is not None  # noqa: S101 - queries.plan_journey checks it
        found, answers = _before(network, access_s, targets, day, (arrive_by_s, walk_s), limits)
        departure = found.start_s + int(answers.lane[0])
        left = arrive_by_s - walk_s
        walks = walk_s < UNREACHED and (
            answers.lane[0] < 0
            or left > departure
            or (left == departure and answers.arrival_s[0] >= arrive_by_s)
        )
    if walks:
        start = depart_s if depart_s is not None else cast("int", arrive_by_s) - walk_s
        return _walked(network, origin, target, start, walk_s, limits)
    if answers.lane[0] < 0:
        return Journey(status="unreached")
    tracer = Tracer(network, connections, found, origin, target, limits)
    return _ridden(tracer, answers, targets, departure)


def _after(
    network: Network,
    access_s: np.ndarray,
    targets: Targets,
    day: date,
    depart_s: int,
    limits: Limits,
) -> tuple[Scan, Answers]:
    end_s = depart_s + limits.max_minutes * 60
    found = scan(
        network.connections(day, wheelchair=limits.wheelchair),
        network.changes(limits),
        access_s,
        Window(
            start_s=depart_s,
            step_s=60,
            lanes=1,
            end_s=end_s,
            board_wait_s=limits.min_board_wait_s,
            max_rides=limits.max_rides,
            weighs_walks=True,
        ),
    )
    return found, answer_targets(found, targets.egress, np.array([end_s], np.int32))


def _before(
    network: Network,
    access_s: np.ndarray,
    targets: Targets,
    day: date,
    goal: tuple[int, int],
    limits: Limits,
) -> tuple[Scan, Answers]:
    arrive_by_s, walk_s = goal
    deadline = np.array([arrive_by_s], np.int32)
    for whole_day in (False, True):
        found = arrive_by_scan(
            network, access_s, day, (arrive_by_s, arrive_by_s), limits, whole_day=whole_day
        )
        answers = answer_targets(found, targets.egress, deadline)
        if answers.lane[0] >= 0 or arrive_by_s - walk_s >= found.start_s:
            break
    return found, answers


def _walked(
    network: Network, origin: Links, target: Links, start_s: int, walk_s: int, limits: Limits
) -> Journey:
    if walk_s > limits.max_minutes * 60:
        return Journey(status="unreached")
    path = network.walks.path(
        origin,
        target,
        limit_m=limits.metres_in(limits.max_direct_walk_s),
        allow_steps=not limits.wheelchair,
    )
    leg = Leg("walk", start_s, start_s + walk_s, "", "", path)
    return Journey("ok", start_s, start_s + walk_s, walk_s, 0, walk_s, (leg,))


def _ridden(tracer: Tracer, answers: Answers, targets: Targets, departure_s: int) -> Journey:
    arrival_s = int(answers.arrival_s[0])
    travel_s = arrival_s - departure_s
    if travel_s > tracer.limits.max_minutes * 60:
        return Journey(status="unreached")
    return Journey(
        "ok",
        departure_s,
        arrival_s,
        travel_s,
        int(answers.rides[0]),
        int(answers.walk_s[0]),
        tracer.legs(answers, targets.egress, departure_s),
    )
