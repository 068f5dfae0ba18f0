"""Reads a scan from one place for many others: the soonest there, of equals the best lane."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.search.targets import Egress, Stairs

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
WALK_FULL = (1 << 24) - 1


class Soonest(NamedTuple):
    """The first arrival at each place; `time_s` is UNREACHED where there is none."""

    time_s: NDArray[np.int32]  # in the time of the scan, which may run backwards
    lane: NDArray[np.int32]  # latest departure that is there then
    rides: NDArray[np.int32]
    walk_s: NDArray[np.int32]

    @classmethod
    def nowhere(cls, places: int) -> "Soonest":
        return cls(*(np.full(places, value, np.int32) for value in (UNREACHED, -1, 0, 0)))


@njit(cache=True, nogil=True)
def soonest_at_places(stairs: Stairs, egress: Egress, wait_s: int, soonest: Soonest) -> None:
    """Fill the earliest arrival at every place; of equals latest lane, fewest rides, least walk.

    The first step of a stop is the soonest there, and of those the best: no other one counts.

    Parameters
    ----------
    wait_s : int
        Added to every last walk: the wait before boarding, when the scan ran backwards.
    """
    # Unpacked once: see the head of kernels.py.
    first_walk, walk_stop, walk_s = egress.first, egress.stop, egress.walk_s
    first, arrival_s, lanes = stairs.first, stairs.arrival, stairs.lane
    rides, rests = stairs.ride, stairs.rest
    for place in range(len(first_walk) - 1):
        best = -1
        best_walk = 0
        for k in range(first_walk[place], first_walk[place + 1]):
            step = first[walk_stop[k]]
            if step == first[walk_stop[k] + 1]:
                continue
            if best >= 0:
                sooner = arrival_s[step] + walk_s[k] - arrival_s[best] - best_walk
                lane = lanes[step] - lanes[best]
                ride = rides[step] - rides[best]
                rest = rests[step] - walk_s[k] - rests[best] + best_walk
                if sooner > 0 or (sooner == 0 and lane < 0):
                    continue
                if sooner == 0 and lane == 0 and (ride > 0 or (ride == 0 and rest <= 0)):
                    continue
            best, best_walk = step, walk_s[k]
        if best >= 0:
            soonest.time_s[place] = arrival_s[best] + best_walk + wait_s
            soonest.lane[place] = lanes[best]
            soonest.rides[place] = rides[best] + 1
            soonest.walk_s[place] = WALK_FULL - rests[best] + best_walk
