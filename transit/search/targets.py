"""Kernels that read answers for targets out of a scan's log of arrivals."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
WALK_BITS, WALK_FULL = 24, (1 << 24) - 1
NOTHING = -1
# A minute of 64 seconds, so that dividing is shifting.
MINUTE_BITS = 6
# Walks of more minutes are looked up as if they took so many.
MOST_MINUTES = 64
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


@njit(cache=True, nogil=True)
def steps_by_minute(
    stairs: Stairs, latest_s: int, minutes: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return two int32[stops, minutes]: the last step that many minutes before, and its lane.

    NOTHING where nobody is there by then.
    """
    first, arrival_s, lanes = stairs.first, stairs.arrival, stairs.lane
    steps = np.full((len(first) - 1, minutes), np.int32(NOTHING))
    lane_of = np.full((len(first) - 1, minutes), np.int32(NOTHING))
    for stop in range(len(first) - 1):
        step = first[stop + 1] - 1
        for minute in range(minutes):
            while step >= first[stop] and arrival_s[step] > latest_s - (minute << MINUTE_BITS):
                step -= 1
            if step >= first[stop]:
                steps[stop, minute], lane_of[stop, minute] = step, lanes[step]
    return steps, lane_of


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

    Notes
    -----
    Most walks are passed over because even the step of a whole minute later leaves no later: so
    walks come shortest first, and the exact step is looked for only where it can count.
    """
    first_walk, walk_stop, walk_s = egress.first, egress.stop, egress.walk_s
    first, arrival_s, lanes = stairs.first, stairs.arrival, stairs.lane
    rides, rests, events = stairs.ride, stairs.rest, stairs.event
    found_lane, found_arrival, found_event = answers.lane, answers.arrival_s, answers.event
    found_egress, found_rides, walked_s = answers.egress, answers.rides, answers.walk_s
    latest_s, wait_s = deadline[0] - deadline[1], deadline[1]
    longest = walk_s.max() if len(walk_s) else 0
    minutes = min((longest >> MINUTE_BITS) + 1, MOST_MINUTES)
    steps, most = steps_by_minute(stairs, latest_s, minutes)
    # One index without a sign: two would be checked for running backwards, at every walk.
    most_by, row = most.ravel(), np.uint32(minutes)
    for target in targets:
        lane, arrival, ride, rest = np.int32(-1), np.int32(UNREACHED), np.int32(0), np.int32(0)
        bar = np.int32(0)
        for k in range(first_walk[target], first_walk[target + 1]):
            minute = min(np.uint32(walk_s[k]) >> np.uint32(MINUTE_BITS), row - np.uint32(1))
            if most_by[np.uint32(walk_stop[k]) * row + minute] < bar:
                continue
            step = steps[walk_stop[k], minute]
            bottom, latest = first[walk_stop[k]], latest_s - walk_s[k]
            while step >= bottom and arrival_s[step] > latest:
                step -= 1
            if step < bottom:
                continue
            there, unwalked = arrival_s[step] + walk_s[k], rests[step] - walk_s[k]
            found = (lanes[step], np.int32(there), rides[step], np.int32(unwalked))
            if outdoes(found, (lane, arrival, ride, rest), earliest_first):
                lane, arrival, ride, rest = found
                bar = lane
                found_event[target], found_egress[target] = events[step], k
        found_lane[target] = lane
        if lane >= 0:
            found_arrival[target] = arrival + wait_s
            found_rides[target] = ride + 1
            walked_s[target] = WALK_FULL - rest


@njit(cache=True, nogil=True)
def arrivals_by_lane(arrivals: Arrivals, start_s: int, earliest: NDArray[Any]) -> None:
    """Lower earliest[stop, lane] to the first arrival of someone whose latest lane it is.

    Parameters
    ----------
    earliest : uint16 or int32[stops, columns]
        Seconds since `start_s` (see `windows.Earliest`).
    """
    first, grouped, arrival_s, label = (
        arrivals.first,
        arrivals.event,
        arrivals.arrival,
        arrivals.label,
    )
    last = label.shape[1] - 1
    for stop in range(earliest.shape[0]):
        for place in range(first[stop], first[stop + 1]):
            lane = label[grouped[place], last] >> WALK_BITS
            since = earliest.dtype.type(arrival_s[grouped[place]] - start_s)
            earliest[stop, lane] = min(earliest[stop, lane], since)


@njit(cache=True, nogil=True)
def leave_earlier(earliest: NDArray[Any]) -> None:
    """Lower earliest[stop, lane] to what any later lane reaches: who leaves early can wait."""
    for stop in range(earliest.shape[0]):
        soonest = earliest[stop, -1]
        for lane in range(earliest.shape[1] - 2, -1, -1):
            soonest = min(soonest, earliest[stop, lane])
            earliest[stop, lane] = soonest
