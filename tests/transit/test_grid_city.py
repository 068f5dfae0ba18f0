"""Percentiles of the grid city, counted by hand, against those of the engine."""

from math import prod

import pytest

from tests.transit.grid_city import GridCity, nearest_rank
from tests.transit.naive import NaiveLimits
from tests.transit.toy import parse_toy
from tests.transit.toy_engine import Question, ToyEngine

CITY = GridCity(northward=(4, 7, 4, 7), eastward=(3, 5, 3), north_min=3, east_min=2)
ALL_WAITS_MIN = prod((3, 4, 5, 7))
PERCENTILES = (1, 5, 25, 50, 75, 95, 100)
TWO_RIDES = NaiveLimits(max_rides=2, max_walk_s=60, max_transfer_walk_s=0, max_direct_walk_s=0)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("grid")
    toy = parse_toy(CITY.text())
    return ToyEngine(toy.write(folder), None, folder / "network"), toy.points


def percentiles_of(engine, start, end, depart_s, wanted=PERCENTILES):
    built, points = engine
    places = [[points[f"D{x}_{y}"]] for x, y in (start, end)]
    question = Question(("", ""), depart_s=depart_s, limits=TWO_RIDES)
    [[(status, figures)]] = built.window_rows(question, (ALL_WAITS_MIN, wanted), *places)
    assert status == "ok"
    return figures


# Crossings whose four avenues have headways without a common divisor, and straight ways.
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((0, 0), (3, 1)),
        ((3, 1), (0, 0)),
        ((2, 2), (1, 1)),
        ((1, 1), (0, 2)),
        ((0, 0), (3, 0)),
        ((2, 2), (2, 0)),
        ((1, 0), (1, 1)),
    ],
)
@pytest.mark.parametrize("depart_s", [6 * 3600, 7 * 3600 + 11 * 60])
def test_percentiles_are_those_of_all_combinations_of_waits(engine, start, end, depart_s):
    minutes = CITY.travel_times_min(start, end)
    expected = [60 * nearest_rank(minutes, p) for p in PERCENTILES]
    assert percentiles_of(engine, start, end, depart_s) == expected


def test_a_figure_worked_out_on_paper(engine):
    # Three avenues east and one north: 9 min of ride, 2 of walk, 2 before boarding, so 13 at least.
    # Ways: lines every 3 then 7 min, or every 4 then 5; one time in 21, in 20, neither makes wait.
    # Both make wait in 20/21 * 19/20 of 420 times = 380, so 40 times take 13 min: the 9th
    # percentile is number 38 and takes 13, the 10th is number 42 and takes longer.
    minutes = CITY.travel_times_min((0, 0), (3, 1))
    assert minutes[0] == 13
    assert minutes.count(13) == 40
    figures = percentiles_of(engine, (0, 0), (3, 1), 6 * 3600, (9, 10))
    assert figures == [13 * 60, 14 * 60]
