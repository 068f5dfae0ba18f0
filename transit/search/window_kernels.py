"""Kernels that put the arrivals of a window into the table of stops and lanes."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def arrivals_by_lane(
    log: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    start_s: int,
    earliest: NDArray[Any],
) -> None:
    """Lower earliest[stop, lane] to the first arrival of someone whose latest lane it is.

    Parameters
    ----------
    log : tuple of int32[events]
        Stop, arrival and lane of each arrival.
    earliest : uint16 or int32[stops, columns]
        Seconds since `start_s` (see `windows.Earliest`).
    """
    stop_of, arrival_s, lane_of = log
    for event in range(len(stop_of)):
        stop, lane = stop_of[event], lane_of[event]
        since = earliest.dtype.type(arrival_s[event] - start_s)
        earliest[stop, lane] = min(earliest[stop, lane], since)


@njit(cache=True, nogil=True)
def leave_earlier(earliest: NDArray[Any]) -> None:
    """Lower earliest[stop, lane] to what any later lane reaches: who leaves early can wait."""
    for stop in range(earliest.shape[0]):
        soonest = earliest[stop, -1]
        for lane in range(earliest.shape[1] - 2, -1, -1):
            soonest = min(soonest, earliest[stop, lane])
            earliest[stop, lane] = soonest
