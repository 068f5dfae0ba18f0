"""Messages, agreements and feedback in a real browser: signed by everybody, read on a phone."""

import datetime as dt

import pytest
from django.conf import settings as service
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import expect

from geo_matching.applications.agreements.making import agreement_for
from geo_matching.applications.models import Application
from geo_matching.notifications.models import Notification
from offers.weeks import week_of
from tests.accounts.factories import make_staff
from tests.applications.stages import make_stage
from tests.browser.conftest import sign
from tests.browser.test_every_page import violations
from tests.queue_worker import queue

__all__ = ["queue"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("queue"),
]
WIDTHS = (1366, 390, 320)


@pytest.fixture
def stage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_stage()


@pytest.fixture
def sign_in(page, live_server):
    """Make the browser somebody's."""

    def become(user) -> None:
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = service.AUTHENTICATION_BACKENDS[-1]
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.create()
        cookie = {"name": service.SESSION_COOKIE_NAME, "value": session.session_key}
        page.context.add_cookies([{**cookie, "url": live_server.url}])

    return become


def look(page, address: str) -> None:
    """Open a page at three widths: nothing to complain of, no sideways scroll."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert violations(page) == [], address


def test_an_agreement_from_draft_to_signed(page, live_server, stage, sign_in):
    base = live_server.url
    agreement = agreement_for(stage.application)
    own = f"{base}/conventions/{agreement.pk}/"

    sign_in(stage.host_user)
    look(page, f"{base}/messages/")
    page.get_by_role("link", name="Une convention de stage est à compléter").click()
    look(page, page.url)
    page.get_by_role("link", name="Voir et agir").click()
    expect(page.get_by_text("Il manque le nom de la personne qui signe")).to_be_visible()
    look(page, own)
    look(page, f"{own}structure/")
    page.get_by_label("Nom et fonction du signataire").fill("Andrea Menuisier, gérante")
    page.get_by_role("button", name="Valider cette partie").click()

    sign_in(stage.head)
    look(page, f"{own}college/")
    page.get_by_label("Enseignant référent").fill("Sacha Prof")
    page.get_by_label("Assurance de l'élève").fill("Contrat du collège")
    page.get_by_role("button", name="Valider cette partie").click()
    look(page, f"{base}/conventions/")
    page.get_by_role("button", name="Signer toutes celles de la liste").click()
    assert violations(page) == []
    page.get_by_role("button", name="Je signe pour le collège").click()
    expect(page.get_by_text("Conventions signées\u202f: 1")).to_be_visible()

    for user in (stage.host_user, stage.pupil):
        sign_in(user)
        page.goto(own)
        sign(page)
        expect(page.get_by_text("Votre signature est enregistrée")).to_be_visible()

    page.context.clear_cookies()
    look(page, base + Notification.objects.get(kind="agreement_link_representative").path)
    sign(page)
    expect(page.get_by_role("heading", name="Merci")).to_be_visible()
    agreement.refresh_from_db()
    assert agreement.status == "signed"


def test_feedback_after_the_week(page, live_server, stage, sign_in):
    past = week_of(timezone.localdate() - dt.timedelta(weeks=1))
    Application.objects.update(week=past)
    address = f"{live_server.url}/avis/{stage.application.pk}/"
    sign_in(stage.pupil)
    look(page, f"{live_server.url}/avis/")
    look(page, address)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Choisis une réponse.").first).to_be_visible()
    assert violations(page) == []
    for words in page.get_by_text("5 étoiles\u202f: très bien").all():
        words.click()
    for words in page.get_by_text("Oui", exact=True).all():
        words.click()
    page.get_by_label("Un mot à ajouter").fill("Merci à l'atelier.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("comptera avec d'autres")).to_be_visible()
    sign_in(stage.host_user)
    look(page, f"{live_server.url}/avis/recus/")
    expect(page.get_by_text("quand trois stages au moins en ont reçu")).to_be_visible()
    expect(page.get_by_text("Merci à l'atelier.")).to_have_count(0)
    sign_in(make_staff(stage.student.college))
    look(page, address)
