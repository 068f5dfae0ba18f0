"""The journey of a week over the web: on its own day, and which day that is."""

import datetime as dt

import pytest
from django.utils import timezone

from offers.weeks import format_week, week_of
from tests.matching.town_of_weeks import HOLIDAYS, LAST, WORKS
from tests.matching.toy_town import FAR, offer_at

pytestmark = pytest.mark.django_db
OTHER = week_of(timezone.localdate() + dt.timedelta(weeks=5))


@pytest.fixture
def ask(client, weeks_college):
    def get(offer, *weeks):
        asked = {"college": weeks_college.uai, "week": [format_week(week) for week in weeks]}
        response = client.get(f"/api/v1/offers/{offer.pk}/journey/", asked)
        assert response.status_code == 200, response.json()
        return response.json()

    return get


def test_a_week_is_told_by_its_own_day(ask):
    body = ask(offer_at(FAR), WORKS)
    assert body["timetable"] == {
        "date": "2030-01-15",
        "week": "2030-W03",
        "covered_from": "2030-01-01",
        "covered_to": "2030-01-31",
        "notice": "",
        "text": "Horaires du mardi 15 janvier 2030.",
    }
    assert (body["morning"]["date"], body["morning"]["minutes"]) == ("2030-01-15", 43)
    assert body["morning"]["departure"] == "08:17:20"


def test_a_week_of_holidays_is_told_by_the_standing_day_and_says_so(ask):
    body = ask(offer_at(FAR), HOLIDAYS)
    timetable = body["timetable"]
    assert (timetable["date"], timetable["week"]) == ("2030-01-08", "2030-W04")
    assert timetable["notice"] == timetable["text"]
    assert "la semaine du 21 janvier 2030" in timetable["text"]
    assert body["morning"]["minutes"] == 23


def test_without_a_week_it_is_that_of_the_offer(ask):
    assert ask(offer_at(FAR, weeks=[LAST, WORKS]))["timetable"]["week"] == "2030-W03"
    timetable = ask(offer_at(FAR, weeks=[]))["timetable"]
    assert (timetable["week"], timetable["date"]) == (None, "2030-01-08")
    assert timetable["text"] == "Horaires du mardi 8 janvier 2030."


def test_of_several_weeks_the_first_that_the_offer_takes(ask):
    offer = offer_at(FAR, weeks=[LAST, OTHER])
    assert ask(offer, HOLIDAYS, WORKS, LAST)["timetable"]["week"] == "2030-W05"
    # One alone is meant, whatever the offer takes.
    assert ask(offer, WORKS)["timetable"]["week"] == "2030-W03"


def test_a_bad_week_is_told_in_french(client, weeks_college):
    asked = {"college": weeks_college.uai, "week": "2026-49"}
    response = client.get(f"/api/v1/offers/{offer_at(FAR).pk}/journey/", asked)
    assert (response.status_code, response.json()["field"]) == (400, "week")
    assert "des semaines comme 2026-W48" in response.json()["error"]


def test_the_list_says_that_it_counts_another_day_than_a_holiday(client, weeks_college):
    offer_at(FAR)
    told = {}
    for week in (WORKS, HOLIDAYS):
        asked = {"college": weeks_college.uai, "week": format_week(week)}
        told[week] = client.get("/api/v1/offers/", asked).json()["timetable"]
    assert [told[week]["date"] for week in told] == ["2030-01-08"] * 2
    assert told[WORKS]["notice"] == ""
    assert "ne circulent pas comme un jour d'école" in told[HOLIDAYS]["notice"]
