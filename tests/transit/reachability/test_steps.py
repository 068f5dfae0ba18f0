"""Kept steps answer a place as the log does, where numbers are so small that most are equal."""

import numpy as np
import pytest

from transit.constants import WALK_FULL
from transit.search.steps import answers_at_place, join_steps
from transit.search.targets import Answers, Arrivals, Egress, best_answers, staircases

STOPS, ORIGINS, RIDES = 4, 3, 2
# Lanes are seconds that begin here; nobody arrives before leaving.
START_S, WAIT_S = -10, 2


def log_of(draw: np.random.Generator) -> Arrivals:
    """Return a log of arrivals whose labels have few lanes, arrivals and walks."""
    counts = draw.integers(0, 6, STOPS)
    events = int(counts.sum())
    lane, ride = draw.integers(0, 3, events), draw.integers(0, RIDES, events)
    rest, arrival = WALK_FULL - draw.integers(0, 3, events), draw.integers(0, 4, events)
    stop = draw.permutation(np.repeat(np.arange(STOPS), counts))
    return Arrivals(
        STOPS, *(column.astype(np.int32) for column in (stop, arrival, lane, ride, rest))
    )


@pytest.mark.parametrize("earliest_first", [True, False])
def test_every_tie_is_broken_as_in_the_log(earliest_first):
    draw, reached = np.random.default_rng(2), 0
    for _ in range(200):
        logs = [log_of(draw) for _ in range(ORIGINS)]
        stops = np.flatnonzero(draw.integers(0, 2, STOPS)).astype(np.int32)
        walk_s = draw.integers(0, 3, len(stops)).astype(np.int32)
        deadline = int(draw.integers(3, 8))
        # A question reads the steps up to its deadline, less the wait and the longest walk.
        floor_s = deadline - WAIT_S - 2
        scans = [staircases(log, earliest_first, floor_s) for log in logs]
        steps, base_s = join_steps(scans, START_S)
        found = Answers.nowhere(ORIGINS)
        times = (base_s, START_S, deadline - WAIT_S)
        walks = (stops.astype(np.int64), walk_s)
        answers_at_place(steps, walks, times, earliest_first, found)
        for origin, stairs in enumerate(staircases(log, earliest_first) for log in logs):
            expected = Answers.nowhere(1, with_events=True)
            egress = Egress(np.array([0, len(stops)]), stops, walk_s)
            hour = (deadline, WAIT_S)
            best_answers(stairs, egress, np.zeros(1, int), hour, earliest_first, expected)
            assert found.lane[origin] == expected.lane[0]
            if expected.lane[0] >= 0:
                reached += 1
                assert found.rides[origin] == expected.rides[0]
                assert found.walk_s[origin] == expected.walk_s[0]
                if earliest_first:
                    assert found.arrival_s[origin] == expected.arrival_s[0] - WAIT_S
    assert reached > 300
