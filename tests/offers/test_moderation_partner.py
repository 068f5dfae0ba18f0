"""Decisions on offers that a partner sent: its accounts are told, read and contest."""

import pytest

from geo_matching.accounts.models import User
from geo_matching.notifications.models import Notification
from offers.models import Decision, HostMember, Offer
from offers.moderation.deciding import decide
from tests.accounts.factories import make_administrator
from tests.api.partner_world import PartnerClient, make_partner, user_of
from tests.offers.factories import make_offer
from tests.offers.partner_bodies import body
from tests.offers.test_moderation import WHY, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_administrator()


def test_a_partner_is_told_of_its_offers_and_contests(client, moderator):
    partner = make_partner()
    account = user_of(partner)
    User.objects.filter(pk=account.pk).update(wants_digest=True)
    offer = make_offer(source=partner.source)
    decision = decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    message = Notification.objects.get(recipient=account)
    assert (message.kind, message.email) == ("offer_moderated", account.email)
    assert message.path == f"/structure/decisions/{decision.pk}/"
    client.force_login(account)
    assert WHY in client.get(message.path).content.decode().replace("&#x27;", "'")
    client.post(message.path, {"appeal": "Le terrain est notre atelier."})
    decision.refresh_from_db()
    assert decision.appealed_at is not None
    other = user_of(make_partner())
    assert told(other) == []
    client.force_login(other)
    assert client.get(message.path).status_code == 404


def test_what_its_partner_publishes_while_it_is_masked_is_online_once_unmasked(moderator):
    client = PartnerClient(make_partner())
    client.create(body(remote_id="a-1"))
    client.patch("a-1", {"published_at": None})
    offer = Offer.objects.get(remote_id="a-1")
    decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    client.patch("a-1", {"title": "Un jour à l'atelier"})
    for published in (None, "2026-11-25T09:00:00+01:00"):
        assert client.patch("a-1", {"published_at": published}).status_code == 200
        assert not Offer.objects.open().exists()
    client.patch("a-1", {"title": "Deux jours à l'atelier"})
    decide(offer, moderator, Decision.Outcome.KEPT, "")
    assert Offer.objects.open().exists()


def test_a_partner_in_the_team_is_told_once(moderator):
    partner = make_partner()
    offer = make_offer(source=partner.source)
    HostMember.objects.create(host=offer.site.host, user=user_of(partner))
    decision = decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    assert told(user_of(partner)) == ["offer_moderated"]
    assert list(Decision.objects.visible_to(user_of(partner))) == [decision]
