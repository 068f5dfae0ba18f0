"""What a pupil may ask for as well: where its page sends the script, and the link without one."""

import json

import pytest
from django.urls import reverse

from geo_matching.accounts.models import Season
from geo_matching.applications import moving
from geo_matching.schools.models import SchoolWeek
from offers.weeks import format_week
from tests.applications.factories import NEXT_WEEK, WEEK, make_open_offer, send, team_member
from tests.maps.page_html import read

pytestmark = pytest.mark.django_db


def box_of(client):
    """Return what the script is told and where the link leads; None without the box."""
    page = read(client.get(reverse("my_applications")))
    if "others-config" not in page.data:
        return None
    links = [a["href"] for a in page.all("a") if (a["href"] or "").startswith("/stages/?")]
    return json.loads(page.data["others-config"]), links


def test_the_same_domain_first_in_the_weeks_of_the_school(client, student):
    first = send(make_open_offer(sector="s8"), student)
    moving.withdraw(first.pk, student.user)
    last = send(make_open_offer(sector="s31"), student)
    told, links = box_of(client)
    uai = student.college_id
    assert told == {
        "college": uai,
        "weeks": [format_week(WEEK)],
        "sector": "s31",
        "applied": [first.offer_id, last.offer_id],
    }
    assert links == [f"/stages/?college={uai}&domaine=s31&semaine={format_week(WEEK)}"]
    for week in (WEEK, NEXT_WEEK):
        SchoolWeek.objects.create(college=student.college, week=week)
    told, links = box_of(client)
    assert told["weeks"] == [format_week(WEEK), format_week(NEXT_WEEK)]
    assert links == [f"/stages/?college={uai}&domaine=s31"]


def test_after_applying_one_is_led_there(client, student):
    address = reverse("apply", args=[make_open_offer().pk])
    typed = {
        "week": WEEK,
        "motivation": "J'aime fabriquer des choses, et voir comment travaille une équipe.",
        "representative_name": "Dominique Essai",
        "representative_email": "dominique@essais.example",
    }
    page = read(client.post(address, typed, follow=True))
    assert "D'autres stages possibles sont plus bas." in page.text
    assert "Tu peux aussi demander…" in page.text


def test_nothing_is_proposed_to_whoever_cannot_ask(client, student):
    assert box_of(client) is None
    application = send(student=student)
    Season.objects.create(pk=1, applications_open=False)
    assert box_of(client) is None
    Season.objects.all().delete()
    assert box_of(client) is not None
    moving.accept(application.pk, team_member(application.offer))
    moving.confirm(application.pk, student.user)
    assert box_of(client) is None
