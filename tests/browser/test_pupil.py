"""A pupil looks for an internship: with a mouse, with a keyboard, on a phone."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from offers.models import Offer
from offers.weeks import monday_of
from tests.browser.conftest import PHONE, WEEK
from tests.matching.toy_town import toy_college
from tests.qpv_data.factories import make_college

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_choose_a_college_with_the_keyboard_only(page, town, college):
    toy_college(name="Collège Zéphyr")
    page.goto(f"{town.url}/stages/")
    expect(page.locator(".empty__title")).to_have_text("Commence par ton collège")
    page.locator("#college").focus()
    page.keyboard.type("pres", delay=20)
    expect(page.locator("#college-liste li")).to_have_count(1)
    expect(page.locator("#college")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#compte")).to_have_text("2 stages à 45\u202fmin ou moins")
    expect(page.locator(".offer__open")).to_have_text(["Du grain au pain", "Au garage"])
    assert page.url == f"{town.url}/stages/?college={college.uai}"
    page.go_back()
    expect(page.locator(".empty__title")).to_have_text("Commence par ton collège")


def test_no_college_of_that_name(page, town):
    page.goto(f"{town.url}/stages/")
    page.fill("#college", "xyz")
    expect(page.locator("#college-message")).to_contain_text("Aucun collège de ce nom")


def test_a_school_on_the_map_may_be_clicked(page, town):
    page.goto(f"{town.url}/stages/")
    page.locator(".school").click()
    expect(page.locator("#compte")).to_contain_text("2 stages")


def test_the_slider_moves_count_list_markers_and_address(pupil):
    page = pupil()
    slider = page.locator("#minutes")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#minutes-valeur")).to_have_text("65\u202fmin")
    expect(page.locator("#compte")).to_have_text("3 stages à 65\u202fmin ou moins")
    expect(page.locator(".offer__open")).to_have_count(3)
    assert "max=65" in page.url
    page.keyboard.press("Home")
    expect(page.locator("#compte")).to_have_text("1 stage à 15\u202fmin ou moins")
    expect(page.locator(".offer:visible")).to_have_count(1)
    expect(page.locator(".pin")).to_have_count(1)
    expect(page.locator(".pin")).to_have_text("10")
    assert slider.get_attribute("aria-valuetext") == "15 minutes"


def test_what_lies_just_beyond(pupil):
    page = pupil("&max=60")
    beyond = page.locator(".results__beyond")
    expect(beyond).to_have_text("1 stage de plus à 70\u202fmin")
    beyond.click()
    expect(page.locator("#compte")).to_have_text("3 stages à 70\u202fmin ou moins")


def test_domains_and_weeks_narrow_the_choice(pupil):
    page = pupil("&max=90")
    page.get_by_role("button", name="Automobile").click()
    expect(page.locator("#compte")).to_have_text("1 stage à 90\u202fmin ou moins")
    expect(page.locator(".offer__open")).to_have_text(["Au garage"])
    assert "domaine=s8" in page.url
    assert page.get_by_role("button", name="Automobile").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Automobile").click()
    page.select_option("#semaine", index=1)
    expect(page.locator("#compte")).to_have_text("3 stages à 90\u202fmin ou moins")
    assert re.search(r"semaine=\d{4}-W\d{2}", page.url)


def test_the_order_may_be_changed(pupil):
    page = pupil("&max=90")
    page.get_by_text("Trajet", exact=True).click()
    expect(page.locator(".offer__open")).to_have_text(
        ["Du grain au pain", "Au garage", "La farine"]
    )
    assert "tri=trajet" in page.url


def test_a_trip_there_and_back_leg_by_leg(pupil):
    page = pupil()
    page.get_by_role("button", name="Au garage").click()
    drawer = page.locator("#trajet")
    expect(drawer.locator(".way__sum")).to_contain_text("23\u202fmin")
    expect(drawer.locator(".way__sum")).to_contain_text("dont 8\u202fmin d'attente")
    assert drawer.locator(".leg__place").all_inner_texts() == [
        "Collège des Prés",
        "S",
        "F",
        "Garage",
    ]
    expect(drawer.locator(".leg__badge")).to_have_text("FAST")
    expect(drawer.locator(".leg__time").first).to_have_text("8\u202fh\u202f37")
    assert page.locator(".leaflet-journey-pane path").count() >= 6
    expect(page.locator(".leaflet-journey-pane .line-flag")).to_have_text("FAST")
    expect(drawer.locator(".why__list li").first).to_have_text("23\u202fmin, sans correspondance")
    drawer.get_by_text("Retour").click()
    expect(drawer.locator(".leg__badge")).to_have_text("BACK")
    assert page.url.endswith("&sens=retour")


def test_escape_closes_the_trip_and_gives_the_focus_back(pupil):
    page = pupil()
    page.get_by_role("button", name="Au garage").press("Enter")
    expect(page.locator("#trajet-titre")).to_be_focused()
    page.locator(".legs").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#trajet")).to_be_hidden()
    expect(page.get_by_role("button", name="Au garage")).to_be_focused()
    assert page.locator(".leaflet-journey-pane path").count() == 0
    assert "stage=" not in page.url


def test_an_address_opens_what_it_says(pupil, page):
    pupil("&max=90&tri=qualite")
    page.get_by_role("button", name="La farine").click()
    page.locator(".legs").wait_for()
    page.goto(page.url)
    expect(page.locator("#trajet-titre")).to_have_text("La farine")
    expect(page.locator("#minutes-valeur")).to_have_text("90\u202fmin")
    expect(page.locator("#tri-qualite")).to_be_checked()


def test_a_marker_opens_its_offer(pupil):
    page = pupil("&max=15")
    expect(page.locator(".pin")).to_have_count(1)
    page.locator(".pin").click(force=True)
    expect(page.locator("#trajet-titre")).to_have_text("Du grain au pain")


def test_a_card_and_its_marker_answer_each_other(pupil):
    page = pupil("&max=15")
    page.locator(".offer").hover()
    expect(page.locator(".pin-box.is-hot")).to_have_count(1)
    page.locator("#titre").hover()
    expect(page.locator(".pin-box.is-hot")).to_have_count(0)


def test_why_here(pupil):
    page = pupil()
    card = page.locator(".offer").first
    card.get_by_text("Pourquoi ici").click()
    expect(card.locator(".why__list li").first).to_have_text("10\u202fmin à pied")


def test_the_bands_of_time_reach_the_slider(pupil):
    page = pupil("&max=45")
    expect(page.locator(".isochrone")).to_have_count(3)
    page.locator("#minutes").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".isochrone.band-3")).to_have_count(1)
    expect(page.locator(".isochrone")).to_have_count(4)


def test_nothing_within_reach_says_what_loosens_it(pupil):
    page = pupil("&max=15&domaine=s8")
    expect(page.locator(".empty__title")).to_have_text(
        "Aucun stage à 15\u202fmin ou moins avec ces filtres"
    )
    page.get_by_role("button", name="Enlever les filtres").click()
    expect(page.locator(".offer__open")).to_have_text(["Du grain au pain"])


def test_a_place_without_timetable_is_told_and_no_distance_is_used(page, town, quiet):
    far = make_college(north_m=300_000)
    page.goto(f"{town.url}/stages/?college={far.uai}")
    expect(page.locator(".empty__title")).to_have_text(
        "Nous ne connaissons pas encore les horaires de ton secteur"
    )
    expect(page.locator(".offer")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    assert all("503" in complaint for complaint in quiet)
    quiet.clear()


def test_a_lost_network_is_told_and_may_be_tried_again(page, town, college, quiet):
    page.route("**/api/v1/offers/**", lambda route: route.abort())
    page.goto(f"{town.url}/stages/?college={college.uai}")
    expect(page.get_by_role("alert")).to_contain_text("Pas de connexion")
    page.unroute("**/api/v1/offers/**")
    quiet.clear()
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".offer__open")).to_have_count(2)


def test_on_a_phone_the_list_comes_first_and_the_map_at_a_thumb(pupil, page):
    page.set_viewport_size(PHONE)
    pupil()
    expect(page.locator("#map")).not_to_be_visible()
    for part in ("#minutes", "#bascule"):
        box = page.locator(part).bounding_box()
        assert box["y"] > PHONE["height"] - 130
        assert box["y"] + box["height"] <= PHONE["height"]
    page.get_by_role("button", name="Carte").click()
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator("#minutes")).to_be_visible()
    page.get_by_role("button", name="Liste").click()
    page.get_by_role("button", name="Au garage").click()
    sheet = page.locator("#trajet").bounding_box()
    assert (sheet["width"], sheet["height"]) == (PHONE["width"], PHONE["height"])
    page.get_by_role("button", name="Voir sur la carte").click()
    expect(page.locator(".line-flag")).to_be_visible()
    page.get_by_role("button", name="Le trajet").click()
    expect(page.locator("#trajet")).to_be_visible()
    page.get_by_role("button", name="Fermer").click()
    expect(page.locator("#trajet")).to_be_hidden()


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE])
def test_at_the_end_of_the_season_the_list_says_why_it_is_empty(
    page, town, college, monkeypatch, size
):
    Offer.objects.filter(weeks=[]).update(weeks=[WEEK])
    monkeypatch.setattr(timezone, "localdate", lambda *_: monday_of(WEEK))
    page.set_viewport_size(size)
    page.goto(f"{town.url}/stages/?college={college.uai}")
    expect(page.locator(".empty__title")).to_have_text("Les semaines de ces stages sont passées.")
    expect(page.locator(".pin")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
