"""Whatever is asked, the answer is one that the schema foresees, and never a 500."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.fuzzing import (
    QUIET,
    ask_as_foreseen,
    check_answered_or_refused,
    published_schema,
)
from tests.matching.toy_town import FAR, FOOT, NEAR, offer_at

pytestmark = pytest.mark.django_db
PATHS = (
    "/colleges/",
    "/colleges/{uai}/",
    "/offers/",
    "/offers/markers/",
    "/offers/{id}/",
    "/offers/{id}/journey/",
    "/isochrones/",
    "/health/",
)
SOME = settings(max_examples=30, **QUIET)
MANY = settings(max_examples=300, **QUIET)


@pytest.fixture
def town(college):
    """The toy town: (UAI of its collège, id of one of its offers)."""
    for east in (FOOT, FAR):
        offer_at(east)
    return college.uai, offer_at(NEAR).pk


@pytest.fixture
def api_schema(db):
    return published_schema("/api/schema/")


def play(town, operation, some):
    """Ask an operation again and again; return the statuses that came back."""
    uai, pk = town
    statuses = set()

    @given(case=operation.as_strategy(), real=st.booleans())
    @some
    def ask(case, real):
        if real:
            # What is made up is never a real collège or offer: put ours.
            if "college" in (case.query or {}):
                case.query["college"] = uai
            if "uai" in (case.path_parameters or {}):
                case.path_parameters["uai"] = uai
            if "id" in (case.path_parameters or {}):
                case.path_parameters["id"] = pk
        statuses.add(ask_as_foreseen(case))

    ask()
    return statuses


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_one_that_the_schema_foresees(town, api_schema, path):
    assert 200 in play(town, api_schema["/api/v1" + path]["GET"], SOME)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_many_answers_are_those_that_the_schema_foresees(town, api_schema, path):
    assert 200 in play(town, api_schema["/api/v1" + path]["GET"], MANY)


def test_every_path_of_the_schema_is_tried(api_schema):
    assert {"/api/v1" + path for path in PATHS} == set(api_schema.raw_schema["paths"])


NAMES = st.sampled_from(
    [
        "college",
        "max_minutes",
        "sector",
        "week",
        "min_quality",
        "wishes",
        "sort",
        "page",
        "page_size",
        "format",
        "direction",
        "day",
        "minutes",
        "priority",
        "departement",
        "q",
    ]
)
VALUES = st.one_of(
    st.text(max_size=12),
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(
        ("REP+", "REP", "s33", "2026-W48", "38", "geojson", "json", "morning", "15,30")
    ),
)


@pytest.mark.parametrize("path", PATHS)
def test_any_query_string_gets_json_with_a_reason(town, client, path):
    uai, pk = town
    url = "/api/v1" + path.format(uai=uai, id=pk)

    @given(st.lists(st.tuples(NAMES, VALUES), max_size=4), st.booleans())
    @SOME
    def ask(pairs, real):
        known = [("college", uai)] if real else []
        query = "&".join(f"{name}={quote(value, safe='+')}" for name, value in pairs + known)
        check_answered_or_refused(client.get(f"{url}?{query}"))

    ask()


@pytest.mark.parametrize(
    ("query", "status"), [("%ff%fe=%c3", 200), ("&&&=&=x", 200), ("x=1&" * 2000, 400), ("%", 200)]
)
def test_broken_query_strings_are_read_or_refused(client, db, query, status):
    response = client.get(f"/api/v1/colleges/?{query}")
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/json")


def test_other_addresses_methods_and_formats_have_the_same_shape(client, db):
    for response, status, code in (
        (client.get("/api/v1/nothing/"), 404, "NOT_FOUND"),
        (client.get("/api/v2/offers/"), 404, "NOT_FOUND"),
        (client.get("/api/v1/offers/abc/"), 404, "NOT_FOUND"),
        (client.post("/api/v1/offers/", {}), 405, "METHOD_NOT_ALLOWED"),
        (client.delete("/api/v1/colleges/"), 405, "METHOD_NOT_ALLOWED"),
        (client.get("/api/v1/health/", headers={"accept": "text/csv"}), 406, "NOT_ACCEPTABLE"),
    ):
        assert response.status_code == status
        body = response.json()
        assert (set(body), body["code"]) == ({"code", "error", "field"}, code)
    assert client.get("/api/v1/colleges").headers["Location"] == "/api/v1/colleges/"
