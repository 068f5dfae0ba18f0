"""What an administrator opens and closes."""

import pytest
from django.utils import timezone

from geo_matching.accounts import activation
from geo_matching.accounts.models import Season, current_season
from geo_matching.applications.eligibility import Obstacle, choosable_weeks, why_not
from tests.accounts.factories import PASSWORD, make_administrator, make_host_user, make_student
from tests.offers.factories import make_host, make_offer, make_site

pytestmark = pytest.mark.django_db
SHORT = "bus 12 le matin"


def test_everything_is_open_until_somebody_closes_it(client):
    season = current_season()
    assert (season.search_open, season.applications_open, season.pupil_sign_in_open) == (True,) * 3
    assert "La recherche est fermée" not in client.get("/stages/").content.decode()


def test_a_closed_search_says_when_it_opens(client):
    client.force_login(make_administrator())
    page = client.get("/admin/accounts/season/", follow=True)
    assert page.redirect_chain[-1][0] == "/admin/accounts/season/1/change/"
    fields = {"applications_open": "on", "message": "Retour le 7 septembre."}
    client.post("/admin/accounts/season/1/change/", fields)
    client.logout()
    page = client.get("/stages/").content.decode()
    assert "La recherche est fermée" in page
    assert "Retour le 7 septembre." in page
    assert Season.objects.count() == 1


def test_the_home_page_does_not_send_pupils_to_a_closed_search(client):
    assert 'action="/stages/"' in client.get("/").content.decode()
    Season.objects.create(pk=1, search_open=False, message="Retour le 7 septembre.")
    page = client.get("/").content.decode()
    assert "Retour le 7 septembre." in page
    assert 'action="/stages/"' not in page


def test_nobody_applies_while_applications_are_closed():
    host = make_host_user(make_host()).host_memberships.get().host
    offer, student = make_offer(make_site(host=host), permalink="", weeks=[]), make_student()
    weeks = choosable_weeks(offer, student.college, timezone.localdate())
    assert why_not(student, offer, weeks) is None
    Season.objects.create(pk=1, applications_open=False)
    assert why_not(student, offer, weeks) == Obstacle.SEASON


def test_pupils_wait_outside_while_their_sign_in_is_closed(client):
    Season.objects.create(pk=1, pupil_sign_in_open=False, message="Retour le 7 septembre.")
    pupil, host = make_student().user, make_host_user()
    page = client.post("/compte/connexion/", {"login": pupil.username, "password": PASSWORD})
    assert "Retour le 7 septembre." in page.content.decode()
    assert "_auth_user_id" not in client.session
    client.post("/compte/connexion/", {"login": host.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(host.pk)


def test_a_sheet_is_not_used_up_while_pupils_wait_outside(client):
    pupil = make_student().user
    secret = activation.issue(pupil)
    sent = {"code": pupil.username, "secret": secret, "password": SHORT, "again": SHORT}
    season = Season.objects.create(pk=1, pupil_sign_in_open=False, message="Retour lundi.")
    assert "Retour lundi." in client.get("/compte/premiere-connexion/").content.decode()
    assert "Retour lundi." in client.post("/compte/premiere-connexion/", sent).content.decode()
    season.delete()
    client.post("/compte/premiere-connexion/", sent)
    assert client.session["_auth_user_id"] == str(pupil.pk)
