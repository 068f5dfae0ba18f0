"""A stage from the list to the confirmation, played by a pupil and a host."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from geo_matching.applications.models import Application
from geo_matching.applications.states import State
from offers.models import Offer
from tests.accounts.factories import make_host_user, make_staff, make_student
from tests.applications.factories import MOTIVATION, team_member
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = 320


@pytest.fixture
def offer(town):
    offer = Offer.objects.get(title="Au garage")
    Offer.objects.filter(pk=offer.pk).update(permalink="")
    return offer


def sign_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    page.context.clear_cookies()
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )


def sound(page):
    """No violation, and no sideways scroll on any phone."""
    page.wait_for_load_state()
    result = Axe().run(page).response
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in result["violations"]] == []
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, page.url
    page.set_viewport_size(size)


def they_write(page, town, application):
    """Let host and pupil write to each other, from the host's page and back to it."""
    pupil, member = application.student.user, team_member(application.offer)
    page.get_by_label("Votre message").fill("As-tu déjà tenu une clé ?")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.get_by_text("Votre message est envoyé à l'élève.")).to_be_visible()
    sound(page)
    sign_in(page, town, pupil)
    page.goto(town.url + reverse("my_applications"))
    page.get_by_role("link", name="1 message").click()
    expect(page.get_by_text("Au collège, tes professeurs, le ou la CPE")).to_be_visible()
    page.get_by_label("Ton message").fill("Oui, celle de mon vélo.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Ton message est envoyé.")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Signaler ce message").click()
    sound(page)
    sign_in(page, town, make_staff(application.student.college))
    page.goto(town.url + reverse("class"))
    page.get_by_role("link", name="2 messages").click()
    expect(page.get_by_text("Oui, celle de mon vélo.")).to_be_visible()
    sound(page)
    sign_in(page, town, member)
    page.goto(town.url + reverse("inbox_application", args=[application.pk]))
    expect(page.get_by_text("Oui, celle de mon vélo.")).to_be_visible()
    sound(page)


def test_from_the_list_to_the_confirmation(page, town, college, offer):
    student, member = make_student(college), make_host_user(offer.site.host)
    page.set_viewport_size(PHONE)
    sign_in(page, town, student.user)
    page.goto(f"{town.url}/stages/?college={college.uai}")
    heart = page.get_by_role("button", name="Favori\u202f: Au garage")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Voir l'offre Au garage").click()
    page.locator(".way__sum").wait_for()
    expect(page.locator(".way__sum")).to_contain_text("23\u202fmin")
    expect(page.get_by_role("button", name="Retirer de mes favoris")).to_be_visible()
    sound(page)
    page.get_by_text("Retour", exact=True).click()
    expect(page.locator(".leg__badge")).to_have_text("BACK")
    page.get_by_role("link", name="Candidater").click()
    sound(page)
    page.get_by_role("button", name="Envoyer ma candidature").click()
    expect(page.locator(".fr-error-text").first).to_be_visible()
    sound(page)
    page.get_by_label("Pourquoi ce stage\u202f?").fill(MOTIVATION)
    page.get_by_label("Son nom", exact=True).fill("Dominique Essai")
    page.get_by_label("Son téléphone", exact=True).fill("06 12 34 56 78")
    page.get_by_role("button", name="Envoyer ma candidature").click()
    expect(page.get_by_text("Ta candidature est envoyée.")).to_be_visible()
    # On foot in 10 minutes, by the slow line in 63; not what was asked for already.
    expect(page.locator("#autres a")).to_have_text(["Du grain au pain", "La farine"])
    sound(page)

    sign_in(page, town, member)
    page.goto(town.url + reverse("inbox"))
    sound(page)
    page.get_by_role("link", name=str(student.user)).click()
    expect(page.get_by_text(MOTIVATION)).to_be_visible()
    sound(page)
    they_write(page, town, application=Application.objects.get())
    page.get_by_label("Votre mot à l'élève").fill("À lundi, 9 h, à l'accueil.")
    page.get_by_role("button", name="Accepter").click()
    expect(page.get_by_text("L'élève est accepté.")).to_be_visible()

    sign_in(page, town, student.user)
    page.goto(town.url + reverse("my_applications"))
    expect(page.get_by_text("À lundi, 9 h, à l'accueil.")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Confirmer ce stage").click()
    expect(page.get_by_text("Tu as un stage. Bravo\u202f!")).to_be_visible()
    assert Application.objects.get().state == State.CONFIRMED
    page.goto(town.url + reverse("favourites"))
    expect(page.get_by_role("link", name="Au garage", exact=True)).to_be_visible()
    sound(page)


def test_a_visitor_chooses_a_college_on_the_offer_s_page(page, town, college, offer):
    make_host_user(offer.site.host)
    page.goto(town.url + reverse("offer_page", args=[offer.pk]))
    sound(page)
    page.locator("#college").click()
    page.get_by_role("option", name="Collège des Prés").click()
    page.locator(".way__sum").wait_for()
    expect(page.locator(".way__sum")).to_contain_text("23\u202fmin")
    sound(page)


def test_a_full_offer_is_not_in_the_list(page, town, college, offer):
    from geo_matching.applications.steps import seats_changed

    page.goto(f"{town.url}/stages/?college={college.uai}&max=90")
    page.locator(".offer__open").first.wait_for()
    expect(page.locator(".offer__open")).to_have_count(3)
    Offer.objects.filter(pk=offer.pk).update(seats_taken=6)
    seats_changed()
    page.reload()
    page.locator(".offer__open").first.wait_for()
    expect(page.locator(".offer__open")).to_have_count(2)
