"""What many origins can do at the stops, as steps: small on disk, and read for any one place."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.search.targets import WALK_FULL, Answers, Stairs

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
MOST_IN_16_BITS = 65_535


class Steps(NamedTuple):
    """Steps of many scans, CSR by stop, then origin, so that a place reads its stops in one piece.

    Times are those of the scans, which may run backwards. Seconds are uint16 as a rule, int32
    where a step needs it.
    """

    first: NDArray[np.int64]  # stop x origins + origin -> first step, one more at the end
    time: NDArray[np.integer]  # step -> seconds of the scan's time, less `base_s`
    lasts: NDArray[np.integer]  # step -> seconds since the departure that its lane stands for
    rides: NDArray[np.uint8]
    walk: NDArray[np.integer]  # step -> seconds walked, the walk at the origin included


def join_steps(scans: Sequence[Stairs], start_s: int) -> tuple[Steps, int]:
    """Put the steps of every origin together; the lanes of all begin at `start_s`.

    Returns
    -------
    Steps
    base_s : int
        The second that `time` counts from.
    """
    counts = np.column_stack([np.diff(stairs.first) for stairs in scans])
    first = np.concatenate([[0], np.cumsum(counts.ravel())]).astype(np.int64)
    stop = [np.repeat(np.arange(len(counts)), np.diff(stairs.first)) for stairs in scans]
    origin = np.repeat(np.arange(len(scans)), counts.sum(axis=0))
    # Stable, so that the steps of one stop and origin stay in their order.
    order = np.argsort(np.concatenate(stop) * len(scans) + origin, kind="stable")

    def column(number: int) -> NDArray[np.int64]:
        kept = [stairs[number][: stairs.first[-1]] for stairs in scans]
        return np.concatenate(kept).astype(np.int64)[order]

    arrival, lane, ride, rest = (column(number) for number in (1, 2, 3, 4))
    base_s = int(arrival.min(initial=UNREACHED))
    time, lasts, walk = narrow(arrival - base_s, arrival - lane - start_s, WALK_FULL - rest)
    return Steps(first, time, lasts, (ride + 1).astype(np.uint8), walk), base_s


def narrow(*columns: NDArray[np.int64]) -> list[NDArray[np.integer]]:
    """Return columns of seconds as uint16, or all as int32 where one of them needs it."""
    most = max(int(column.max(initial=0)) for column in columns)
    return [column.astype(np.uint16 if most <= MOST_IN_16_BITS else np.int32) for column in columns]


@njit(cache=True, nogil=True)
def answers_at_place(
    steps: Steps,
    walks: tuple[NDArray[np.int64], NDArray[np.int32]],
    times: tuple[int, int, int],
    earliest_first: bool,
    answers: Answers,
) -> None:
    """Fill the answer of every origin for one place, with the ties of `targets.best_answers`.

    Parameters
    ----------
    walks : tuple of int64[k] and int32[k]
        Stops around the place, and the seconds between each and the place.
    times : tuple of three int
        `base_s` of the steps, `start_s` of their lanes, and the deadline in the scan's time, from
        which the wait before boarding was taken off.
    """
    # Unpacked once: see the head of kernels.py.
    first, time, lasts, rides, walk = steps.first, steps.time, steps.lasts, steps.rides, steps.walk
    found_lane, found_arrival = answers.lane, answers.arrival_s
    found_rides, found_walk = answers.rides, answers.walk_s
    (stops, walk_s), (base_s, start_s, deadline_s) = walks, times
    origins = len(found_lane)
    for k in range(len(stops)):
        row, latest = stops[k] * origins, deadline_s - walk_s[k] - base_s
        for origin in range(origins):
            begin, end = first[row + origin], first[row + origin + 1]
            low, high = begin, end
            while low < high:
                middle = (low + high) // 2
                if time[middle] <= latest:
                    low = middle + 1
                else:
                    high = middle
            if low == begin:
                continue
            step = low - 1
            at_stop = np.int64(time[step]) + base_s
            lane = at_stop - lasts[step] - start_s
            if lane < found_lane[origin]:
                continue
            arrival, ride = at_stop + walk_s[k], np.int64(rides[step])
            walked = np.int64(walk[step]) + walk_s[k]
            if lane == found_lane[origin]:
                later = arrival - found_arrival[origin] if earliest_first else 0
                more = ride - found_rides[origin]
                if later > 0 or (later == 0 and more > 0):
                    continue
                if later == 0 and more == 0 and walked >= found_walk[origin]:
                    continue
            found_lane[origin], found_arrival[origin] = lane, arrival
            found_rides[origin], found_walk[origin] = ride, walked
