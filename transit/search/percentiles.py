"""Kernels that turn earliest arrivals at stops into percentiles of travel times at targets."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.search.targets import Egress

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
# Times are compared in 16 bits: twice as many a machine word, and half the memory to read.
NEVER = 65_535
LONGEST = 60_000


def window_percentiles(
    earliest: NDArray[np.int32],
    egress: Egress,
    direct_s: NDArray[np.int32],
    timing: tuple[int, int, int],
    ranks: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Return int32[targets, percentiles]: travel times in seconds, UNREACHED where blank.

    Parameters
    ----------
    earliest : int32[stops, lanes]
        First arrival of whoever leaves in a lane or later.
    direct_s : int32[targets]
        Seconds of the walk all the way, UNREACHED where it is too long.
    timing : tuple of three int
        Departure of lane 0, seconds between lanes, longest travel time that counts.
    ranks : int64[percentiles]
        Places (from 0) in the sorted travel times.
    """
    start_s, step_s, max_s = timing
    out = np.empty((len(direct_s), len(ranks)), np.int32)
    longest_walk = int(egress.walk_s.max(initial=0))
    span_s = max_s + earliest.shape[1] * step_s + longest_walk
    narrow = np.uint16 if span_s < LONGEST else np.int32
    never = NEVER if span_s < LONGEST else UNREACHED // 2
    since_start = np.full(earliest.shape, never - longest_walk, narrow)
    shift_times(earliest, start_s, since_start)
    target_percentiles(since_start, egress, direct_s, (step_s, max_s), ranks, out)
    return out


@njit(cache=True, nogil=True)
def shift_times(earliest: NDArray[np.int32], start_s: int, since_start: NDArray) -> None:
    """Count arrivals from the first departure on; what is never stays as it was filled."""
    for stop in range(earliest.shape[0]):
        for lane in range(earliest.shape[1]):
            if earliest[stop, lane] < UNREACHED:
                since_start[stop, lane] = earliest[stop, lane] - start_s


@njit(cache=True, nogil=True)
def target_percentiles(
    since_start: NDArray,
    egress: Egress,
    direct_s: NDArray[np.int32],
    timing: tuple[int, int],
    ranks: NDArray[np.int64],
    out: NDArray[np.int32],
) -> None:
    """Fill out[target, percentile]; the loops over lanes are what the machine vectorises."""
    step_s, max_s = timing
    first_walk, walk_stop, walk_s = egress.first, egress.stop, egress.walk_s
    lanes = since_start.shape[1]
    arrival = np.empty(lanes, since_start.dtype)
    travel_s = np.empty(lanes, np.int32)
    for target in range(len(first_walk) - 1):
        for lane in range(lanes):
            travel_s[lane] = direct_s[target]
        begin, end = first_walk[target], first_walk[target + 1]
        if end > begin:
            arrival[:] = since_start[walk_stop[begin]]
            first_s = since_start.dtype.type(walk_s[begin])
            for lane in range(lanes):
                arrival[lane] += first_s
            for k in range(begin + 1, end):
                row, more_s = since_start[walk_stop[k]], since_start.dtype.type(walk_s[k])
                for lane in range(lanes):
                    there = since_start.dtype.type(row[lane] + more_s)
                    arrival[lane] = min(arrival[lane], there)
            for lane in range(lanes):
                ridden_s = np.int32(arrival[lane]) - lane * step_s
                travel_s[lane] = min(travel_s[lane], ridden_s)
        for p in range(len(ranks)):
            out[target, p] = nth_smallest(travel_s, ranks[p], max_s)


@njit(inline="always")
def nth_smallest(values: NDArray[np.int32], rank: int, limit: int) -> int:
    """Return the value at a rank of the sorted values, UNREACHED above the limit.

    By halving the range of values: every step is one vectorised count.
    """
    low, high = 0, limit + 1
    while low < high:
        middle = (low + high) // 2
        count = 0
        for value in values:
            count += value <= middle
        if count > rank:
            high = middle
        else:
            low = middle + 1
    return low if low <= limit else UNREACHED
