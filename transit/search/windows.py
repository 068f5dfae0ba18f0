"""Earliest arrivals at all stops for each departure of a window, by the quickest exact scan."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.constants import NO_LABEL, UNREACHED
from transit.network.footpaths import Footpaths
from transit.network.timetable import Connections
from transit.search.search import Window, question_of, scan, work_of
from transit.search.targets import arrivals_by_lane
from transit.search.window_kernel import (
    COMPLETE,
    ENDED,
    EVENTS,
    FULL,
    QUEUED,
    RIDE_BITS,
    RIDE_FULL,
    WindowState,
    scan_window,
)

EVENTS_AT_FIRST, QUEUED_AT_FIRST = 1 << 15, 1 << 18


def earliest_arrivals(
    connections: Connections, footpaths: Footpaths, access_s: NDArray[np.int32], window: Window
) -> NDArray[np.int32]:
    """Return int32[stops, lanes]: first arrival at each stop of whoever leaves in a lane or later.

    UNREACHED where nobody arrives by the end of the window's time.
    """
    earliest = np.empty((len(access_s), window.lanes), np.int32)
    state = _one_label_scan(connections, footpaths, access_s, window)
    if state is None:
        arrivals_by_lane(scan(connections, footpaths, access_s, window).arrivals, earliest)
    else:
        lanes_of_log(
            state.event_stop, state.event_arrival, state.event_label, state.counts[EVENTS], earliest
        )
    return earliest


def count_work(
    connections: Connections, footpaths: Footpaths, access_s: NDArray[np.int32], window: Window
) -> dict[str, int]:
    """Count connections looked at, arrivals logged and changes queued by one such scan.

    `one_label` is 1 where one label a stop was enough.
    """
    question, _ = question_of(connections, footpaths, window)
    scanned = {"connections": max(0, question.last - question.first)}
    state = _one_label_scan(connections, footpaths, access_s, window)
    if state is None:
        return scanned | work_of(scan(connections, footpaths, access_s, window)) | {"one_label": 0}
    counts = {"arrivals": int(state.counts[EVENTS]), "changes": int(state.counts[QUEUED])}
    return scanned | counts | {"one_label": 1}


def _one_label_scan(
    connections: Connections, footpaths: Footpaths, access_s: NDArray[np.int32], window: Window
) -> WindowState | None:
    """Return the log of the scan with one label a stop, None where it would not be exact."""
    question, seconds = question_of(connections, footpaths, window)
    fits = window.lanes <= (UNREACHED >> RIDE_BITS) and 0 < window.max_rides < RIDE_FULL
    if question.ties or not fits or question.last <= question.first:
        return None
    events, queued = EVENTS_AT_FIRST, QUEUED_AT_FIRST
    while True:
        state = _new_state(len(access_s), connections.runs, seconds, events, queued)
        scan_window(connections, footpaths, access_s, question, window.max_rides, state)
        if state.counts[ENDED] != FULL:
            return state if state.counts[ENDED] == COMPLETE else None
        events, queued = events * 4, queued * 4


def _new_state(stops: int, runs: int, seconds: int, events: int, queued: int) -> WindowState:
    return WindowState(
        stop_label=np.full(stops, NO_LABEL, np.int32),
        run_label=np.full(runs, NO_LABEL, np.int32),
        best_label=np.full(stops, NO_LABEL, np.int32),
        best_arrival=np.full(stops, UNREACHED, np.int32),
        event_stop=np.empty(events, np.int32),
        event_arrival=np.empty(events, np.int32),
        event_label=np.empty(events, np.int32),
        bucket=np.full(seconds, -1, np.int32),
        queue_next=np.empty(queued, np.int32),
        queue_stop=np.empty(queued, np.int32),
        queue_label=np.empty(queued, np.int32),
        counts=np.zeros(3, np.int64),
    )


@njit(cache=True, nogil=True)
def lanes_of_log(
    event_stop: NDArray[np.int32],
    event_arrival: NDArray[np.int32],
    event_label: NDArray[np.int32],
    events: int,
    earliest: NDArray[np.int32],
) -> None:
    """Fill earliest[stop, lane] from a log; who left in a later lane is there for earlier ones."""
    earliest[:, :] = 2_147_483_647
    for event in range(events):
        stop, lane = event_stop[event], event_label[event] >> 6
        earliest[stop, lane] = min(earliest[stop, lane], event_arrival[event])
    for stop in range(earliest.shape[0]):
        for lane in range(earliest.shape[1] - 2, -1, -1):
            earliest[stop, lane] = min(earliest[stop, lane], earliest[stop, lane + 1])
