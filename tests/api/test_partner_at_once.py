"""The same offer sent by several clients at the same moment is there once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from geo_matching.accounts.models import CallCount
from offers.models import Host, Offer, Site
from tests.api.partner_world import PartnerClient, make_partner
from tests.offers.partner_bodies import body

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 4


def at_once(send) -> list:
    def one(number):
        try:
            return send(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, range(CLIENTS)))


def test_one_is_created_and_the_others_are_conflicts():
    token = PartnerClient(make_partner()).token
    answers = at_once(lambda number: PartnerClient(token=token).create(body(title=f"n {number}")))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CLIENTS - 1}
    assert (Offer.objects.count(), Site.objects.count(), Host.objects.count()) == (1, 1, 1)
    assert CallCount.objects.get().calls == CLIENTS


def test_with_one_idempotency_key_all_get_the_same_answer():
    token = PartnerClient(make_partner()).token
    key = {"idempotency-key": "un"}
    answers = at_once(lambda _: PartnerClient(token=token).create(body(), **key))
    assert {answer.status_code for answer in answers} == {201}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert Offer.objects.count() == 1
