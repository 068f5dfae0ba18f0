"""Two days share one cut when their services, and those of their eves, are the same."""

import datetime as dt

import pytest

from tests.transit.toy import DAY, parse_toy
from transit.network.builder import build_network
from transit.queries import open_network, runs_alike

TOWN = """
stop S1 0
stop S2 3000
line L1 S1 S2
  trip 08:05 08:20
"""
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def network(tmp_path):
    def build(more: str):
        folder = build_network(parse_toy(TOWN + more).write(tmp_path), None, tmp_path / "network")
        return open_network(folder)

    return build


def test_daily_trips_run_alike_on_all_days_but_the_first(network):
    town = network("")
    assert runs_alike(town, DAY, DAY + 7 * ONE_DAY)
    assert runs_alike(town, DAY, DAY)
    # The first day has no eve whose last trips go on after midnight.
    assert not runs_alike(town, DAY, dt.date(2030, 1, 1))


def test_a_trip_of_one_day_sets_it_and_the_next_apart(network):
    town = network("  trip on=yesterday 23:50 24:05\n")
    usual = DAY + 7 * ONE_DAY
    assert not runs_alike(town, DAY - ONE_DAY, usual)
    assert not runs_alike(town, DAY, usual)
    assert runs_alike(town, DAY + ONE_DAY, usual)


def test_a_day_outside_the_timetable_is_like_no_day_inside(network):
    town = network("")
    assert not runs_alike(town, dt.date(2031, 1, 1), DAY)
    assert not runs_alike(town, dt.date(2029, 1, 1), DAY)
