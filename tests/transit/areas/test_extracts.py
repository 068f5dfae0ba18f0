"""The index of OSM extracts, names of départements, checksums, the geography API, the downloader."""

import json

import numpy as np
import pytest

from geo_matching.common.errors import InputError
from transit.areas.extract_names import NAMES
from transit.areas.extracts import (
    departement_address,
    extracts_for,
    names_for,
    parse_index,
    parse_md5,
)
from transit.areas.streets import street_sources
from transit.areas.territory import parse_epcis


def feature(name: str, west: float | None = None, parent: str = "france") -> dict:
    """An extract one degree wide at 45 north; without `west` it has no outline."""
    properties = {"id": name, "parent": parent, "name": name, "urls": {"pbf": f"x/{name}.osm.pbf"}}
    if west is None:
        return {"properties": properties}
    ring = [[west, 44.5], [west + 1, 44.5], [west + 1, 45.5], [west, 45.5], [west, 44.5]]
    return {"properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


INDEX = {
    "type": "FeatureCollection",
    "features": [
        feature("france", 0, parent="europe"),
        feature("auvergne", 2),
        feature("rhone-alpes", 3),
        feature("bretagne"),
    ],
}


def test_what_holds_smaller_extracts_is_not_an_extract_to_take():
    assert sorted(parse_index(INDEX)) == ["auvergne", "bretagne", "rhone-alpes"]


def test_neighbours_that_hold_stops_are_taken_too():
    index = parse_index(INDEX)
    near = np.array([[3.5, 45.0], [3.6, 45.1]])
    across = np.array([[3.5, 45.0], [2.9, 45.1]])
    for points, names in ((near, ["rhone-alpes"]), (across, ["auvergne", "rhone-alpes"])):
        found, unknown = extracts_for(index, ["rhone-alpes"], points)
        assert ([one.name for one in found], unknown) == (names, [])


def test_without_outlines_names_decide_and_unknown_ones_are_told():
    index = parse_index({"features": [feature("bretagne")]})
    found, unknown = extracts_for(index, ["bretagne", "corse"], np.zeros((0, 2)))
    assert ([one.name for one in found], unknown) == (["bretagne"], ["corse"])


def test_every_departement_has_its_extract():
    mainland = {f"{n:02}" for n in range(1, 96)} - {"20"} | {"2A", "2B"}
    assert set(NAMES) == mainland | {"971", "972", "973", "974", "976"}
    assert names_for(["38", "69", "63"]) == ["auvergne", "rhone-alpes"]
    assert len({own for _, own in NAMES.values()}) == len(NAMES)
    address = departement_address("https://osm.example/extracts/", "06")
    assert address.endswith("/extracts/provence_alpes_cote_d_azur/alpes_maritimes-latest.osm.pbf")
    with pytest.raises(InputError, match="no OSM extract is known for the département 975"):
        names_for(["975"])


@pytest.mark.parametrize("content", [[], {"features": {}}, {"features": []}, {"error": "busy"}])
def test_what_is_no_index_is_one_clear_line(content):
    with pytest.raises(InputError, match=r"was expected|no extract"):
        parse_index(content)


def test_a_broken_outline_is_one_clear_line():
    wrong = feature("bretagne", 0)
    wrong["geometry"]["coordinates"] = [[["x", 1]]]
    with pytest.raises(InputError, match="an outline cannot be read"):
        parse_index({"features": [wrong]})


def test_checksums():
    digest = "0123456789ABCDEF0123456789abcdef"
    assert parse_md5(f"{digest}  rhone-alpes-latest.osm.pbf\n", "x.md5") == digest.lower()
    with pytest.raises(InputError, match=r"x\.md5: an MD5 checksum was expected"):
        parse_md5("<html>", "x.md5")


def test_intercommunalities():
    assert parse_epcis([{"code": "200040715", "nom": "Métropole"}]) == {"200040715"}
    for content in ({"message": "no"}, [{"nom": "Métropole"}], ["200040715"]):
        with pytest.raises(InputError, match="objects with a code"):
            parse_epcis(content)


def test_an_area_over_two_extracts_gets_both(publishers, tmp_path):
    for name in ("auvergne", "rhone-alpes"):
        publishers.files[f"/x/{name}.md5"] = b"0" * 32
    features = [feature("auvergne", 2), feature("rhone-alpes", 3)]
    for one in features:
        one["properties"]["urls"]["pbf"] = f"{publishers.base}/x/{one['properties']['id']}"
    publishers.files["/index-v1.json"] = json.dumps({"features": features}).encode()
    sources = publishers.sources(tmp_path)
    found, remarks = street_sources([], ["38"], np.array([[2.9, 45.0]]), sources)
    assert ([one.name for one in found], remarks) == (["auvergne", "rhone-alpes"], [])
    with pytest.raises(InputError, match="the index of extracts has no lorraine"):
        street_sources(["lorraine"], ["38"], np.zeros((0, 2)), sources)
