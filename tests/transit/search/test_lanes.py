"""The scan over prepared changes finds what the plain scan finds, on toys, by chance, on real days."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transit.random_city import cities
from tests.transit.toy import DAY, parse_toy
from tests.transit.toy_engine import ToyEngine
from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.builder import build_network
from transit.network.network import open_folder
from transit.search.lanes import find_arrivals, lower_earliest, prepare
from transit.search.search import Window, scan, span_of
from transit.search.targets import staircases
from transit.search.windows import Earliest, earliest_arrivals

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
# Two runs that meet each other at A and at B: whoever is at A by U may wait for V there, or ride
# on to B and catch it; whoever is at B by W may catch it there, or ride on to A. If each event
# leaves the change to the other, V is never boarded.
CROSSING = """
stop O 0
stop A 5000
stop B 9000
stop D 20000
line U O A B
  trip 07:50 08:00 08:10
line W O B A
  trip 07:50 08:05 08:15
line V A B D
  trip 08:17 08:27 09:00
"""


def network_of(text, folder, **options):
    return ToyEngine(parse_toy(text).write(folder), None, folder / "network", **options).network


def both(network, day, access_s, window, *, limits, mirrored=False):
    """Return the stairs of the plain scan and of the prepared one."""
    connections = network.connections(day, wheelchair=False, mirrored=mirrored)
    changes = network.changes(limits, mirrored=mirrored)
    ready = prepare(connections, changes, (0, len(connections.run)), weighs_walks=True)
    plain = scan(connections, changes, access_s, window).arrivals
    prepared = find_arrivals(ready, access_s, window).arrivals
    return [staircases(found, True) for found in (plain, prepared)]


def same_stairs(one, other):
    """The events behind the steps differ in number and order, what the steps say does not."""
    assert np.array_equal(one.first, other.first)
    size = one.first[-1]
    for column in ("arrival", "lane", "ride", "rest"):
        assert np.array_equal(getattr(one, column)[:size], getattr(other, column)[:size])


def test_a_change_that_two_runs_leave_to_each_other_is_made(tmp_path):
    network = network_of(CROSSING, tmp_path)
    names = list(network.texts["stop_name"])
    access_s = np.full(network.stops, UNREACHED, np.int32)
    access_s[names.index("O")] = 0
    window = Window.of_minutes(7 * 3600 + 2400, 1, Limits())
    connections, changes = network.connections(DAY, wheelchair=False), network.changes(Limits())
    ready = prepare(connections, changes, (0, len(connections.run)), weighs_walks=False)
    found = earliest_arrivals(connections, changes, access_s, window, ready)
    assert found.time_s[names.index("D"), 0] == 9 * 3600


@QUICK
@given(st.data())
def test_the_same_steps_on_random_networks(tmp_path_factory, data):
    city = data.draw(cities())
    network = network_of(
        city.text, tmp_path_factory.mktemp("city"), allow_on_demand=city.allow_on_demand
    )
    draw = np.random.default_rng(data.draw(st.integers(0, 1000)))
    walks = draw.integers(0, 900, network.stops)
    access_s = np.where(draw.random(network.stops) < 0.4, walks, UNREACHED).astype(np.int32)
    limits = Limits(max_rides=data.draw(st.integers(1, 5)), max_transfer_walk_s=900)
    changes = network.changes(limits)
    if network.connections(DAY, wheelchair=False).has_instant_hop and changes.has_instant_change:
        with pytest.raises(ValueError, match="without duration"):
            prepare(network.connections(DAY, wheelchair=False), changes, (0, 1), weighs_walks=True)
        return
    window = Window.of_seconds(city.busy_s - 3000, city.busy_s + 3000, limits)
    same_stairs(*both(network, DAY, access_s, window, limits=limits))
    back = replace(window, start_s=-city.busy_s - 3000, end_s=-city.busy_s + 3000, board_wait_s=0)
    same_stairs(*both(network, DAY, access_s, back, limits=limits, mirrored=True))


@pytest.fixture(scope="module", params=["grenoble", "porto_alegre"])
def real(request, stages_data, tmp_path_factory):
    """Return a network without streets, a day, and a busy second."""
    files, day, busy_s = {
        "grenoble": (["gtfs_tag_2023.zip"], dt.date(2023, 5, 2), 8 * 3600),
        "porto_alegre": (["poa_eptc.zip", "poa_trensurb.zip"], dt.date(2019, 5, 13), 13 * 3600),
    }[request.param]
    folder = tmp_path_factory.mktemp("real") / "network"
    build_network([stages_data / request.param / name for name in files], None, folder)
    return open_folder(folder), day, busy_s


def near(network, draw):
    """Return the walks from about where some stop is."""
    at = draw.integers(network.stops)
    away = np.hypot(
        network.links.lat - network.links.lat[at], (network.links.lon - network.links.lon[at]) * 0.7
    )
    walk_s = (away * 111_000 * 1.04).astype(np.int32)
    return np.where(walk_s <= 900, walk_s, UNREACHED).astype(np.int32)


def test_the_same_steps_on_real_days(real):
    network, day, busy_s = real
    draw, limits = np.random.default_rng(3), Limits()
    window = Window.of_seconds(busy_s - 3600, busy_s + 1800, limits)
    for _ in range(3):
        same_stairs(*both(network, day, near(network, draw), window, limits=limits))


@pytest.mark.parametrize("max_rides", [1, 4, 8])
@pytest.mark.parametrize("minutes", [1, 120, 300])
def test_the_same_windows_on_real_days(real, max_rides, minutes):
    network, day, busy_s = real
    limits = Limits(max_rides=max_rides)
    connections, changes = network.connections(day, wheelchair=False), network.changes(limits)
    window = Window.of_minutes(busy_s - 1800, minutes, limits)
    span = span_of(connections, window.start_s, window.end_s)
    ready = prepare(connections, changes, span, weighs_walks=False)
    access_s = near(network, np.random.default_rng(4))
    plain = earliest_arrivals(connections, changes, access_s, window)
    prepared = Earliest.nowhere(network.stops, window)
    work = lower_earliest(ready, access_s, window, prepared.since_s)
    assert work["arrivals"] > 0
    assert np.array_equal(plain.time_s, prepared.time_s)
