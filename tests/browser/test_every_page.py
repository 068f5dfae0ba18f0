"""What holds on every page: accessibility, small screens, paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from offers.weeks import format_week
from tests.browser.conftest import WEEK
from tests.qpv_data.factories import make_qpv

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = {"wide": (1366, 850), "narrow": (320, 640)}


@pytest.fixture
def addresses(town, college):
    make_qpv()
    group = f"college={college.uai}&week={format_week(WEEK)}&size=2&max_minutes=60"
    return {
        "/": ".home",
        "/stages/": ".empty__title",
        f"/stages/?college={college.uai}": ".offer__open",
        f"/stages/?college={college.uai}&max=15&domaine=s8": ".empty__title",
        "/prof/": "#questions",
        "/prof/?college=&week=&size=1&max_minutes=45": ".fr-error-text",
        f"/prof/?{group}": ".sheet",
        "/territoire/": ".seat-pin",
    }


def violations(page):
    page.wait_for_load_state()
    result = Axe().run(page).response
    assert len(result["passes"]) > 15
    return [(v["id"], [n["target"] for n in v["nodes"]]) for v in result["violations"]]


@pytest.mark.parametrize("size", WIDTHS)
def test_no_axe_violation_and_no_sideways_scroll(page, town, addresses, size):
    width, height = WIDTHS[size]
    page.set_viewport_size({"width": width, "height": height})
    for address, sign in addresses.items():
        page.goto(town.url + address)
        page.locator(sign).first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert violations(page) == [], address


@pytest.mark.parametrize("size", WIDTHS)
def test_the_open_trip_is_accessible(pupil, page, size):
    width, height = WIDTHS[size]
    page.set_viewport_size({"width": width, "height": height})
    pupil()
    page.get_by_role("button", name="Au garage").click()
    page.locator(".legs").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_unknown_page(page, live_server, quiet):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/nulle-part")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert all("404" in complaint for complaint in quiet)
    quiet.clear()


def test_the_teacher_prints_the_sheet_only(page, town, college):
    query = f"college={college.uai}&week={format_week(WEEK)}&size=2&max_minutes=60"
    page.goto(f"{town.url}/prof/?{query}")
    expect(page.locator(".sheet")).to_have_count(2)
    page.emulate_media(media="print")
    for hidden in ("#questions", ".fr-header", ".fr-footer", "#imprimer"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".sheet").first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_the_teacher_chooses_a_college_by_name(page, town, college):
    page.goto(f"{town.url}/prof/")
    page.locator("#college").click()
    page.get_by_role("option", name="Collège des Prés").click()
    page.select_option("#semaine", format_week(WEEK))
    page.fill("#taille", "5")
    page.get_by_role("button", name="Trouver les structures").click()
    expect(page.locator(".sheet__name")).to_have_text(["Garage"])
    assert f"college={college.uai}" in page.url


def test_the_table_of_a_territory_leads_to_the_map(page, town, college, addresses):
    page.goto(f"{town.url}/territoire/")
    expect(page.locator(".seat-pin")).to_have_text(page.locator(".seats").first.inner_text())
    page.get_by_role("button", name=college.name).click()
    expect(page.locator(".leaflet-popup")).to_contain_text("places")
    expect(page.locator(".ranking__row.is-hot")).to_contain_text(college.name)
    page.get_by_text("60\u202fmin").click()
    page.wait_for_url("**minutes=60**")


def test_the_base_map_is_drawn_from_our_tiles(page, town, build, college):
    tiles = []
    page.on("response", lambda r: tiles.append(r.status) if "/tiles/basemap/" in r.url else None)
    page.goto(f"{town.url}/stages/?college={college.uai}")
    page.locator(".offer__open").first.wait_for()
    expect(page.locator(".leaflet-tile-pane canvas").first).to_be_attached()
    expect(page.locator(".leaflet-streets-pane canvas").first).to_be_attached()
    assert set(tiles) <= {200, 204}
    assert tiles
