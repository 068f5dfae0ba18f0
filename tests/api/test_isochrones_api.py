"""Isochrones over the web."""

import pytest

pytestmark = pytest.mark.django_db
URL = "/api/v1/isochrones/"


def minutes(response) -> list[int]:
    assert response.status_code == 200, response.content
    body = response.json()
    assert body["type"] == "FeatureCollection"
    return [feature["properties"]["minutes"] for feature in body["features"]]


def test_bands_come_ascending_as_features(client, college):
    response = client.get(URL, {"college": college.uai, "minutes": "30,15"})
    assert minutes(response) == [15, 30]
    feature = response.json()["features"][0]
    assert feature["properties"] == {"college": college.uai, "minutes": 15}
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert "max-age" in response["Cache-Control"]
    repeated = client.get(
        URL, {"college": college.uai, "minutes": ["30", "15"], "format": "geojson"}
    )
    assert repeated["Content-Type"].startswith("application/geo+json")
    assert repeated.json() == response.json()


def test_without_minutes_there_are_five_bands(client, college, django_assert_num_queries):
    assert minutes(client.get(URL, {"college": college.uai})) == [15, 30, 45, 60, 90]
    with django_assert_num_queries(3):
        client.get(URL, {"college": college.uai})


@pytest.mark.parametrize("value", ["7", "0", "95", "quinze", "15,,x", "٣٠", "1" * 400])
def test_other_minutes_are_refused(client, college, value):
    response = client.get(URL, {"college": college.uai, "minutes": value})
    assert (response.status_code, response.json()["field"]) == (400, "minutes")


def test_errors_are_those_of_every_address(client, build):
    assert client.get(URL).json()["code"] == "MISSING_PARAMETER"
    assert client.get(URL, {"college": "0380000X"}).status_code == 404
