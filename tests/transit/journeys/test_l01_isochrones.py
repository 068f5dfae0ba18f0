"""Isochrones hold what can be reached in time, to the size of a cell, and no more."""

from itertools import pairwise, product

import pytest
from shapely.geometry import Point, shape

from tests.transit.naive import NaiveLimits
from tests.transit.toy import DAY, PACE_M, place
from tests.transit.toy_streets import STREET_PACE_M
from transit import queries

TOWN = """
point A 600 500
stop S1 700 500
stop S2 3000 500
stop S3 5000 500
line L1 S1    S2    S3
  trip  08:05 08:10 08:20
line L2 S2    S1
  trip  08:12 08:16
"""
STREETS = """
residential 0,500 600,500 3000,500 5000,500 6000,500
residential 600,0 600,500 600,1200
footway 3000,0 3000,500 3000,1200
path 5000,500 5000,1200 oneway:foot=yes
"""
MINUTES = (5, 10, 15, 25)
# The diagonal of the largest cell, walked with detours and a link to either end.
CELL_S = 180


def bands_of(town):
    origin = queries.Place(*town.points["A"])
    found = queries.isochrones(town.engine.network, origin, DAY, 8 * 3600, MINUTES)
    assert [band["minutes"] for band in found] == list(MINUTES)
    return [shape(band["geometry"]) for band in found]


@pytest.mark.parametrize("streets", [None, STREETS], ids=["as-the-crow-flies", "streets"])
def test_bands_are_valid_and_nested(world, streets):
    bands = bands_of(world(TOWN, streets=streets))
    assert all(band.is_valid and band.geom_type == "MultiPolygon" for band in bands)
    assert all(outer.covers(inner) for inner, outer in pairwise(bands))
    assert all(outer.area > inner.area for inner, outer in pairwise(bands))
    assert len(bands[2].geoms) >= 2


@pytest.mark.parametrize("streets", [None, STREETS], ids=["as-the-crow-flies", "streets"])
def test_bands_agree_with_the_reference(world, streets):
    town = world(TOWN, streets=streets)
    bands = bands_of(town)
    unit_m = STREET_PACE_M if streets else PACE_M
    wider = {"max_walk_s": 1200 + CELL_S, "max_direct_walk_s": 2400 + CELL_S}
    exact, loose = (town.naive.day(DAY, NaiveLimits(**more)) for more in ({}, wider))
    for east, north in product(range(0, 6000, 230), range(10, 1200, 70)):
        goal = place(east, north, unit_m)
        spot = Point(goal[1], goal[0])
        sure = town.naive.depart_after(exact, town.points["A"], goal, 8 * 3600)
        maybe = town.naive.depart_after(loose, town.points["A"], goal, 8 * 3600)
        in_the_open = not streets or north == 500  # elsewhere a link leads off the street
        for minutes, band in zip(MINUTES, bands, strict=True):
            if band.covers(spot):
                assert maybe.travel_time_s <= 60 * minutes + CELL_S
            elif in_the_open:
                assert sure.status != "ok" or sure.travel_time_s > 60 * minutes - CELL_S
