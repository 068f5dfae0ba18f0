"""A hundred cities where collèges are: apart, of ten sizes, and basins that share France out."""

import numpy as np
import pytest

from geo_matching.common.geo import great_circle_m
from geo_matching.demo.france.cities import (
    COPIES,
    MOST_CITIES,
    SIZES,
    basins,
    chosen,
    model_of,
    place_cities,
    radius_m,
)
from geo_matching.demo.france.schools import REAL_LIST, find_schools
from qpv_data.uai import uai_fault


@pytest.fixture(scope="module")
def schools():
    return find_schools(None, 1)


@pytest.fixture(scope="module")
def cities(schools):
    return place_cities(schools, 1.0)


def test_invented_france_is_as_large_as_the_real_one(schools):
    assert len(schools) == 7000
    assert sum(bool(school.priority) for school in schools) == 1100
    assert [uai_fault(school.uai) for school in schools if uai_fault(school.uai)] == []
    assert len({school.uai for school in schools}) == 7000


def test_sizes_stand_at_a_hundred_cities():
    assert sum(COPIES) == MOST_CITIES
    assert len(SIZES) == len(COPIES) == 10
    assert [model_of(rank) for rank in (0, 1, 2, 3, 79, 80, 99)] == [0, 1, 1, 2, 8, 9, 9]


def test_no_network_reaches_into_another(cities):
    assert len(cities) == MOST_CITIES
    for i, one in enumerate(cities):
        for other in cities[i + 1 :]:
            apart = great_circle_m(one.lat, one.lon, other.lat, other.lon)
            assert apart > radius_m(one.stops) + radius_m(other.stops) - 1


def test_larger_cities_gather_more(cities, schools):
    near = basins([(school.lat, school.lon) for school in schools], cities)
    found = np.bincount(near, minlength=MOST_CITIES)
    assert found.sum() == 7000
    assert found[:10].mean() > found[-20:].mean()


@pytest.mark.parametrize("count", [1, 3, 10, 50, 100])
def test_fewer_cities_are_of_all_sizes(cities, count):
    some = chosen(cities, count)
    assert len({city.rank for city in some}) == count
    if count >= 10:
        mean = np.mean([city.stops for city in cities[1:]])
        ours = np.mean([city.stops for city in some if city.rank])
        assert 0.6 < ours / mean < 1.7


def test_a_smaller_network_stands_at_the_same_place(cities, schools):
    small = place_cities(schools, 0.1)
    assert [(c.lat, c.lon) for c in small] == [(c.lat, c.lon) for c in cities]
    assert small[0].stops == 3000
    assert min(city.stops for city in small) == 100


def test_the_real_list_is_taken_where_it_is(stages_data):
    if not (stages_data / REAL_LIST).is_file():
        pytest.skip(f"STAGES_DATA has no {REAL_LIST}")
    real = find_schools(stages_data, 1)
    assert 7000 < len(real) < 8000
    assert 1000 < sum(bool(school.priority) for school in real) < 1150
