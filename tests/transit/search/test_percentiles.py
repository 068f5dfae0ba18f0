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
