"""Each field of a create body: what is read, and what is refused with which code."""

import pytest

from offers.sources import partner_fields as fields
from offers.sources.partner import read_partner_offers
from tests.offers.factories import LATER, SOON
from tests.offers.partner_bodies import body, write_offers


def read(folder, *items):
    return read_partner_offers(write_offers(folder, *items))


def test_a_right_body_has_no_notice(tmp_path):
    result = read(tmp_path, body())
    offer = result.offers["r1"]
    assert not result.notices
    assert (offer.sector, offer.capacity, offer.weeks) == ("s24", 2, [SOON, LATER])
    assert (offer.site.point.lat, offer.site.point.lon) == (45.2, 5.7)
    assert (offer.audience, offer.accessible, offer.says_published) == ("all", True, False)


def test_what_is_optional_may_be_absent(tmp_path):
    absent = dict.fromkeys(
        (
            "employer_website",
            "street",
            "max_candidates",
            "is_public",
            "lunch_break",
            "daily_hours",
            "handicap_accessible",
            "rep",
            "qpv",
        )
    )
    offer = read(tmp_path, body(**absent)).offers["r1"]
    assert (offer.capacity, offer.daily_hours, offer.site.street) == (1, {}, "")
    assert not offer.accessible


def test_a_body_may_be_wrapped(tmp_path):
    assert "r1" in read(tmp_path, {"internship_offer": body()}).offers


SPOILED = [
    ({"title": None}, "title", "missing"),
    ({"title": "  "}, "title", "missing"),
    ({"title": "x" * 151}, "title", "too_long"),
    ({"title": ["x"]}, "title", "not_text"),
    ({"title": "a\x00b"}, "title", "not_text"),
    ({"title": "a\ud800b"}, "title", "not_text"),
    ({"description": "x" * 1501}, "description", "too_long"),
    ({"employer_name": None}, "employer_name", "missing"),
    ({"employer_description": "x" * 276}, "employer_description", "too_long"),
    ({"employer_website": "javascript:alert(1)"}, "employer_website", "bad_website"),
    ({"zipcode": None}, "zipcode", "missing"),
    ({"zipcode": "3899"}, "zipcode", "bad_postcode"),
    ({"zipcode": "ABCDE"}, "zipcode", "bad_postcode"),
    ({"city": "x" * 51}, "city", "too_long"),
    ({"sector_uuid": "s99"}, "sector_uuid", "unknown_sector"),
    ({"sector_uuid": None}, "sector_uuid", "missing"),
    ({"remote_id": None}, "remote_id", "missing"),
    ({"remote_id": "x" * 61}, "remote_id", "too_long"),
    ({"permalink": "ftp://offres.example"}, "permalink", "bad_permalink"),
    ({"permalink": "https://test.offres.example/1"}, "permalink", "trial_permalink"),
    ({"permalink": "https://offres.example/STAGING/1"}, "permalink", "trial_permalink"),
    ({"permalink": f"https://offres.example/{'x' * 200}"}, "permalink", "too_long"),
    ({"max_candidates": 0}, "max_candidates", "bad_capacity"),
    ({"max_candidates": -1}, "max_candidates", "bad_capacity"),
    ({"max_candidates": 2.5}, "max_candidates", "bad_capacity"),
    ({"max_candidates": True}, "max_candidates", "bad_capacity"),
    ({"max_candidates": "beaucoup"}, "max_candidates", "bad_capacity"),
    ({"max_candidates": "\u00b2"}, "max_candidates", "bad_capacity"),
    ({"is_public": "peut-être"}, "is_public", "not_boolean"),
    ({"daily_hours": {"lundi": ["17:00", "9:00"]}}, "daily_hours", "bad_hours"),
    ({"daily_hours": {"monday": ["9:00", "17:00"]}}, "daily_hours", "bad_hours"),
    ({"weeks": None}, "weeks", "missing"),
    ({"weeks": []}, "weeks", "missing"),
    ({"weeks": "2026-W48"}, "weeks", "not_a_list"),
    ({"weeks": ["2026-W54"]}, "weeks", "bad_week"),
    ({"weeks": [48]}, "weeks", "bad_week"),
    ({"grades": None}, "grades", "missing"),
    ({"grades": ["seconde"]}, "grades", "not_for_college"),
    ({"grades": ["troisieme", "seconde"]}, "grades", "mixed_grades"),
    ({"grades": ["terminale"]}, "grades", "unknown_grade"),
    ({"coordinates": None}, "coordinates", "no_coordinates"),
    ({"coordinates": {"latitude": 45.2}}, "coordinates", "bad_coordinates"),
    ({"coordinates": [45.2, 5.7]}, "coordinates", "bad_coordinates"),
    ({"coordinates": {"latitude": "x", "longitude": 5}}, "coordinates", "bad_coordinates"),
    ({"coordinates": {"latitude": 0, "longitude": 0}}, "coordinates", "outside_france"),
    ({"coordinates": {"latitude": 1, "longitude": 1}}, "coordinates", "outside_france"),
    ({"coordinates": {"latitude": 90, "longitude": 14}}, "coordinates", "outside_france"),
    ({"coordinates": {"latitude": float("nan"), "longitude": 5}}, "coordinates", "outside_france"),
    ({"coordinates": {"latitude": 5.7, "longitude": 45.2}}, "coordinates", "swapped_coordinates"),
    ({"coordinates": {"latitude": 10**400, "longitude": 5}}, "coordinates", "bad_coordinates"),
    ({"zipcode": "97400"}, "coordinates", "other_territory"),
    ({"published_at": "hier"}, "published_at", "bad_date"),
    ({"published_at": "0001-01-01T00:00:00+14:00"}, "published_at", "bad_date"),
    ({"published_at": "2026-11-23T08:00:00"}, "published_at", "bad_date"),
]


@pytest.mark.parametrize(("changes", "field", "code"), SPOILED)
def test_a_spoiled_field_leaves_the_offer_out_and_the_others_in(tmp_path, changes, field, code):
    result = read(tmp_path, body(1), body(2, **changes), body(3))
    assert set(result.offers) == {"r1", "r3"}
    (notice,) = result.notices
    assert (notice.row, notice.column, notice.code) == (2, field, code)
    assert "left out" in notice.message


def test_every_fault_of_an_offer_is_told(tmp_path):
    result = read(tmp_path, body(1), body(2, title=None, weeks=None, zipcode="x"))
    assert [notice.column for notice in result.notices] == ["title", "zipcode", "weeks"]


def test_a_remote_id_twice_keeps_the_first(tmp_path):
    result = read(tmp_path, body(1), body(1, title="Autre"))
    assert result.offers["r1"].title == "Découverte d'une menuiserie"
    assert result.notices[0].code == "duplicate_remote_id"


def test_items_that_are_no_objects_are_told(tmp_path):
    result = read(tmp_path, body(), 7, {"internship_offer": None})
    assert [notice.code for notice in result.notices] == ["not_an_object", "not_an_object"]


@pytest.mark.parametrize(
    ("rep", "qpv", "audience", "notices"),
    [
        (True, False, "rep", 0),
        (False, True, "qpv", 0),
        ("true", None, "rep", 0),
        (True, True, "rep", 1),
    ],
)
def test_audience(tmp_path, rep, qpv, audience, notices):
    result = read(tmp_path, body(rep=rep, qpv=qpv))
    assert result.offers["r1"].audience == audience
    assert len(result.notices) == notices


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        ("www.exemple.example", "https://www.exemple.example"),
        ("", ""),
        ("http://a.b", "http://a.b"),
    ],
)
def test_a_website_without_a_scheme_gets_https(given, read_as):
    assert fields.website({"employer_website": given}) == read_as


def test_numbers_are_taken_as_texts(tmp_path):
    offer = read(tmp_path, body(remote_id=12, zipcode=1990)).offers["12"]
    assert offer.site.postcode == "01990"


def test_fields_that_are_not_used_are_counted(tmp_path):
    result = read(tmp_path, body(type="InternshipOffers::Api", colour="red"))
    assert result.ignored == {"colour": 1}


def test_a_long_lunch_is_cut(tmp_path):
    result = read(tmp_path, body(lunch_break="miam " * 60))
    assert len(result.offers["r1"].lunch_break) == 200
    assert result.notices[0].code == "lunch_cut"
