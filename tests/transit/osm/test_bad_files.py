"""Files that cannot be read as streets: one clear line each."""

from pathlib import Path

import osmium
import pytest

from geo_matching.common.errors import InputError
from tests.transit.osm.street_files import at, osm_xml
from transit.osm.reader import read_street_graph

NODES = {k: at(k % 30, k // 30) for k in range(1, 3001)}


def message_for(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_street_graph(path)
    assert caught.value.file == str(path)
    text = str(caught.value)
    assert text.startswith(f"{path}: ")
    assert "\n" not in text
    return text


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert "does not exist" in message_for(tmp_path / "nowhere.osm.pbf")
    assert "does not exist" in message_for(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.osm.pbf", b""),
        ("text.osm.pbf", b"id,lat,lon\n1,45.0,5.0\n"),
        ("zip.osm.pbf", b"PK\x03\x04" + bytes(200)),
        ("streets.csv", b"id,lat,lon\n"),
        ("empty.osm", b""),
        ("page.osm", b"<html><body>Not found</body></html>"),
        ("cut.osm", b'<osm version="0.6"><node id="1" version="1" lat="45.0"'),
        ("latin.osm", b'<osm version="0.6"><way id="1"><tag k="name" v="\xe9t\xe9"/></way></osm>'),
    ],
)
def test_not_osm(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert "cannot be read as an OSM file" in message_for(tmp_path / name)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_truncated_pbf(tmp_path: Path, share: float) -> None:
    whole = tmp_path / "whole.osm"
    whole.write_text(osm_xml(NODES, [([*NODES], {"highway": "path"})]), encoding="utf-8")
    packed = tmp_path / "whole.osm.pbf"
    with osmium.SimpleWriter(str(packed)) as writer:
        for thing in osmium.FileProcessor(str(whole)):
            writer.add(thing)
    assert read_street_graph(packed)[0].n_edges == 1
    content = packed.read_bytes()
    (tmp_path / "cut.osm.pbf").write_bytes(content[: int(share * len(content))])
    assert "cannot be read as an OSM file" in message_for(tmp_path / "cut.osm.pbf")


def test_no_walkable_way(tmp_path: Path) -> None:
    path = tmp_path / "motorway.osm"
    path.write_text(osm_xml(NODES, [([1, 2], {"highway": "motorway"})]), encoding="utf-8")
    assert "no way that a pedestrian may use" in message_for(path)
    path.write_text(osm_xml({}, []), encoding="utf-8")
    assert "no way that a pedestrian may use" in message_for(path)


@pytest.mark.parametrize("nodes", [{}, {1: at(0, 0), 3: at(0, 2)}])
def test_no_node_of_a_walkable_way(tmp_path: Path, nodes: dict) -> None:
    path = tmp_path / "nodes.osm"
    path.write_text(osm_xml(nodes, [([1, 2, 3], {"highway": "path"})]), encoding="utf-8")
    assert "but not their nodes" in message_for(path)
