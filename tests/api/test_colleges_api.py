"""Collèges over the web, as a list and as GeoJSON."""

import pytest

from qpv_data.models import EducationPriority
from tests.qpv_data.factories import make_college, make_commune, make_departement

pytestmark = pytest.mark.django_db
URL = "/api/v1/colleges/"


@pytest.fixture
def three():
    rhone = make_commune("69999", "Roche-sur-Saône", departement=make_departement("69", "Rhône"))
    return (
        make_college(name="Alpha", priority=EducationPriority.REP_PLUS, priority_year=2022),
        make_college(name="Bêta", priority=EducationPriority.REP, commune=rhone, point=None),
        make_college(name="Gamma", priority=EducationPriority.NONE),
    )


def names(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["name"] for row in response.json()["results"]]


def test_a_college_is_told_in_full(client, three, django_assert_num_queries):
    with django_assert_num_queries(1):
        body = client.get(f"{URL}{three[0].uai.lower()}/").json()
    assert body == {
        "uai": three[0].uai,
        "name": "Alpha",
        "city": "Valbourg",
        "postcode": "",
        "departement": {"code": "38", "name": "Isère"},
        "is_public": True,
        "priority": "REP+",
        "priority_year": 2022,
        "pupils": 480,
        "pupils_3e": None,
        "pupils_year": None,
        "point": {"type": "Point", "coordinates": [2.5, 46.5]},
    }
    assert client.get(f"{URL}0380000X/").status_code == 404


def test_priority_takes_a_bare_plus(client, three):
    # A bare + in a query string is a blank once it is decoded.
    assert names(client.get(URL + "?priority=REP+")) == ["Alpha"]
    assert names(client.get(URL + "?priority=REP%2B")) == ["Alpha"]
    assert names(client.get(URL + "?priority=rep")) == ["Bêta"]
    assert names(client.get(URL + "?priority=none")) == ["Gamma"]
    assert names(client.get(URL + "?priority=REP+&priority=REP")) == ["Alpha", "Bêta"]
    assert names(client.get(URL + "?priority=REP,REP+")) == ["Alpha", "Bêta"]


def test_departement_and_text(client, three):
    assert names(client.get(URL, {"departement": "69"})) == ["Bêta"]
    assert names(client.get(URL, {"departement": "2a"})) == []
    assert names(client.get(URL, {"q": "saône"})) == ["Bêta"]
    assert names(client.get(URL, {"q": "gam"})) == ["Gamma"]
    assert names(client.get(URL, {"q": three[2].uai.lower()})) == ["Gamma"]
    assert names(client.get(URL, {"q": "%"})) == []


def test_closed_colleges_are_not_listed(client, three):
    three[0].is_open = False
    three[0].save()
    assert names(client.get(URL)) == ["Bêta", "Gamma"]


def test_geojson_holds_all_of_them(client, three, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(URL, {"format": "geojson", "page_size": 1})
    assert response["Content-Type"].startswith("application/geo+json")
    body = response.json()
    assert body["type"] == "FeatureCollection"
    assert [feature["id"] for feature in body["features"]] == [c.uai for c in three]
    feature = body["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [2.5, 46.5]}
    assert feature["properties"]["priority"] == "REP+"
    assert feature["properties"]["uai"] == feature["id"]
    assert body["features"][1]["geometry"] is None


def test_a_page_costs_two_queries(client, three, django_assert_num_queries):
    with django_assert_num_queries(2):
        body = client.get(URL, {"page_size": 2}).json()
    assert (body["count"], len(body["results"]), body["previous"]) == (3, 2, None)
    assert names(client.get(body["next"])) == ["Gamma"]


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"priority": "ZEP"}, "priority"),
        ({"departement": "Isère"}, "departement"),
        ({"departement": "٣٨"}, "departement"),
        ({"q": "a\x00b"}, "q"),
        ({"page_size": "1000"}, "page_size"),
        ({"format": "csv"}, "format"),
    ],
)
def test_a_bad_parameter_is_named(client, parameters, field):
    response = client.get(URL, parameters)
    assert (response.status_code, response.json()["field"]) == (400, field)
