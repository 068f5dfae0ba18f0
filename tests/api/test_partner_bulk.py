"""Many offers at once: a result a line, all or none on demand, and nothing twice."""

import json

import pytest

from geo_matching.common.versions import current
from offers.models import Offer
from tests.api.partner_world import OFFERS, PartnerClient, error_of, make_partner
from tests.offers.partner_bodies import body

pytestmark = pytest.mark.django_db
BULK = "/api/v1/partner/offers/bulk/"


@pytest.fixture
def partner(db):
    return make_partner()


@pytest.fixture
def api(partner):
    return PartnerClient(partner)


def statuses(response):
    return [line["status"] for line in response.json()["results"]]


def test_each_line_has_its_result(api):
    api.create(body(3))
    api.create(body(4))
    api.delete("r4")
    response = api.call(
        "POST",
        BULK,
        [
            body(1),
            {"internship_offer": body(2, zipcode="75")},
            body(3, title="Nouveau titre"),
            body(4),
            body(1, title="Encore"),
            7,
        ],
    )
    assert response.status_code == 200
    assert statuses(response) == ["created", "refused", "updated", *["refused"] * 3]
    answer = response.json()
    assert (answer["created"], answer["updated"], answer["refused"]) == (1, 1, 4)
    codes = [line["error"]["code"] for line in answer["results"] if "error" in line]
    assert codes == ["VALIDATION_ERROR", "API_ALREADY_DESTROYED", "DUPLICATE_API", "BAD_PAYLOAD"]
    first = answer["results"][0]
    assert (first["line"], first["remote_id"], first["coordinates_precision"]) == (1, "r1", "given")
    assert Offer.objects.get(pk=first["id"]).title == "Découverte d'une menuiserie"
    assert Offer.objects.get(remote_id="r3").title == "Nouveau titre"


def test_the_same_lines_again_change_nothing(api):
    lines = {"internship_offers": [body(number) for number in range(20)]}
    assert set(statuses(api.call("POST", BULK, lines))) == {"created"}
    version = current("ranking")
    assert set(statuses(api.call("POST", BULK, lines))) == {"unchanged"}
    assert current("ranking") == version


def test_all_or_none(api):
    lines = [body(1), body(2, title=""), body(3)]
    response = api.call("POST", f"{BULK}?atomic=1", lines)
    assert response.status_code == 422
    assert statuses(response) == ["not_written", "refused", "not_written"]
    assert not Offer.objects.exists()
    api.create(body(9))
    api.delete("r9")
    late = api.call("POST", f"{BULK}?atomic=1", [body(1), body(9)])
    assert statuses(late) == ["not_written", "refused"]
    assert not Offer.objects.open().exists()
    assert api.call("POST", f"{BULK}?atomic=1", [body(1), body(3)]).status_code == 200
    assert Offer.objects.open().count() == 2


def test_one_offer_a_line_of_text(api):
    raw = "\n".join(json.dumps(body(number)) for number in (1, 2))
    response = api.client.generic(
        "POST",
        BULK,
        raw + "\n\n",
        content_type="application/x-ndjson",
        headers={"authorization": f"Bearer {api.token}"},
    )
    assert statuses(response) == ["created", "created"]


def test_a_date_decides_publication_also_for_a_new_offer(api):
    api.call("POST", BULK, [body(1, published_at="2026-11-23T08:00:00+01:00"), body(2)])
    assert Offer.objects.open().count() == 2
    lines = [{**body(1), "published_at": None}, body(2)]
    assert statuses(api.call("POST", BULK, lines)) == ["updated", "unchanged"]
    assert [offer.remote_id for offer in Offer.objects.open()] == ["r2"]


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"internship_offers": {}}', b"7", b"[" * 9999]
)
def test_what_is_no_list_of_offers(api, raw):
    assert error_of(api.call("POST", BULK, raw)) == (422, "BAD_PAYLOAD")


def test_more_than_a_thousand_lines_or_a_wrong_parameter(api):
    assert error_of(api.call("POST", BULK, [{}] * 1001)) == (422, "BAD_PAYLOAD")
    assert error_of(api.call("POST", f"{BULK}?atomic=yes", [])) == (400, "INVALID_PARAMETER")
    assert error_of(PartnerClient().call("POST", BULK, [])) == (401, "UNAUTHORIZED")


def test_an_identifier_that_is_no_text_comes_back_readable(api):
    odd = [body(remote_id=value) for value in ("\x00", "\ud800", [1], "x" * 70)]
    results = api.call("POST", BULK, odd, **{"idempotency-key": "un"}).json()["results"]
    shown = [line["remote_id"] for line in results]
    assert shown == ["\ufffd", "\ufffd", None, "x" * 60]


def test_the_number_of_queries_does_not_grow_with_the_lines(api, django_assert_max_num_queries):
    for size in (1, 60):
        lines = [body(f"{size}-{n}", street=f"{n} rue des Essais") for n in range(size)]
        with django_assert_max_num_queries(25):
            assert statuses(api.call("POST", BULK, lines)) == ["created"] * size


def test_a_request_sent_again_gets_the_first_answer(api):
    key = {"idempotency-key": "envoi 12"}
    first = api.call("POST", BULK, [body(1)], **key)
    again = api.call("POST", BULK, [body(1)], **key)
    assert again.json() == first.json()
    assert again["Idempotent-Replayed"] == "true"
    other = api.call("POST", BULK, [body(2)], **key)
    assert error_of(other) == (422, "IDEMPOTENCY_KEY_REUSED")
    created = api.create(body(5), **{"idempotency-key": "seul"})
    repeated = api.create(body(5), **{"idempotency-key": "seul"})
    assert (created.status_code, repeated.status_code) == (201, 201)
    assert created.json() == repeated.json()
    # Without the key it is the conflict that partners know.
    assert error_of(api.create(body(5))) == (409, "DUPLICATE_API")
    assert Offer.objects.filter(remote_id="r5").count() == 1


def test_a_refusal_is_not_remembered(api):
    key = {"idempotency-key": "un"}
    assert api.create(body(1, title=None), **key).status_code == 400
    assert api.call("POST", f"{BULK}?atomic=1", [{}], **key).status_code == 422
    assert api.create(body(1), **key).status_code == 201


def test_keys_of_two_partners_do_not_meet(api):
    other = PartnerClient(make_partner())
    key = {"idempotency-key": "un"}
    assert api.create(body(1, title="Le mien"), **key).status_code == 201
    assert other.create(body(1, title="Le leur"), **key).json()["title"] == "Le leur"
    assert other.get(OFFERS).json()["pagination"]["totalInternshipOffers"] == 1
