"""What an administrator opens and closes."""

import pytest

from geo_matching.accounts.models import Season, current_season
from geo_matching.accounts.roles import Role
from tests.accounts.factories import make_user

pytestmark = pytest.mark.django_db


def test_everything_is_open_until_somebody_closes_it(client):
    season = current_season()
    assert (season.search_open, season.applications_open, season.pupil_sign_in_open) == (True,) * 3
    assert "La recherche est fermée" not in client.get("/stages/").content.decode()


def test_a_closed_search_says_when_it_opens(client):
    administrator = make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
    client.force_login(administrator)
    page = client.get("/admin/accounts/season/", follow=True)
    assert page.redirect_chain[-1][0] == "/admin/accounts/season/1/change/"
    fields = {"applications_open": "on", "message": "Retour le 7 septembre."}
    client.post("/admin/accounts/season/1/change/", fields)
    client.logout()
    page = client.get("/stages/").content.decode()
    assert "La recherche est fermée" in page
    assert "Retour le 7 septembre." in page
    assert Season.objects.count() == 1
