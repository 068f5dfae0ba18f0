"""Extracts cut to a box and joined: whole ways, shared objects once, the oldest vintage kept."""

import pytest

from geo_matching.common.errors import InputError
from tests.transit.areas.extract_files import contents, degrees, write_extract
from transit.areas.clipping import clip, vintage_of

STREET = {"highway": "residential"}


def box(west: float, south: float, east: float, north: float):
    return (*degrees(west, south), *degrees(east, north))


@pytest.fixture
def west(tmp_path):
    """Street 1 inside, street 2 across the box's edge, street 3 far away, a lake of way 4."""
    return write_extract(
        tmp_path / "west.osm.pbf",
        {1: (0, 0), 2: (100, 0), 3: (900, 0), 4: (5000, 0), 5: (5100, 0), 6: (0, 50), 7: (50, 90)},
        {
            1: ([1, 2], STREET),
            2: ([2, 3], STREET),
            3: ([4, 5], STREET),
            4: ([1, 6, 7, 1], {}),
        },
        {1: ([4], {"natural": "water"})},
    )


def test_ways_that_reach_into_the_box_stay_whole(west, tmp_path):
    out = tmp_path / "clipped.osm.pbf"
    clip([west], box(-10, -10, 200, 40), out)
    found = contents(out)
    assert found["w"][:2] == [1, 2]
    assert 3 not in found["w"]
    assert set(found["n"]) >= {1, 2, 3}
    assert not {4, 5} & set(found["n"])


def test_a_multipolygon_is_kept_with_its_outline(west, tmp_path):
    out = tmp_path / "clipped.osm.pbf"
    clip([west], box(-10, -10, 200, 100), out)
    assert contents(out)["r"] == [1]
    assert 4 in contents(out)["w"]


def test_neighbours_are_joined_and_what_they_share_is_written_once(west, tmp_path):
    east = write_extract(
        tmp_path / "east.osm.pbf",
        {2: (100, 0), 3: (900, 0), 8: (950, 0)},
        {2: ([2, 3], STREET), 9: ([3, 8], STREET)},
        stamp="2026-11-18T20:21:00Z",
    )
    out = tmp_path / "joined.osm.pbf"
    assert clip([west, east], box(-10, -10, 1000, 40), out) == "2026-11-18T20:21:00Z"
    assert contents(out)["w"] == [1, 2, 4, 9]
    assert contents(out)["n"].count(3) == 1
    assert vintage_of(out) == "2026-11-18T20:21:00Z"


def test_a_file_without_vintage_has_none(tmp_path):
    plain = write_extract(tmp_path / "plain.osm.pbf", {1: (0, 0)}, {}, stamp="")
    assert vintage_of(plain) == ""


def test_a_file_that_is_no_extract_leaves_nothing_behind(west, tmp_path):
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(west.read_bytes()[:-40])
    page = tmp_path / "page.osm.pbf"
    page.write_text("<html>busy</html>")
    folder = tmp_path / "out"
    for source in (broken, page):
        with pytest.raises(InputError, match="cannot be read as an OSM file"):
            clip([west, source], box(-10, -10, 200, 40), folder / "clipped.osm.pbf")
        assert list(folder.iterdir()) == []
