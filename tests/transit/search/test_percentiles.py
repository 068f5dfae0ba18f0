"""Percentiles of windows, where the figures leave 16 bits."""

import numpy as np
import pytest

from transit.constants import UNREACHED
from transit.limits import Limits
from transit.search.percentiles import window_percentiles
from transit.search.search import Window
from transit.search.targets import Egress
from transit.search.windows import Earliest


@pytest.mark.parametrize("walk_s", [600, 7000])
@pytest.mark.parametrize("longest_s", [5400, 80_000])
def test_nobody_arrives_where_nobody_came(walk_s, longest_s):
    earliest = Earliest.nowhere(1, Window.of_minutes(0, 10, Limits()))
    egress = Egress(np.array([0, 1]), np.zeros(1, np.int32), np.array([walk_s], np.int32))
    direct_s = np.full(1, UNREACHED, np.int32)
    ranks = np.array([0, 4, 9])
    found = window_percentiles(earliest, egress, direct_s, (60, longest_s), ranks)
    assert found.tolist() == [[UNREACHED] * 3]


@pytest.mark.parametrize("walk_s", [600, 7000])
def test_the_ranks_of_one_arrival_for_all(walk_s):
    # All ten departures, a minute apart, are there in second 3000, then walk on.
    earliest = Earliest.nowhere(1, Window.of_minutes(0, 10, Limits(max_minutes=200)))
    earliest.since_s[0, :10] = 3000
    egress = Egress(np.array([0, 1]), np.zeros(1, np.int32), np.array([walk_s], np.int32))
    direct_s = np.full(1, 9960, np.int32)
    found = window_percentiles(earliest, egress, direct_s, (60, 12_000), np.array([0, 4, 9]))
    latest = 3000 + walk_s
    expected = sorted(min(latest - 60 * lane, 9960) for lane in range(10))
    assert found.tolist() == [[expected[0], expected[4], expected[9]]]


@pytest.mark.parametrize("longest_s", [300, 5400, 80_000])
def test_every_rank_is_that_of_the_sorted_times(longest_s):
    """In 16 bits and in 32, with equal times, lanes nobody leaves in, and ranks in any order."""
    draw, minutes, stops = np.random.default_rng(5), 10, 3
    for _ in range(200):
        earliest = Earliest.nowhere(stops, Window.of_minutes(0, minutes, Limits()))
        came = draw.random((stops, minutes)) < 0.4
        since_s = draw.integers(0, draw.choice([5, 700, 9000]), (stops, minutes)) + 540
        earliest.since_s[:, :minutes][came] = since_s[came]
        walk_s = np.sort(draw.integers(0, 900, stops)).astype(np.int32)
        egress = Egress(np.array([0, stops]), np.arange(stops, dtype=np.int32), walk_s)
        direct_s = np.array([draw.choice([UNREACHED, 400, 2000])], np.int32)
        ranks = draw.permutation(minutes)
        found = window_percentiles(earliest, egress, direct_s, (60, longest_s), ranks)
        there_s = np.where(came, since_s, UNREACHED) + walk_s[:, None].astype(np.int64)
        # Whoever leaves early can do what whoever leaves later does.
        travel_s = sorted(
            min(int(there_s[:, lane:].min()) - 60 * lane, int(direct_s[0]))
            for lane in range(minutes)
        )
        expected = [time if (time := travel_s[rank]) <= longest_s else UNREACHED for rank in ranks]
        assert found.tolist() == [expected]


def test_who_leaves_early_can_do_as_whoever_leaves_later():
    earliest = Earliest.nowhere(1, Window.of_minutes(0, 4, Limits()))
    earliest.since_s[0, 2], earliest.since_s[0, 1] = 900, 1200
    assert earliest.time_s.tolist() == [[900, 900, 900, UNREACHED]]
    assert earliest.completed().time_s.tolist() == [[900, 900, 900, UNREACHED]]
