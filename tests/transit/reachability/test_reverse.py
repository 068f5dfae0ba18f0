"""One site asked for all origins gives what each origin gives when it is asked for the site."""

from dataclasses import asdict
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.transit.journeys.test_k01_commutes import TOWN
from tests.transit.random_city import POINTS, cities, limits, moments, streets
from tests.transit.reachability.same_commutes import assert_same, reached
from tests.transit.toy import DAY, parse_toy
from tests.transit.toy_engine import ToyEngine
from tests.transit.toy_streets import STREET_PACE_M, write_streets
from transit import queries
from transit.queries import UNREACHED, Limits, Place
from transit.reachability import preparing

USUAL = Limits()
QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def engine_of(text, folder, *, ways=None, allow_on_demand=False):
    """Return the network of a toy and its points as places."""
    osm = None if ways is None else write_streets(ways, folder / "streets.osm.pbf")
    toy = parse_toy(text, **({"unit_m": STREET_PACE_M} if osm else {}))
    engine = ToyEngine(toy.write(folder), osm, folder / "network", allow_on_demand=allow_on_demand)
    return engine.network, {name: Place(*point) for name, point in toy.points.items()}


def both_ways(network, places, hours, asked=USUAL):
    """Return the tables of each site over all origins, and of each origin over all sites."""
    hours = np.array(hours, np.int32)
    found = []
    for questions_before in (10**9, 0):
        with patch.object(preparing, "QUESTIONS_BEFORE", questions_before):
            by_site = queries.commutes_to_many(network, places, places, hours, DAY, asked)
            by_origin = queries.commutes_from_many(network, places, places, hours, DAY, asked)
            found.append((list(by_site), list(by_origin)))
    for plain, prepared in zip(*found, strict=True):
        for one, other in zip(plain, prepared, strict=True):
            np.testing.assert_equal(asdict(one), asdict(other))
    return found[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("reverse")


def test_the_door_that_is_still_closed(tmp_path):
    # There: leave 07:58 for 08:21, wait until 09:00. Back: 17:00 for 17:02, home at 17:26.
    network, points = engine_of(TOWN, tmp_path)
    origins = [points["COLLEGE"], points["SITE"]]
    found = queries.commutes_to_site(network, points["SITE"], origins, (32400, 61200), DAY)
    assert found.morning_s.tolist() == [62 * 60, 0]
    assert found.evening_s.tolist() == [26 * 60, 0]
    assert (found.morning_rides[0], found.evening_rides[0]) == (1, 1)
    assert found.origin_linked
    assert found.linked.all()


def test_an_early_bus_is_found_though_the_first_look_back_misses_it(tmp_path):
    network, points = engine_of(TOWN, tmp_path)
    at_noon = (12 * 3600 + 1800, 61200)
    found = queries.commutes_to_site(network, points["SITE"], [points["COLLEGE"]], at_noon, DAY)
    assert found.morning_s.tolist() == [at_noon[0] - (8 * 3600 + 38 * 60)]


def test_of_equal_departures_the_earliest_arrival_then_the_fewest_rides(tmp_path):
    # One bus leaves; two ways go on from M, and a third is slower without a change.
    town = """
point HOME 0
stop S 60
stop M 6000
stop E 12000
point WORK 12060
line SLOW S M E
  trip 08:00 08:10 08:45
line SOON M E
  trip 08:15 08:25
line DIRECT M E
  trip 08:14 08:25
"""
    network, points = engine_of(town, tmp_path)
    places = [points["HOME"], points["WORK"]]
    by_site, by_origin = both_ways(network, places, [(9 * 3600, 17 * 3600)] * 2)
    assert_same(by_site, by_origin)
    assert by_site[1].morning_rides[0] == 2
    assert by_site[1].evening_s[0] == UNREACHED


@QUICK
@given(st.data())
def test_random_cities(folder, data):
    city = data.draw(cities())
    note(city.text)
    network, points = engine_of(city.text, folder, allow_on_demand=city.allow_on_demand)
    agree(network, points, city, data)


@settings(QUICK, max_examples=25)
@given(st.data())
def test_random_cities_with_streets(folder, data):
    city, ways = data.draw(cities()), data.draw(streets())
    note(f"{city.text}\n{ways}")
    agree(*engine_of(city.text, folder, ways=ways), city, data)


def agree(network, points, city, data):
    asked = Limits(**vars(data.draw(limits())))
    hours = [(data.draw(moments(city, late=True)), data.draw(moments(city))) for _ in POINTS]
    note(f"{asked} {hours}")
    assert_same(*both_ways(network, [points[name] for name in POINTS], hours, asked))


def test_a_sample_of_grenoble(grenoble):
    hours = np.array([(8 * 3600 + i * 613, 16 * 3600 + i * 421) for i in range(12)], np.int32)
    origins, sites = grenoble.colleges, grenoble.sites
    by_site = queries.commutes_to_many(grenoble.network, sites, origins, hours, grenoble.day)
    by_origin = queries.commutes_from_many(grenoble.network, origins, sites, hours, grenoble.day)
    by_origin = list(by_origin)
    assert_same(list(by_site), by_origin)
    # Nearly all of the 216 ways can be done, so that the comparison says something.
    assert reached(by_origin) > 150
