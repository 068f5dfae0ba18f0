"""Who gets into the partner API, how often, and what a wrong token is told."""

import datetime as dt

import jwt
import pytest
from django.test import Client
from django.utils import timezone

from geo_matching.accounts.models import ApiToken, CallCount
from geo_matching.accounts.roles import Role
from geo_matching.api.partner import limits
from geo_matching.api.partner.tokens import signed_token
from geo_matching.common.one_time import digest_of
from tests.accounts.factories import PASSWORD, make_user
from tests.api.partner_world import OFFERS, PartnerClient, error_of, make_partner, user_of

pytestmark = pytest.mark.django_db
SECTORS = "/api/v2/sectors"
SCHOOLS = "/api/v2/schools/search"
LOGIN = "/api/v2/auth/login"


@pytest.fixture
def partner(db):
    return make_partner()


def login(email, password=PASSWORD):
    return PartnerClient().call("POST", LOGIN, {"email": email, "password": password})


def test_signing_in_gives_a_token_of_a_day(partner):
    response = login(user_of(partner).email.upper())
    assert response.status_code == 200
    assert set(response.json()) == {"token"}
    token = response.json()["token"]
    assert jwt.get_unverified_header(token)["alg"] == "HS256"
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 24 * 3600
    assert PartnerClient(token=token).get(SECTORS).status_code == 200


def test_a_wrong_pair_or_another_role_gets_no_token(partner):
    for email, password in (
        (user_of(partner).email, "faux"),
        ("personne@essais.example", PASSWORD),
        (make_user(Role.HOST).email, PASSWORD),
        (make_user(Role.PARTNER, approved=False).email, PASSWORD),
        ("\x00", PASSWORD),
        (None, 7),
    ):
        response = login(email, password)
        assert error_of(response) == (401, "UNAUTHORIZED")
        assert isinstance(response.json()["error"], str)


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b'"x"', b"{", b"\xff", b"NaN", b"[" * 9000])
def test_a_login_that_is_no_object_is_told(body, db):
    assert error_of(PartnerClient().call("POST", LOGIN, body)) == (422, "BAD_PAYLOAD")


def test_tokens_that_do_not_count(partner):
    user = user_of(partner)
    _, key = ApiToken.make(user, "essais")
    good = signed_token(user)
    late = jwt.encode({"user_id": user.pk, "exp": 1, "pw": "x"}, "k" * 32, algorithm="HS256")
    none = jwt.encode({"user_id": user.pk, "pw": "x"}, None, algorithm="none")
    for token in (None, "", "x", key + "x", key[:-1], good[:-2], late, none, "a.b.c", "é"):
        response = PartnerClient(token=token).get(SECTORS)
        assert error_of(response) == (401, "UNAUTHORIZED"), token
        assert response["WWW-Authenticate"] == "Bearer"
    assert PartnerClient(token=key).get(SECTORS).status_code == 200
    ApiToken.objects.get().revoke()
    assert error_of(PartnerClient(token=key).get(SECTORS)) == (401, "UNAUTHORIZED")


def test_a_new_password_ends_signed_tokens(partner):
    user = user_of(partner)
    client = PartnerClient(token=signed_token(user))
    assert client.get(SECTORS).status_code == 200
    user.set_password("un autre mot de passe")
    user.save()
    assert error_of(client.get(SECTORS)) == (401, "UNAUTHORIZED")


def test_an_account_that_is_closed_or_no_longer_a_partner_is_out(partner):
    client, user = PartnerClient(partner), user_of(partner)
    for change in ({"is_active": False}, {"approved_at": None}, {"role": Role.HOST}):
        type(user).objects.filter(pk=user.pk).update(
            **{"is_active": True, "approved_at": timezone.now(), "role": Role.PARTNER, **change}
        )
        assert error_of(client.get(SECTORS)) == (401, "UNAUTHORIZED")


def test_only_a_digest_of_a_key_is_kept(partner):
    token, text = ApiToken.make(user_of(partner), "essais")
    assert token.digest == digest_of(text)
    assert text not in str(ApiToken.objects.values().get())
    PartnerClient(token=text).get(SECTORS)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()


def test_a_token_in_the_address_is_accepted_until_its_day(partner, settings):
    _, text = ApiToken.make(user_of(partner), "essais")
    for token in (f"Bearer%20{text}", text):
        response = PartnerClient().get(f"{OFFERS}?token={token}")
        assert response.status_code == 200
        assert (response["Deprecation"], response["Sunset"][:4]) == ("true", "Tue,")
        assert text not in response.content.decode()
    assert "Deprecation" not in PartnerClient(partner).get(OFFERS)
    settings.PARTNER_QUERY_TOKEN_UNTIL = "2026-01-01"
    assert error_of(PartnerClient().get(f"{OFFERS}?token={text}")) == (401, "UNAUTHORIZED")


def freeze(monkeypatch, moment):
    monkeypatch.setattr(limits.timezone, "now", lambda: moment)


def test_more_than_a_hundred_calls_a_minute_are_too_many(partner, monkeypatch):
    now = timezone.now().replace(second=50, microsecond=0)
    freeze(monkeypatch, now)
    CallCount.objects.create(
        kind="offers", caller=user_of(partner).pk, since=now.replace(second=0), calls=99
    )
    client = PartnerClient(partner)
    assert client.get(OFFERS).status_code == 200
    response = client.get(OFFERS)
    assert error_of(response) == (429, "TOO_MANY_REQUESTS")
    assert response["Retry-After"] == "11"
    # Sectors are counted apart, and so is everybody else.
    assert client.get(SECTORS).status_code == 200
    assert PartnerClient(make_partner()).get(OFFERS).status_code == 200
    freeze(monkeypatch, now + dt.timedelta(seconds=10))
    assert client.get(OFFERS).status_code == 200


def test_guessing_a_password_stops_after_ten_attempts(partner):
    email = user_of(partner).email
    for _ in range(10):
        assert login(email, "faux").status_code == 401
    response = login(email, PASSWORD)
    assert error_of(response) == (429, "TOO_MANY_REQUESTS")
    assert 0 < int(response["Retry-After"]) <= 900
    # Neither the address of the caller nor of the account is kept.
    assert email not in str(list(CallCount.objects.values()))
    assert "127.0.0.1" not in str(list(CallCount.objects.values()))


def test_old_counts_are_forgotten(db):
    old = timezone.now() - dt.timedelta(days=2)
    CallCount.objects.create(kind="offers", caller="1", since=old, calls=1)
    CallCount.add("offers", "1", timezone.now())
    assert limits.forget_old_counts() == 1
    assert CallCount.objects.count() == 1


def test_sectors_have_the_short_codes(partner, django_assert_num_queries):
    client = PartnerClient(partner)
    client.get(SECTORS)
    with django_assert_num_queries(2):
        sectors = client.get(SECTORS).json()["sectors"]
    assert len(sectors) == 51
    assert {"id": 33, "name": "Journalisme", "external_url": "", "uuid": "s33"} in sectors


def test_wrong_methods_and_addresses_are_told_in_the_same_form(partner):
    client = PartnerClient(partner)
    assert error_of(client.call("PUT", OFFERS, {})) == (405, "METHOD_NOT_ALLOWED")
    assert error_of(client.get("/api/v2/nothing")) == (404, "NOT_FOUND")
    assert error_of(client.get("/api/v2/nothing/")) == (404, "NOT_FOUND")


def test_behind_a_proxy_callers_are_counted_apart(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for caller in ("192.0.2.1", "192.0.2.2"):
        # What a caller claims itself stands before what the proxy adds.
        told = {"HTTP_X_FORWARDED_FOR": f"198.51.100.9, {caller}"}
        Client().post(SCHOOLS, "{}", content_type="application/json", **told)
    assert sorted(CallCount.objects.values_list("calls", flat=True)) == [1, 1]
