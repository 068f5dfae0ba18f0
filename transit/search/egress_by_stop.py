"""Answers of thousands of targets at once: each stop hands on what it has, walk by walk.

Read from a target, every walk looks up another stop's staircase. Read from a stop, shortest walk
first, one goes down its staircase once, and what remains of a walk is one number compared with
another: lane, arrival, rides and seconds walked are the digits of a key, in the order of the ties.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.search.targets import Answers, Egress, Stairs

# Frozen by numba when it compiles (see transit.constants).
WALK_FULL = (1 << 24) - 1
NO_KEY = -1
# Digits of a key, from the low end: seconds not walked, rides not taken, seconds to spare, lane.
# Six days and 31 rides, more than a question may have but for its hours: see `fits_keys`.
SECONDS_BITS, RIDES_BITS = 19, 5
SECONDS_FULL, RIDES_FULL = (1 << SECONDS_BITS) - 1, (1 << RIDES_BITS) - 1
SPARE_AT, LANE_AT = SECONDS_BITS + RIDES_BITS, 2 * SECONDS_BITS + RIDES_BITS
MOST_IN_16_BITS = 65_535


class EgressByStop(NamedTuple):
    """Last walks between stops and targets, CSR by stop, then hour, the shortest first."""

    hour_s: NDArray[np.int64]  # hours that targets have, ascending
    first: NDArray[np.int64]  # stop x hours + hour -> first walk, one more at the end
    target: NDArray[Any]  # walk -> target; uint16 where they fit, as are the seconds, else int32
    walk_s: NDArray[Any]


def sort_by_stop(egress: Egress, stops: int, deadline_s: NDArray[np.int32]) -> EgressByStop:
    """Sort walks by the stop, for targets with these hours."""
    hour_s, hour = np.unique(deadline_s, return_inverse=True)
    longest_s = int(egress.walk_s.max(initial=0))
    narrow = max(len(deadline_s), longest_s) <= MOST_IN_16_BITS
    kind = np.uint16 if narrow else np.int32
    walks = len(egress.stop)
    first = np.zeros(stops * len(hour_s) + 1, np.int64)
    sorted_ = EgressByStop(
        hour_s.astype(np.int64), first, np.empty(walks, kind), np.empty(walks, kind)
    )
    put_in_order(egress, hour.astype(np.int64), longest_s, sorted_)
    return sorted_


@njit(cache=True, nogil=True)
def put_in_order(
    egress: Egress, hour: NDArray[np.int64], longest_s: int, by_stop: EgressByStop
) -> None:
    """Fill the walks of `by_stop`: two counts, by seconds, then by stop and hour."""
    first_walk, stop, walk_s = egress.first, egress.stop, egress.walk_s
    first, target_of, seconds, hours = (
        by_stop.first,
        by_stop.target,
        by_stop.walk_s,
        len(by_stop.hour_s),
    )
    by_seconds, at = np.zeros(longest_s + 2, np.int64), np.empty(len(stop), np.int64)
    whose = np.empty(len(stop), np.int64)
    for target in range(len(first_walk) - 1):
        for k in range(first_walk[target], first_walk[target + 1]):
            by_seconds[walk_s[k] + 1] += 1
            first[stop[k] * hours + hour[target] + 1] += 1
            whose[k] = target
    for second in range(longest_s + 1):
        by_seconds[second + 1] += by_seconds[second]
    for row in range(len(first) - 1):
        first[row + 1] += first[row]
    for k in range(len(stop)):
        at[by_seconds[walk_s[k]]] = k
        by_seconds[walk_s[k]] += 1
    fill = first[:-1].copy()
    for place in range(len(stop)):
        k = at[place]
        row = stop[k] * hours + hour[whose[k]]
        target_of[fill[row]], seconds[fill[row]] = whose[k], walk_s[k]
        fill[row] += 1


def fits_keys(start_s: int, deadline_s: NDArray[np.int32]) -> bool:
    """Tell whether all that a scan from `start_s` on can find fits the digits of a key."""
    return int(deadline_s.max(initial=start_s)) - start_s < SECONDS_FULL


@njit(cache=True, nogil=True)
def best_keys(
    stairs: Stairs,
    by_stop: EgressByStop,
    wait_s: int,
    earliest_first: bool,
    keys: NDArray[np.int64],
) -> None:
    """Raise the key of every target to its best answer, with the ties of `targets.best_answers`.

    Parameters
    ----------
    wait_s : int
        Added to every last walk: the wait before boarding, when the scan ran backwards.
    earliest_first : bool
        Of equal lanes prefer the earliest arrival, then rides, then walking; else leave it out.
    """
    first, arrival_s, lanes = stairs.first, stairs.arrival, stairs.lane
    rides, rests = stairs.ride, stairs.rest
    hour_s, first_walk = by_stop.hour_s, by_stop.first
    target_of, walk_s = by_stop.target, by_stop.walk_s
    # A second more of walking leaves one less to spare, and is one more walked.
    a_second = np.int64((1 << SPARE_AT) * earliest_first + 1)
    hours = len(hour_s)
    for row in range(len(first_walk) - 1):
        k, end, latest_s = first_walk[row], first_walk[row + 1], hour_s[row % hours] - wait_s
        bottom, step = first[row // hours], first[row // hours + 1] - 1
        while k < end:
            while step >= bottom and arrival_s[step] + np.int64(walk_s[k]) > latest_s:
                step -= 1
            if step < bottom:
                break
            spare_s = latest_s - arrival_s[step]
            key = np.int64(lanes[step]) << LANE_AT
            key += (spare_s << SPARE_AT) * earliest_first
            key += (RIDES_FULL - np.int64(rides[step])) << SECONDS_BITS
            key += SECONDS_FULL - (WALK_FULL - np.int64(rests[step]))
            while k < end and np.int64(walk_s[k]) <= spare_s:
                target = target_of[k]
                keys[target] = max(keys[target], key - np.int64(walk_s[k]) * a_second)
                k += 1


@njit(cache=True, nogil=True)
def read_keys(keys: NDArray[np.int64], deadline_s: NDArray[np.int32], answers: Answers) -> None:
    """Take the keys apart; arrivals are of use only where they were compared."""
    found_lane, found_arrival = answers.lane, answers.arrival_s
    found_rides, walked_s = answers.rides, answers.walk_s
    for target in range(len(keys)):
        key = keys[target]
        if key == NO_KEY:
            continue
        found_lane[target] = key >> LANE_AT
        found_arrival[target] = deadline_s[target] - ((key >> SPARE_AT) & SECONDS_FULL)
        found_rides[target] = RIDES_FULL - ((key >> SECONDS_BITS) & RIDES_FULL) + 1
        walked_s[target] = SECONDS_FULL - (key & SECONDS_FULL)
