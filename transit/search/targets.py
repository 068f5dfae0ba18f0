"""Kernels that read answers for targets out of a scan's log of arrivals."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
WALK_BITS, WALK_FULL = 24, (1 << 24) - 1
NOTHING = -1


class Egress(NamedTuple):
    """Walks between stops and targets, CSR by target."""

    first: NDArray[np.int64]  # target -> first walk, one more at the end
    stop: NDArray[np.int32]  # walk -> stop
    walk_s: NDArray[np.int32]  # walk -> seconds


class Arrivals(NamedTuple):
    """The log of a scan, grouped by stop."""

    first: NDArray[np.int64]  # stop -> first place in `event`, one more at the end
    event: NDArray[np.int64]  # place -> event
    arrival: NDArray[np.int32]  # event -> seconds
    label: NDArray[np.int64]  # event, ride -> label


class Answers(NamedTuple):
    """One answer a target; `lane` is -1 where nothing reaches it."""

    lane: NDArray[np.int64]
    arrival_s: NDArray[np.int32]  # at the target
    rides: NDArray[np.int32]
    walk_s: NDArray[np.int32]
    event: NDArray[np.int32]  # last alighting
    egress: NDArray[np.int64]  # place in Egress of the last walk


@njit(cache=True, nogil=True)
def group_by_stop(
    event_stop: NDArray[np.int32], events: int, stops: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the CSR (first, event) of the first `events` events by stop, in order of logging."""
    first = np.zeros(stops + 1, np.int64)
    for event in range(events):
        first[event_stop[event] + 1] += 1
    for stop in range(stops):
        first[stop + 1] += first[stop]
    fill = first[:-1].copy()
    grouped = np.empty(events, np.int64)
    for event in range(events):
        grouped[fill[event_stop[event]]] = event
        fill[event_stop[event]] += 1
    return first, grouped


@njit(cache=True, nogil=True)
def fewest_rides(label: NDArray[np.int64], event: int) -> int:
    """Return the least ride index whose label has the lane of the best one."""
    rides = label.shape[1]
    lane = label[event, rides - 1] >> WALK_BITS
    for ride in range(rides):
        if label[event, ride] >= 0 and label[event, ride] >> WALK_BITS == lane:
            return ride
    return rides - 1


@njit(cache=True, nogil=True)
def best_answers(
    arrivals: Arrivals,
    egress: Egress,
    deadline_s: NDArray[np.int32],
    egress_wait_s: int,
    earliest_first: bool,
    answers: Answers,
) -> None:
    """Fill the answer of every target: latest lane, then ties as reachability.md section 4 says.

    Parameters
    ----------
    deadline_s : int32[targets]
        Arrivals after it do not count.
    egress_wait_s : int
        Added to every last walk: the wait before boarding, when the scan ran backwards.
    earliest_first : bool
        Of equal lanes prefer the earliest arrival, then rides, then walking; else leave it out.
    """
    last = arrivals.label.shape[1] - 1
    for target in range(len(egress.first) - 1):
        best_lane, best_arrival, best_ride, best_rest = -1, UNREACHED, UNREACHED, -1
        for k in range(egress.first[target], egress.first[target + 1]):
            stop, walk = egress.stop[k], egress.walk_s[k]
            for place in range(arrivals.first[stop], arrivals.first[stop + 1]):
                event = arrivals.event[place]
                arrival = arrivals.arrival[event] + walk + egress_wait_s
                lane = arrivals.label[event, last] >> WALK_BITS
                if arrival > deadline_s[target] or lane < best_lane:
                    continue
                compared = arrival if earliest_first else 0
                if lane == best_lane and compared > best_arrival:
                    continue
                ride = fewest_rides(arrivals.label, event)
                rest = (arrivals.label[event, ride] & WALK_FULL) - walk
                equal = lane == best_lane and compared == best_arrival
                if equal and (ride > best_ride or (ride == best_ride and rest <= best_rest)):
                    continue
                best_lane, best_arrival, best_ride, best_rest = lane, compared, ride, rest
                answers.arrival_s[target] = arrival
                answers.event[target] = event
                answers.egress[target] = k
        answers.lane[target] = best_lane
        if best_lane >= 0:
            answers.rides[target] = best_ride + 1
            answers.walk_s[target] = WALK_FULL - best_rest


@njit(cache=True, nogil=True)
def arrivals_by_lane(arrivals: Arrivals, earliest: NDArray[np.int32]) -> None:
    """Fill earliest[stop, lane] with the first arrival of someone who left in `lane` or later."""
    last, lanes = arrivals.label.shape[1] - 1, earliest.shape[1]
    earliest[:, :] = UNREACHED
    for stop in range(earliest.shape[0]):
        for place in range(arrivals.first[stop], arrivals.first[stop + 1]):
            event = arrivals.event[place]
            lane = arrivals.label[event, last] >> WALK_BITS
            earliest[stop, lane] = min(earliest[stop, lane], arrivals.arrival[event])
        for lane in range(lanes - 2, -1, -1):
            earliest[stop, lane] = min(earliest[stop, lane], earliest[stop, lane + 1])


@njit(cache=True, nogil=True)
def window_percentiles(
    earliest: NDArray[np.int32],
    egress: Egress,
    direct_s: NDArray[np.int32],
    timing: tuple[int, int, int],
    ranks: NDArray[np.int64],
    out: NDArray[np.int32],
) -> None:
    """Fill out[target, percentile] with travel times in seconds, UNREACHED where blank.

    Parameters
    ----------
    direct_s : int32[targets]
        Seconds of the walk all the way, UNREACHED where it is too long.
    timing : tuple of three int
        Departure of lane 0, seconds between lanes, longest travel time that counts.
    ranks : int64[percentiles]
        Places (from 0) in the sorted travel times.
    """
    start_s, step_s, max_s = timing
    lanes = earliest.shape[1]
    times = np.empty(lanes, np.int32)
    for target in range(len(egress.first) - 1):
        times[:] = direct_s[target]
        for k in range(egress.first[target], egress.first[target + 1]):
            stop, walk = egress.stop[k], egress.walk_s[k]
            for lane in range(lanes):
                arrival = earliest[stop, lane]
                if arrival < UNREACHED:
                    times[lane] = min(times[lane], arrival + walk - start_s - lane * step_s)
        times.sort()
        for p in range(len(ranks)):
            time = times[ranks[p]]
            out[target, p] = time if time <= max_s else UNREACHED
