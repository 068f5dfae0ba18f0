"""The journey over the web, against the town's timetable."""

import pytest

from tests.matching.toy_town import (
    EIGHT_TO_FOUR,
    FAR,
    FOOT,
    LONE,
    NINE_TO_FIVE,
    SERVICE_DATE,
    offer_at,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, college):
    def get(offer, **parameters):
        pk = offer if isinstance(offer, int) else offer.pk
        return client.get(f"/api/v1/offers/{pk}/journey/", {"college": college.uai, **parameters})

    return get


def test_both_ways_leg_by_leg(ask, college):
    offer = offer_at(FAR, host_name="Atelier du Bout")
    body = ask(offer).json()
    assert list(body) == ["timetable", "morning", "evening"]
    morning = body["morning"]
    legs = morning.pop("legs")
    assert morning == {
        "date": SERVICE_DATE.isoformat(),
        "departure": "08:37:20",
        "arrival": "08:51:40",
        "minutes": 23,
        "rides": 1,
        "walk_minutes": 4,
    }
    assert [(leg["kind"], leg["from"], leg["to"]) for leg in legs] == [
        ("walk", college.name, "S"),
        ("ride", "S", "F"),
        ("walk", "F", "Atelier du Bout"),
    ]
    ride = legs[1]
    line = ride.pop("geometry")
    assert line["type"] == "LineString"
    assert line["coordinates"][0] == pytest.approx([2.50125, 46.5], abs=1e-4)
    assert line["coordinates"][-1][0] > 2.68
    assert {key: ride[key] for key in ("departure", "arrival", "line", "headsign", "stops")} == {
        "departure": "08:40:00",
        "arrival": "08:50:00",
        "line": "FAST",
        "headsign": "F",
        "stops": 1,
    }
    evening = body["evening"]
    assert (evening["departure"], evening["arrival"], evening["minutes"]) == (
        "17:00:00",
        "17:16:40",
        17,
    )
    assert evening["legs"][-1]["to"] == college.name


def test_minutes_are_those_of_the_list(ask, client, college):
    offer = offer_at(FAR, hours=(NINE_TO_FIVE, EIGHT_TO_FOUR))
    commute = client.get("/api/v1/offers/", {"college": college.uai}).json()["results"][0][
        "commute"
    ]
    body = ask(offer).json()
    assert (body["morning"]["minutes"], body["evening"]["minutes"]) == (
        commute["morning"],
        commute["evening"],
    )
    assert body["evening"]["departure"] == "16:00:00"


def test_one_direction_and_one_day(ask):
    offer = offer_at(FAR, hours=(NINE_TO_FIVE, EIGHT_TO_FOUR))
    offer.daily_hours = {"lundi": ["9:00", "17:00"], "mardi": ["8:00", "16:00"]}
    offer.save()
    assert list(ask(offer, direction="evening").json()) == ["timetable", "evening"]
    assert ask(offer, day="lundi").json()["evening"]["minutes"] == 17
    assert ask(offer, day="mardi").json()["evening"]["minutes"] == 77
    response = ask(offer, day="samedi")
    assert (response.status_code, response.json()["field"]) == (400, "day")


def test_a_way_that_cannot_be_done_is_null(ask):
    body = ask(offer_at(LONE)).json()
    assert body["morning"]["rides"] == 1
    assert body["evening"] is None


def test_bad_questions_are_named(ask, client):
    offer = offer_at(FOOT)
    for parameters, field in (
        ({"direction": "both"}, "direction"),
        ({"day": "monday"}, "day"),
        ({"week": "2030-W99"}, "week"),
        ({"week": "demain"}, "week"),
    ):
        response = ask(offer, **parameters)
        assert (response.status_code, response.json()["field"]) == (400, field)
    assert ask(offer, college="0380000X").status_code == 404
    assert ask(2**70).json()["field"] == "id"
    response = client.get(f"/api/v1/offers/{offer.pk}/journey/")
    assert (response.status_code, response.json()["code"]) == (400, "MISSING_PARAMETER")


def test_a_network_that_is_gone_is_said(ask, build, tmp_path):
    offer = offer_at(FOOT)
    build.folder = str(tmp_path / "gone")
    build.save()
    response = ask(offer)
    assert (response.status_code, response.json()["code"]) == (503, "NO_TIMETABLE")


def test_a_journey_costs_eight_queries(ask, django_assert_num_queries):
    offer = offer_at(FAR)
    ask(offer)
    # Origin, offer, build; is it computed (build, fingerprint); days, commutes and hours of it.
    with django_assert_num_queries(8):
        ask(offer)
