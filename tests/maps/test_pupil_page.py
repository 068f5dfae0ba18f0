"""What the server gives the pupil's page to start with."""

import datetime as dt

import pytest
from django.utils import timezone

from offers.weeks import week_of
from qpv_data.models import EducationPriority
from tests.maps.page_html import read
from tests.matching.toy_town import at, toy_college
from tests.offers.factories import make_offer
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db


def config(client):
    return read(client.get("/stages/")).json("page-config")


def test_without_any_network_the_page_still_opens(client):
    found = config(client)
    assert found["suggestions"] == []
    assert found["map"]["bounds"] is None
    assert found["map"]["tiles"]["url"] == "/tiles/basemap/0v0/{z}/{x}/{y}.mvt"


def test_colleges_with_a_timetable_come_first_those_of_rep_plus_before_all(client, college):
    toy_college(name="Collège Ancien", priority=EducationPriority.NONE, point=at(50))
    toy_college(name="Collège Rep", priority=EducationPriority.REP, point=at(60))
    toy_college(name="Collège fermé", is_open=False)
    make_college(name="Collège du bout du monde", north_m=200_000)
    found = config(client)["suggestions"]
    assert [(one["name"], one["priority"]) for one in found] == [
        (college.name, "REP+"),
        ("Collège Rep", "REP"),
        ("Collège Ancien", ""),
    ]
    assert found[0]["point"]["coordinates"] == pytest.approx([college.point.x, college.point.y])


def test_the_map_opens_on_the_network_in_service(client, build):
    found = config(client)["map"]
    assert found["tiles"]["url"] == f"/tiles/basemap/{build.pk}v0/{{z}}/{{x}}/{{y}}.mvt"
    (south, west), (north, east) = found["bounds"]
    assert build.extent.extent == pytest.approx((west, south, east, north))


def test_an_outside_tile_server_may_be_named(client, settings):
    settings.TILE_SERVER_URL = "https://tuiles.example/{z}/{x}/{y}.png"
    settings.TILE_SERVER_ATTRIBUTION = "© Exemple"
    tiles = config(client)["map"]["tiles"]
    assert (tiles["server"], tiles["attribution"]) == (settings.TILE_SERVER_URL, "© Exemple")


def test_only_weeks_to_come_that_somebody_offers(client):
    today = timezone.localdate()
    past, soon = (week_of(today + dt.timedelta(weeks=shift)) for shift in (-2, 3))
    make_offer(weeks=[past, soon])
    make_offer(weeks=[soon])
    make_offer(weeks=[week_of(today + dt.timedelta(weeks=5))], published_at=None)
    options = read(client.get("/stages/")).all("option")
    assert [option["value"] for option in options] == ["", f"{soon // 100}-W{soon % 100:02}"]


def test_the_page_costs_few_queries(client, college, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get("/stages/")
