"""The trip to an offer and back, leg by leg, against the town's timetable."""

import pytest

from geo_matching.matching.queries import EVENING, MORNING, Stay, origin_of, stay_on, trips_for
from tests.matching.toy_town import (
    EIGHT_TO_FOUR,
    FAR,
    FOOT,
    LONE,
    NINE_TO_FIVE,
    SERVICE_DATE,
    at,
    offer_at,
)
from transit import queries as transit_queries
from transit.queries import open_network
from transit.registry import register

pytestmark = pytest.mark.django_db
BOTH = (MORNING, EVENING)


def told(trip) -> list[tuple]:
    return [
        (leg.mode, leg.from_name, leg.to_name, leg.departure, leg.arrival)
        for leg in trip.journey.legs
    ]


def clock(hours: int, minutes: int, seconds: int = 0) -> int:
    return hours * 3600 + minutes * 60 + seconds


def test_the_journey_is_that_of_the_timetable(college):
    offer = offer_at(FAR, host_name="Atelier du Bout")
    morning, evening = trips_for(origin_of(college.uai), offer, BOTH)
    assert told(morning) == [
        ("access", "", "S", clock(8, 37, 20), clock(8, 39)),
        ("ride", "S", "F", clock(8, 40), clock(8, 50)),
        ("egress", "F", "", clock(8, 50), clock(8, 51, 40)),
    ]
    assert told(evening) == [
        ("access", "", "F", clock(17, 0), clock(17, 1, 40)),
        ("ride", "F", "S", clock(17, 5), clock(17, 15)),
        ("egress", "S", "", clock(17, 15), clock(17, 16, 40)),
    ]
    assert (morning.from_name, morning.to_name) == (college.name, "Atelier du Bout")
    assert (evening.from_name, evening.to_name) == ("Atelier du Bout", college.name)
    assert (morning.total_s, evening.total_s, morning.date) == (1360, 1000, SERVICE_DATE)


@pytest.fixture
def planned(monkeypatch):
    """Note what the engine is asked."""
    asked, really = [], transit_queries.plan_journey

    def note(*question, **hours):
        asked.append(hours)
        return really(*question, **hours)

    monkeypatch.setattr(transit_queries, "plan_journey", note)
    return asked


def test_a_trip_is_planned_once_for_all_who_look_and_anew_from_elsewhere(college, planned):
    offer = offer_at(FAR)
    first, again = (trips_for(origin_of(college.uai), offer, BOTH) for _ in range(2))
    assert first == again
    assert len(planned) == 2
    later = Stay(offer.site, 9 * 3600 + 1800, 17 * 3600)
    morning, evening = trips_for(origin_of(college.uai), offer, BOTH, later)
    assert morning.total_s != first[0].total_s
    assert evening == first[1]
    assert len(planned) == 3
    type(college).objects.filter(pk=college.pk).update(point=at(40))
    for trip, before in zip(trips_for(origin_of(college.uai), offer, BOTH), first, strict=True):
        assert trip.journey != before.journey
    assert len(planned) == 5


def test_a_newer_network_is_asked_itself(college, planned, weeks_folder):
    offer = offer_at(FAR)
    trips_for(origin_of(college.uai), offer, BOTH)
    register(open_network(weeks_folder), "essai", SERVICE_DATE)
    for _ in range(2):
        trips_for(origin_of(college.uai), offer, BOTH)
        assert len(planned) == 4


def test_the_worst_day_is_the_one_that_is_shown_unless_hours_are_given(college):
    offer = offer_at(FAR, hours=(NINE_TO_FIVE, EIGHT_TO_FOUR))
    (worst,) = trips_for(origin_of(college.uai), offer, (EVENING,))
    assert worst.total_s == 4600
    (given,) = trips_for(origin_of(college.uai), offer, (EVENING,), Stay(offer.site, *NINE_TO_FIVE))
    assert given.total_s == 1000


def test_a_way_that_cannot_be_done_has_no_journey(college):
    morning, evening = trips_for(origin_of(college.uai), offer_at(LONE), BOTH)
    assert morning.journey is not None
    assert (evening.journey, evening.direction) == (None, EVENING)


def test_without_hours_it_is_nine_to_five(college):
    morning, evening = trips_for(origin_of(college.uai), offer_at(FOOT, hours=()), BOTH)
    assert (morning.journey.arrival, evening.journey.departure) == (9 * 3600, 17 * 3600)
    assert [leg.mode for leg in morning.journey.legs] == ["walk"]


def test_hours_of_a_day_are_those_of_that_day(db):
    daily = {"lundi": ["9:00", "12:00", "13:00", "16:30"], "mardi": ["8:00", "16:00"]}
    given, silent = offer_at(FOOT, daily_hours=daily), offer_at(FOOT)
    assert stay_on(given, "lundi") == Stay(given.site, 9 * 3600, 16 * 3600 + 1800)
    assert stay_on(given, "mercredi") is None
    assert stay_on(silent, "mercredi") == Stay(silent.site, *NINE_TO_FIVE)
    assert stay_on(silent, "samedi") is None
