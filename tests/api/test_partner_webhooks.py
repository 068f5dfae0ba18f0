"""Counts of applications sent to partners: signed, to public hosts only, again when it failed."""

import datetime as dt
import json
import socket

import pytest
from django.utils import timezone

from geo_matching.accounts.models import Partner
from geo_matching.api.partner import tasks
from geo_matching.api.partner.webhooks import SIGNATURE, signature, tell_partner
from geo_matching.applications.models import Application
from geo_matching.common import public_post
from geo_matching.common.public_post import WebhookError, checked_address, post_to_public
from offers.models import Offer
from tests.accounts.factories import make_student
from tests.api.partner_world import PartnerClient, make_partner
from tests.local_server import LocalServer, Reply
from tests.offers.partner_bodies import body

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    settings.PARTNER_WEBHOOKS_TO_LOCAL = True
    with LocalServer() as server:
        yield server


@pytest.fixture
def partner(server):
    partner = make_partner(webhook_url=server.url("/counts?a=b"))
    PartnerClient(partner).create(body())
    Application.objects.create(student=make_student(), offer=Offer.objects.get(), week=202648)
    return partner


def test_what_has_changed_is_told_once_and_signed(partner, server, monkeypatch):
    bodies = []
    real = public_post.urllib3.HTTPConnectionPool.request
    monkeypatch.setattr(
        public_post.urllib3.HTTPConnectionPool,
        "request",
        lambda self, *args, **kwargs: (
            bodies.append((kwargs["body"], kwargs["headers"])) or real(self, *args, **kwargs)
        ),
    )
    server.answers("/counts", Reply())
    assert tell_partner(partner) == 1
    ((sent, headers),) = bodies
    told = json.loads(sent)
    assert told["event"] == "applications.counted"
    (line,) = told["offers"]
    assert line["remote_id"] == "r1"
    assert line["applications"] == {"total": 1, "waiting": 1, "accepted": 0, "confirmed": 0}
    at = int(headers[SIGNATURE].split(",")[0][2:])
    assert headers[SIGNATURE] == signature(partner.webhook_secret, sent, at)
    assert (server.requests[0].path, server.requests[0].query) == ("/counts", "a=b")
    partner.refresh_from_db()
    Application.objects.update(changed_at=timezone.now() - dt.timedelta(hours=1))
    assert tell_partner(partner) == 0
    assert len(bodies) == 1


def test_what_failed_is_told_the_next_time(partner, server):
    server.answers("/counts", Reply(status=503), Reply(status=302), Reply())
    for _ in range(2):
        with pytest.raises(WebhookError):
            tasks.tell_partner_of_applications(partner.pk)
        assert Partner.objects.get().webhook_told_until is None
    assert Partner.objects.get().webhook_result.startswith("Le serveur a répondu 302")
    tasks.tell_partner_of_applications(partner.pk)
    assert Partner.objects.get().webhook_told_until is not None
    # A redirect is an answer like another: nobody follows it.
    assert [request.path for request in server.requests] == ["/counts"] * 3


def test_a_new_number_makes_a_new_secret(partner):
    before = partner.webhook_secret
    partner.webhook_key_number += 1
    assert partner.webhook_secret != before
    assert signature("a", b"x", 1) != signature("b", b"x", 1)


def test_each_partner_has_one_message_in_the_queue(partner):
    make_partner()
    assert tasks.enqueue_telling(partner.pk) is True
    assert tasks.enqueue_telling(partner.pk) is False


@pytest.mark.parametrize(
    "url",
    [
        "http://partenaire.example/x",
        "ftp://partenaire.example/x",
        "https:///x",
        "https://moi:secret@partenaire.example/x",
        "https://partenaire.example:8443/x",
        "https://[::1",
        "javascript:alert(1)",
    ],
)
def test_addresses_that_are_refused_at_once(url):
    with pytest.raises(WebhookError):
        checked_address(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - refused here
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
    ],
)
def test_a_name_that_leads_inside_is_refused(address, monkeypatch):
    # One public address beside it does not help.
    rows = [(0, 0, 0, "", (one, 0)) for one in ("93.184.216.34", address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: rows)
    with pytest.raises(WebhookError, match="public"):
        post_to_public("https://partenaire.example/x", b"{}", {})


def test_a_server_that_hangs_up_or_is_not_there(server, settings):
    server.answers("/cut", Reply(cut_after=0, body=b"x", claims=5, status=500))
    with pytest.raises(WebhookError):
        post_to_public(server.url("/cut"), b"{}", {})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(WebhookError, match="ne répond pas"):
        post_to_public(f"http://127.0.0.1:{port}/", b"{}", {})
