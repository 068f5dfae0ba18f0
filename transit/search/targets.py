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


@njit(inline="always")
def fewest_rides(label: NDArray[np.int64], event: int) -> int:
    """Return the least ride index whose label has the lane of the best one."""
    fewest = label.shape[1] - 1
    lane = label[event, fewest] >> WALK_BITS
    while fewest > 0 and label[event, fewest - 1] >> WALK_BITS == lane:
        fewest -= 1
    return fewest


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
    # Unpacked once: see the head of kernels.py.
    first_walk, walk_stop, walk_s = egress.first, egress.stop, egress.walk_s
    first, grouped, arrival_s, label = (
        arrivals.first,
        arrivals.event,
        arrivals.arrival,
        arrivals.label,
    )
    found_lane, found_arrival, found_event = answers.lane, answers.arrival_s, answers.event
    found_egress, rides, walked_s = answers.egress, answers.rides, answers.walk_s
    last = label.shape[1] - 1
    for target in range(len(first_walk) - 1):
        best_lane, best_arrival, best_ride, best_rest = -1, UNREACHED, UNREACHED, -1
        deadline = deadline_s[target] - egress_wait_s
        for k in range(first_walk[target], first_walk[target + 1]):
            for place in range(first[walk_stop[k]], first[walk_stop[k] + 1]):
                event = grouped[place]
                arrival = arrival_s[event] + walk_s[k]
                lane = label[event, last] >> WALK_BITS
                if arrival > deadline or lane < best_lane:
                    continue
                compared = arrival if earliest_first else 0
                if lane == best_lane and compared > best_arrival:
                    continue
                ride = fewest_rides(label, event)
                rest = (label[event, ride] & WALK_FULL) - walk_s[k]
                equal = lane == best_lane and compared == best_arrival
                if equal and (ride > best_ride or (ride == best_ride and rest <= best_rest)):
                    continue
                best_lane, best_arrival, best_ride, best_rest = lane, compared, ride, rest
                found_arrival[target] = arrival + egress_wait_s
                found_event[target] = event
                found_egress[target] = k
        found_lane[target] = best_lane
        if best_lane >= 0:
            rides[target] = best_ride + 1
            walked_s[target] = WALK_FULL - best_rest


@njit(cache=True, nogil=True)
def arrivals_by_lane(arrivals: Arrivals, earliest: NDArray[np.int32]) -> None:
    """Fill earliest[stop, lane] with the first arrival of someone who left in `lane` or later."""
    first, grouped, arrival_s, label = (
        arrivals.first,
        arrivals.event,
        arrivals.arrival,
        arrivals.label,
    )
    last, lanes = label.shape[1] - 1, earliest.shape[1]
    earliest[:, :] = UNREACHED
    for stop in range(earliest.shape[0]):
        for place in range(first[stop], first[stop + 1]):
            lane = label[grouped[place], last] >> WALK_BITS
            earliest[stop, lane] = min(earliest[stop, lane], arrival_s[grouped[place]])
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
    first_walk, walk_stop, walk_s = egress.first, egress.stop, egress.walk_s
    lanes = earliest.shape[1]
    times = np.empty(lanes, np.int32)
    for target in range(len(first_walk) - 1):
        times[:] = direct_s[target]
        for k in range(first_walk[target], first_walk[target + 1]):
            stop, walk = walk_stop[k], walk_s[k]
            for lane in range(lanes):
                arrival = earliest[stop, lane]
                if arrival < UNREACHED:
                    times[lane] = min(times[lane], arrival + walk - start_s - lane * step_s)
        times.sort()
        for p in range(len(ranks)):
            time = times[ranks[p]]
            out[target, p] = time if time <= max_s else UNREACHED
