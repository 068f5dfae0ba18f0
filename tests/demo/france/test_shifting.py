"""A network moved elsewhere is the same network: metres, times and streets stay what they are."""

import csv
import io
import zipfile

import osmium
import pytest

from geo_matching.common.geo import great_circle_m
from geo_matching.demo.france.shifting import move_to, shift_feed, shift_streets
from transit.metropolis.feed_file import write_feed
from transit.metropolis.places import CENTRE_LAT, CENTRE_LON
from transit.metropolis.plan import plan_metropolis
from transit.metropolis.streets import write_streets

LILLE, CAYENNE = (50.63, 3.06), (4.93, -52.31)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    plan = plan_metropolis(100, 5)
    write_feed(plan, 600, 5, folder / "feed.zip")
    write_streets(plan, 5, folder / "streets.osm.pbf", 400.0)
    return folder


def table(feed, name):
    with zipfile.ZipFile(feed) as archive, archive.open(name) as stream:
        return list(csv.DictReader(io.TextIOWrapper(stream, "utf-8")))


def nodes(path):
    found = osmium.FileProcessor(str(path), osmium.osm.NODE)
    return {node.id: (node.location.lat, node.location.lon) for node in found}


@pytest.mark.parametrize("place", [LILLE, CAYENNE])
def test_the_centre_moves_to_the_place_and_metres_stay(model, tmp_path, place):
    out = tmp_path / "feed.zip"
    shift_feed(model / "feed.zip", out, move_to(*place))
    old, new = table(model / "feed.zip", "stops.txt"), table(out, "stops.txt")
    assert move_to(*place)(CENTRE_LAT, CENTRE_LON) == pytest.approx(place)
    assert [row["stop_name"] for row in old] == [row["stop_name"] for row in new]

    def metres(rows, i):
        a, b = rows[0], rows[i]
        ends = (a["stop_lat"], a["stop_lon"], b["stop_lat"], b["stop_lon"])
        return great_circle_m(*map(float, ends))

    for i in range(1, len(old), 7):
        assert metres(new, i) == pytest.approx(metres(old, i), rel=0.003, abs=1)


def test_every_other_table_is_the_same(model, tmp_path):
    out = tmp_path / "feed.zip"
    shift_feed(model / "feed.zip", out, move_to(*LILLE))
    with zipfile.ZipFile(model / "feed.zip") as old, zipfile.ZipFile(out) as new:
        assert old.namelist() == new.namelist()
        for name in set(old.namelist()) - {"stops.txt", "shapes.txt"}:
            assert old.read(name) == new.read(name), name


def test_streets_move_with_their_stops(model, tmp_path):
    out, move = tmp_path / "streets.osm.pbf", move_to(*LILLE)
    shift_streets(model / "streets.osm.pbf", out, move)
    old, new = nodes(model / "streets.osm.pbf"), nodes(out)
    assert old.keys() == new.keys()
    for number, (lat, lon) in old.items():
        assert new[number] == pytest.approx(move(lat, lon), abs=2e-7)

    def ways(path):
        found = osmium.FileProcessor(str(path), osmium.osm.WAY)
        return [(way.id, [n.ref for n in way.nodes], dict(way.tags)) for way in found]

    assert ways(model / "streets.osm.pbf") == ways(out)
