"""The facade of the kernels: one origin, one day, all stops; forwards or with time mirrored."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transit.constants import NO_LABEL, UNREACHED, WALK_FULL
from transit.limits import Limits
from transit.network.footpaths import Footpaths
from transit.network.timetable import Connections
from transit.search.kernels import (
    EVENTS,
    FULL,
    QUEUED,
    Question,
    SearchState,
    scan_connections,
)
from transit.search.targets import (
    Answers,
    Arrivals,
    Egress,
    best_answers,
    read_labels,
    staircases,
)

# Seconds between two departures of a window.
STEP_S = 60
# First guess of how many arrivals and queued changes a scan needs; it doubles until it fits.
EVENTS_AT_FIRST, QUEUED_AT_FIRST = 1 << 15, 1 << 18


@dataclass(frozen=True, eq=False)
class Found:
    """What a scan found: its log of arrivals, to be read for stops or targets."""

    arrivals: Arrivals
    start_s: int

    @property
    def events(self) -> int:
        return len(self.arrivals.arrival)


@dataclass(frozen=True, eq=False)
class Scan(Found):
    """A scan that also knows how everybody came: what journeys are read from."""

    state: SearchState
    access_s: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Window:
    """Departure lanes: lane i leaves at start_s + i x step_s; nobody arrives after end_s."""

    start_s: int
    step_s: int
    lanes: int
    end_s: int
    board_wait_s: int
    max_rides: int
    weighs_walks: bool

    @classmethod
    def of_minutes(cls, depart_s: int, minutes: int, limits: Limits) -> "Window":
        """A lane a minute, to compare travel times only."""
        end_s = depart_s + (minutes - 1) * STEP_S + limits.max_minutes * 60
        wait_s, rides = limits.min_board_wait_s, limits.max_rides
        return cls(depart_s, STEP_S, minutes, end_s, wait_s, rides, weighs_walks=False)

    @classmethod
    def of_one(cls, depart_s: int, end_s: int, limits: Limits) -> "Window":
        """One departure; of equal arrivals the log tells rides and walks apart."""
        wait_s, rides = limits.min_board_wait_s, limits.max_rides
        return cls(depart_s, STEP_S, 1, end_s, wait_s, rides, weighs_walks=True)

    @classmethod
    def of_seconds(
        cls, start_s: int, end_s: int, limits: Limits, *, mirrored: bool = False
    ) -> "Window":
        """A lane a second. Mirrored, the first boarding is a last alighting: no wait."""
        wait_s = 0 if mirrored else limits.min_board_wait_s
        return cls(start_s, 1, end_s - start_s + 1, end_s, wait_s, limits.max_rides, True)


def scan(
    connections: Connections, footpaths: Footpaths, access_s: NDArray[np.int32], window: Window
) -> Scan:
    """Scan the part of a day that a window can use.

    Parameters
    ----------
    access_s : int32[stops]
        Seconds walked from the origin to each stop, UNREACHED where it is too far.
    """
    question, seconds = question_of(connections, footpaths, window)
    events, queued = EVENTS_AT_FIRST, QUEUED_AT_FIRST
    while True:
        state = _new_state(
            len(access_s), connections.runs, window.max_rides, seconds, events, queued
        )
        if window.max_rides > 0 and seconds > 0:
            scan_connections(connections, footpaths, access_s, question, state)
        if not state.counts[FULL]:
            break
        events, queued = events * 4, queued * 4
    return _finished(state, access_s, window)


def span_of(connections: Connections, start_s: int, end_s: int) -> tuple[int, int]:
    """Return which connections depart from `start_s` to `end_s`: first, one past last."""
    # As a Python int the second would be compared after a copy of the whole column.
    first = int(np.searchsorted(connections.departure, np.int32(start_s)))
    last = int(np.searchsorted(connections.departure, np.int32(end_s), side="right"))
    return first, max(first, last)


def question_of(
    connections: Connections, footpaths: Footpaths, window: Window
) -> tuple[Question, int]:
    """Return the kernel's question, and the seconds from its start to the last departure."""
    first, last = span_of(connections, window.start_s, window.end_s)
    question = Question(
        first=first,
        last=last,
        start_s=window.start_s,
        step_s=window.step_s,
        lanes=window.lanes,
        end_s=window.end_s,
        board_wait_s=window.board_wait_s,
        weighs_walks=int(window.weighs_walks),
        ties=connections.has_instant_hop and footpaths.has_instant_change,
    )
    seconds = int(connections.departure[last - 1]) - window.start_s + 1 if last > first else 0
    return question, seconds


def _finished(state: SearchState, access_s: NDArray[np.int32], window: Window) -> Scan:
    events = int(state.counts[EVENTS])
    lane, ride, rest = (np.empty(events, np.int32) for _ in range(3))
    read_labels(state.event_label[:events], lane, ride, rest)
    stop, arrival = state.event_stop[:events], state.event_arrival[:events]
    arrivals = Arrivals(len(access_s), stop, arrival, lane, ride, rest)
    return Scan(arrivals, window.start_s, state, access_s)


def _new_state(
    stops: int, runs: int, rides: int, seconds: int, events: int, queued: int
) -> SearchState:
    return SearchState(
        stop_label=np.full((stops, rides), NO_LABEL, np.int64),
        stop_event=np.empty((stops, rides), np.int32),
        run_label=np.full((runs, rides), NO_LABEL, np.int64),
        run_board=np.empty((runs, rides), np.int32),
        run_event=np.empty((runs, rides), np.int32),
        saved_label=np.empty((runs, rides), np.int64),
        best_label=np.full((stops, rides), NO_LABEL, np.int64),
        best_arrival=np.full((stops, rides), UNREACHED, np.int32),
        event_stop=np.empty(events, np.int32),
        event_arrival=np.empty(events, np.int32),
        event_conn=np.empty(events, np.int32),
        event_label=np.empty((events, rides), np.int64),
        event_board=np.empty((events, rides), np.int32),
        event_source=np.empty((events, rides), np.int32),
        bucket=np.full(seconds, -1, np.int32),
        queue_next=np.empty(queued, np.int32),
        queue_event=np.empty(queued, np.int32),
        queue_stop=np.empty(queued, np.int32),
        queue_walk=np.empty(queued, np.int32),
        counts=np.zeros(3, np.int64),
    )


def answer_targets(
    found: Found,
    egress: Egress,
    deadline_s: NDArray[np.int32],
    *,
    egress_wait_s: int = 0,
    earliest_first: bool = True,
) -> Answers:
    """Read the best answer of every target (see `targets.best_answers`)."""
    targets = len(deadline_s)
    answers = Answers.nowhere(targets, with_events=True)
    if found.events:
        stairs = staircases(found.arrivals, earliest_first)
        one = targets and deadline_s.min() == deadline_s.max()
        hours = deadline_s[:1] if one else np.unique(deadline_s)
        for hour_s in hours.tolist():
            chosen = np.flatnonzero(deadline_s == hour_s)
            deadline = (hour_s, egress_wait_s)
            best_answers(stairs, egress, chosen, deadline, earliest_first, answers)
    return answers


def walked_s(label: int) -> int:
    """Return the seconds walked that a label carries."""
    return WALK_FULL - (label & WALK_FULL)


def work_of(found: Scan) -> dict[str, int]:
    """Count what a scan did: arrivals logged and changes queued."""
    return {"arrivals": found.events, "changes": int(found.state.counts[QUEUED])}
