"""A form sent when the session has ended stands filled after signing in, once, without passwords."""

import re
import time

import pytest
from django.core.cache import cache

from geo_matching.accounts.kept_forms import FOR_S, KEPT
from tests.accounts.factories import PASSWORD, make_host_user

pytestmark = pytest.mark.django_db
TYPED = {"first_name": "Sacha", "last_name": "Neuf", "oldpassword": "ne jamais garder"}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def shown_to(client):
    page = client.get("/compte/").content.decode()
    return re.search(r'name="who" value="([^"]+)"', page)[1]


@pytest.fixture
def signed_in_after_typing(client):
    host = make_host_user()
    client.force_login(host)
    who = shown_to(client)
    client.logout()
    to_sign_in = client.post("/compte/", {**TYPED, "who": who})["Location"]
    assert to_sign_in == "/compte/connexion/?next=/compte/"
    client.post(to_sign_in, {"login": host.email, "password": PASSWORD, "next": "/compte/"})
    return client


def test_what_was_typed_comes_back_once(signed_in_after_typing):
    client = signed_in_after_typing
    assert "ne jamais garder" not in str(dict(client.session))
    assert 'value="Sacha"' in client.get("/compte/").content.decode()
    assert 'value="Sacha"' not in client.get("/compte/").content.decode()


def test_after_a_while_it_is_gone(signed_in_after_typing):
    client = signed_in_after_typing
    session = client.session
    session[KEPT] = {**session[KEPT], "at": time.time() - FOR_S - 1}
    session.save()
    assert 'value="Sacha"' not in client.get("/compte/").content.decode()


def test_a_very_long_text_is_not_kept(client):
    client.force_login(make_host_user())
    who = shown_to(client)
    client.logout()
    client.post("/compte/", {"first_name": "a" * 50_000, "who": who})
    assert KEPT not in client.session


def test_nobody_else_at_this_computer_sees_it(signed_in_after_typing):
    client = signed_in_after_typing
    kept = client.session[KEPT]
    client.force_login(make_host_user())
    session = client.session
    session[KEPT] = kept
    session.save()
    assert "Sacha" not in client.get("/compte/").content.decode()


@pytest.mark.parametrize("who", ["", "1", "1:forged"])
def test_a_form_that_names_nobody_is_not_kept(client, who):
    client.post("/compte/", {**TYPED, "who": who})
    assert KEPT not in client.session
