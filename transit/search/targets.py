"""Kernels that read answers for targets out of a scan's log of arrivals."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
WALK_BITS, WALK_FULL = 24, (1 << 24) - 1
NOTHING = -1
# A floor below all arrivals: every one is told apart.
ALWAYS = -2_147_483_648
# Lane, arrival, rides less one, WALK_FULL less the seconds walked.
Step = tuple[Any, Any, Any, Any]


class Egress(NamedTuple):
    """Walks between stops and targets, CSR by target."""

    first: NDArray[np.int64]  # target -> first walk, one more at the end
    stop: NDArray[np.int32]  # walk -> stop
    walk_s: NDArray[np.int32]  # walk -> seconds


class Arrivals(NamedTuple):
    """The log of a scan, in order of departure; of each arrival the best label."""

    stops: int  # number of stops
    stop: NDArray[np.int32]  # event -> stop
    arrival: NDArray[np.int32]  # event -> seconds
    lane: NDArray[np.int32]  # event -> latest lane
    ride: NDArray[np.int32]  # event -> fewest rides with that lane, less one
    rest: NDArray[np.int32]  # event -> WALK_FULL less the seconds walked


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

    @classmethod
    def nowhere(cls, targets: int, *, with_events: bool = False) -> "Answers":
        """Return answers yet to be found; where each came from is kept for journeys only."""
        events = targets if with_events else 0
        return cls(
            lane=np.full(targets, -1, np.int64),
            arrival_s=np.full(targets, UNREACHED, np.int32),
            rides=np.zeros(targets, np.int32),
            walk_s=np.zeros(targets, np.int32),
            event=np.full(events, -1, np.int32),
            egress=np.full(events, -1, np.int64),
        )


@njit(cache=True, nogil=True)
def read_labels(
    label: NDArray[np.int64], lane: NDArray[np.int32], ride: NDArray[np.int32], rest: Any
) -> None:
    """Take the best label of every event apart: label[event, ride] has a column a ride."""
    last = label.shape[1] - 1
    for event in range(len(label)):
        fewest, latest = last, label[event, last] >> WALK_BITS
        while fewest > 0 and label[event, fewest - 1] >> WALK_BITS == latest:
            fewest -= 1
        lane[event], ride[event] = latest, fewest
        rest[event] = label[event, fewest] & WALK_FULL


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
def group_by_stop(
    arrivals: Arrivals, earliest_first: bool, floor_s: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the CSR (first, event) by stop; of the arrivals until `floor_s` only the best one."""
    stop_of, arrival_s, lanes = arrivals.stop, arrivals.arrival, arrivals.lane
    rides, rests = arrivals.ride, arrivals.rest
    early = np.full(arrivals.stops, np.int32(NOTHING))
    first = np.zeros(arrivals.stops + 1, np.int64)
    for event in range(len(stop_of)):
        stop, arrival = stop_of[event], arrival_s[event]
        if arrival > floor_s:
            first[stop + 1] += 1
            continue
        best = early[stop]
        if best == NOTHING:
            early[stop] = event
            first[stop + 1] += 1
            continue
        one = (lanes[event], arrival, rides[event], rests[event])
        other = (lanes[best], arrival_s[best], rides[best], rests[best])
        as_good_and_sooner = not outdoes(other, one, earliest_first) and arrival < other[1]
        if outdoes(one, other, earliest_first) or as_good_and_sooner:
            early[stop] = event
    for stop in range(arrivals.stops):
        first[stop + 1] += first[stop]
    fill, grouped = first[:-1].copy(), np.empty(first[-1], np.int32)
    for stop in range(arrivals.stops):
        if early[stop] != NOTHING:
            grouped[fill[stop]] = early[stop]
            fill[stop] += 1
    for event in range(len(stop_of)):
        if arrival_s[event] > floor_s:
            grouped[fill[stop_of[event]]] = event
            fill[stop_of[event]] += 1
    return first, grouped


@njit(cache=True, nogil=True)
def staircases(arrivals: Arrivals, earliest_first: bool, floor_s: int = ALWAYS) -> Stairs:
    """Keep, for each stop, the arrivals that beat all earlier ones, by ascending time.

    Parameters
    ----------
    floor_s : int
        Nobody asks who is there before that second: one step says it for all of them.
    """
    arrival_s, lanes, rides, rests = (
        arrivals.arrival,
        arrivals.lane,
        arrivals.ride,
        arrivals.rest,
    )
    first, grouped = group_by_stop(arrivals, earliest_first, floor_s)
    kept_first, kept_arrival = np.zeros(len(first), np.int64), np.empty(len(grouped), np.int32)
    kept_lane, kept_ride = np.empty_like(kept_arrival), np.empty_like(kept_arrival)
    kept_rest, kept_event = np.empty_like(kept_arrival), np.empty_like(kept_arrival)
    kept = 0
    for stop in range(arrivals.stops):
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
            step = (lanes[event], arrival_s[event], rides[event], rests[event])
            if kept > bottom:
                top = kept - 1
                best = (kept_lane[top], kept_arrival[top], kept_ride[top], kept_rest[top])
                if not outdoes(step, best, earliest_first):
                    continue
                if kept_arrival[top] == step[1]:
                    kept -= 1
            kept_lane[kept], kept_arrival[kept], kept_ride[kept], kept_rest[kept] = step
            kept_event[kept] = event
            kept += 1
        kept_first[stop + 1] = kept
    return Stairs(kept_first, kept_arrival, kept_lane, kept_ride, kept_rest, kept_event)


@njit(cache=True, nogil=True)
def best_answers(
    stairs: Stairs,
    egress: Egress,
    targets: NDArray[np.int64],
    deadline: tuple[int, int],
    earliest_first: bool,
    answers: Answers,
) -> None:
    """Fill the answer of targets with one deadline: latest lane, then ties as specified.

    Parameters
    ----------
    targets : int64[k]
        Which of the targets.
    deadline : tuple of two int
        Seconds after which arrivals do not count, and what is added to every last walk: the wait
        before boarding, when the scan ran backwards.
    earliest_first : bool
        Of equal lanes prefer the earliest arrival, then rides, then walking; else leave it out.
    """
    # For few targets, or with what journeys need; for thousands there is egress_by_stop.py.
    first_walk, walk_stop, walk_s = egress.first, egress.stop, egress.walk_s
    first, arrival_s, lanes = stairs.first, stairs.arrival, stairs.lane
    rides, rests, events = stairs.ride, stairs.rest, stairs.event
    found_lane, found_arrival, found_event = answers.lane, answers.arrival_s, answers.event
    found_egress, found_rides, walked_s = answers.egress, answers.rides, answers.walk_s
    latest_s, wait_s = deadline[0] - deadline[1], deadline[1]
    for target in targets:
        lane, arrival, ride, rest = np.int32(-1), np.int32(UNREACHED), np.int32(0), np.int32(0)
        for k in range(first_walk[target], first_walk[target + 1]):
            bottom, step = first[walk_stop[k]], first[walk_stop[k] + 1] - 1
            while step >= bottom and arrival_s[step] > latest_s - walk_s[k]:
                step -= 1
            if step < bottom:
                continue
            there, unwalked = arrival_s[step] + walk_s[k], rests[step] - walk_s[k]
            found = (lanes[step], np.int32(there), rides[step], np.int32(unwalked))
            if outdoes(found, (lane, arrival, ride, rest), earliest_first):
                lane, arrival, ride, rest = found
                found_event[target], found_egress[target] = events[step], k
        found_lane[target] = lane
        if lane >= 0:
            found_arrival[target] = arrival + wait_s
            found_rides[target] = ride + 1
            walked_s[target] = WALK_FULL - rest
