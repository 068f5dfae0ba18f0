"""Identity providers: linked pupils and adults get in, parents and strangers are told why not."""

import json

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import get_user
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.settings.oidc import origins_of, read_providers
from tests.accounts.factories import PASSWORD, make_host_user, make_student, make_user
from tests.accounts.identity_provider import CLIENT, SECRET, IdentityProvider

pytestmark = [pytest.mark.django_db, pytest.mark.network]
PUPIL = {"sub": "eleve-1", "given_name": "Camille", "profile": "eleve", "birthdate": "2012-01-01"}
ADULT = {
    "sub": "adulte-1",
    "given_name": "Alix",
    "family_name": "Essai",
    "email": "alix@garage.example",
    "email_verified": True,
}


@pytest.fixture(scope="module")
def server():
    with IdentityProvider() as provider:
        yield provider


@pytest.fixture
def provider(server, settings, tmp_path):
    cache.clear()
    server.spoil, server.signing_key, server.signs_userinfo = {}, server.key, False
    common = {"server_url": server.url, "client_id": CLIENT, "secret": SECRET}
    file = tmp_path / "providers.json"
    rule = {"claim": "profile", "values": ["parent"]}
    entries = [
        {"id": "eleves", "name": "ÉduConnect", "kind": "pupils", "refuse": rule, **common},
        {"id": "adultes", "name": "ProConnect", "kind": "adults", **common},
    ]
    file.write_text(json.dumps(entries), encoding="utf-8")
    configured = dict(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"])
    configured["APPS"] = read_providers(str(file))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": configured}
    return server


def come(client, provider, name, person, process="login"):
    """Go to the provider and come back as this person."""
    provider.person = person
    leave = client.post(f"/compte/identites/{name}/connexion/?process={process}")
    assert leave.status_code == 302, leave.content
    assert leave["Location"].startswith(f"{provider.url}/authorize?")
    return client.get(provider.consent(leave["Location"]))


def test_a_pupil_links_its_account_once_and_then_comes_in_by_one_click(client, provider):
    pupil = make_student().user
    client.post("/compte/connexion/", {"login": pupil.username, "password": PASSWORD})
    assert "Relier à ÉduConnect" in client.get("/compte/identites/").content.decode()
    come(client, provider, "eleves", PUPIL, process="connect")
    kept = SocialAccount.objects.get(user=pupil)
    assert (kept.uid, kept.extra_data) == ("eleve-1", {})
    client.logout()
    answer = come(client, provider, "eleves", PUPIL)
    assert answer.status_code == 302
    assert get_user(client) == pupil


def test_an_unknown_pupil_makes_no_account_and_is_told_what_to_do(client, provider):
    answer = come(client, provider, "eleves", PUPIL)
    assert answer.status_code == 403
    assert "Entre d'abord une fois avec la feuille" in answer.content.decode()
    assert not User.objects.exists()


def test_a_parent_is_refused(client, provider):
    pupil = make_student().user
    client.force_login(pupil)
    client.post("/compte/confirmer/", {"password": PASSWORD})
    answer = come(client, provider, "eleves", {**PUPIL, "profile": ["parent"]}, "connect")
    assert answer.status_code == 403
    assert "compte de parent" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_pupils_and_adults_do_not_change_places(client, provider):
    client.force_login(make_host_user())
    client.post("/compte/confirmer/", {"password": PASSWORD})
    assert come(client, provider, "eleves", PUPIL, "connect").status_code == 403
    client.force_login(make_student().user)
    client.post("/compte/confirmer/", {"password": PASSWORD})
    assert come(client, provider, "adultes", ADULT, "connect").status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("signed", [False, True])
def test_an_adult_comes_for_the_first_time_as_a_host(client, provider, signed):
    provider.signs_userinfo = signed
    answer = come(client, provider, "adultes", ADULT)
    assert answer.status_code == 302
    made = User.objects.get()
    assert get_user(client) == made
    assert (made.role, made.is_approved, made.email) == (Role.HOST, True, ADULT["email"])
    assert not made.has_usable_password()
    client.logout()
    come(client, provider, "adultes", ADULT)
    assert get_user(client) == made


def test_an_address_that_nobody_vouches_for_is_verified_first(client, provider):
    come(client, provider, "adultes", {**ADULT, "email_verified": False})
    assert not get_user(client).is_authenticated
    assert not User.objects.get().is_approved


def test_an_existing_account_is_not_taken_over_by_its_address(client, provider):
    known = make_user(email=ADULT["email"])
    come(client, provider, "adultes", ADULT)
    assert not get_user(client).is_authenticated
    assert not SocialAccount.objects.filter(user=known).exists()


def test_an_agent_still_shows_its_second_factor(client, provider):
    agent = make_user(Role.PREFECTURE)
    SocialAccount.objects.create(user=agent, provider="adultes", uid=ADULT["sub"])
    answer = come(client, provider, "adultes", ADULT)
    assert answer["Location"] == "/compte/second-facteur/code/"
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize(
    "spoil",
    [
        {"aud": "somebody-else"},
        {"iss": "https://ailleurs.example"},
        {"exp": 1},
        {"nonce": "another"},
        {"sub": "another"},
    ],
)
def test_a_token_that_answers_another_question_opens_nothing(client, provider, spoil):
    provider.spoil = spoil
    answer = come(client, provider, "adultes", ADULT)
    assert "pas abouti" in answer.content.decode()
    assert not User.objects.exists()


def test_a_token_signed_by_somebody_else_opens_nothing(client, provider):
    provider.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    answer = come(client, provider, "adultes", ADULT)
    assert "pas abouti" in answer.content.decode()
    assert not User.objects.exists()


def test_an_answer_nobody_asked_for_opens_nothing(client, provider):
    answer = client.get("/compte/identites/adultes/retour/?code=x&state=y")
    assert "pas abouti" in answer.content.decode()
    assert client.get("/compte/identites/inconnu/connexion/").status_code == 404


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "Expecting"),
        ("{}", "a list of objects was expected"),
        ('[{"id": "a"}]', "entry 1: name, kind, server_url, client_id missing"),
        (
            '[{"id":"a","name":"A","kind":"cats","server_url":"https://a.example","client_id":"c"}]',
            "kind is one of pupils, adults",
        ),
    ],
)
def test_a_wrong_file_is_told_at_start(tmp_path, text, complaint):
    file = tmp_path / "providers.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match=complaint):
        read_providers(str(file))


def test_forms_may_go_on_to_the_origins_of_providers(tmp_path):
    file = tmp_path / "providers.json"
    entry = {"id": "a", "name": "A", "kind": "adults", "client_id": "c"}
    file.write_text(json.dumps([{**entry, "server_url": "https://a.example/realm"}]), "utf-8")
    assert origins_of(read_providers(str(file))) == ["https://a.example"]
    assert read_providers("") == []
