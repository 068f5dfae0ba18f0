"""The toy town in a real browser, which must stay silent and stay at home."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from geo_matching.matching.computing import compute_colleges
from geo_matching.matching.isochrones import isochrones_for
from geo_matching.matching.origins import origin_of
from geo_matching.matching.reach import Day, reach_of
from geo_matching.matching.versioned_cache import clear_all
from offers.weeks import week_of
from qpv_data.models import Address, Street
from tests.matching.fixtures import build, college, toy_folder, weeks_college, weeks_folder
from tests.matching.toy_town import EIGHT_TO_FOUR, FAR, FOOT, NEAR, NINE_TO_FIVE, at, offer_at
from transit.queries import Place

__all__ = ["build", "college", "toy_folder", "weeks_college", "weeks_folder"]
DEPART_S = 8 * 3600
PHONE = {"width": 390, "height": 844}
WEEK = week_of(timezone.localdate() + dt.timedelta(weeks=4))
# Playwright gives up after five seconds, which a slow machine may need for a first answer.
expect.set_options(timeout=30_000)


@pytest.fixture(autouse=True)
def fresh_caches():
    clear_all()
    yield
    clear_all()


@pytest.fixture
def town(live_server, college):
    """A collège and three offers: 10 min on foot, 23 min by a far line, 63 min by a near one."""
    college.name = "Collège des Prés"
    college.save()
    offer_at(FOOT, host_name="Boulangerie", title="Du grain au pain", sector="s31", weeks=[WEEK])
    offer_at(FAR, host_name="Garage", title="Au garage", sector="s8", weeks=[WEEK], capacity=6)
    offer_at(NEAR, host_name="Moulin", title="La farine", sector="s31", weeks=[])
    # Compiled here rather than during a request, which the browser would have to wait for.
    assert list(compute_colleges([college]))
    isochrones_for(origin_of(college.uai), (15, 30, 45, 60, 90), DEPART_S)
    return live_server


@pytest.fixture(autouse=True)
def quiet(page, live_server):
    """Fail when the page complains in its console, runs into an error or asks another host."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((live_server.url, "data:", "about:"))
            else complaints.append(request.url)
        ),
    )
    yield complaints
    # The tables are emptied next: no request may be left in them.
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")
    assert complaints == []


@pytest.fixture
def pupil(page, town, college):
    """Open the pupil's page at the collège; `query` goes on in the address."""

    def open_page(query=""):
        page.goto(f"{town.url}/stages/?college={college.uai}{query}")
        page.locator(".offer__open, .empty__title").first.wait_for()
        return page

    return open_page


def address_at_the_end():
    """Know 12 rue du Bout, 38990 Valbourg, at the end of the far line, and who reaches it."""
    point = at(FAR)
    street = Street.objects.create(
        commune_code="38185",
        postcode="38990",
        name="Rue du Bout",
        commune_name="Valbourg",
        departement="38",
        search="rue du bout 38990 valbourg",
        point=point,
    )
    Address.objects.create(ban_id="38185_0002_00012", street=street, number="12", point=point)
    # Compiled here rather than during a request, which the browser would have to wait for.
    for hours in (NINE_TO_FIVE, EIGHT_TO_FOUR):
        reach_of([Day(Place(point.y, point.x), hours)])


def sign(page):
    """Sign the agreement that the page shows."""
    page.get_by_text("J'ai lu cette convention").click()
    page.get_by_role("button", name="Signer la convention").click()
