"""The examples of the platform's API played against ours: keys, types, statuses and codes.

Not compared: identifiers, dates, hosts, texts. Traps of the examples: `create/unprocessable_entity
_bad_data` holds a success, `update/unprocessable_entity_bad_data` an older code, the two `forbidden`
concern another account's offer, which is a 404 here.
"""

import datetime as dt
import json

import pytest
from django.utils import timezone

from geo_matching.accounts.models import CallCount
from tests.api.partner_world import OFFERS, PartnerClient, make_partner, user_of
from tests.offers.partner_bodies import body

pytestmark = pytest.mark.django_db
LIBRARY = "internship_offers"
PARIS = {"latitude": 48.8602, "longitude": 2.333}


@pytest.fixture(scope="session")
def examples(stages_data):
    folder = stages_data / "platform" / "api-examples"
    if not folder.is_dir():
        pytest.skip("needs the examples of the platform's API")
    return folder


@pytest.fixture
def example(examples):
    return lambda name: json.loads((examples / "1eleve1stage-v2" / f"{name}.json").read_text())


@pytest.fixture
def partner(db):
    return make_partner(full_access=True, open_data=True)


@pytest.fixture
def api(partner):
    return PartnerClient(partner)


def shape(value: object) -> object:
    """Types, with every key; an empty list fits any list, null any text."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else "text"


def assert_same_shape(ours: object, theirs: object) -> None:
    """Ours may have more keys, never fewer, and of the same types."""
    if isinstance(theirs, dict):
        assert isinstance(ours, dict)
        assert set(theirs) <= set(ours)
        for key, value in theirs.items():
            assert_same_shape(ours[key], value)
    elif isinstance(theirs, list):
        assert isinstance(ours, list)
        if theirs and ours:
            assert_same_shape(ours[0], theirs[0])
    elif theirs is not None and ours is not None:
        assert shape(ours) == shape(theirs)


def check(response, status: int, theirs: dict) -> None:
    assert response.status_code == status
    ours = response.json()
    assert_same_shape(ours, theirs)
    if "code" in theirs:
        assert ours["code"] == theirs["code"]


def given(answer: dict, **changes) -> dict:
    """The body that an example's answer came from; the placeholder of a place becomes Paris."""
    fields = {k: v for k, v in answer.items() if k not in {"formatted_coordinates", "published_at"}}
    year = [f"{week[:6]}{int(week[6:]):02}" for week in answer["weeks"]]
    return {**fields, "weeks": year, "coordinates": PARIS, "sector_uuid": "s25", **changes}


def test_create(api, example):
    answer = example(f"{LIBRARY}/create/created")
    check(api.create(given(answer)), 201, answer)
    # A success, whatever its name says: the street is not known.
    trap = example(f"{LIBRARY}/create/unprocessable_entity_bad_data")
    response = api.create(given(trap, street=None))
    check(response, 201, trap)
    assert response.json()["street"] == "N/A"
    check(api.create(given(answer)), 409, example(f"{LIBRARY}/create/conflict"))


def test_create_refused(api, example):
    wrong = example(f"{LIBRARY}/create/bad_request")
    response = api.create({"weeks": ["2027-W21"], "grades": ["troisieme"]})
    check(response, 400, wrong)
    assert set(response.json()["error"]) == set(wrong["error"])
    missing = api.call("POST", OFFERS, {"other": 1})
    check(missing, 422, example(f"{LIBRARY}/create/unprocessable_entity_bad_payload"))
    mixed = api.create(body(grades=["seconde", "troisieme"]))
    check(mixed, 422, example(f"{LIBRARY}/create/unprocessable_entity_mixed_grades"))
    weeks = api.create(body(grades=["seconde"], weeks=["2027-W25"]))
    name = "unprocessable_entity_missing_mandatory_weeks"
    check(weeks, 422, example(f"{LIBRARY}/create/{name}"))


def test_update(api, example):
    answer = example(f"{LIBRARY}/update/ok")
    api.create(given(answer, grades=["troisieme"], title="Avant", employer_website=""))
    change = {"title": "hellow", "max_candidates": 2, "published_at": None}
    response = api.patch("1", change)
    check(response, 200, answer)
    for name in ("title", "max_candidates", "published_at", "weeks", "street", "zipcode"):
        assert response.json()[name] == answer[name]
    long = api.patch("1", {"description": "x" * 1501})
    wrong = example(f"{LIBRARY}/update/bad_request")
    check(long, 400, wrong)
    assert set(long.json()["error"]) == set(wrong["error"])
    check(api.patch("none", change), 404, example(f"{LIBRARY}/update/not_found"))
    empty = api.call("PATCH", f"{OFFERS}/1", {})
    check(empty, 422, example(f"{LIBRARY}/update/unprocessable_entity_bad_payload"))
    # The older code of the example was BAD_ARGUMENT.
    week = api.patch("1", {"weeks": ["2020-Wsem9-23"]})
    assert (week.status_code, week.json()["code"]) == (422, "WRONG_PARAMS")


def test_destroy(api, example):
    answer = example(f"{LIBRARY}/destroy/ok")
    api.create(given(answer, weeks=["2026-W25", "2026-W26"], employer_website=""))
    check(api.delete("3"), 200, answer)
    check(api.delete("3"), 409, example(f"{LIBRARY}/destroy/conflict"))
    check(api.delete("none"), 404, example(f"{LIBRARY}/destroy/not_found"))


@pytest.mark.parametrize("action", ["update", "destroy"])
def test_another_accounts_offer_is_not_found(api, example, action):
    assert example(f"{LIBRARY}/{action}/forbidden")["code"] == "FORBIDDEN"
    PartnerClient(make_partner()).create(body())
    response = api.patch("r1", {"title": "x"}) if action == "update" else api.delete("r1")
    check(response, 404, example(f"{LIBRARY}/{action}/not_found"))


def test_lists(api, example):
    for number in range(31):
        api.create(body(number))
    check(api.get(OFFERS), 200, example(f"{LIBRARY}/index/success"))
    response = api.get(f"{OFFERS}/search?page=2")
    theirs = example(f"{LIBRARY}/search/success")
    check(response, 200, theirs)
    for name in ("totalInternshipOffers", "totalPages", "currentPage", "isLastPage", "nextPage"):
        assert response.json()["pagination"][name] == theirs["pagination"][name]


def test_sectors(api, example):
    theirs = example("sectors/index/success")
    response = api.get("/api/v2/sectors")
    check(response, 200, theirs)
    ours = {sector["uuid"] for sector in response.json()["sectors"]}
    assert {sector["uuid"] for sector in theirs["sectors"]} <= ours


@pytest.mark.parametrize(
    ("name", "method", "path"),
    [
        (f"{LIBRARY}/create/unauthorized", "POST", OFFERS),
        (f"{LIBRARY}/update/unauthorized", "PATCH", f"{OFFERS}/1"),
        (f"{LIBRARY}/destroy/unauthorized", "DELETE", f"{OFFERS}/1"),
        (f"{LIBRARY}/index/unauthorized", "GET", OFFERS),
        (f"{LIBRARY}/search/unauthorized", "GET", f"{OFFERS}/search"),
        ("sectors/index/unauthorized", "GET", "/api/v2/sectors"),
    ],
)
def test_without_a_token(db, example, name, method, path):
    check(PartnerClient(token="wrong").call(method, path, {}), 401, example(name))


@pytest.mark.parametrize(
    ("name", "path", "kind"),
    [
        (f"{LIBRARY}/search/too_many_requests", f"{OFFERS}/search", "offers"),
        ("sectors/index/too_many_requests", "/api/v2/sectors", "sectors"),
    ],
)
def test_too_many_requests(api, partner, example, name, path, kind):
    minute = timezone.now().replace(second=0, microsecond=0)
    for since in (minute, minute + dt.timedelta(minutes=1)):
        CallCount.objects.create(kind=kind, caller=user_of(partner).pk, since=since, calls=100)
    check(api.get(path), 429, example(name))


@pytest.mark.parametrize("version", ["1eleve1stage-v1", "monstage3e"])
def test_bodies_of_older_versions_are_taken_or_refused_with_a_code(api, examples, version):
    folder = examples / version / "input" / LIBRARY
    create = json.loads((folder / "create.json").read_text())
    refused = api.call("POST", OFFERS, create)
    # They know neither weeks nor grades.
    assert (refused.status_code, refused.json()["code"]) == (422, "BAD_PAYLOAD")
    create["internship_offer"] |= {"weeks": ["2027-W21"], "grades": ["troisieme"]}
    refused = api.call("POST", OFFERS, create)
    assert (refused.status_code, refused.json()["code"]) == (400, "VALIDATION_ERROR")
    assert "Reçu" in refused.json()["error"]["coordinates"][0]
    create["internship_offer"]["coordinates"] = PARIS
    assert api.call("POST", OFFERS, create).status_code == 201
    update = json.loads((folder / "update.json").read_text())
    assert api.call("PATCH", f"{OFFERS}/test", update).status_code == 200
    search = json.loads(next(folder.glob("[is]*.json")).read_text())
    found = api.get(f"{OFFERS}/search?keyword={search['keyword']}")
    assert found.status_code == 200


def test_every_example_is_played(examples):
    folder = examples / "1eleve1stage-v2"
    assert len(list(folder.rglob("*.json"))) == 28
