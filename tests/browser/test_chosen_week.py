"""The trip in the drawer and on the offer's page is that of the chosen week, and says so."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geo_matching.matching.computing import compute_colleges
from offers.weeks import format_week
from tests.matching.town_of_weeks import HOLIDAYS, WORKS
from tests.matching.toy_town import FAR, offer_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def search(page, live_server, weeks_college):
    offer_at(FAR, title="Au garage", weeks=[WORKS, HOLIDAYS])
    assert list(compute_colleges([weeks_college]))
    page.goto(f"{live_server.url}/stages/?college={weeks_college.uai}")
    page.locator(".offer__open").wait_for()
    return page


def test_the_trip_is_that_of_the_chosen_week(search):
    drawer = search.locator("#trajet")
    search.select_option("#semaine", format_week(WORKS))
    expect(search.locator("#horaires")).to_be_hidden()
    with search.expect_request("**/journey/?*") as asked:
        search.get_by_role("button", name="Au garage").click()
    assert asked.value.url.endswith("&week=2030-W03")
    expect(drawer).to_contain_text("Horaires du mardi 15 janvier 2030.")
    expect(drawer.locator(".leg__time").first).to_have_text("8\u202fh\u202f17")
    expect(drawer).to_contain_text("La liste indique 23\u202fmin\u202f: elle compte un jour")
    # Two weeks that follow one another are one span.
    expect(drawer.locator(".drawer__facts")).to_contain_text("du 14 au 25 janvier")
    assert Axe().run(search).response["violations"] == []


def test_another_week_changes_the_open_trip_and_the_offers_page_follows(search):
    drawer = search.locator("#trajet")
    search.get_by_role("button", name="Au garage").click()
    expect(drawer).to_contain_text("Horaires du mardi 15 janvier 2030.")
    search.select_option("#semaine", format_week(HOLIDAYS))
    notice = "la semaine du 21 janvier 2030, les transports ne circulent pas comme un jour d'école."
    expect(drawer.locator(".old-timetable")).to_contain_text(notice)
    expect(search.locator("#horaires")).to_contain_text(notice)
    expect(drawer.locator(".leg__time").first).to_have_text("8\u202fh\u202f37")
    expect(drawer).not_to_contain_text("La liste indique")
    drawer.get_by_role("link", name="Voir l'offre").click()
    expect(search.locator("#etapes .old-timetable")).to_contain_text(notice)
    expect(search.locator("#etapes .leg__time").first).to_have_text("8\u202fh\u202f37")
    assert Axe().run(search).response["violations"] == []
