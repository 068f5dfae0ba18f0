"""Fills the times between two timepoints by the distance along the stops of the trip."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from transit.gtfs.calls import Calls
from transit.gtfs.feed import Stops
from transit.gtfs.great_circle import great_circles_m
from transit.gtfs.times import MISSING

# Lengths are sums of floats: what misses the half second by less than this is the half second.
_TIE_S = 1e-6


def fill_missing_times(calls: Calls, stops: Stops) -> Calls:
    """Return the calls with all times.

    A missing time lies between the departure before and the arrival after it, by cumulated
    great-circle distance between consecutive stops, evenly where all of them are 0, rounded half
    up. A stop without a position adds no distance: the next one is measured from the last known.

    Parameters
    ----------
    calls : Calls
        In order; the first and the last call of each trip have times.
    stops : Stops
        Where the stops are, in degrees.
    """
    timed = np.flatnonzero(calls.arrival != MISSING)
    skips = np.flatnonzero(np.diff(timed) > 1)
    if not skips.size:
        return calls
    before, after = timed[skips], timed[skips + 1]
    steps = after - before
    first = np.cumsum(steps) - steps
    # One place a step of each gap: which gap, and the how-manieth step (from 1).
    gap = np.repeat(np.arange(steps.size), steps)
    step = np.arange(gap.size) - first[gap] + 1
    length_m = _lengths_m(calls.stop, stops, before[gap] + step, before[gap])
    _cumulate(length_m, first, steps)
    total_m = length_m[first + steps - 1][gap]
    start_s, end_s = calls.departure[before][gap], calls.arrival[after][gap]
    passed_s = _share(end_s - start_s, (length_m, total_m), (step, steps[gap]))
    inner = step < steps[gap]
    at = (before[gap] + step)[inner]
    filled = (start_s + passed_s)[inner].astype(np.int32)
    arrival, departure = calls.arrival.copy(), calls.departure.copy()
    arrival[at] = departure[at] = filled
    return replace(calls, arrival=arrival, departure=departure)


def _lengths_m(
    stop: NDArray[np.int32], stops: Stops, at: NDArray[np.int64], first: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the length from the call before `at` to `at`, looking back no further than `first`."""
    known = np.isfinite(stops.lat[stop])
    last_known = np.maximum.accumulate(np.where(known, np.arange(stop.size), 0))
    a, b = stop[np.maximum(last_known[at - 1], first)], stop[at]
    length_m = great_circles_m(stops.lat[a], stops.lon[a], stops.lat[b], stops.lon[b])
    return np.nan_to_num(length_m, nan=0.0)


def _cumulate(
    length_m: NDArray[np.float64], first: NDArray[np.int64], steps: NDArray[np.int64]
) -> None:
    """Sum along each gap, in place: step by step over all gaps at once, longest gaps first."""
    order = np.argsort(-steps, kind="stable")
    place, left = first[order], steps[order]
    for step in range(1, int(left[0])):
        place = place[: np.searchsorted(-left, -step)]
        length_m[place + step] += length_m[place + step - 1]


def _share(
    duration_s: NDArray[np.int32],
    metres: tuple[NDArray[np.float64], NDArray[np.float64]],
    steps: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> NDArray[np.int64]:
    """Return the share of each duration that has passed: (passed, total) metres, else steps."""
    by_step = (2 * duration_s * steps[0] + steps[1]) // (2 * steps[1])
    still = metres[1] == 0
    share = duration_s * metres[0] / np.where(still, 1.0, metres[1])
    return np.where(still, by_step, np.floor(share + 0.5 + _TIE_S).astype(np.int64))
