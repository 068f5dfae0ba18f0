"""Every page and the web API say in plain French when the figures rest on an old timetable."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from offers.weeks import format_week, week_of
from tests.maps.page_html import read
from tests.matching.toy_town import FOOT, offer_at

pytestmark = pytest.mark.django_db
WEEK = week_of(timezone.localdate() + dt.timedelta(weeks=4))
OLD = "Horaires du mardi 2 mai 2023\u202f: le réseau n'a pas encore publié ceux"


@pytest.fixture
def old(college, build):
    """The town's network, whose timetable ended in spring 2023; its day runs all the same."""
    offer_at(FOOT, weeks=[WEEK], capacity=4)
    call_command("compute_commutes")
    build.covered_from, build.covered_to = dt.date(2023, 4, 10), dt.date(2023, 6, 4)
    build.save()
    return build


@pytest.fixture
def told_day(monkeypatch):
    """What is told of the day, while the toy town's own day is what is computed."""
    from geo_matching.matching import origins

    query = origins._QUERY.replace("b.service_date AS", "DATE '2023-05-02' AS")
    monkeypatch.setattr(origins, "_QUERY", query)


@pytest.fixture
def ask(client, college):
    def get(path="offers/", **asked):
        return client.get(f"/api/v1/{path}", {"college": college.uai, **asked}).json()

    return get


def test_the_api_tells_it_with_the_list_and_the_markers(ask, old, told_day):
    for path in ("offers/", "offers/markers/"):
        timetable = ask(path)["timetable"]
        assert timetable["covered_to"] == "2023-06-04"
        assert timetable["notice"].startswith(OLD)
        week = ask(path, week=format_week(WEEK))["timetable"]
        assert "de la semaine du" in week["notice"]


def test_a_timetable_of_today_is_told_without_a_word(ask, old):
    today = timezone.localdate()
    old.covered_from, old.covered_to = today, today + dt.timedelta(weeks=8)
    old.save()
    timetable = ask(week=format_week(WEEK))["timetable"]
    assert timetable == {
        "date": "2030-01-08",
        "covered_from": str(today),
        "covered_to": str(old.covered_to),
        "notice": "",
    }


def test_a_feed_that_ends_before_the_others_ends_the_timetable(ask, old, told_day):
    today = timezone.localdate()
    old.covered_to, old.expires_on = today + dt.timedelta(weeks=8), today
    old.save()
    timetable = ask()["timetable"]
    assert timetable["covered_to"] == str(today - dt.timedelta(1))
    assert timetable["notice"].startswith(OLD)


def test_the_teacher_reads_it_above_the_sheets(client, college, old, told_day):
    asked = {"college": college.uai, "week": format_week(WEEK), "size": 2, "max_minutes": 45}
    page = read(client.get("/prof/", asked))
    assert f"{OLD} de la semaine du" in page.text
    asked["size"] = 9
    assert f"{OLD} de la semaine du" in read(client.get("/prof/", asked)).text


def test_the_prefecture_reads_it_above_the_map(client, old):
    old.service_date = dt.date(2023, 5, 2)
    old.save()
    assert f"{OLD} de" in read(client.get("/territoire/", {"departement": "38"})).text
    old.covered_to = timezone.localdate()
    old.save()
    assert "Horaires du" not in read(client.get("/territoire/", {"departement": "38"})).text


def test_the_pupil_page_has_a_place_for_it(client, old):
    page = read(client.get("/stages/"))
    (box,) = page.all("div", id="horaires")
    assert box["role"] == "status"
