"""From an OSM file to the features of the base map."""

import math

import pytest
import shapely

from geo_matching.common.errors import InputError
from tests.transit.basemap_file import OsmFile
from transit.basemap import BUILDING_MIN_ZOOM, STREETS, area_zoom, read_basemap, street_class


@pytest.fixture
def osm():
    return OsmFile()


def read(osm, tmp_path):
    rows, notices = read_basemap(osm.write(tmp_path / "town.osm"))
    assert notices == []
    return rows


def shown(rows):
    return [(row.kind, row.detail, row.name, row.min_zoom) for row in rows]


def mercator_length(row):
    return shapely.length(shapely.from_wkb(row.wkb))


def test_streets_by_class_with_the_zoom_where_they_appear(osm, tmp_path):
    for offset, (highway, (_, _)) in enumerate(STREETS.items()):
        osm.way((0, offset * 50), (40, offset * 50), highway=highway)
    expected = sorted((detail, zoom) for detail, zoom in STREETS.values())
    assert sorted((row.detail, row.min_zoom) for row in read(osm, tmp_path)) == expected


def test_a_link_is_drawn_as_its_street():
    assert street_class("primary_link") == street_class("primary") == ("primary", 8)
    assert street_class("proposed") is None
    assert street_class("") is None


def test_pieces_of_one_street_become_one_line_to_carry_its_name(osm, tmp_path):
    osm.way((0, 0), (100, 0), highway="residential", name="Rue des Tanneurs")
    osm.way((100, 0), (300, 0), highway="residential", name="Rue des Tanneurs")
    osm.way((300, 0), (400, 0), highway="residential", name="Rue du Four")
    rows = read(osm, tmp_path)
    assert shown(rows) == [
        ("street", "street", "Rue des Tanneurs", 12),
        ("street", "street", "Rue du Four", 12),
    ]
    # A metre of latitude 46.5 is 1 / cos(46.5 degrees) metres of Mercator.
    stretched = 300 / math.cos(math.radians(46.5))
    assert mercator_length(rows[0]) == pytest.approx(stretched, rel=0.01)


def test_streets_that_cross_are_cut_where_they_meet(osm, tmp_path):
    for places in (((0, 0), (100, 0)), ((100, 0), (200, 0)), ((100, 0), (100, 100))):
        osm.way(*places, highway="residential", name="Place Verte")
    assert len(read(osm, tmp_path)) == 3


def test_water_green_rail_and_built_land(osm, tmp_path):
    osm.square(0, 0, 900, natural="water", name="Étang")
    osm.square(2000, 0, 500, leisure="park", name="Parc des Ormes")
    osm.square(3000, 0, 500, landuse="residential")
    osm.square(4000, 0, 20, building="yes")
    osm.square(4100, 0, 20, building="no")
    osm.way((0, 2000), (900, 2000), waterway="river", name="La Sorve")
    osm.way((0, 3000), (900, 3000), railway="tram")
    osm.way((0, 3100), (900, 3100), railway="rail", service="siding")
    osm.way((0, 3200), (900, 3200), railway="subway", tunnel="yes")
    osm.way((0, 3300), (900, 3300), waterway="stream", tunnel="culvert")
    found = {row[:3]: row.min_zoom for row in read(osm, tmp_path)}
    assert found.pop(("building", "building", "")) == BUILDING_MIN_ZOOM
    assert found.pop(("water", "river", "La Sorve")) == 9
    assert found.pop(("rail", "tram", "")) == 12
    assert found.pop(("rail", "rail", "")) == 14
    areas = {("water", "water", "Étang"), ("green", "park", "Parc des Ormes")}
    assert set(found) == areas | {("building", "residential", "")}
    # The larger appears first when zooming in.
    assert found["water", "water", "Étang"] < found["green", "park", "Parc des Ormes"]


def test_a_lake_of_a_relation_keeps_its_island(osm, tmp_path):
    shore, island = osm.square(0, 0, 1000), osm.square(400, 400, 200)
    osm.relation((shore, "outer"), (island, "inner"), natural="water", name="Lac")
    (lake,) = read(osm, tmp_path)
    area = shapely.area(shapely.from_wkb(lake.wkb))
    assert area == pytest.approx((1000**2 - 200**2) / math.cos(math.radians(46.5)) ** 2, rel=0.01)


def test_named_places_only(osm, tmp_path):
    osm.node(0, 0, place="suburb", name="Les Granges")
    osm.node(10, 10, place="suburb")
    osm.node(20, 20, place="house", name="Le 12")
    osm.node(30, 30, highway="bus_stop", name="Mairie")
    assert shown(read(osm, tmp_path)) == [("place", "suburb", "Les Granges", 11)]


def test_a_broken_way_is_told_and_the_rest_is_drawn(osm, tmp_path):
    osm.way((0, 0), highway="residential", name="Nulle part")
    osm.way((0, 0), (100, 0), highway="residential", name="Rue Droite")
    rows, notices = read_basemap(osm.write(tmp_path / "town.osm"))
    assert [row.name for row in rows] == ["Rue Droite"]
    assert [(n.file, n.code) for n in notices] == [("town.osm", "basemap_geometry")]


@pytest.mark.parametrize(
    ("area_m2", "zoom"), [(1e12, 0), (626_172.0**2, 0), (1000.0**2, 9), (10.0**2, 14), (0.0, 14)]
)
def test_an_area_appears_when_it_is_four_pixels_wide(area_m2, zoom):
    assert area_zoom(area_m2) == zoom


def test_the_order_of_rows_does_not_hang_on_the_order_of_the_file(osm, tmp_path):
    other = OsmFile()
    ways = [((0, 0), (100, 0)), ((100, 0), (200, 0)), ((0, 500), (200, 500))]
    for street, town in ((ways, osm), (ways[::-1], other)):
        for places in street:
            town.way(*places, highway="service", name="Quai")
    first = read(osm, tmp_path)
    assert [row[:4] for row in first] == [row[:4] for row in read(other, tmp_path)]
    assert len(first) == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.txt", b"hello", "not a readable OSM file"),
        ("town.osm.pbf", b"\x00\x01broken", "not a readable OSM file"),
        ("town.osm", b"<osm version='0.6'><node", "not a readable OSM file"),
        ("empty.osm", b"<osm version='0.6'></osm>", "no street"),
    ],
)
def test_a_file_that_cannot_be_drawn_is_named(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        read_basemap(path)
    assert str(caught.value).startswith(f"{name}: ")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone\.osm: no such file"):
        read_basemap(tmp_path / "gone.osm")
