"""Pages tell the trip of the week that the reader means, and for which day its times are."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from geo_matching.schools.models import SchoolWeek
from offers.weeks import format_week, week_of
from tests.accounts.factories import make_student
from tests.applications.factories import make_open_offer, send
from tests.maps.page_html import read
from tests.matching.town_of_weeks import HOLIDAYS, USUAL, WORKS
from tests.matching.toy_town import FAR, offer_at

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAST, NEXT, LATER, LAST = (week_of(TODAY + dt.timedelta(weeks=n)) for n in (-2, 1, 3, 5))


@pytest.fixture
def week_of_page(client):
    def get(offer, **query):
        response = client.get(reverse("offer_page", args=[offer.pk]), query)
        return read(response).json("page-config")["week"]

    return get


def test_an_offers_trip_is_that_of_its_first_week_to_come(week_of_page):
    assert week_of_page(make_open_offer(weeks=[LATER, PAST, NEXT])) == format_week(NEXT)
    assert week_of_page(make_open_offer(weeks=[])) == ""


def test_the_week_of_the_list_comes_first_where_the_offer_takes_it(week_of_page):
    offer = make_open_offer(weeks=[NEXT, LATER])
    assert week_of_page(offer, semaine=format_week(LATER)) == format_week(LATER)
    assert week_of_page(offer, semaine=format_week(HOLIDAYS)) == format_week(NEXT)
    assert week_of_page(offer, semaine="2026-W99") == format_week(NEXT)
    begun = make_open_offer(weeks=[PAST, LATER])
    assert week_of_page(begun, semaine=format_week(PAST)) == format_week(LATER)
    assert week_of_page(make_open_offer(weeks=[]), semaine=format_week(LATER)) == (
        format_week(LATER)
    )


def test_a_pupil_has_the_trip_of_its_schools_week_then_of_the_one_it_applied_for(
    client, week_of_page
):
    student = make_student()
    client.force_login(student.user)
    offer = make_open_offer(weeks=[NEXT, LATER, LAST])
    assert week_of_page(offer) == format_week(NEXT)
    for week in (LATER, LAST):
        SchoolWeek.objects.create(college=student.college, week=week)
    assert week_of_page(offer) == format_week(LATER)
    send(offer, student, week=LAST)
    assert week_of_page(offer) == format_week(LAST)


@pytest.fixture
def sheet(client, weeks_college):
    offer_at(FAR, weeks=[USUAL, WORKS, HOLIDAYS], capacity=4, host_name="Atelier Loin")

    def get(week):
        asked = {"college": weeks_college.uai, "week": format_week(week), "size": 4}
        return read(client.get("/prof/", {**asked, "max_minutes": 45})).text

    return get


def test_a_groups_trip_is_that_of_its_week(sheet):
    usual, works = sheet(USUAL), sheet(WORKS)
    assert "Horaires du mardi 8 janvier 2030. Vérifiez-les" in usual
    assert "8\u202fh\u202f37 →jusqu'à 8\u202fh\u202f51 23\u202fmin" in usual
    assert "Horaires du mardi 15 janvier 2030. Vérifiez-les" in works
    assert "8\u202fh\u202f17 →jusqu'à 8\u202fh\u202f31 43\u202fmin" in works
    # The host was found by the minutes of an ordinary day.
    note = "sont celles d'un jour d'école habituel (le mardi 8 janvier 2030)"
    assert note in works
    assert note not in usual


def test_a_groups_holidays_are_told(sheet):
    page = sheet(HOLIDAYS)
    assert "la semaine du 21 janvier 2030, les transports ne circulent pas comme" in page
    assert "Horaires du mardi 8 janvier 2030. Vérifiez-les" in page
