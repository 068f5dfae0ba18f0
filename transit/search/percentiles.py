"""Kernels that turn earliest arrivals at stops into percentiles of travel times at targets."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.search.targets import Egress
from transit.search.windows import MOST_WALK_16, NEVER_16, Earliest

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647


def window_percentiles(
    earliest: Earliest,
    egress: Egress,
    direct_s: NDArray[np.int32],
    timing: tuple[int, int],
    ranks: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Return int32[targets, percentiles]: travel times in seconds, UNREACHED where blank.

    Parameters
    ----------
    direct_s : int32[targets]
        Seconds of the walk all the way, UNREACHED where it is too long.
    timing : tuple of two int
        Seconds between lanes, longest travel time that counts.
    ranks : int64[percentiles]
        Places (from 0) in the sorted travel times.
    """
    since_s, never = earliest.since_s, earliest.never
    if never == NEVER_16 and _overflows(earliest, egress, timing):
        # Without its type the number would be squeezed into the 16 bits of the others.
        since_s = np.where(since_s == never, np.int32(UNREACHED // 2), since_s).astype(np.int32)
        never = UNREACHED // 2
    out = np.empty((len(direct_s), len(ranks)), np.int32)
    direct = np.where(direct_s <= timing[1], direct_s, never).astype(since_s.dtype)
    target_percentiles((since_s, earliest.lanes, never), egress, direct, timing, ranks, out)
    return out


def _overflows(earliest: Earliest, egress: Egress, timing: tuple[int, int]) -> bool:
    step_s, max_s = timing
    beyond = max_s + earliest.lanes * step_s >= NEVER_16
    return beyond or int(egress.walk_s.max(initial=0)) > MOST_WALK_16


@njit(cache=True, nogil=True)
def target_percentiles(
    earliest: tuple[NDArray[Any], int, int],
    egress: Egress,
    direct_s: NDArray[Any],
    timing: tuple[int, int],
    ranks: NDArray[np.int64],
    out: NDArray[np.int32],
) -> None:
    """Fill out[target, percentile]; the loops over lanes are what the machine vectorises.

    Parameters
    ----------
    earliest : tuple
        `since_s`, `lanes` and `never` of an `Earliest`.
    direct_s : [targets]
        Of the type of `since_s`: in 16 bits, twice as many lanes fit in a vector. `never` where
        the walk is too long to count.
    """
    first_walk, walk_stop, walk_s = egress.first, egress.stop, egress.walk_s
    (since_s, lanes, never), (step_s, max_s) = earliest, timing
    columns, kind = since_s.shape[1], since_s.dtype.type
    travel_s = np.empty(columns, since_s.dtype)
    leaves_s = np.zeros(columns, since_s.dtype)
    for lane in range(lanes):
        leaves_s[lane] = kind(lane * step_s)
    for target in range(len(first_walk) - 1):
        # Nobody leaves in the columns that fill up the last vector.
        travel_s[:] = kind(never)
        if direct_s[target] < never:
            for lane in range(lanes):
                travel_s[lane] = kind(leaves_s[lane] + direct_s[target])
        for k in range(first_walk[target], first_walk[target + 1]):
            row, more_s = since_s[walk_stop[k]], kind(walk_s[k])
            for lane in range(columns):
                there = kind(row[lane] + more_s)
                travel_s[lane] = min(travel_s[lane], there)
        # Who leaves earlier can do as whoever leaves later: once a target, not at every stop.
        soonest, low, high = kind(never), kind(never), kind(0)
        for lane in range(lanes - 1, -1, -1):
            soonest = min(soonest, travel_s[lane])
            travel_s[lane] = kind(soonest - leaves_s[lane])
            low, high = min(low, travel_s[lane]), max(high, travel_s[lane])
        # Above the limit one value is like another.
        high = min(high, kind(max_s + 1))
        least, rank_before = low, 0
        for p in range(len(ranks)):
            # Of ascending ranks each value is at least the one before.
            least = least if ranks[p] >= rank_before else low
            least, rank_before = nth_smallest(travel_s, ranks[p], least, high), ranks[p]
            out[target, p] = int(least) if least <= max_s else UNREACHED


@njit(inline="always")
def nth_smallest(values: NDArray[Any], rank: int, low: Any, high: Any) -> Any:
    """Return the value at a rank of the sorted values, which lies between `low` and `high`.

    By halving the range of values: every step is one count, vectorised because it is kept in the
    type of the values. Once no other value is between, one more look finds the value itself.
    """
    kind = values.dtype.type
    while low < high:
        middle, count = kind(low + (high - low) // 2), kind(0)
        for value in values:
            count = kind(count + kind(value <= middle))
        if count > rank:
            high = middle
            if count == rank + 1:
                low = kind(0)
                for value in values:
                    low = max(low, value if value <= middle else kind(0))
                high = low
        else:
            low = kind(middle + 1)
            if count == rank:
                low = high
                for value in values:
                    low = min(low, value if value > middle else high)
                high = low
    return low
