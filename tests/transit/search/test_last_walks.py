"""Thousands of targets are answered stop by stop as each would be on its own, ties included."""

import numpy as np
import pytest

from transit.constants import UNREACHED, WALK_FULL
from transit.search.last_walks import LastWalks
from transit.search.search import Found, answer_targets
from transit.search.targets import Arrivals, Egress, staircases

STOPS, TARGETS, START_S = 5, 6, -10


def drawn(draw):
    """Return a log of arrivals with few lanes and seconds, and the last walks of some targets."""
    events = int(draw.integers(0, 30))
    lane, ride, walked = (draw.integers(0, 3, events) for _ in range(3))
    columns = (draw.integers(0, STOPS, events), draw.integers(2, 9, events), lane, ride)
    log = Arrivals(STOPS, *(c.astype(np.int32) for c in (*columns, WALK_FULL - walked)))
    stops = [np.flatnonzero(draw.integers(0, 2, STOPS)) for _ in range(TARGETS)]
    first = np.concatenate([[0], np.cumsum([len(some) for some in stops])]).astype(np.int64)
    walk_s = draw.integers(0, 4, first[-1]).astype(np.int32)
    return Found(log, START_S), Egress(first, np.concatenate(stops).astype(np.int32), walk_s)


@pytest.mark.parametrize("earliest_first", [True, False])
@pytest.mark.parametrize("hours", [[9], [4, 6, 9]])
@pytest.mark.parametrize("farthest_s", [0, 100_000])
def test_every_target_gets_the_answer_it_would_get_alone(earliest_first, hours, farthest_s):
    draw, reached = np.random.default_rng(11), 0
    for _ in range(150):
        found, egress = drawn(draw)
        # A walk too long for 16 bits, which nobody takes in time.
        egress.walk_s[-1:] += farthest_s
        walks = LastWalks(egress, STOPS)
        for wait_s in (0, 2):
            deadline_s = draw.choice(hours, TARGETS).astype(np.int32)
            one = answer_targets(
                found, egress, deadline_s, egress_wait_s=wait_s, earliest_first=earliest_first
            )
            many = walks.answers(found, deadline_s, wait_s=wait_s, earliest_first=earliest_first)
            assert np.array_equal(many.lane, one.lane)
            assert np.array_equal(many.rides, one.rides)
            assert np.array_equal(many.walk_s, one.walk_s)
            if earliest_first:
                assert np.array_equal(many.arrival_s, one.arrival_s)
            reached += (many.lane >= 0).sum()
    assert reached > 1000


def test_hours_beyond_what_a_key_holds_are_answered_too():
    # Somebody is at the stop in second 5 and walks one more; the hour is months away.
    columns = (0, 5, 3, 1, WALK_FULL - 7)
    log = Arrivals(1, *(np.array([value], np.int32) for value in columns))
    egress = Egress(np.array([0, 1]), np.zeros(1, np.int32), np.ones(1, np.int32))
    hour = np.array([10_000_000], np.int32)
    answers = LastWalks(egress, 1).answers(Found(log, 0), hour)
    figures = (answers.lane, answers.arrival_s, answers.rides, answers.walk_s)
    assert [int(column[0]) for column in figures] == [3, 6, 2, 8]


@pytest.mark.parametrize("earliest_first", [True, False])
def test_before_the_floor_one_step_says_it_for_all(earliest_first):
    draw = np.random.default_rng(12)
    for _ in range(150):
        log = drawn(draw)[0].arrivals
        floor_s = int(draw.integers(0, 9))
        every, some = staircases(log, earliest_first), staircases(log, earliest_first, floor_s)
        for stop in range(STOPS):
            steps, kept = (
                [
                    (stairs.arrival[i], stairs.lane[i], stairs.ride[i], stairs.rest[i])
                    for i in range(stairs.first[stop], stairs.first[stop + 1])
                ]
                for stairs in (every, some)
            )
            early = [step for step in steps if step[0] <= floor_s]
            assert kept == early[-1:] + steps[len(early) :]


def test_nobody_arrives_in_an_empty_log():
    log = Arrivals(STOPS, *(np.empty(0, np.int32) for _ in range(5)))
    egress = Egress(np.array([0, 1]), np.zeros(1, np.int32), np.ones(1, np.int32))
    answers = LastWalks(egress, STOPS).answers(Found(log, 0), np.array([9], np.int32))
    assert (answers.lane[0], answers.arrival_s[0]) == (-1, UNREACHED)
