"""One-time links: they open one agreement, sign once, expire, and are kept as a hash only."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from geo_matching.applications.agreements.signing import reopen
from geo_matching.applications.models import Signature, SigningLink
from geo_matching.common.one_time import digest_of
from geo_matching.notifications.models import Notification
from tests.applications.stages import make_stage
from tests.applications.test_agreement_states import complete

pytestmark = pytest.mark.django_db
ANSWER = {"name": "Dominique Essai", "agrees": "on"}


@pytest.fixture
def stage():
    return make_stage()


@pytest.fixture
def agreement(stage):
    return complete(stage)


@pytest.fixture
def address(agreement) -> str:
    return Notification.objects.get(kind="agreement_link_representative").path


def text(response) -> str:
    return response.content.decode()


def test_the_token_is_long_and_only_its_hash_is_kept(address):
    token = address.strip("/").rpartition("/")[2]
    link = SigningLink.objects.get()
    assert len(token) >= 43
    assert link.token_hash == digest_of(token) != token
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM applications_signinglink s WHERE s::text LIKE %s", [f"%{token}%"]
        )
        assert cursor.fetchone() == (0,)


def test_looking_spends_nothing_and_signing_spends_it(client, agreement, stage, address):
    for _ in range(3):
        page = client.get(address)
        assert page.status_code == 200
    assert str(stage.pupil) in text(page)
    assert 'value="Dominique Essai"' in text(page)
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "strict-origin")
    assert "no-store" in page["Cache-Control"]
    assert "Écrivez vos prénom et nom." in text(client.post(address, {"name": ""}))
    assert "votre signature est enregistrée" in text(client.post(address, ANSWER))
    signature = agreement.signatures.get()
    assert (signature.party, signature.how, signature.name) == (
        "representative",
        "link",
        "Dominique Essai",
    )
    again = client.post(address, {"name": "Un autre", "agrees": "on"})
    assert again.status_code == 410
    assert "a déjà servi" in text(again)
    assert Signature.objects.count() == 1


def test_an_expired_or_unknown_link_is_told_kindly(client, address):
    SigningLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    expired = client.get(address)
    assert expired.status_code == 410
    assert "a expiré" in text(expired)
    assert "n&#x27;existe pas" in text(client.get("/lien/convention/nimporte-quoi/"))
    assert client.get("/lien/convention/nimporte-quoi/convention.pdf").status_code == 410


def test_a_link_of_a_reopened_agreement_opens_nothing(client, agreement, stage, address):
    reopen(agreement, stage.head, "Le tuteur change.")
    closed = client.post(address, ANSWER)
    assert closed.status_code == 410
    assert "rouverte" in text(closed)
    complete(stage)
    assert client.post(address, ANSWER).status_code == 410
    assert not Signature.objects.exists()


def test_a_link_of_a_cancelled_stage_opens_nothing(client, stage, address):
    stage.application.state = "withdrawn"
    stage.application.save()
    assert "n&#x27;a" in text(client.get(address))
    assert client.post(address, ANSWER).status_code == 410
