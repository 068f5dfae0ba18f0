"""The profile scan: every njit function of the search, in one file because they call each other.

The scan walks once through the connections of the day in order of departure. What it keeps for each
stop is the best label that has arrived there *by now*: the latest departure lane from the origin,
then the fewest seconds walked, one label for each number of rides. Arrivals that lie in the future
wait in one bucket a second. So one pass answers every departure of a window at once, and, read at
the stops around a target, the latest departure for any hour of arrival.

Two things make it fast, and are easy to lose: the arrays of the NamedTuples are unpacked once,
because reading one inside the loop costs two atomic operations on its reference count (measured:
forty times slower); and the helpers are inlined, take plain arrays and scalars, and return nothing
but scalars.
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
EVENTS, QUEUED, FULL = 0, 1, 2

Int32s = NDArray[np.int32]
Labels = NDArray[np.int64]


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
    counts: NDArray[np.int64]  # EVENTS, QUEUED, FULL


@njit(inline="always")
def apply_change(
    event_label: Labels, stop_label: Labels, stop_event: Int32s, event: int, stop: int, walk_s: int
) -> None:
    """Let the riders of an event be boardable at a stop."""
    for ride in range(stop_label.shape[1]):
        label = event_label[event, ride]
        if label >= 0 and label - walk_s > stop_label[stop, ride]:
            stop_label[stop, ride] = label - walk_s
            stop_event[stop, ride] = event


@njit(inline="always")
def improves(
    run_label: Labels, best_label: Labels, best_arrival: Int32s, run: int, stop: int, arrival: int
) -> bool:
    """Tell whether alighting here beats all logged arrivals for some number of rides."""
    better = False
    for ride in range(run_label.shape[1]):
        label = run_label[run, ride]
        if label > best_label[stop, ride]:
            best_label[stop, ride] = label
            best_arrival[stop, ride] = arrival
            better = True
        elif label >= 0 and arrival < best_arrival[stop, ride]:
            better = True
    return better


@njit(inline="always")
def is_useful(event_label: Labels, stop_label: Labels, event: int, stop: int, walk_s: int) -> bool:
    """Tell whether a change can still improve a boarding (after the last ride nobody changes)."""
    useful = False
    for ride in range(stop_label.shape[1] - 1):
        label = event_label[event, ride]
        if label >= 0 and label - walk_s > stop_label[stop, ride]:
            useful = True
    return useful


@njit(cache=True, nogil=True)
def keep_runs(c: Connections, first: int, state: SearchState, back: bool) -> None:
    """Keep the labels on board as one second begins, or put them back to go through it again."""
    i = first
    while i < len(c.departure) and c.departure[i] == c.departure[first]:
        run = c.run[i]
        for ride in range(state.run_label.shape[1]):
            if back:
                state.run_label[run, ride] = state.saved_label[run, ride]
            else:
                state.saved_label[run, ride] = state.run_label[run, ride]
        i += 1


@njit(cache=True, nogil=True)
def scan_connections(  # noqa: C901, PLR0912, PLR0915 - one loop, see the head of this file
    c: Connections,
    footpaths: Footpaths,
    access_s: Int32s,
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
    # Long because a split would pass arrays on inside the loop (see the head of this file).
    departures, arrivals, from_stop, to_stop = c.departure, c.arrival, c.from_stop, c.to_stop
    runs, flags = c.run, c.flags
    first_change, change_to = footpaths.first, footpaths.target
    change_s, change_walk_s = footpaths.change_s, footpaths.walk_s
    stop_label, stop_event = state.stop_label, state.stop_event
    run_label, run_board, run_event = state.run_label, state.run_board, state.run_event
    best_label, best_arrival = state.best_label, state.best_arrival
    event_stop, event_arrival, event_conn = state.event_stop, state.event_arrival, state.event_conn
    event_label, event_board = state.event_label, state.event_board
    event_source = state.event_source
    bucket, queue_next, queue_event = state.bucket, state.queue_next, state.queue_event
    queue_stop, queue_walk = state.queue_stop, state.queue_walk
    start_s, weighs, ties = question.start_s, question.weighs_walks, question.ties
    ahead_s = question.start_s + question.board_wait_s
    rides, events, queued, again = run_label.shape[1], 0, 0, False
    last_departure = departures[question.last - 1]
    now, i, second_began = start_s - 1, question.first, question.first
    while i < question.last:
        departure = departures[i]
        if departure > now:
            for second in range(now + 1, departure + 1):
                item = bucket[second - start_s]
                while item != NOTHING:
                    stop, walk_s = queue_stop[item], queue_walk[item]
                    apply_change(
                        event_label, stop_label, stop_event, queue_event[item], stop, walk_s
                    )
                    item = queue_next[item]
            now, second_began = departure, i
            if ties:
                keep_runs(c, i, state, False)
        run = runs[i]
        if flags[i] & CAN_BOARD:
            stop = from_stop[i]
            by_foot = np.int64(NO_LABEL)
            if access_s[stop] < UNREACHED and departure - access_s[stop] >= ahead_s:
                spare_s = np.uint32(departure - access_s[stop] - ahead_s)
                lane = np.int64(spare_s // np.uint32(question.step_s))
                lane = min(lane, np.int64(question.lanes - 1))
                by_foot = (lane << WALK_BITS) + (WALK_FULL - access_s[stop] * weighs)
            for ride in range(rides):
                label, source = by_foot, NOTHING
                if ride > 0 and stop_label[stop, ride - 1] > label:
                    label, source = stop_label[stop, ride - 1], stop_event[stop, ride - 1]
                if label > run_label[run, ride]:
                    run_label[run, ride] = label
                    run_board[run, ride] = i
                    run_event[run, ride] = source
        if (
            flags[i] & CAN_ALIGHT
            and run_label[run, rides - 1] >= 0
            and arrivals[i] <= question.end_s
            and improves(run_label, best_label, best_arrival, run, to_stop[i], arrivals[i])
        ):
            if events == len(event_stop):
                state.counts[FULL] = 1
                return
            stop = to_stop[i]
            event_stop[events], event_arrival[events], event_conn[events] = stop, arrivals[i], i
            for ride in range(rides):
                event_label[events, ride] = run_label[run, ride]
                event_board[events, ride] = run_board[run, ride]
                event_source[events, ride] = run_event[run, ride]
            for k in range(first_change[stop], first_change[stop + 1]):
                ready, walk_s = arrivals[i] + change_s[k], change_walk_s[k] * weighs
                if ready > last_departure:
                    break
                if not is_useful(event_label, stop_label, events, change_to[k], walk_s):
                    continue
                if ready <= now:
                    # A hop and a change that take no time: this second is gone through again.
                    apply_change(event_label, stop_label, stop_event, events, change_to[k], walk_s)
                    again = True
                    continue
                if queued == len(queue_next):
                    state.counts[FULL] = 1
                    return
                queue_event[queued], queue_stop[queued] = events, change_to[k]
                queue_walk[queued], queue_next[queued] = walk_s, bucket[ready - start_s]
                bucket[ready - start_s] = queued
                queued += 1
            events += 1
        i += 1
        if again and (i == question.last or departures[i] > departure):
            again, i = False, second_began
            keep_runs(c, i, state, True)
    state.counts[EVENTS], state.counts[QUEUED] = events, queued
