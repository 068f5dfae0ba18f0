"""The runs of a day sorted into patterns: the same stops, the same rules, none overtaking."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.constants import CAN_BOARD
from transit.network.timetable import Connections

Int32 = NDArray[np.int32]
# Odd constants that spread stops over 64 bits; equal hashes are compared stop by stop all the same.
SPREAD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)


class Patterns(NamedTuple):
    """Which pattern each run belongs to, and tables to find the next trip of a pattern.

    A place is one position of one pattern. Rows are sorted by place, then trip, so that the
    departures of a place stand one after another, ascending.
    """

    run_first: Int32  # run -> first entry of run_connection, one more at the end
    run_connection: Int32  # entry -> connection, in the order in which the run makes them
    pattern: Int32  # run -> pattern
    rank: Int32  # run -> its place among the trips of the pattern, by time
    trips: Int32  # pattern -> number of trips
    first_place: Int32  # pattern -> its first place, one more at the end
    place: Int32  # connection -> place
    first_row: NDArray[np.int64]  # place -> first row, one more at the end
    row_connection: Int32  # row -> connection
    row_departure: Int32  # row -> seconds
    stop_first: Int32  # stop -> first entry of stop_place, one more at the end
    stop_place: Int32  # entry -> place at which one may board there
    place_pattern: Int32  # place -> pattern


def sort_patterns(connections: Connections, stops: int) -> Patterns:
    """Sort the runs of a day (whichever way its time runs) into patterns.

    Two trips share a pattern when one is never before the other, at no stop; trips that leave a
    stop in the same second do so only when all their times are equal.
    """
    c = connections
    entries = np.argsort(c.run, kind="stable").astype(np.int32)
    calls = np.bincount(c.run, minlength=c.runs)
    run_first = _starts(calls)
    position = np.arange(len(entries)) - run_first[c.run[entries]]
    pattern, rank, last_run = _put_in_patterns(c, entries, run_first, position)
    trips = np.bincount(pattern[pattern >= 0], minlength=len(last_run)).astype(np.int32)
    first_place = _starts(calls[last_run])
    place_pattern = np.repeat(np.arange(len(last_run), dtype=np.int32), calls[last_run])
    first_row = np.concatenate([[0], np.cumsum(trips[place_pattern])]).astype(np.int64)
    run = c.run[entries]
    entry_place = (first_place[pattern[run]] + position).astype(np.int32)
    row_connection, place = np.empty(len(entries), np.int32), np.empty(len(entries), np.int32)
    row_connection[first_row[entry_place] + rank[run]] = entries
    place[entries] = entry_place
    stop_first, stop_place = _boarding_places(c, row_connection[first_row[:-1]], stops)
    row_departure = np.ascontiguousarray(c.departure[row_connection])
    runs = (run_first, entries, pattern, rank)
    rows = (first_row, row_connection, row_departure)
    at_stops = (stop_first, stop_place, place_pattern)
    return Patterns(*runs, trips, first_place, place, *rows, *at_stops)


def _put_in_patterns(
    c: Connections, entries: Int32, run_first: Int32, position: NDArray[np.int64]
) -> tuple[Int32, Int32, Int32]:
    """Return pattern and rank of each run, and the last run of each pattern."""
    order, key = _by_likeness(c, entries, run_first, position)
    pattern, rank = np.full(c.runs, -1, np.int32), np.zeros(c.runs, np.int32)
    last_run = np.empty(max(c.runs, 1), np.int32)
    times, rules = (c.departure, c.arrival), (c.from_stop, c.to_stop, c.flags)
    found = (pattern, rank, last_run)
    count = put_in_patterns(order, key, (run_first, entries), times, rules, found)
    return pattern, rank, last_run[:count]


def _starts(counts: NDArray) -> Int32:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def _by_likeness(
    c: Connections, entries: Int32, run_first: Int32, position: NDArray[np.int64]
) -> tuple[Int32, NDArray[np.uint64]]:
    """Return the runs ordered by a hash of their stops and rules, then time; and the hashes."""
    spread = [np.uint64(number) for number in SPREAD]
    mixed = c.from_stop[entries].astype(np.uint64) * spread[0]
    mixed += c.to_stop[entries].astype(np.uint64) * spread[1] + c.flags[entries]
    mixed = (mixed ^ (position.astype(np.uint64) * spread[2])) * spread[3]
    mixed ^= mixed >> np.uint64(32)
    used = np.flatnonzero(np.diff(run_first))
    key = np.zeros(c.runs, np.uint64)
    departs, arrives = np.zeros(c.runs, np.int32), np.zeros(c.runs, np.int32)
    if len(used):
        key[used] = np.add.reduceat(mixed, run_first[used])
        departs[used] = c.departure[entries[run_first[used]]]
        arrives[used] = c.arrival[entries[run_first[used + 1] - 1]]
    order = np.lexsort((arrives, departs, key)).astype(np.int32)
    return order[np.diff(run_first)[order] > 0], key


def _boarding_places(c: Connections, of_place: Int32, stops: int) -> tuple[Int32, Int32]:
    """Return the CSR (first, place) of the places where one may board, by stop."""
    boards = np.flatnonzero(c.flags[of_place] & CAN_BOARD)
    stop = c.from_stop[of_place[boards]]
    by_stop = boards[np.argsort(stop, kind="stable")]
    return _starts(np.bincount(stop, minlength=stops)), by_stop.astype(np.int32)


@njit(cache=True, nogil=True)
def follows(
    run: int,
    before: int,
    runs: tuple[Int32, Int32],
    times: tuple[Int32, Int32],
    rules: tuple[Int32, Int32, NDArray[np.uint8]],
) -> bool:
    """Tell whether a run has the stops and rules of another and is behind it, or equal, at all."""
    (first, entries), (departure, arrival), (from_stop, to_stop, flags) = runs, times, rules
    begin, other, calls = first[run], first[before], first[run + 1] - first[run]
    if first[before + 1] - other != calls:
        return False
    meets, differs = False, False
    for i in range(calls):
        one, two = entries[begin + i], entries[other + i]
        if from_stop[one] != from_stop[two] or to_stop[one] != to_stop[two]:
            return False
        if flags[one] != flags[two]:
            return False
        if departure[one] < departure[two] or arrival[one] < arrival[two]:
            return False
        meets |= departure[one] == departure[two]
        differs |= departure[one] > departure[two] or arrival[one] > arrival[two]
    return not (meets and differs)


@njit(cache=True, nogil=True)
def put_in_patterns(
    order: Int32,
    key: NDArray[np.uint64],
    runs: tuple[Int32, Int32],
    times: tuple[Int32, Int32],
    rules: tuple[Int32, Int32, NDArray[np.uint8]],
    found: tuple[Int32, Int32, Int32],
) -> int:
    """Fill pattern and rank of every run, and the last run of each pattern; return their number.

    Runs come in the order of `key`, then time; only runs of one key can share a pattern.
    """
    pattern, rank, last_run = found
    count, first_of_key = 0, 0
    for i in range(len(order)):
        run = order[i]
        if i > 0 and key[run] != key[order[i - 1]]:
            first_of_key = count
        chosen = count
        for candidate in range(first_of_key, count):
            if follows(run, last_run[candidate], runs, times, rules):
                chosen = candidate
                rank[run] = rank[last_run[candidate]] + 1
                break
        pattern[run], last_run[chosen] = chosen, run
        count = max(count, chosen + 1)
    return count
