"""The scan for a window of departures alone: one label a stop, nothing kept to draw journeys.

The label is `lane << RIDE_BITS | (RIDE_FULL - rides)`: the latest lane, then the fewest rides.
Without a limit on rides one label a stop is enough, and where every best label keeps within the
limit the answer is that of the limited search. Where one does not, the scan gives up and says so:
the scan of kernels.py, with one label for each number of rides, takes its place.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.network.footpaths import Footpaths
from transit.network.timetable import Connections
from transit.search.kernels import Question

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
CAN_BOARD, CAN_ALIGHT = 1, 2
RIDE_BITS, RIDE_FULL = 6, 63
NO_LABEL, NOTHING = -1, -1
# Places in WindowState.counts, and how a scan ends.
EVENTS, QUEUED, ENDED = 0, 1, 2
COMPLETE, FULL, TOO_MANY_RIDES = 0, 1, 2

Int32s = NDArray[np.int32]


class WindowState(NamedTuple):
    """Scratch of one scan, and its log of arrivals."""

    stop_label: Int32s  # stop -> best label boardable by now
    run_label: Int32s  # run -> best label on board, this ride counted
    best_label: Int32s  # stop -> best label among logged arrivals
    best_arrival: Int32s  # stop -> when that one arrives
    event_stop: Int32s  # event -> stop
    event_arrival: Int32s  # event -> seconds
    event_label: Int32s  # event -> label
    bucket: Int32s  # second since start -> last queued change, NOTHING
    queue_next: Int32s  # queued change -> the one queued before it for the same second
    queue_stop: Int32s  # queued change -> stop of boarding
    queue_label: Int32s  # queued change -> label
    counts: NDArray[np.int64]  # EVENTS, QUEUED, ENDED


@njit(cache=True, nogil=True)
def scan_window(  # noqa: C901, PLR0912, PLR0915 - one loop, see the head of kernels.py
    c: Connections,
    footpaths: Footpaths,
    access_s: Int32s,
    question: Question,
    max_rides: int,
    state: WindowState,
) -> None:
    """Run the scan; `state.counts[ENDED]` tells whether its log may be used.

    Parameters
    ----------
    access_s : int32[stops]
        Seconds walked from the origin, UNREACHED beyond the limit.
    question : Question
        Without ties: a hop and a change that both take no time need the other scan.
    """
    # Long because a split would pass arrays on inside the loop (see the head of kernels.py).
    departures, arrivals, from_stop, to_stop = c.departure, c.arrival, c.from_stop, c.to_stop
    runs, flags = c.run, c.flags
    first_change, change_to, change_s = footpaths.first, footpaths.target, footpaths.change_s
    stop_label, run_label = state.stop_label, state.run_label
    best_label, best_arrival = state.best_label, state.best_arrival
    event_stop, event_arrival = state.event_stop, state.event_arrival
    event_label, bucket, queue_next = state.event_label, state.bucket, state.queue_next
    queue_stop, queue_label = state.queue_stop, state.queue_label
    start_s, end_s = question.start_s, question.end_s
    ahead_s = question.start_s + question.board_wait_s
    step_s, last_lane = np.uint32(question.step_s), np.int32(question.lanes - 1)
    most_used = np.int32(RIDE_FULL - max_rides)
    events, queued = 0, 0
    last_departure = departures[question.last - 1]
    now = start_s - 1
    for i in range(question.first, question.last):
        departure = departures[i]
        if departure > now:
            for second in range(now + 1 - start_s, departure + 1 - start_s):
                item = bucket[second]
                while item != NOTHING:
                    stop_label[queue_stop[item]] = max(
                        stop_label[queue_stop[item]], queue_label[item]
                    )
                    item = queue_next[item]
            now = departure
        run, label = runs[i], run_label[runs[i]]
        if flags[i] & CAN_BOARD:
            stop = from_stop[i]
            # One ride more: one less in the low bits. A label always has rides left to count.
            boarded = stop_label[stop] - np.int32(1)
            if access_s[stop] < UNREACHED and departure - access_s[stop] >= ahead_s:
                lane = np.int32(np.uint32(departure - access_s[stop] - ahead_s) // step_s)
                lane = min(lane, last_lane)
                boarded = max(boarded, (lane << RIDE_BITS) | np.int32(RIDE_FULL - 1))
            if boarded > label:
                label = boarded
                run_label[run] = label
        if label < 0 or not flags[i] & CAN_ALIGHT or arrivals[i] > end_s:
            continue
        stop, arrival = to_stop[i], arrivals[i]
        if label > best_label[stop]:
            best_label[stop], best_arrival[stop] = label, arrival
        elif arrival >= best_arrival[stop]:
            continue
        if label & RIDE_FULL < most_used:
            state.counts[ENDED] = TOO_MANY_RIDES
            return
        if events == len(event_stop):
            state.counts[ENDED] = FULL
            return
        event_stop[events], event_arrival[events], event_label[events] = stop, arrival, label
        events += 1
        for k in range(first_change[stop], first_change[stop + 1]):
            ready = arrival + change_s[k]
            if ready > last_departure:
                break
            if label <= stop_label[change_to[k]]:
                continue
            if queued == len(queue_next):
                state.counts[ENDED] = FULL
                return
            queue_stop[queued], queue_label[queued] = change_to[k], label
            queue_next[queued] = bucket[ready - start_s]
            bucket[ready - start_s] = queued
            queued += 1
    state.counts[EVENTS], state.counts[QUEUED] = events, queued
