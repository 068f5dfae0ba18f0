"""Vector tiles as a browser gets them."""

import datetime as dt
import gzip
import math

import pyogrio
import pytest
from django.contrib.gis.geos import LineString, Point, Polygon

from maps.tiles.layers import basemap_vintage, half_pixel_m
from tests.qpv_data.factories import LAT, LON, make_college, make_qpv
from transit.models import BasemapFeature, NetworkBuild

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)


def tile_of(lat, lon, z):
    n = 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n
    return z, int((lon + 180) / 360 * n), int(y)


HERE = tile_of(LAT, LON, 14)


@pytest.fixture
def build():
    days = {"covered_from": DAY, "covered_to": DAY, "service_date": DAY}
    return NetworkBuild.objects.create(area="essai", folder="x", sha256="x", active=True, **days)


@pytest.fixture
def get(client):
    def ask(layer, vintage, place=HERE, **headers):
        z, x, y = place
        return client.get(f"/tiles/{layer}/{vintage}/{z}/{x}/{y}.mvt", headers=headers)

    return ask


def add(build, kind, detail, geometry, name="", min_zoom=0):
    geometry.srid = 4326
    BasemapFeature.objects.create(
        build=build,
        kind=kind,
        detail=detail,
        name=name,
        min_zoom=min_zoom,
        geometry=geometry.transform(3857, clone=True),
    )


def street(build, **fields):
    line = LineString((LON, LAT), (LON + 0.002, LAT + 0.001))
    add(build, "street", "street", line, **{"name": "Rue Haute", "min_zoom": 12, **fields})


def layers(response):
    """Return {MVT layer: [properties]} of a tile."""
    content = response.content
    found = {}
    for name in [name for name, _ in pyogrio.list_layers(content)]:
        meta, _, _, columns = pyogrio.raw.read(content, layer=name)
        rows = zip(*columns, strict=True)
        found[name] = [dict(zip(meta["fields"], row, strict=True)) for row in rows]
    return found


def test_one_tile_has_each_kind_as_its_own_layer(get, build):
    street(build)
    add(build, "water", "river", LineString((LON, LAT), (LON + 0.01, LAT)), "La Sorve")
    add(build, "green", "park", Polygon.from_bbox((LON, LAT, LON + 0.004, LAT + 0.004)))
    add(build, "place", "suburb", Point(LON + 0.001, LAT + 0.001), "Les Granges")
    response = get("basemap", f"{build.pk}v1")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    found = layers(response)
    assert set(found) == {"street", "water", "green", "place"}
    assert found["street"][0]["detail"] == "street"
    assert found["street"][0]["name"] == "Rue Haute"
    assert found["place"][0]["name"] == "Les Granges"


def test_a_feature_waits_for_its_zoom_and_streets_for_their_name(get, build):
    street(build)
    add(build, "green", "park", Polygon.from_bbox((LON, LAT, LON + 0.1, LAT + 0.1)), "Bois")
    assert set(layers(get("basemap", f"{build.pk}v1", tile_of(LAT, LON, 11)))) == {"green"}
    at_12 = layers(get("basemap", f"{build.pk}v1", tile_of(LAT, LON, 12)))
    assert "name" not in at_12["street"][0]
    assert at_12["green"][0]["name"] == "Bois"


def test_only_the_builds_of_the_vintage_are_drawn(get, build):
    street(build)
    assert get("basemap", f"{build.pk + 1}v1").status_code == 204
    assert get("basemap", f"{build.pk + 1}-{build.pk}v1").status_code == 200


def test_a_place_without_anything_is_an_empty_answer(get, build):
    street(build)
    elsewhere = tile_of(LAT + 1, LON, 14)
    for layer, vintage in (("basemap", f"{build.pk}v1"), ("qpv", "2024"), ("colleges", "v1")):
        response = get(layer, vintage, elsewhere)
        assert (response.status_code, response.content) == (204, b"")
        assert "max-age" in response["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "basemap/1v1/3/8/0",
        "basemap/1v1/3/0/8",
        "basemap/1v1/21/0/0",
        "basemap/1v1/-1/0/0",
        "basemap/1v1/99999999999999999999/0/0",
        "basemap/2024/3/0/0",
        "basemap/v1/3/0/0",
        "basemap/99999999999999999999v1/3/0/0",
        "qpv/v1/3/0/0",
        "qpv/99999/3/0/0",
        "stops/v1/3/0/0",
        "basemap/1v1/a/0/0",
    ],
)
def test_what_is_not_a_tile_is_not_found(client, address):
    assert client.get(f"/tiles/{address}.mvt").status_code == 404


def test_a_browser_keeps_a_tile_and_asks_whether_it_changed(get, build):
    street(build)
    first = get("basemap", f"{build.pk}v1")
    assert first["Cache-Control"] == "public, max-age=604800"
    again = get("basemap", f"{build.pk}v1", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    street(build, name="Rue Basse")
    changed = get("basemap", f"{build.pk}v1", **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_tiles_travel_compressed(get, build):
    for number in range(40):
        street(build, name=f"Rue numéro {number}")
    plain, packed = (
        get("basemap", f"{build.pk}v1"),
        get("basemap", f"{build.pk}v1", **{"Accept-Encoding": "gzip"}),
    )
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content)


def test_a_tile_costs_one_query(get, build, django_assert_num_queries):
    street(build)
    for layer, vintage in (("basemap", f"{build.pk}v1"), ("qpv", "2024"), ("colleges", "v1")):
        with django_assert_num_queries(1):
            get(layer, vintage)


def test_only_reading_is_allowed(client):
    assert client.post("/tiles/qpv/2024/3/0/0.mvt").status_code == 405


def test_qpv_of_one_vintage(get):
    make_qpv(name="Les Granges", vintage=2024)
    make_qpv(name="Le Vieux Bourg", vintage=2015)
    assert [row["name"] for row in layers(get("qpv", "2024"))["qpv"]] == ["Les Granges"]
    assert [row["name"] for row in layers(get("qpv", "2015"))["qpv"]] == ["Le Vieux Bourg"]


def test_open_colleges_with_their_label(get):
    college = make_college()
    make_college(is_open=False)
    make_college(point=None)
    (found,) = layers(get("colleges", "v1"))["colleges"]
    assert (found["uai"], found["priority"]) == (college.uai, "rep+")


def test_the_vintage_moves_with_builds_and_imports(build):
    assert basemap_vintage([]) == "0v0"
    assert basemap_vintage([7, 3]) == "3-7v0"


def test_half_a_pixel_halves_with_each_zoom():
    assert half_pixel_m(0) == pytest.approx(40_075_016.686 / 1024)
    assert half_pixel_m(1) == pytest.approx(half_pixel_m(0) / 2)
