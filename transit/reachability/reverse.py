"""The commutes of many origins to one site, by two scans that begin at the site."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.footpaths import walk_seconds
from transit.network.network import Network
from transit.osm.linking import Links
from transit.reachability.commutes import CommuteTable, commute_table, returned
from transit.reachability.compute import FIRST_TRY_S, ArriveBy, with_direct, within_limits
from transit.reachability.ends import Ends, Start
from transit.reachability.preparing import prepared_for
from transit.search.lanes import find_arrivals
from transit.search.search import Found, Window, scan
from transit.search.settling import Back
from transit.search.soonest import Soonest, soonest_at_places
from transit.search.targets import Answers, Egress, staircases

Int32 = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Origins(Ends):
    """Linked origins with their walks to and from the stops, made once for all sites."""

    leaving: Egress  # walks from the origins to the stops
    coming: Egress  # walks from the stops to the origins

    @classmethod
    def prepare(cls, network: Network, links: Links, limits: Limits) -> "Origins":
        # Searched from the origins, as `commutes_of` does: sums of metres depend on the order.
        stops = network.stop_links(wheelchair=limits.wheelchair)
        limit_m, steps = limits.metres_in(limits.max_walk_s), not limits.wheelchair

        def walks(*, towards: bool) -> Egress:
            found = network.walks.matrix(
                links, stops, limit_m=limit_m, allow_steps=steps, towards=towards
            )
            seconds = walk_seconds(found.metres, limits.speed_ms).astype(np.int32)
            return Egress(found.first, found.target, seconds)

        return cls(links, walks(towards=False), walks(towards=True))


def commutes_towards(
    network: Network,
    site: Links,
    origins: Origins,
    day: date,
    hours: tuple[int, int],
    limits: Limits,
) -> CommuteTable:
    """Compute the commutes of all origins to one site: the rows that `commutes_of` gives.

    Returns
    -------
    CommuteTable
        Arrays of the origins; `linked` is theirs, `origin_linked` says it of the site.
    """
    morning = departures_towards(network, site, origins, day, hours[0], limits)
    evening = returns_towards(network, site, origins, day, hours[1], limits)
    start_s, end_s = (np.full(len(origins.links.edge), hour, np.int32) for hour in hours)
    return commute_table((morning, evening), (start_s, end_s), origins.links, site)


def departures_towards(
    network: Network, site: Links, origins: Origins, day: date, arrive_by_s: int, limits: Limits
) -> ArriveBy:
    """Return the latest departure from every origin that is at the site by one hour.

    With time mirrored, the latest departure is the soonest arrival at an origin, and the latest
    lane, a second of leaving the site, is the earliest arrival there: the ties come in their order.
    """
    egress_s, direct_s = Start(network, site, limits).walks(origins, towards=True)
    arrive_by = np.full(len(direct_s), arrive_by_s, np.int32)
    hopeless = (np.diff(origins.leaving.first) == 0) | np.all(egress_s == UNREACHED)
    for found, end_s in _scans_back(network, egress_s, day, arrive_by_s, limits):
        soonest = _read(found, origins.leaving, limits.min_board_wait_s)
        # What is there within the scan's time is final; what is not may still be to come.
        if np.all((soonest.time_s <= end_s) | (direct_s < UNREACHED) | hopeless):
            break
    ridden, start_s = _as_answers(soonest, arrive_by_s - soonest.lane)
    answer = with_direct(ridden, start_s, direct_s, arrive_by)
    return within_limits(answer, site, origins.links, limits)


def returns_towards(
    network: Network, site: Links, origins: Origins, day: date, leave_s: int, limits: Limits
) -> Back:
    """Return arrival, rides and seconds walked from the site back to every origin."""
    longest_s = limits.max_minutes * 60
    access_s, direct_s = Start(network, site, limits).walks(origins)
    window = Window.of_one(leave_s, leave_s + longest_s, limits)
    ready = prepared_for(network, day, window, limits)
    if ready is None:
        connections = network.connections(day, wheelchair=limits.wheelchair)
        found: Found = scan(connections, network.changes(limits), access_s, window)
    else:
        found = find_arrivals(ready, access_s, window)
    soonest = _read(found, origins.coming, 0)
    ridden, start_s = _as_answers(soonest, soonest.time_s)
    leave = np.full(len(direct_s), leave_s, np.int32)
    return returned(ridden, start_s, direct_s, leave, longest_s)


def _scans_back(
    network: Network, egress_s: Int32, day: date, arrive_by_s: int, limits: Limits
) -> Iterator[tuple[Found, int]]:
    """Yield scans from the site with time mirrored until one is enough, and where each ends.

    A day made ready is gone through at once, else some hours come first.
    """
    connections = network.connections(day, wheelchair=limits.wheelchair, mirrored=True)
    some_s = FIRST_TRY_S - arrive_by_s
    all_s = max(some_s, int(connections.arrival.max(initial=some_s)))
    windows = [
        Window.of_seconds(-arrive_by_s, end_s, limits, mirrored=True) for end_s in (some_s, all_s)
    ]
    ready = prepared_for(network, day, windows[1], limits, mirrored=True)
    if ready is not None:
        yield find_arrivals(ready, egress_s, windows[1]), all_s
        return
    changes = network.changes(limits, mirrored=True)
    for window in windows:
        yield scan(connections, changes, egress_s, window), window.end_s


def _read(found: Found, walks: Egress, wait_s: int) -> Soonest:
    soonest = Soonest.nowhere(len(walks.first) - 1)
    if found.events:
        soonest_at_places(staircases(found.arrivals, True), walks, wait_s, soonest)
    return soonest


def _as_answers(soonest: Soonest, arrival_s: Int32) -> tuple[Answers, int]:
    """Turn soonest into latest: lanes count down the seconds to the last one reached."""
    reached = soonest.time_s < UNREACHED
    last_s = int(soonest.time_s[reached].max(initial=0))
    nothing = np.empty(0, np.int64)
    answers = Answers(
        lane=np.where(reached, last_s - soonest.time_s.astype(np.int64), -1),
        arrival_s=arrival_s,
        rides=soonest.rides,
        walk_s=soonest.walk_s,
        event=nothing.astype(np.int32),
        egress=nothing,
    )
    return answers, -last_s
