"""Bodies that are refused: which status and code, and a sentence that says what to change."""

import json

import pytest

from offers.models import Host, Offer, Site
from tests.api.partner_world import OFFERS, PartnerClient, error_of, make_partner
from tests.offers.partner_bodies import body
from tests.offers.test_partner_fields import SPOILED

pytestmark = pytest.mark.django_db
KEYS = {"sector_uuid": "sector"}
WRONG = {
    "bad_week": "WRONG_PARAMS",
    "unknown_grade": "WRONG_PARAMS",
    "mixed_grades": "WRONG_PARAMS",
    "not_a_list": "WRONG_PARAMS",
}


@pytest.fixture
def api(db):
    return PartnerClient(make_partner())


@pytest.mark.parametrize(
    "raw", [b"", b"null", b"[]", b"{}", b'{"internship_offer": {}}', b'{"internship_offer": [1]}']
)
def test_a_body_without_an_offer(api, raw):
    assert error_of(api.call("POST", OFFERS, raw)) == (422, "BAD_PAYLOAD")
    assert error_of(api.call("PATCH", f"{OFFERS}/x", raw)) == (422, "BAD_PAYLOAD")


def test_what_is_no_json_or_too_large(api):
    for raw in (b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 99_999, b"1" * 5000):
        assert error_of(api.call("POST", OFFERS, raw)) == (422, "BAD_PAYLOAD")
    assert error_of(api.call("POST", OFFERS, b" " * 300_000)) == (413, "TOO_LARGE")


def test_weeks_and_grades_are_required(api):
    for name in ("weeks", "grades"):
        response = api.create(body(**{name: None}))
        assert error_of(response) == (422, "BAD_PAYLOAD")
        assert name in response.json()["error"]


# What files refuse and the API decides by the address, by the grades, or leaves to PATCH.
ELSEWHERE = {"no_coordinates", "not_for_college", "bad_date"}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    # NaN is not JSON.
    [case for case in SPOILED if case[2] not in ELSEWHERE and "nan" not in str(case[0])],
)
def test_every_field_that_files_refuse_is_refused_by_name(api, changes, field, code):
    response = api.create(body(**changes))
    if code == "missing" and field in {"weeks", "grades"}:
        assert error_of(response) == (422, "BAD_PAYLOAD")
    elif code in WRONG:
        assert error_of(response) == (422, WRONG[code])
        assert field in response.json()["error"]
    else:
        assert error_of(response) == (400, "VALIDATION_ERROR")
        (sentence,) = response.json()["error"][KEYS.get(field, field)]
        assert field in sentence
        assert sentence.endswith(".")
    assert not Offer.objects.exists()
    assert not Host.objects.exists()
    assert not Site.objects.exists()


def test_every_faulty_field_is_told_at_once_with_its_value(api):
    response = api.create(body(title=None, zipcode="7500", max_candidates=0, sector_uuid="s99"))
    errors = response.json()["error"]
    assert set(errors) == {"title", "zipcode", "max_candidates", "sector"}
    assert "«\u202f7500\u202f»" in errors["zipcode"][0]
    assert "s99" in errors["sector"][0]


def test_dates_of_a_patch(api):
    api.create(body())
    for date in ("hier", "2026-11-23T08:00:00", "0001-01-01T00:00:00+14:00", 7, {}, True):
        response = api.patch("r1", {"published_at": date})
        assert error_of(response) == (400, "VALIDATION_ERROR"), date


def test_a_date_in_a_post_is_not_read(api):
    assert api.create(body(published_at="hier")).status_code == 201


def test_weeks_are_read_padded_or_not_and_a_wrong_one_is_named(api):
    assert api.create(body(1, weeks=["2027-W5", "2027-W05"])).json()["weeks"] == ["2027-W5"]
    response = api.create(body(2, weeks=["2027-W05", "2020-Wsem9-23"]))
    assert error_of(response) == (422, "WRONG_PARAMS")
    assert "2020-Wsem9-23" in response.json()["error"]


def test_mixed_grades_are_wrong(api):
    response = api.create(body(grades=["troisieme", "seconde"]))
    assert error_of(response) == (422, "WRONG_PARAMS")


def test_identifiers_of_any_kind_lead_to_a_404(api):
    for remote_id in ("%00", "%ff", "a%00b", "a" * 500, "%0a", "..", "%2e%2e%2f", "é", "//"):
        response = api.call(
            "PATCH", f"{OFFERS}/{remote_id}", json.dumps({"internship_offer": {"title": "x"}})
        )
        assert error_of(response) == (404, "NOT_FOUND"), remote_id


def test_an_identifier_with_odd_letters_is_kept_as_it_is(api):
    for remote_id in ("search", "a\nb", "é/è", "%41", "?x=1", "#"):
        assert api.create(body(remote_id=remote_id)).status_code == 201
        location = api.create(body(remote_id=remote_id))["Location"]
        changed = api.call("PATCH", location, {"internship_offer": {"title": "Autre"}})
        assert changed.json()["remote_id"] == remote_id
