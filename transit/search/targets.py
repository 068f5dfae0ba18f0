"""Kernels that read answers for targets out of a scan's log of arrivals."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
WALK_BITS, WALK_FULL = 24, (1 << 24) - 1
NOTHING = -1
# Lane, arrival, rides less one, WALK_FULL less the seconds walked.
Step = tuple[Any, Any, Any, Any]


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


class Stairs(NamedTuple):
    """For each stop the arrivals that beat all earlier ones, by ascending time."""

    first: NDArray[np.int64]  # stop -> first step, one more at the end
    arrival: NDArray[np.int32]  # step -> seconds
    lane: NDArray[np.int32]  # step -> lane
    ride: NDArray[np.int32]  # step -> fewest rides with that lane, less one
    rest: NDArray[np.int32]  # step -> WALK_FULL less the seconds walked
    event: NDArray[np.int32]  # step -> event


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


@njit(inline="always")
def outdoes(one: Step, other: Step, earliest_first: bool) -> bool:
    """Tell whether an answer (lane, arrival, rides, seconds not walked) beats another."""
    if one[0] != other[0]:
        return one[0] > other[0]
    if earliest_first and one[1] != other[1]:
        return one[1] < other[1]
    if one[2] != other[2]:
        return one[2] < other[2]
    return one[3] > other[3]


@njit(cache=True, nogil=True)
def staircases(arrivals: Arrivals, earliest_first: bool) -> Stairs:
    """Keep, for each stop, the arrivals that beat all earlier ones, by ascending time."""
    first, grouped, arrival_s, label = (
        arrivals.first,
        arrivals.event,
        arrivals.arrival,
        arrivals.label,
    )
    stops, events = len(first) - 1, len(grouped)
    kept_first = np.zeros(stops + 1, np.int64)
    kept_arrival, kept_event = np.empty(events, np.int32), np.empty(events, np.int32)
    kept_lane, kept_rest = np.empty(events, np.int32), np.empty(events, np.int32)
    kept_ride = np.empty(events, np.int32)
    last, kept = label.shape[1] - 1, 0
    for stop in range(stops):
        begin, bottom = first[stop], kept
        # Nearly sorted already: the log goes by departure.
        for i in range(begin + 1, first[stop + 1]):
            event, j = grouped[i], i - 1
            while j >= begin and arrival_s[grouped[j]] > arrival_s[event]:
                grouped[j + 1] = grouped[j]
                j -= 1
            grouped[j + 1] = event
        for i in range(begin, first[stop + 1]):
            event = grouped[i]
            ride = fewest_rides(label, event)
            lane = np.int32(label[event, last] >> WALK_BITS)
            rest, arrival = np.int32(label[event, ride] & WALK_FULL), arrival_s[event]
            if kept > bottom:
                top = kept - 1
                best = (kept_lane[top], kept_arrival[top], kept_ride[top], kept_rest[top])
                if not outdoes((lane, arrival, ride, rest), best, earliest_first):
                    continue
                if kept_arrival[top] == arrival:
                    kept -= 1
            kept_lane[kept], kept_arrival[kept], kept_ride[kept] = lane, arrival, ride
            kept_rest[kept], kept_event[kept] = rest, event
            kept += 1
        kept_first[stop + 1] = kept
    return Stairs(kept_first, kept_arrival, kept_lane, kept_ride, kept_rest, kept_event)


@njit(inline="always")
def last_step_by(arrival_s: NDArray[np.int32], begin: int, end: int, latest: int) -> int:
    """Return the place of the last arrival not after `latest`, `begin` - 1 when there is none."""
    low, high = begin, end
    while low < high:
        middle = (low + high) // 2
        if arrival_s[middle] <= latest:
            low = middle + 1
        else:
            high = middle
    return low - 1


@njit(cache=True, nogil=True)
def best_answers(
    stairs: Stairs,
    egress: Egress,
    deadline_s: NDArray[np.int32],
    egress_wait_s: int,
    earliest_first: bool,
    answers: Answers,
) -> None:
    """Fill the answer of every target: latest lane, then ties as the specification says.

    Parameters
    ----------
    deadline_s : int32[targets]
        Arrivals after it do not count.
    egress_wait_s : int
        Added to every last walk: the wait before boarding, when the scan ran backwards.
    earliest_first : bool
        Of equal lanes prefer the earliest arrival, then rides, then walking; else leave it out.
    """
    first_walk, walk_stop, walk_s = egress.first, egress.stop, egress.walk_s
    first, arrival_s, lanes = stairs.first, stairs.arrival, stairs.lane
    rides, rests, events = stairs.ride, stairs.rest, stairs.event
    found_lane, found_arrival, found_event = answers.lane, answers.arrival_s, answers.event
    found_egress, found_rides, walked_s = answers.egress, answers.rides, answers.walk_s
    for target in range(len(first_walk) - 1):
        lane, arrival, ride, rest = np.int32(-1), np.int32(UNREACHED), np.int32(0), np.int32(0)
        for k in range(first_walk[target], first_walk[target + 1]):
            begin, end = first[walk_stop[k]], first[walk_stop[k] + 1]
            if begin == end or lanes[end - 1] < lane:
                continue
            latest = deadline_s[target] - egress_wait_s - walk_s[k]
            step = last_step_by(arrival_s, begin, end, latest)
            if step < begin:
                continue
            there, unwalked = arrival_s[step] + walk_s[k], rests[step] - walk_s[k]
            found = (lanes[step], np.int32(there), rides[step], np.int32(unwalked))
            if outdoes(found, (lane, arrival, ride, rest), earliest_first):
                lane, arrival, ride, rest = found
                found_event[target], found_egress[target] = events[step], k
        found_lane[target] = lane
        if lane >= 0:
            found_arrival[target] = arrival + egress_wait_s
            found_rides[target] = ride + 1
            walked_s[target] = WALK_FULL - rest


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
