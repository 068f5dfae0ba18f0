"""State agents and administrators: a second factor before anything else, the admin site included."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user
from django.core.cache import cache
from django.urls import reverse

from geo_matching.accounts.roles import TWO_FACTORS, Role
from tests.accounts.factories import PASSWORD, TOTP_SECRET, make_user

pytestmark = pytest.mark.django_db
ACTIVATE = "/compte/second-facteur/activer/"
CODE = "/compte/second-facteur/code/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def code_of(secret):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def sign_in(client, user):
    return client.post("/compte/connexion/", {"login": user.email, "password": PASSWORD})


@pytest.mark.parametrize("role", sorted(TWO_FACTORS))
def test_nothing_opens_before_it_is_set_up(client, role):
    agent = make_user(role, second_factor=False, is_staff=True, is_superuser=True)
    assert sign_in(client, agent)["Location"] == ACTIVATE
    for address in ("/compte/", "/compte/accueil/", "/compte/adresse/"):
        assert client.get(address)["Location"] == ACTIVATE
    if role == Role.ADMINISTRATOR:
        assert client.get("/admin/")["Location"] == ACTIVATE


def test_a_teacher_is_not_asked(client):
    teacher = make_user(Role.TEACHER)
    client.force_login(teacher)
    assert client.get("/compte/").status_code == 200


def test_setting_it_up_gives_codes_for_the_day_the_telephone_is_lost(client):
    agent = make_user(Role.PREFECTURE, second_factor=False)
    sign_in(client, agent)
    page = client.get(ACTIVATE)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert client.post(ACTIVATE, {"code": "000000"}).status_code == 200
    assert client.post(ACTIVATE, {"code": code_of(secret)}).status_code == 302
    kept = Authenticator.objects.get(user=agent, type="totp")
    assert secret not in str(kept.data)
    page = client.get("/compte/second-facteur/secours/")
    codes = page.context["unused_codes"]
    assert len(codes) == 10
    client.logout()
    assert sign_in(client, agent)["Location"] == CODE
    assert client.post(CODE, {"code": codes[0]})["Location"] == reverse("territory")
    assert get_user(client) == agent


def test_a_password_alone_opens_nothing(client):
    agent = make_user(Role.RECTORAT)
    assert sign_in(client, agent)["Location"] == CODE
    assert not get_user(client).is_authenticated
    assert client.post(CODE, {"code": "123456"}).status_code == 200
    assert not get_user(client).is_authenticated
    right = code_of(TOTP_SECRET)
    assert client.post(CODE, {"code": right}).status_code == 302
    assert get_user(client) == agent
    client.logout()
    sign_in(client, agent)
    assert "a déjà servi" in client.post(CODE, {"code": right}).content.decode()


def test_whoever_needs_it_cannot_take_it_off(client):
    agent = make_user(Role.REGION)
    client.force_login(agent)
    client.post("/compte/confirmer/", {"password": PASSWORD})
    client.post("/compte/second-facteur/retirer/")
    assert Authenticator.objects.filter(user=agent).exists()


def test_a_host_may_have_one_and_take_it_off(client):
    host = make_user()
    sign_in(client, host)
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code_of(secret)})
    client.post("/compte/second-facteur/retirer/")
    assert not Authenticator.objects.filter(user=host, type="totp").exists()


def test_the_admin_site_is_for_administrators_by_the_one_sign_in(client):
    assert client.get("/admin/")["Location"] == "/compte/connexion/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == (
        "/compte/connexion/?next=/admin/"
    )
    # Even the flags of the framework do not make an administrator.
    client.force_login(make_user(Role.HOST, is_staff=True, is_superuser=True))
    assert client.get("/admin/").status_code == 403
    client.force_login(make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True))
    assert client.get("/admin/").status_code == 200


def test_an_administrator_helps_whoever_lost_the_telephone(client):
    agent = make_user(Role.RECTORAT)
    client.force_login(make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True))
    chosen = {"_selected_action": [agent.pk], "action": "reset_second_factor"}
    client.post(reverse("admin:accounts_user_changelist"), chosen)
    assert not Authenticator.objects.filter(user=agent).exists()
    assert agent.notifications.get().kind == "account_security"


def test_a_key_that_cannot_be_read_opens_nothing(client, settings):
    agent = make_user(Role.MINISTRY)
    settings.SECRET_KEY = "another key of the service"
    sign_in(client, agent)
    assert "pas le bon" in client.post(CODE, {"code": code_of(TOTP_SECRET)}).content.decode()
    assert not get_user(client).is_authenticated


def test_a_demonstration_may_do_without(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(make_user(Role.PREFECTURE, second_factor=False))
    assert client.get("/compte/").status_code == 200
