"""A lost password, a new address: by links that serve once."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core.cache import cache

from geo_matching.accounts.models import User
from geo_matching.notifications.models import Notification
from tests.accounts.factories import PASSWORD, make_staff, make_student, make_user
from tests.accounts.mailbox import link_sent_to, verify
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db
NEW = "quatre mots mis bout à bout"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def college():
    return make_college()


def test_a_lost_password_is_chosen_again_by_a_link_that_serves_once(client):
    host = make_user()
    client.post("/compte/mot-de-passe/oublie/", {"email": host.email})
    path = link_sent_to(host.email)
    form = client.get(path)["Location"]
    new = {"password1": NEW, "password2": NEW}
    assert client.post(form, new).status_code == 302
    host.refresh_from_db()
    assert host.check_password(NEW)
    assert "déjà servi" in client.get(path).content.decode()
    assert Notification.objects.latest("pk").kind == "account_security"


def test_an_unknown_address_gets_the_same_answer(client):
    make_user()
    known = client.post("/compte/mot-de-passe/oublie/", {"email": User.objects.get().email})
    unknown = client.post("/compte/mot-de-passe/oublie/", {"email": "personne@essais.example"})
    assert known["Location"] == unknown["Location"]


def test_a_new_address_replaces_the_old_one_once_verified(client):
    host = make_user()
    old = host.email
    client.force_login(host)
    confirm_password(client)
    client.post("/compte/adresse/", {"action_add": "", "email": "nouvelle@essais.example"})
    host.refresh_from_db()
    assert host.email == old
    verify(client, "nouvelle@essais.example")
    host.refresh_from_db()
    assert host.email == "nouvelle@essais.example"
    assert [row.email for row in EmailAddress.objects.filter(user=host)] == [host.email]
    assert Notification.objects.filter(kind="account_security", email=old).exists()


def confirm_password(client):
    client.post("/compte/confirmer/", {"password": PASSWORD})


def test_staff_keep_an_official_address(client, college):
    teacher = make_staff(college)
    client.force_login(teacher)
    confirm_password(client)
    page = client.post("/compte/adresse/", {"action_add": "", "email": "moi@ailleurs.example"})
    assert "adresse de l&#x27;établissement" in page.content.decode()


def test_a_pupil_may_add_an_address_and_still_signs_in_before_it_is_verified(client):
    pupil = make_student().user
    client.force_login(pupil)
    confirm_password(client)
    client.post("/compte/adresse/", {"action_add": "", "email": "eleve@essais.example"})
    client.logout()
    client.post("/compte/connexion/", {"login": pupil.username, "password": PASSWORD})
    assert get_user(client) == pupil
