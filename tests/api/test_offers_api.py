"""Ranked offers over the web: shape, filters, pages, errors, and what a request costs."""

import pytest

from offers.sectors import SECTORS
from offers.weeks import format_week
from tests.matching.toy_town import (
    EIGHT_TO_FOUR,
    FAR,
    FOOT,
    LONE,
    NEAR,
    NINE_TO_FIVE,
    offer_at,
    toy_college,
)
from tests.offers.factories import LATER, SOON
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db
URL = "/api/v1/offers/"


@pytest.fixture
def ask(client, college):
    """Ask for the college's offers; extra parameters may be repeated by lists."""

    def get(path: str = URL, **parameters):
        return client.get(path, {"college": college.uai, **parameters})

    return get


def ids(response) -> list[int]:
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def test_a_result_says_all_that_a_card_shows(ask):
    part = {
        "rule": "programme",
        "label": "programme détaillé",
        "points": 25,
        "out_of": 25,
        "advice": "pour la structure",
    }
    offer = offer_at(
        FAR,
        hours=(NINE_TO_FIVE, EIGHT_TO_FOUR),
        host_name="Atelier du Bout",
        sector="s33",
        capacity=4,
        quality_score=75,
        quality_parts=[part],
    )
    body = ask(max_minutes=80).json()
    assert {key: body[key] for key in ("count", "next", "previous", "beyond")} == {
        "count": 1,
        "next": None,
        "previous": None,
        "beyond": None,
    }
    (result,) = body["results"]
    point = result.pop("point")
    assert point["type"] == "Point"
    assert point["coordinates"] == pytest.approx([offer.site.point.x, offer.site.point.y], abs=1e-6)
    assert result == {
        "id": offer.pk,
        "title": offer.title,
        "host": "Atelier du Bout",
        "sector": {"code": "s33", "name": SECTORS["s33"].name},
        "city": "Valbourg",
        "capacity": 4,
        "seats_left": 4,
        "weeks": [format_week(SOON)],
        "hours": [{"start": "08:00", "end": "16:00"}, {"start": "09:00", "end": "17:00"}],
        "commute": {"minutes": 77, "morning": 23, "evening": 77, "rides": 1, "walk_minutes": 4},
        "quality": {
            "score": 75,
            "parts": [
                {"rule": "programme", "label": "programme détaillé", "points": 25, "out_of": 25}
            ],
        },
        "rank_reasons": [
            "77\u202fmin, sans correspondance",
            "programme détaillé",
            "accueille 4 élèves",
        ],
    }


def test_max_minutes_bounds_the_longer_way_and_beyond_counts_the_rest(ask):
    far, foot, near = offer_at(FAR), offer_at(FOOT), offer_at(NEAR)
    offer_at(LONE)
    assert set(ids(ask())) == {far.pk, foot.pk, near.pk}
    assert set(ids(ask(max_minutes=23))) == {far.pk, foot.pk}
    response = ask(max_minutes=22)
    assert ids(response) == [foot.pk]
    assert response.json()["beyond"] == {"minutes": 32, "count": 1}
    assert set(ids(ask(max_minutes=63))) == {far.pk, foot.pk, near.pk}


def test_filters_may_be_repeated_or_given_by_commas(ask):
    press = offer_at(FOOT, sector="s33", weeks=[SOON], quality_score=60)
    shop = offer_at(FOOT, sector="s12", weeks=[LATER], quality_score=40)
    always = offer_at(FOOT, sector="s43", weeks=[], quality_score=50)
    assert ids(ask(sector=["s33", "s12"])) == [press.pk, shop.pk]
    assert ids(ask(sector="s33,s12")) == [press.pk, shop.pk]
    assert ids(ask(sector="S33")) == [press.pk]
    soon, later = format_week(SOON), format_week(LATER)
    assert ids(ask(week=later)) == [always.pk, shop.pk]
    assert ids(ask(week=[soon, later])) == [press.pk, always.pk, shop.pk]
    assert ids(ask(min_quality=50)) == [press.pk, always.pk]
    assert ids(ask(wishes="s12"))[0] == shop.pk
    assert ids(ask(sort="qualite")) == [press.pk, always.pk, shop.pk]


def test_pages_lead_to_one_another_and_keep_the_question(ask, client):
    offers = {offer_at(FOOT).pk for _ in range(5)}
    seen, url, pages = [], None, 0
    while pages == 0 or url:
        body = (client.get(url) if url else ask(page_size=2, sector="s31")).json()
        seen += [row["id"] for row in body["results"]]
        url, pages = body["next"], pages + 1
        assert body["count"] == 5
    assert (set(seen), len(seen), pages) == (offers, 5, 3)
    back = client.get(body["previous"]).json()
    assert "sector=s31" in body["previous"]
    assert [row["id"] for row in back["results"]] == seen[2:4]


def test_markers_are_the_whole_ranking_in_brief(ask):
    far, foot, near = (
        offer_at(FAR, quality_score=80),
        offer_at(FOOT, quality_score=10),
        offer_at(NEAR),
    )
    body = ask(URL + "markers/", max_minutes=45).json()
    assert body["columns"] == ["id", "longitude", "latitude", "minutes", "quality", "sector"]
    assert (body["count"], body["beyond"]) == (2, {"minutes": 65, "count": 1})
    assert [row[0] for row in body["rows"]] == ids(ask(max_minutes=45))
    row = next(row for row in body["rows"] if row[0] == far.pk)
    assert row[3:] == [23, 80, "s31"]
    assert row[1:3] == pytest.approx([far.site.point.x, far.site.point.y], abs=1e-6)
    assert {foot.pk, near.pk}.isdisjoint({far.pk})


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"max_minutes": "abc"}, "max_minutes"),
        ({"max_minutes": "0"}, "max_minutes"),
        ({"max_minutes": "181"}, "max_minutes"),
        ({"max_minutes": "4_5"}, "max_minutes"),
        ({"max_minutes": "45.5"}, "max_minutes"),
        ({"max_minutes": "9" * 5000}, "max_minutes"),
        ({"min_quality": "101"}, "min_quality"),
        ({"min_quality": "-1"}, "min_quality"),
        ({"sector": "s99"}, "sector"),
        ({"sector": ["s33", "journalisme"]}, "sector"),
        ({"sector": "s33," * 61}, "sector"),
        ({"wishes": "x"}, "wishes"),
        ({"week": "2026-W54"}, "week"),
        ({"week": "2025-W53"}, "week"),
        ({"week": "semaine 48"}, "week"),
        ({"sort": "distance"}, "sort"),
        ({"page": "0"}, "page"),
        ({"page": "un"}, "page"),
        ({"page_size": "101"}, "page_size"),
        ({"page_size": "0"}, "page_size"),
        ({"format": "xml"}, "format"),
        ({"college": "\x00"}, "college"),
    ],
)
def test_a_bad_parameter_is_named_in_french(ask, parameters, field):
    response = ask(**parameters)
    assert response.status_code == 400
    body = response.json()
    assert (body["code"], body["field"]) == ("INVALID_PARAMETER", field)
    assert f"«\u202f{field}\u202f»" in body["error"]


def test_a_missing_college_an_unknown_one_and_a_page_past_the_end(client, ask):
    offer_at(FOOT)
    for query in ({}, {"college": ""}, {"college": "  "}):
        response = client.get(URL, query)
        assert response.status_code == 400
        assert response.json() == {
            "code": "MISSING_PARAMETER",
            "error": "Il manque le paramètre «\u202fcollege\u202f».",
            "field": "college",
        }
    for uai in ("0380000X", "<script>", "é" * 500):
        response = client.get(URL, {"college": uai})
        assert (response.status_code, response.json()["field"]) == (404, "college")
    response = ask(page=2)
    assert (response.status_code, response.json()["field"]) == (404, "page")


def test_no_timetable_and_no_place_are_said_kindly(client, college):
    elsewhere = toy_college(point=make_college(north_m=900_000).point)
    response = client.get(URL, {"college": elsewhere.uai})
    assert response.status_code == 503
    assert response.json()["code"] == "NO_TIMETABLE"
    assert "horaires" in response.json()["error"]
    nowhere = make_college(point=None)
    response = client.get(URL, {"college": nowhere.uai})
    assert (response.status_code, response.json()["code"]) == (409, "COLLEGE_NOT_LOCATED")


def test_a_college_without_commutes_is_computed_on_request(ask, django_assert_num_queries):
    foot = offer_at(FOOT)
    assert ids(ask()) == [foot.pk]
    # The season; the collège with its network and version; the page's offers.
    with django_assert_num_queries(3):
        ask()
    with django_assert_num_queries(2):
        ask(URL + "markers/")


def test_uai_may_be_in_small_letters(client, college):
    offer = offer_at(FOOT)
    assert ids(client.get(URL, {"college": college.uai.lower()})) == [offer.pk]


def test_an_offer_in_full(client, django_assert_num_queries):
    offer = offer_at(FOOT, daily_hours={"lundi": ["9:00", "17:00"]}, accessible=True)
    with django_assert_num_queries(3):
        body = client.get(f"{URL}{offer.pk}/").json()
    assert body["description"] == offer.description
    assert body["daily_hours"] == {"lundi": ["9:00", "17:00"]}
    assert (body["accessible"], body["audience"], body["postcode"]) == (True, "all", "38990")
    offer.published_at = None
    offer.save()
    for pk in (offer.pk, 10**30):
        response = client.get(f"{URL}{pk}/")
        assert (response.status_code, response.json()["field"]) == (404, "id")
