"""Changes from trip to trip that are of use to anybody, found once a day for all origins.

After Witt, Trip-Based Public Transit Routing (2015): of all ways to change from a trip, only those
are kept that bring some stop nearer than staying on board, or than changing later on, would. What
one may drop depends on what is asked: where the seconds walked break ties, a change must be
matched by one that walks no more.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.network.footpaths import Footpaths
from transit.network.patterns import Patterns
from transit.network.timetable import Connections

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
CAN_ALIGHT = 2
# Changes that one call of the kernel has room for: the rest is found by the next call.
ROOM = 1 << 20

Int32 = NDArray[np.int32]


class TripTransfers(NamedTuple):
    """Changes by the connection that is alighted from, CSR."""

    first: NDArray[np.int64]  # connection -> first change, one more at the end
    target: Int32  # change -> connection that is boarded
    walk_s: Int32  # change -> seconds walked, 0 where walks are not compared
    place: Int32  # connection -> its place (see Patterns)


class Part(NamedTuple):
    """What one call of the kernel looks at."""

    first_run: int
    last_run: int  # one past
    first: int  # connection
    last: int  # one past
    weighs_walks: bool


class Reduction(NamedTuple):
    """Scratch of one run: what it and its changes reach. All UNREACHED between two runs."""

    arrival: Int32  # stop -> soonest arrival without any walk more
    walked_arrival: Int32  # stop -> another arrival, after a walk of `walked`
    walked: Int32
    touched: Int32  # stops that are not UNREACHED
    rank: Int32  # pattern -> trip that was caught in it, its place, and the walk to it
    place: Int32
    walk: Int32
    caught: Int32  # patterns that are not UNREACHED


def find_trip_transfers(
    connections: Connections,
    footpaths: Footpaths,
    patterns: Patterns,
    span: tuple[int, int],
    *,
    weighs_walks: bool,
) -> TripTransfers:
    """Find the changes between the connections of a span of the day.

    Parameters
    ----------
    span : tuple of two int
        First connection and one past the last; what is boarded or alighted from outside is left
        out.
    weighs_walks : bool
        Keep also what only saves walking.

    Notes
    -----
    No hop without duration may meet a change without duration: their order inside a second is
    not known here.
    """
    stops, runs = len(footpaths.first) - 1, len(patterns.pattern)
    found = _room(max(ROOM, 4 * len(connections.run)))
    scratch = _new_scratch(stops, len(patterns.trips))
    columns = [[np.empty(0, np.int32)] for _ in range(3)]
    run = 0
    while run < runs:
        before = run
        part = Part(before, runs, *span, weighs_walks)
        run, count = keep_useful(connections, footpaths, patterns, part, scratch, found)
        for chunk, column in zip(found, columns, strict=True):
            column.append(chunk[:count].copy())
        if run == before:
            found = _room(2 * len(found[0]))
    return _by_connection(patterns.place, *(np.concatenate(column) for column in columns))


def _room(size: int) -> tuple[Int32, Int32, Int32]:
    return np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int32)


def _new_scratch(stops: int, patterns: int) -> Reduction:
    at_stops = [np.full(stops, UNREACHED, np.int32) for _ in range(4)]
    return Reduction(*at_stops, *(np.full(patterns, UNREACHED, np.int32) for _ in range(4)))


def _by_connection(place: Int32, source: Int32, target: Int32, walk_s: Int32) -> TripTransfers:
    order = np.argsort(source, kind="stable")
    counts = np.bincount(source, minlength=len(place))
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return TripTransfers(first, target[order], walk_s[order], place)


@njit(inline="always")
def first_not_before(values: Int32, begin: int, end: int, least: int) -> int:
    """Return the first place of ascending values that is not below `least`, `end` without one."""
    low, high = begin, end
    while low < high:
        middle = (low + high) >> 1
        if values[middle] >= least:
            high = middle
        else:
            low = middle + 1
    return low


@njit(cache=True, nogil=True)
def keep_useful(  # noqa: C901, PLR0912, PLR0915 - one loop, see below
    c: Connections,
    footpaths: Footpaths,
    patterns: Patterns,
    part: Part,
    scratch: Reduction,
    found: tuple[Int32, Int32, Int32],
) -> tuple[int, int]:
    """Fill `found` (connection, connection boarded, seconds walked) run by run.

    Returns
    -------
    tuple of two int
        The first run that had no room left, and the number of changes found.
    """
    # Long because a split would pass arrays on inside the loop (see the head of search/kernels.py).
    arrivals, to_stop, flags = c.arrival, c.to_stop, c.flags
    first_change, change_to = footpaths.first, footpaths.target
    change_s, change_walk_s = footpaths.change_s, footpaths.walk_s
    run_first, run_connection = patterns.run_first, patterns.run_connection
    run_pattern, run_rank = patterns.pattern, patterns.rank
    first_place, place_pattern = patterns.first_place, patterns.place_pattern
    first_row, row_connection = patterns.first_row, patterns.row_connection
    row_departure = patterns.row_departure
    stop_first, stop_place = patterns.stop_first, patterns.stop_place
    soonest, later, later_walk = scratch.arrival, scratch.walked_arrival, scratch.walked
    touched, caught = scratch.touched, scratch.caught
    caught_rank, caught_place, caught_walk = scratch.rank, scratch.place, scratch.walk
    source, target, walk_of = found
    kept = 0
    first, last, weighs_walks = part.first, part.last, part.weighs_walks
    for run in range(part.first_run, part.last_run):
        kept_before, stops_touched, patterns_caught = kept, 0, 0
        full = False
        for entry in range(run_first[run + 1] - 1, run_first[run] - 1, -1):
            i = run_connection[entry]
            if i < first or full:
                break
            if i >= last or not flags[i] & CAN_ALIGHT:
                continue
            own_place = first_place[run_pattern[run]] + entry - run_first[run]
            stop, arrival = to_stop[i], arrivals[i]
            if soonest[stop] == UNREACHED and later[stop] == UNREACHED:
                touched[stops_touched] = stop
                stops_touched += 1
            soonest[stop] = min(soonest[stop], arrival)
            for k in range(first_change[stop], first_change[stop + 1]):
                ready, walk_s = arrival + change_s[k], change_walk_s[k] * weighs_walks
                boarding = change_to[k]
                for at in range(stop_first[boarding], stop_first[boarding + 1]):
                    place = stop_place[at]
                    pattern = place_pattern[place]
                    row = first_not_before(
                        row_departure, first_row[place], first_row[place + 1], ready
                    )
                    if row == first_row[place + 1] or row_connection[row] >= last:
                        continue
                    rank = np.int32(row - first_row[place])
                    # Whoever stays on board, or changes later, is on that trip by then.
                    if pattern == run_pattern[run] and rank >= run_rank[run] and place > own_place:
                        continue
                    if caught_rank[pattern] == UNREACHED:
                        caught[patterns_caught] = pattern
                        patterns_caught += 1
                    elif (
                        caught_rank[pattern] <= rank
                        and caught_place[pattern] <= place
                        and caught_walk[pattern] <= walk_s
                    ):
                        continue
                    if (
                        rank <= caught_rank[pattern]
                        and place <= caught_place[pattern]
                        and walk_s <= caught_walk[pattern]
                    ):
                        caught_rank[pattern], caught_place[pattern] = rank, place
                        caught_walk[pattern] = walk_s
                    useful = False
                    for onward in range(place, first_place[pattern + 1]):
                        hop = row_connection[first_row[onward] + rank]
                        there, then = to_stop[hop], arrivals[hop]
                        if not flags[hop] & CAN_ALIGHT or then >= soonest[there]:
                            continue
                        if then >= later[there] and walk_s >= later_walk[there]:
                            continue
                        useful = True
                        if soonest[there] == UNREACHED and later[there] == UNREACHED:
                            touched[stops_touched] = there
                            stops_touched += 1
                        if walk_s == 0:
                            soonest[there] = then
                        elif then <= later[there]:
                            later[there], later_walk[there] = then, walk_s
                    if not useful:
                        continue
                    if kept == len(source):
                        full = True
                        break
                    source[kept], target[kept] = i, row_connection[row]
                    walk_of[kept] = walk_s
                    kept += 1
                if full:
                    break
        for place in range(stops_touched):
            soonest[touched[place]], later[touched[place]] = UNREACHED, UNREACHED
            later_walk[touched[place]] = UNREACHED
        for place in range(patterns_caught):
            caught_rank[caught[place]], caught_place[caught[place]] = UNREACHED, UNREACHED
            caught_walk[caught[place]] = UNREACHED
        if full:
            return run, kept_before
    return part.last_run, kept
