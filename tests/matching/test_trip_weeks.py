"""The trip of a week is that of the week's own day, where its network has one."""

import datetime as dt

import pytest

from geo_matching.matching.networks import build_by_pk, open_build
from geo_matching.matching.queries import (
    EVENING,
    MORNING,
    Filters,
    find_offers_for,
    origin_of,
    trips_for,
)
from tests.matching.town_of_weeks import BEYOND, HOLIDAYS, LAST, USUAL, WORKS
from tests.matching.toy_town import FAR, SERVICE_DATE, at, offer_at
from transit import queries as transit_queries
from transit.models import NetworkBuild

pytestmark = pytest.mark.django_db
TODAY = dt.date(2030, 1, 3)
BOTH = (MORNING, EVENING)


def trips(college, week):
    return trips_for(origin_of(college.uai), offer_at(FAR), BOTH, week=week)


def test_a_build_knows_the_day_of_each_week(weeks_college):
    assert NetworkBuild.objects.get().week_days == {
        "2030-W01": "2030-01-01",
        "2030-W02": "2030-01-08",
        "2030-W03": "2030-01-15",
        "2030-W04": None,
        "2030-W05": "2030-01-29",
    }


def test_a_week_that_runs_otherwise_has_another_journey(weeks_college):
    usual, _ = trips(weeks_college, None)
    works, back = trips(weeks_college, WORKS)
    assert (usual.date, usual.total_s) == (SERVICE_DATE, 22 * 60 + 40)
    assert (works.date, works.total_s) == (dt.date(2030, 1, 15), 42 * 60 + 40)
    assert works.journey.departure == 8 * 3600 + 17 * 60 + 20
    assert (back.date, back.total_s) == (works.date, 16 * 60 + 40)


def test_a_week_that_runs_the_same_has_the_same_journey_on_its_own_day(weeks_college):
    usual, last = trips(weeks_college, USUAL), trips(weeks_college, LAST)
    assert [trip.date for trip in last] == [dt.date(2030, 1, 29)] * 2
    assert [trip.journey for trip in last] == [trip.journey for trip in usual]


@pytest.mark.parametrize("week", [HOLIDAYS, BEYOND, 202940])
def test_without_a_day_of_its_own_a_week_has_the_standing_days_journey(weeks_college, week):
    assert [trip.date for trip in trips(weeks_college, week)] == [SERVICE_DATE] * 2
    assert trips(weeks_college, week)[0].journey == trips(weeks_college, None)[0].journey


@pytest.mark.parametrize("week", [203001, USUAL, WORKS, LAST])
def test_days_that_share_a_cut_answer_as_if_they_did_not(weeks_college, week):
    """What is planned is what the engine plans on that very day."""
    build = build_by_pk(origin_of(weeks_college.uai).build_pk)
    ends = [transit_queries.Place(point.y, point.x) for point in (at(0), at(FAR))]
    asked = transit_queries.plan_journey(
        open_build(build), *ends, build.day_of(week), arrive_by_s=9 * 3600
    )
    assert trips(weeks_college, week)[0].journey == asked


def test_the_list_counts_the_standing_day_and_says_so_in_holidays(weeks_college):
    offer_at(FAR, weeks=[HOLIDAYS])
    origin = origin_of(weeks_college.uai)
    (ranked,) = find_offers_for(origin, Filters(weeks=frozenset({HOLIDAYS}))).results
    assert ranked.commute.minutes == 23
    assert origin.timetable.notice(TODAY, [USUAL, WORKS, LAST]) == ""
    assert origin.timetable.notice(TODAY, [WORKS, HOLIDAYS]) == (
        "Horaires du mardi 8 janvier 2030\u202f: la semaine du 21 janvier 2030, les transports ne "
        "circulent pas comme un jour d'école."
    )
