"""Whatever the key, each operation answers as the schema says, and what the page shows is taken."""

import pytest
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_matching.accounts.models import ApiToken, CallCount, Partner
from geo_matching.accounts.roles import Role
from offers.models import Offer
from tests.accounts.factories import make_host_user, make_user
from tests.api.fuzzing import (
    QUIET,
    ask_as_foreseen,
    check_answered_or_refused,
    published_schema,
)
from tests.api.partner_world import PartnerClient, make_partner, user_of
from tests.api.test_partner_never_a_500 import OPERATIONS
from tests.offers.partner_bodies import body

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=4, **QUIET)
MANY = settings(max_examples=100, **QUIET)
SOME = settings(max_examples=40, **QUIET)
KNOWN = "known"


def no_key() -> dict[str, str]:
    return {}


def key_of(partner: Partner) -> dict[str, str]:
    """Publish an offer of a partner; return what its calls carry."""
    client = PartnerClient(partner)
    assert client.create(body(remote_id=KNOWN)).status_code == 201
    return {"Authorization": f"Bearer {client.token}"}


def own_offers_only() -> dict[str, str]:
    return key_of(make_partner())


def everything() -> dict[str, str]:
    return key_of(make_partner(full_access=True, open_data=True))


def revoked() -> dict[str, str]:
    partner = make_partner(full_access=True)
    carried = key_of(partner)
    ApiToken.objects.filter(user=user_of(partner)).delete()
    return carried


KEYS = (no_key, own_offers_only, everything, revoked)
EACH = pytest.mark.parametrize(("method", "path"), OPERATIONS)
EACH_KEY = pytest.mark.parametrize("key", KEYS, ids=[key.__name__ for key in KEYS])


@pytest.fixture
def api_schema(db):
    return published_schema("/api/partenaires/schema/")


def play(operation, headers: dict[str, str], some: settings) -> set[int]:
    """Ask an operation again and again; return the statuses that came back."""
    statuses = set()

    @given(case=operation.as_strategy(), real=st.booleans())
    @some
    def ask(case, real):
        # What is made up is never the identifier of an offer: put ours.
        if real and "remote_id" in (case.path_parameters or {}):
            case.path_parameters["remote_id"] = KNOWN
        statuses.add(ask_as_foreseen(case, headers, CallCount.objects.all().delete))

    ask()
    return statuses


@EACH
@EACH_KEY
def test_every_key_gets_what_the_schema_foresees(api_schema, key, method, path):
    play(api_schema[path][method], key(), FEW)


@pytest.mark.slow
@EACH
@EACH_KEY
def test_every_key_many_times(api_schema, key, method, path):
    play(api_schema[path][method], key(), MANY)


def examples_of(described: dict) -> list:
    """Return the bodies that the page shows for an operation."""
    content = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    return [example["value"] for example in content.get("examples", {}).values()]


def test_every_body_that_the_page_shows_is_taken(api_schema):
    client = PartnerClient(make_partner(full_access=True))
    shown = body(remote_id="abc-1")
    seen = 0
    for path, operations in api_schema.raw_schema["paths"].items():
        for method, described in operations.items():
            for sent in examples_of(described):
                seen += 1
                Offer.objects.all().delete()
                if method == "patch":
                    client.create(shown)
                here = path.replace("{remote_id}", "abc-1")
                answer = client.call(method.upper(), here, sent)
                assert answer.status_code < 300, (method, path, answer.content)
                assert b'"status":"refused"' not in answer.content
    # Two bodies of an offer, the bulk of one, and both questions for collèges.
    assert seen == 5


NAMES = st.sampled_from(["lat", "lon", "start", "end", "advice", "q", "format"])
VALUES = st.one_of(
    st.text(max_size=12),
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(str),
    st.sampled_from(("45.19", "5.72", "9:00", "17:00", "24:00", "1", "json", "12 rue du bout")),
)


@pytest.mark.parametrize("who", ["nobody", Role.PUPIL, Role.HOST])
@pytest.mark.parametrize("path", ["/api/v1/reach/", "/api/v1/addresses/"])
def test_questions_of_who_posts_are_answered_or_refused(college, client, path, who):
    if who != "nobody":
        client.force_login(make_host_user() if who == Role.HOST else make_user(who))

    @given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
    @SOME
    def ask(pairs):
        cache.clear()
        query: dict[str, list[str]] = {}
        for name, value in pairs:
            query.setdefault(name, []).append(value)
        check_answered_or_refused(client.get(path, query))

    ask()


def test_any_address_of_a_webhook_is_kept_or_refused_beside_its_field(client):
    partner = make_partner()
    client.force_login(user_of(partner))

    @given(
        st.one_of(
            st.text(max_size=40),
            st.text(max_size=30).map("https://{}".format),
            st.sampled_from(
                ["https://[::1", "https://a:99999/", "https://\u0000.fr", "https://é.example/ü"]
            ),
        )
    )
    @SOME
    def send(url):
        sent = {"do": "webhook", "webhook_url": url}
        response = client.post("/compte/api/", sent)
        assert response.status_code in {302, 422}, url

    send()
