"""A partner's own offers in our API: what they lack, whom they reach, how often pupils applied."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from geo_matching.applications.models import Application
from geo_matching.applications.states import State
from geo_matching.matching.computing import compute_colleges
from offers.models import Offer
from qpv_data.models import College, EducationPriority
from tests.accounts.factories import make_student
from tests.api.partner_world import PartnerClient, error_of, make_partner
from tests.matching.fixtures import build, college, toy_folder
from tests.matching.toy_town import FAR, LONE, NEAR, at
from tests.offers.partner_bodies import body

__all__ = ["build", "college", "toy_folder"]
pytestmark = pytest.mark.django_db
OWN = "/api/v1/partner/offers/"


@pytest.fixture
def partner(db):
    return make_partner()


@pytest.fixture
def api(partner):
    return PartnerClient(partner)


def place(point: Point) -> dict:
    return {"latitude": point.y, "longitude": point.x}


def listed(api, query="") -> list[dict]:
    response = api.get(f"{OWN}?{query}")
    assert response.status_code == 200, response.json()
    return response.json()["results"]


def test_quality_and_the_next_thing_to_add(api):
    api.create(body())
    (offer,) = listed(api)
    parts = offer["quality"]["parts"]
    assert offer["quality"]["score"] == sum(part["points"] for part in parts)
    left = {part["rule"]: part["out_of"] - part["points"] for part in parts}
    assert offer["next_advice"]["points"] == max(left.values())
    assert left[offer["next_advice"]["rule"]] == max(left.values())
    assert offer["next_advice"]["advice"]
    assert offer["weeks"] == body()["weeks"]
    assert offer["status"] == "published"


def test_reach_counts_colleges_and_pupils_by_the_worse_way(api, college):
    # 23 min there and 17 back; 63 and 60; morning only.
    hours = {"daily_hours": {"lundi": ["9:00", "17:00"]}}
    for number, east in enumerate((FAR, NEAR, LONE)):
        api.create(body(number, coordinates=place(at(east)), **hours))
    College.objects.update(priority=EducationPriority.REP_PLUS, pupils_3e=90)
    assert list(compute_colleges([college]))
    by_id = {offer["remote_id"]: offer for offer in listed(api)}
    near = [(step["minutes"], step["colleges"], step["pupils"]) for step in by_id["r0"]["reach"]]
    assert near == [(30, 1, 90), (45, 1, 90), (60, 1, 90)]
    for remote_id in ("r1", "r2"):
        assert [step["colleges"] for step in by_id[remote_id]["reach"]] == [0, 0, 0]
    assert by_id["r0"]["reach_pending"] is False
    College.objects.update(priority=EducationPriority.NONE)
    assert listed(api)[0]["reach"][2]["colleges"] == 0


def test_an_offer_with_two_days_counts_as_its_worst(api, college):
    # Until 16:00 the bus of 17:05 is waited for: 77 minutes back.
    days = {"lundi": ["9:00", "17:00"], "mardi": ["8:00", "16:00"]}
    api.create(body(coordinates=place(at(FAR)), daily_hours=days))
    College.objects.update(priority=EducationPriority.REP, pupils_3e=None)
    assert list(compute_colleges([college]))
    assert [step["colleges"] for step in listed(api)[0]["reach"]] == [0, 0, 0]


def test_minutes_from_a_college(api, college):
    hours = {"daily_hours": {"lundi": ["9:00", "17:00"]}}
    api.create(body(1, coordinates=place(at(FAR)), **hours))
    api.create(body(2, coordinates=place(at(LONE)), **hours))
    response = api.get(f"{OWN}?college={college.uai}").json()
    far, lone = response["results"]
    assert (far["commute_minutes"], far["reachable"]) == (23, True)
    assert (lone["commute_minutes"], lone["reachable"]) == (None, False)
    assert response["timetable"]["date"]
    assert error_of(api.get(f"{OWN}?college=0000000X")) == (404, "NOT_FOUND")


def test_a_new_offer_waits_for_its_commutes(api):
    api.create(body())
    assert listed(api)[0]["reach_pending"] is True


def test_applications_are_counted_and_nobody_is_named(api):
    api.create(body())
    offer = Offer.objects.get()
    states = (State.SUBMITTED, State.READ, State.ACCEPTED, State.CONFIRMED, State.REJECTED)
    for state in states:
        Application.objects.create(student=make_student(), offer=offer, week=202648, state=state)
    assert listed(api)[0]["applications"] == {
        "total": 5,
        "waiting": 2,
        "accepted": 1,
        "confirmed": 1,
    }


def test_pages_follow_the_last_change_and_none_is_missed(api):
    for number in range(5):
        api.create(body(number))
    api.delete("r2")
    # Equal moments do not lose a row between two pages.
    Offer.objects.update(updated_at=timezone.now())
    seen, address = [], f"{OWN}?page_size=2"
    while address:
        page = api.get(address).json()
        seen += [(offer["remote_id"], offer["status"]) for offer in page["results"]]
        address = page["next"]
    assert seen == [
        ("r0", "published"),
        ("r1", "published"),
        ("r2", "removed"),
        ("r3", "published"),
        ("r4", "published"),
    ]


def test_updated_since(api):
    api.create(body(1))
    Offer.objects.update(updated_at=timezone.now() - dt.timedelta(days=1))
    start = timezone.now()
    api.create(body(2))
    api.patch("r1", {"published_at": None})
    for since in (quote(start.isoformat()), start.isoformat()):
        changed = [(o["remote_id"], o["status"]) for o in listed(api, f"updated_since={since}")]
        assert changed == [("r2", "published"), ("r1", "unpublished")]


@pytest.mark.parametrize(
    "query", ["updated_since=hier", "cursor=x", "cursor=99999999999999999-1", "page_size=0"]
)
def test_what_cannot_be_read_is_told(api, query):
    assert error_of(api.get(f"{OWN}?{query}")) == (400, "INVALID_PARAMETER")


def test_only_ones_own(api):
    PartnerClient(make_partner()).create(body())
    assert listed(api) == []
    assert error_of(PartnerClient().get(OWN)) == (401, "UNAUTHORIZED")


def test_few_queries_whatever_the_number(api, django_assert_max_num_queries):
    for number in range(12):
        api.create(body(number))
    with django_assert_max_num_queries(7):
        assert len(listed(api)) == 12
