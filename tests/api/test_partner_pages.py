"""The partner's page of keys and webhook, and the documentation of the API."""

import re

import pytest
from django.urls import reverse

from geo_matching.accounts.models import ApiToken, Partner
from geo_matching.accounts.roles import Role
from tests.accounts.factories import make_user
from tests.api.partner_world import PartnerClient, make_partner, user_of

pytestmark = pytest.mark.django_db
PAGE = "/compte/api/"


@pytest.fixture
def partner(db):
    return make_partner()


@pytest.fixture
def browser(client, partner):
    client.force_login(user_of(partner))
    return client


def test_only_partners_come_in(client):
    assert "next=/compte/api/" in client.get(PAGE)["Location"]
    client.force_login(make_user(Role.HOST))
    assert client.get(PAGE).status_code == 403
    client.force_login(make_user(Role.PARTNER))
    assert "pas encore rattaché" in client.get(PAGE).content.decode()


def test_a_key_is_shown_once_and_works(browser, django_assert_max_num_queries):
    response = browser.post(PAGE, {"do": "make", "label": "site public"})
    (text,) = re.findall(r"<code>(st3_[\w-]{43})</code>", response.content.decode())
    assert "no-store" in response["Cache-Control"]
    assert PartnerClient(token=text).get("/api/v2/sectors").status_code == 200
    with django_assert_max_num_queries(12):
        page = browser.get(PAGE).content.decode()
    assert text not in page
    assert "site public" in page


def test_a_key_is_replaced_then_revoked(browser, partner):
    token, old = ApiToken.make(user_of(partner), "site public")
    page = browser.post(PAGE, {"do": "rotate", "key": token.pk}).content.decode()
    (new,) = re.findall(r"<code>(st3_[\w-]{43})</code>", page)
    for text in (old, new):
        assert PartnerClient(token=text).get("/api/v2/sectors").status_code == 200
    for _ in range(2):
        assert browser.post(PAGE, {"do": "revoke", "key": token.pk}).status_code == 302
    assert PartnerClient(token=old).get("/api/v2/sectors").status_code == 401
    assert PartnerClient(token=new).get("/api/v2/sectors").status_code == 200


def test_nobody_touches_anothers_key(browser):
    token, _ = ApiToken.make(user_of(make_partner()), "à un autre")
    for do in ("revoke", "rotate"):
        for key in (token.pk, "x", "9" * 30, "²"):
            browser.post(PAGE, {"do": do, "key": key})
    assert ApiToken.objects.get().revoked_at is None


def test_errors_stand_beside_their_field_and_keep_what_was_typed(browser, partner):
    empty = browser.post(PAGE, {"do": "make", "label": ""})
    assert empty.status_code == 422
    assert "Dites à quoi servira la clé" in empty.content.decode()
    wrong = browser.post(PAGE, {"do": "webhook", "webhook_url": "http://partenaire.example/x"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "doit commencer par https://" in page
    assert 'value="http://partenaire.example/x"' in page
    assert Partner.objects.get(pk=partner.pk).webhook_url == ""


def test_no_more_than_ten_keys(browser, partner):
    for number in range(10):
        ApiToken.make(user_of(partner), f"clé {number}")
    assert browser.post(PAGE, {"do": "make", "label": "une de trop"}).status_code == 422
    assert ApiToken.objects.count() == 10


def test_webhook_and_its_secret(browser, partner):
    url = "https://partenaire.example/counts"
    assert browser.post(PAGE, {"do": "webhook", "webhook_url": url}).status_code == 302
    before = Partner.objects.get(pk=partner.pk)
    assert before.webhook_url == url
    assert before.webhook_secret in browser.get(PAGE).content.decode()
    browser.post(PAGE, {"do": "secret"})
    assert Partner.objects.get(pk=partner.pk).webhook_secret != before.webhook_secret
    browser.post(PAGE, {"do": "webhook", "webhook_url": ""})
    assert Partner.objects.get(pk=partner.pk).webhook_url == ""
    assert browser.post(PAGE, {"do": "anything"}).status_code == 302


def test_the_documentation_has_both_parts_and_examples(client):
    schema = client.get("/api/partenaires/schema/?format=json").json()
    paths = set(schema["paths"])
    assert "/api/v2/internship_offers/{remote_id}" in paths
    assert "/api/v1/partner/offers/bulk/" in paths
    post = schema["paths"]["/api/v2/internship_offers"]["post"]
    assert post["requestBody"]["content"]["application/json"]["examples"]
    assert post["security"] == [{"partnerToken": []}]
    assert "swagger" in client.get("/api/partenaires/").content.decode().lower()
    public = client.get("/api/schema/?format=json").json()
    assert not [path for path in public["paths"] if "partner" in path or "v2" in path]


def test_support_sees_partners_and_revokes_a_key(client, partner):
    ApiToken.make(user_of(partner), "site public")
    client.force_login(make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True))
    page = reverse("admin:accounts_partner_change", args=[partner.pk])
    assert client.get(page).status_code == 200
    assert client.get(reverse("admin:accounts_partner_changelist"), {"q": "a"}).status_code == 200
    form = {
        "name": "Autre nom",
        "full_access": "on",
        "members-TOTAL_FORMS": "1",
        "members-INITIAL_FORMS": "0",
        "members-0-user": make_user(Role.PARTNER).pk,
    }
    assert client.post(page, form).status_code == 302
    changed = Partner.objects.get()
    assert (changed.name, changed.full_access, changed.members.count()) == ("Autre nom", True, 2)
    keys = reverse("admin:accounts_apitoken_changelist")
    assert ApiToken.objects.get().digest not in client.get(keys).content.decode()
    client.post(keys, {"action": "revoke", "_selected_action": [ApiToken.objects.get().pk]})
    assert ApiToken.objects.get().revoked_at is not None
