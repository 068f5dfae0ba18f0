"""Whatever partners send, the answer is one of the contract, and never a 500."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_matching.accounts.models import CallCount
from tests.api.fuzzing import QUIET, published_schema
from tests.api.partner_world import OFFERS, PartnerClient, make_partner
from tests.offers.partner_bodies import body

pytestmark = pytest.mark.django_db
BULK = "/api/v1/partner/offers/bulk/"
SOME = settings(max_examples=25, **QUIET)
MANY = settings(max_examples=300, **QUIET)


@pytest.fixture
def api(db):
    return PartnerClient(make_partner(full_access=True, open_data=True))


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.sampled_from(
        ["\x00", "\ud800", "²", "1e999", "9" * 4000, "N/A", "0001-01-01T00:00:00+14:00"]
    ),
    st.lists(st.one_of(st.text(max_size=8), st.integers(), st.none()), max_size=3),
    st.dictionaries(st.text(max_size=9), st.one_of(st.text(max_size=9), st.floats()), max_size=2),
)
NAMES = sorted({*body(), "published_at", "employer_chosen_name", "type"})
CHANGES = st.dictionaries(st.sampled_from(NAMES), ODD, min_size=1, max_size=4)
SPECIAL = st.fixed_dictionaries(
    {},
    optional={
        "coordinates": st.fixed_dictionaries({"latitude": ODD, "longitude": ODD}),
        "daily_hours": st.dictionaries(
            st.sampled_from(["lundi", "mardi", "monday"]), st.lists(ODD, max_size=4), max_size=2
        ),
        "weeks": st.lists(st.one_of(ODD, st.sampled_from(["2027-W01", "9999-W52"])), max_size=3),
        "grades": st.lists(st.one_of(ODD, st.sampled_from(["seconde", "troisieme"])), max_size=3),
    },
)


def sent(value: object) -> bytes:
    # Lone surrogates travel as \ud800, infinities as JSON does not know them.
    return json.dumps(value).encode()


def check(response) -> None:
    assert response.status_code < 500, response.content
    if response.status_code >= 400:
        answer = response.json()
        assert {"code", "error"} <= set(answer)
        assert answer["error"]


def try_bodies(api, some):
    api.create(body("known"))

    @given(CHANGES, SPECIAL)
    @some
    def play(changes, special):
        CallCount.objects.all().delete()
        # Not `body(**...)`: there, None leaves a field out.
        whole = {**body(), **copy.deepcopy(changes), **special}
        check(api.call("POST", OFFERS, sent({"internship_offer": whole})))
        patch = sent({"internship_offer": {**changes, **special}})
        check(api.call("PATCH", f"{OFFERS}/known", patch))
        check(api.call("POST", BULK, sent([whole, {**whole, "remote_id": "other"}])))

    play()


def test_odd_values_in_every_field(api):
    try_bodies(api, SOME)


@pytest.mark.slow
def test_many_odd_values_in_every_field(api):
    try_bodies(api, MANY)


@given(raw=st.one_of(st.binary(max_size=60), ODD.map(sent)))
@SOME
def check_raw(api, raw):
    CallCount.objects.all().delete()
    for method, path in (
        ("POST", OFFERS),
        ("PATCH", f"{OFFERS}/x"),
        ("POST", "/api/v2/auth/login"),
        ("POST", "/api/v2/schools/search"),
        ("POST", "/api/v2/schools/nearby"),
        ("POST", BULK),
    ):
        check(api.call(method, path, raw))


def test_any_bytes_as_a_body(api):
    check_raw(api)


@pytest.fixture
def api_schema(db):
    return published_schema("/api/partenaires/schema/")


OPERATIONS = (
    ("POST", "/api/v2/auth/login"),
    ("GET", "/api/v2/internship_offers"),
    ("POST", "/api/v2/internship_offers"),
    ("GET", "/api/v2/internship_offers/search"),
    ("GET", "/api/v2/internship_offers/{remote_id}"),
    ("PATCH", "/api/v2/internship_offers/{remote_id}"),
    ("DELETE", "/api/v2/internship_offers/{remote_id}"),
    ("GET", "/api/v2/sectors"),
    ("POST", "/api/v2/schools/search"),
    ("POST", "/api/v2/schools/nearby"),
    ("GET", "/api/v1/partner/offers/"),
    ("POST", "/api/v1/partner/offers/bulk/"),
)


def test_every_operation_of_both_parts_is_played(api_schema):
    paths = api_schema.raw_schema["paths"]
    described = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert described == set(OPERATIONS)
