"""How many offers a second the bulk address takes in, one client, one process."""

import time

import pytest

from offers.models import Offer
from tests.api.partner_world import PartnerClient, make_partner
from tests.offers.partner_bodies import body

pytestmark = [pytest.mark.django_db, pytest.mark.benchmark]
LINES, ROUNDS = 1000, 4
OFFERS_A_SECOND = 100


def test_bulk_takes_a_hundred_offers_a_second(capsys):
    api = PartnerClient(make_partner())
    rates = []
    for round_number in range(ROUNDS):
        lines = [
            body(
                f"{round_number}-{n}",
                street=f"{n} rue des Essais",
                employer_name=f"Atelier {n % 200}",
                coordinates={"latitude": 45.1 + n / 10_000, "longitude": 5.7},
            )
            for n in range(LINES)
        ]
        start = time.perf_counter()
        answer = api.call("POST", "/api/v1/partner/offers/bulk/", lines)
        rates.append(LINES / (time.perf_counter() - start))
        assert answer.json()["created"] == LINES
    assert Offer.objects.open().count() == LINES * ROUNDS
    with capsys.disabled():
        print(  # noqa: T201 - what this test is for
            "offers/s:", *(round(rate) for rate in rates)
        )
    assert max(rates) >= OFFERS_A_SECOND
