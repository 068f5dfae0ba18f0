"""The profile scan: every njit function of the search, in one file because they call each other.

The scan walks once through the connections of the day in order of departure. What it keeps for each
stop is the best label that has arrived there *by now*: the latest departure lane from the origin,
then the fewest seconds walked, one label for each number of rides. Arrivals that lie in the future
wait in one bucket a second. So one pass answers every departure of a window at once, and, read at
the stops around a target, the latest departure for any hour of arrival.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.network.footpaths import Footpaths
from transit.network.timetable import Connections

# Constants are repeated here because numba freezes them when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
CAN_BOARD, CAN_ALIGHT = 1, 2
WALK_BITS, WALK_FULL = 24, (1 << 24) - 1
NO_LABEL, NOTHING = -1, -1
# Places in SearchState.counts.
EVENTS, QUEUED, NOW, AGAIN, FULL, IMPROVED = 0, 1, 2, 3, 4, 5


class Question(NamedTuple):
    """Scalars of one scan; times in seconds of the (possibly mirrored) service day."""

    first: int  # first connection to look at
    last: int  # one past the last
    start_s: int  # departure of lane 0
    step_s: int  # seconds between two lanes
    lanes: int  # number of lanes; waiting longer than the last lane changes nothing
    end_s: int  # arrivals after this are of no use
    board_wait_s: int  # wait before a boarding from the access walk
    weighs_walks: int  # 1: of equal lanes the least walked is better, 0: walks are not compared
    ties: bool  # a hop without duration may meet a change without duration


class SearchState(NamedTuple):
    """Scratch of one scan, and its log of arrivals. K = most rides, n = events."""

    stop_label: NDArray[
        np.int64
    ]  # stop, ride -> best label boardable by now with <= ride + 1 rides
    stop_event: NDArray[np.int32]  # stop, ride -> event that brought it
    run_label: NDArray[np.int64]  # run, ride -> best label on board
    run_board: NDArray[np.int32]  # run, ride -> connection where it boarded
    run_event: NDArray[np.int32]  # run, ride -> event it came from, NOTHING = access walk
    saved_label: NDArray[np.int64]  # run, ride -> run_label when the second began (ties only)
    best_label: NDArray[np.int64]  # stop, ride -> best label among logged arrivals
    best_arrival: NDArray[np.int32]  # stop, ride -> when that one arrives
    event_stop: NDArray[np.int32]  # event -> stop
    event_arrival: NDArray[np.int32]  # event -> seconds
    event_conn: NDArray[np.int32]  # event -> connection that was alighted from
    event_label: NDArray[np.int64]  # event, ride -> label
    event_board: NDArray[np.int32]  # event, ride -> connection that was boarded
    event_source: NDArray[np.int32]  # event, ride -> event before the boarding, NOTHING = access
    bucket: NDArray[np.int32]  # second since start -> last queued change, NOTHING
    queue_next: NDArray[np.int32]  # queued change -> the one queued before it for the same second
    queue_event: NDArray[np.int32]  # queued change -> event
    queue_stop: NDArray[np.int32]  # queued change -> stop of boarding
    queue_walk: NDArray[np.int32]  # queued change -> seconds walked
    counts: NDArray[np.int64]  # EVENTS, QUEUED, NOW, AGAIN, FULL, IMPROVED


@njit(cache=True, nogil=True)
def apply_change(state: SearchState, event: int, stop: int, walk_s: int) -> None:
    """Let the riders of an event be boardable at a stop."""
    for ride in range(state.stop_label.shape[1]):
        label = state.event_label[event, ride]
        if label >= 0 and label - walk_s > state.stop_label[stop, ride]:
            state.stop_label[stop, ride] = label - walk_s
            state.stop_event[stop, ride] = event
            state.counts[IMPROVED] += 1


@njit(cache=True, nogil=True)
def apply_changes_until(state: SearchState, now: int, start: int) -> None:
    """Apply what was queued for all seconds up to and including `now`."""
    for second in range(state.counts[NOW] + 1, now + 1):
        item = state.bucket[second - start]
        while item != NOTHING:
            apply_change(
                state, state.queue_event[item], state.queue_stop[item], state.queue_walk[item]
            )
            item = state.queue_next[item]
    state.counts[NOW] = now


@njit(cache=True, nogil=True)
def board(
    connections: Connections,
    i: int,
    access_s: NDArray[np.int32],
    question: Question,
    state: SearchState,
) -> None:
    """Take on board whoever stands at the stop in time."""
    stop, run, departure = connections.from_stop[i], connections.run[i], connections.departure[i]
    by_foot = np.int64(NO_LABEL)
    if access_s[stop] < UNREACHED:
        spare = departure - access_s[stop] - question.board_wait_s - question.start_s
        if spare >= 0:
            lane = min(spare // question.step_s, question.lanes - 1)
            by_foot = (np.int64(lane) << WALK_BITS) + (
                WALK_FULL - access_s[stop] * question.weighs_walks
            )
    for ride in range(state.run_label.shape[1]):
        label, source = by_foot, NOTHING
        if ride > 0 and state.stop_label[stop, ride - 1] > label:
            label, source = state.stop_label[stop, ride - 1], state.stop_event[stop, ride - 1]
        if label > state.run_label[run, ride]:
            state.run_label[run, ride] = label
            state.run_board[run, ride] = i
            state.run_event[run, ride] = source


@njit(cache=True, nogil=True)
def improves(connections: Connections, i: int, state: SearchState) -> bool:
    """Tell whether alighting here beats all logged arrivals for some number of rides."""
    stop, run, arrival = connections.to_stop[i], connections.run[i], connections.arrival[i]
    better = False
    for ride in range(state.run_label.shape[1]):
        label = state.run_label[run, ride]
        if label < 0:
            continue
        if label > state.best_label[stop, ride]:
            state.best_label[stop, ride] = label
            state.best_arrival[stop, ride] = arrival
            better = True
        elif arrival < state.best_arrival[stop, ride]:
            better = True
    return better


@njit(cache=True, nogil=True)
def log_event(connections: Connections, i: int, state: SearchState) -> int:
    """Write an arrival down; returns its number, NOTHING when the log is full."""
    event, run = state.counts[EVENTS], connections.run[i]
    if event >= len(state.event_stop):
        state.counts[FULL] = 1
        return NOTHING
    state.counts[EVENTS] += 1
    state.event_stop[event] = connections.to_stop[i]
    state.event_arrival[event] = connections.arrival[i]
    state.event_conn[event] = i
    for ride in range(state.run_label.shape[1]):
        state.event_label[event, ride] = state.run_label[run, ride]
        state.event_board[event, ride] = state.run_board[run, ride]
        state.event_source[event, ride] = state.run_event[run, ride]
    return event


@njit(cache=True, nogil=True)
def is_useful(state: SearchState, event: int, stop: int, walk_s: int) -> bool:
    """Tell whether a change can still improve a boarding (the last ride changes nowhere)."""
    for ride in range(state.stop_label.shape[1] - 1):
        label = state.event_label[event, ride]
        if label >= 0 and label - walk_s > state.stop_label[stop, ride]:
            return True
    return False


@njit(cache=True, nogil=True)
def queue_changes(
    footpaths: Footpaths, event: int, last_departure: int, question: Question, state: SearchState
) -> None:
    """Queue every change of vehicle that an arrival makes possible."""
    stop, arrival = state.event_stop[event], state.event_arrival[event]
    for k in range(footpaths.first[stop], footpaths.first[stop + 1]):
        ready = arrival + footpaths.change_s[k]
        if ready > last_departure:
            return
        target, walk_s = footpaths.target[k], footpaths.walk_s[k] * question.weighs_walks
        if not is_useful(state, event, target, walk_s):
            continue
        if ready <= state.counts[NOW]:
            # Only a hop and a change that both take no time end up in the second that is under way.
            apply_change(state, event, target, walk_s)
            state.counts[AGAIN] = 1
            continue
        item = state.counts[QUEUED]
        if item >= len(state.queue_next):
            state.counts[FULL] = 1
            return
        state.counts[QUEUED] += 1
        state.queue_event[item] = event
        state.queue_stop[item] = target
        state.queue_walk[item] = walk_s
        state.queue_next[item] = state.bucket[ready - question.start_s]
        state.bucket[ready - question.start_s] = item


@njit(cache=True, nogil=True)
def save_runs(
    connections: Connections, first: int, last: int, state: SearchState, back: bool
) -> None:
    """Keep the labels on board as one second begins, or put them back to go through it again."""
    i = first
    while i < last and connections.departure[i] == connections.departure[first]:
        run = connections.run[i]
        for ride in range(state.run_label.shape[1]):
            if back:
                state.run_label[run, ride] = state.saved_label[run, ride]
            else:
                state.saved_label[run, ride] = state.run_label[run, ride]
        i += 1


@njit(cache=True, nogil=True)
def scan_connections(
    connections: Connections,
    footpaths: Footpaths,
    access_s: NDArray[np.int32],
    question: Question,
    state: SearchState,
) -> None:
    """Run the scan; on return `state` holds the log of arrivals.

    Parameters
    ----------
    access_s : int32[stops]
        Seconds walked from the origin, UNREACHED beyond the limit.
    state : SearchState
        Freshly reset; counts[FULL] = 1 on return means that the log was too small: nothing in it
        may be used, try again with more room.
    """
    if question.last <= question.first:
        return
    last_departure = connections.departure[question.last - 1]
    last_ride = state.run_label.shape[1] - 1
    i = batch = question.first
    state.counts[NOW] = question.start_s - 1
    while i < question.last and state.counts[FULL] == 0:
        departure = connections.departure[i]
        if departure > state.counts[NOW]:
            apply_changes_until(state, departure, question.start_s)
            batch = i
            if question.ties:
                save_runs(connections, i, question.last, state, False)
        flags = connections.flags[i]
        if flags & CAN_BOARD:
            board(connections, i, access_s, question, state)
        if (
            flags & CAN_ALIGHT
            and state.run_label[connections.run[i], last_ride] >= 0
            and connections.arrival[i] <= question.end_s
            and improves(connections, i, state)
        ):
            event = log_event(connections, i, state)
            if event != NOTHING:
                queue_changes(footpaths, event, last_departure, question, state)
        i += 1
        second_over = i == question.last or connections.departure[i] > departure
        if question.ties and second_over and state.counts[AGAIN] == 1:
            state.counts[AGAIN] = 0
            save_runs(connections, batch, question.last, state, True)
            i = batch
