"""Travel times from one origin to many targets: depart-after windows and arrive-by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.constants import NOT_LINKED, NOT_REACHED, OK, UNREACHED
from transit.limits import Limits
from transit.network.network import Network
from transit.osm.linking import Links
from transit.reachability.ends import Start, Targets
from transit.reachability.preparing import prepared_for
from transit.search.lanes import find_arrivals
from transit.search.percentiles import window_percentiles
from transit.search.search import STEP_S, Found, Scan, Window, scan
from transit.search.settling import There, blank_long, room, settle_there
from transit.search.targets import Answers
from transit.search.windows import earliest_arrivals

# How far before the hour of arrival the first try looks; only what it misses needs the whole day.
FIRST_TRY_S = 3 * 3600


@dataclass(frozen=True, eq=False)
class ArriveBy:
    """Answers of one origin, arrays of the targets; UNREACHED where `status` is not OK."""

    status: NDArray[np.uint8]
    departure_s: NDArray[np.int32]
    arrival_s: NDArray[np.int32]
    rides: NDArray[np.int32]
    walk_s: NDArray[np.int32]

    @property
    def travel_time_s(self) -> NDArray[np.int32]:
        reached = self.status == OK
        return np.where(reached, self.arrival_s - self.departure_s, UNREACHED).astype(np.int32)


def statuses(reached: NDArray[np.bool_], origin: Links, targets: Links) -> NDArray[np.uint8]:
    """Tell OK, NOT_REACHED and NOT_LINKED targets of one origin apart."""
    status = np.where(reached, OK, NOT_REACHED)
    linked = targets.linked & bool(origin.linked[0])
    return np.where(linked, status, NOT_LINKED).astype(np.uint8)


def percentile_ranks(percentiles: Sequence[int], lanes: int) -> NDArray[np.int64]:
    """Return the places (from 0) of nearest-rank percentiles in `lanes` sorted values.

    Raises
    ------
    InputError
        For a percentile outside 1..100.
    """
    for p in percentiles:
        if not 1 <= p <= 100:  # noqa: PLR2004 - per cent
            raise InputError(f"percentiles must lie in 1..100, not {p}")
    return np.array([-(-p * lanes // 100) - 1 for p in percentiles], np.int64)


def window_times(
    start: Start, targets: Targets, day: date, window: tuple[int, int, Sequence[int]]
) -> NDArray[np.int32]:
    """Return int32[targets, percentiles]: travel times in seconds, UNREACHED where blank.

    Parameters
    ----------
    window : tuple
        First departure in seconds, length in minutes, percentiles.
    """
    network, limits = start.network, start.limits
    access_s, direct_s = start.walks(targets)
    depart_s, minutes, percentiles = window
    lanes = Window.of_minutes(depart_s, minutes, limits)
    earliest = earliest_arrivals(
        network.connections(day, wheelchair=limits.wheelchair),
        network.changes(limits),
        access_s,
        lanes,
        prepared_for(network, day, lanes, limits),
    )
    timing = (STEP_S, limits.max_minutes * 60)
    ranks = percentile_ranks(percentiles, minutes)
    return window_percentiles(earliest, targets.egress, direct_s, timing, ranks)


def arrive_by_scan(
    network: Network,
    access_s: NDArray[np.int32],
    day: date,
    hours: tuple[int, int],
    limits: Limits,
    *,
    whole_day: bool,
) -> Scan:
    """Scan for the latest departures towards hours of arrival between `hours`, in exact seconds."""
    window = looking_back(network, day, hours, limits, whole_day=whole_day)
    connections = network.connections(day, wheelchair=limits.wheelchair)
    return scan(connections, network.changes(limits), access_s, window)


def looking_back(
    network: Network, day: date, hours: tuple[int, int], limits: Limits, *, whole_day: bool
) -> Window:
    """Return the window of departures that may arrive between `hours`: three hours, or all."""
    connections = network.connections(day, wheelchair=limits.wheelchair)
    start_s = hours[0] - FIRST_TRY_S
    if whole_day and len(connections.departure):
        earliest = int(connections.departure[0])
        start_s = min(start_s, earliest - limits.max_walk_s - limits.min_board_wait_s)
    return Window.of_seconds(start_s, hours[1], limits)


def latest_departures(
    start: Start, targets: Targets, day: date, arrive_by_s: NDArray[np.int32]
) -> ArriveBy:
    """Return the latest departure for each target's own hour, ties as the specification says.

    Parameters
    ----------
    arrive_by_s : int32[targets]
        Hour of arrival of each target, in seconds of the service day.
    """
    access_s, direct_s = start.walks(targets)
    hours = (int(arrive_by_s.min(initial=UNREACHED)), int(arrive_by_s.max(initial=0)))
    for found in _looks_back(start, access_s, day, hours):
        ridden = targets.walks.answers(found, arrive_by_s)
        answer = with_direct(ridden, found.start_s, direct_s, arrive_by_s)
        # A departure later than where the scan began is final; an earlier one may be missing.
        settled = (answer.departure_s < UNREACHED) & (answer.departure_s >= found.start_s)
        hopeless = np.diff(targets.egress.first) == 0
        if np.all(settled | hopeless):
            break
    return within_limits(answer, start.links, targets.links, start.limits)


def _looks_back(
    start: Start, access_s: NDArray[np.int32], day: date, hours: tuple[int, int]
) -> Iterator[Found]:
    """Yield scans until one is enough: a day made ready at once, else some hours before."""
    network, limits = start.network, start.limits
    window = looking_back(network, day, hours, limits, whole_day=True)
    ready = prepared_for(network, day, window, limits)
    if ready is not None:
        yield find_arrivals(ready, access_s, window)
        return
    for whole_day in (False, True):
        yield arrive_by_scan(network, access_s, day, hours, limits, whole_day=whole_day)


def with_direct(
    ridden: Answers, start_s: int, direct_s: NDArray[np.int32], arrive_by_s: NDArray[np.int32]
) -> There:
    """Take the walk all the way where it leaves later, or as late and no worse."""
    there = There(*room(len(direct_s), 4))
    settle_there(ridden, start_s, direct_s, arrive_by_s, there)
    return there


def within_limits(answer: There, one_end: Links, ends: Links, limits: Limits) -> ArriveBy:
    """Blank what takes longer than `max_minutes`, and say what became of each of `ends`."""
    blank_long(answer, limits.max_minutes * 60)
    reached = answer.departure_s < UNREACHED
    return ArriveBy(statuses(reached, one_end, ends), *answer)
