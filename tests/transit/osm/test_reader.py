"""From an OSM file to arrays: cuts, junctions, lengths, directions, islands, bad files."""

import gzip
import itertools
from pathlib import Path

import numpy as np
import osmium
import pytest

from geo_matching.common.geo import great_circle_m
from tests.transit.osm.street_files import at, osm_xml, places, street_graph
from transit.osm.reader import read_street_graph
from transit.osm.street_graph import StreetGraph
from transit.osm.tags import BACKWARD_ONLY, FORWARD_ONLY, STEPS

PATH = {"highway": "path"}
CROSS = {1: at(0, 0), 2: at(0, 1), 3: at(0, 2), 4: at(1, 1), 5: at(-1, 1)}


def metres(*points: tuple[float, float]) -> float:
    return sum(great_circle_m(*a, *b) for a, b in itertools.pairwise(points))


def ends(graph: StreetGraph) -> set[frozenset[tuple[float, float]]]:
    """Edges as pairs of places."""
    node = list(zip(graph.node_lat.tolist(), graph.node_lon.tolist(), strict=True))
    pairs = zip(graph.edge_tail.tolist(), graph.edge_head.tolist(), strict=True)
    return {frozenset((node[a], node[b])) for a, b in pairs}


def test_ways_that_share_a_node_meet_there(tmp_path: Path) -> None:
    graph = street_graph(tmp_path, CROSS, [([1, 2, 3], PATH), ([4, 2, 5], PATH)])
    assert (graph.n_nodes, graph.n_edges, graph.arc_m.size) == (5, 4, 8)
    assert ends(graph) == {frozenset((CROSS[2], CROSS[other])) for other in (1, 3, 4, 5)}


def test_ways_that_cross_without_a_node_do_not_meet(tmp_path: Path) -> None:
    graph = street_graph(tmp_path, CROSS, [([1, 3], PATH), ([4, 5], PATH)])
    assert (graph.n_nodes, graph.n_edges) == (4, 2)


def test_length_runs_over_all_points(tmp_path: Path) -> None:
    bend = [at(0, 0), at(1, 0), at(1, 3), at(0, 3)]
    graph = street_graph(tmp_path, dict(enumerate(bend, start=1)), [([1, 2, 3, 4], PATH)])
    assert graph.n_edges == 1
    assert graph.edge_m[0] == pytest.approx(metres(*bend), abs=1e-9)
    assert graph.point_m.tolist() == pytest.approx(
        [metres(*bend[:k]) for k in range(1, 5)], abs=1e-9
    )
    assert graph.edge_m[0] == graph.point_m[-1]


def test_arcs_lead_to_the_other_end(tmp_path: Path) -> None:
    graph = street_graph(tmp_path, CROSS, [([1, 2, 3], PATH), ([4, 2, 5], PATH)])
    tail = np.repeat(np.arange(graph.n_nodes), np.diff(graph.first_arc))
    edge = graph.arc_edge
    forward = graph.edge_tail[edge] == tail
    other_end = np.where(forward, graph.edge_head[edge], graph.edge_tail[edge])
    assert (graph.arc_head == other_end).all()
    assert (graph.arc_m == graph.edge_m[edge]).all()
    assert sorted(edge.tolist()) == sorted([*range(4), *range(4)])


@pytest.mark.parametrize(
    ("value", "flag", "arcs"),
    [("yes", FORWARD_ONLY, {(1, 2)}), ("-1", BACKWARD_ONLY, {(2, 1)}), ("no", 0, {(1, 2), (2, 1)})],
)
def test_one_way_on_foot(tmp_path: Path, value: str, flag: int, arcs: set) -> None:
    nodes = {1: at(0, 0), 2: at(0, 1)}
    graph = street_graph(tmp_path, nodes, [([1, 2], PATH | {"oneway:foot": value})])
    number = {nodes[1]: 1, nodes[2]: 2}
    name = [number[place] for place in zip(graph.node_lat, graph.node_lon, strict=True)]
    tail = np.repeat(np.arange(graph.n_nodes), np.diff(graph.first_arc))
    assert graph.edge_flags.tolist() == [flag]
    assert {(name[a], name[b]) for a, b in zip(tail, graph.arc_head, strict=True)} == arcs


def test_steps_and_names_are_kept(tmp_path: Path) -> None:
    ways = [
        ([1, 2], {"highway": "steps", "name": "Montée"}),
        ([2, 3], {"highway": "path"}),
        ([4, 2], {"highway": "path", "name": "Montée"}),
    ]
    graph = street_graph(tmp_path, CROSS, ways)
    assert graph.edge_flags.tolist() == [STEPS, 0, 0]
    assert graph.names == ["Montée"]
    assert graph.edge_name.tolist() == [0, -1, 0]


def test_a_way_is_cut_where_its_nodes_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "streets.osm"
    nodes = {k: at(0, k) for k in (1, 2, 4, 6, 7)}
    path.write_text(osm_xml(nodes, [([1, 2, 3, 4, 5, 6, 7], PATH)]), encoding="utf-8")
    graph, notices = read_street_graph(path)
    assert ends(graph) == {frozenset((nodes[1], nodes[2])), frozenset((nodes[6], nodes[7]))}
    (cut, island) = notices
    assert (cut.code, cut.message) == (
        "way_cut",
        "1 ways cut at 2 nodes that are missing from the file (the first: way 1)",
    )
    assert island.code == "island"


def test_a_node_off_the_earth_is_missing(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(0, 1), 3: (95.0, 5.0)}
    graph = street_graph(tmp_path, nodes, [([1, 2, 3], PATH)])
    assert places(graph) == {at(0, 0), at(0, 1)}


def test_a_node_named_twice_in_a_row_counts_once(tmp_path: Path) -> None:
    nodes = {k: at(0, k) for k in range(1, 5)}
    plain = street_graph(tmp_path, nodes, [([1, 2, 3, 4], PATH)])
    stutter = street_graph(tmp_path, nodes, [([1, 1, 2, 2, 2, 3, 4, 4], PATH), ([3, 3], PATH)])
    assert stutter.n_edges == 1
    assert stutter.point_m.tolist() == plain.point_m.tolist()


def test_rings_and_crossings_of_one_way_with_itself(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(0, 2), 3: at(1, 2), 4: at(1, 0), 5: at(-1, 1)}
    ring = street_graph(tmp_path, nodes, [([1, 2, 3, 4, 1], PATH)])
    assert (ring.n_nodes, ring.n_edges) == (1, 1)
    assert ring.edge_tail[0] == ring.edge_head[0]
    loop = street_graph(tmp_path, nodes, [([5, 2, 3, 4, 2, 1], PATH)])
    assert (loop.n_nodes, loop.n_edges) == (3, 3)


def test_islands_below_40_nodes_go_and_notices_say_so(tmp_path: Path) -> None:
    line = {k: at(0, k) for k in range(40)}
    short = {100 + k: at(2, k) for k in range(39)}
    ways = [(list(line), PATH), (list(short)[:20], PATH), (list(short)[19:], PATH)]
    path = tmp_path / "streets.osm"
    path.write_text(osm_xml(line | short, ways), encoding="utf-8")
    graph, notices = read_street_graph(path)
    assert places(graph) == {(round(lat, 7), round(lon, 7)) for lat, lon in line.values()}
    assert [notice.code for notice in notices] == ["island"]
    assert notices[0].message.startswith("1 connected components")
    assert "39 of 79 nodes" in notices[0].message


def test_steps_join_components_and_one_way_streets_too(tmp_path: Path) -> None:
    left = {k: at(0, k) for k in range(20)}
    right = {100 + k: at(1, k) for k in range(20)}
    ways = [(list(left), PATH), (list(right), PATH), ([0, 100], {"highway": "steps"})]
    graph = street_graph(tmp_path, left | right | {300: at(5, 5), 301: at(5, 6)}, ways)
    assert len(places(graph)) == 40


def test_all_islands_are_kept_when_none_is_large(tmp_path: Path) -> None:
    nodes = {k: at(0, k) for k in range(39)} | {100: at(3, 0), 101: at(3, 1)}
    path = tmp_path / "streets.osm"
    path.write_text(osm_xml(nodes, [(list(range(39)), PATH), ([100, 101], PATH)]), encoding="utf-8")
    graph, notices = read_street_graph(path)
    assert len(places(graph)) == 41
    assert notices[0].message == "no connected component reaches 40 OSM nodes: all 2 kept"


def test_order_format_and_sign_of_ids_do_not_matter(tmp_path: Path) -> None:
    ways = [([1, 2, 3], PATH), ([4, 2, 5], PATH)]
    plain = street_graph(tmp_path, CROSS, ways)
    files = {
        "ways_first.osm": osm_xml(CROSS, ways, ways_first=True),
        "unsaved.osm": osm_xml(
            {-k: place for k, place in CROSS.items()}, [([-k for k in r], t) for r, t in ways]
        ),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "packed.osm.gz").write_bytes(gzip.compress(osm_xml(CROSS, ways).encode()))
    with osmium.SimpleWriter(str(tmp_path / "same.osm.pbf")) as writer:
        for thing in osmium.FileProcessor(str(tmp_path / "streets.osm")):
            writer.add(thing)
    for name in (*files, "packed.osm.gz", "same.osm.pbf"):
        graph, _ = read_street_graph(tmp_path / name)
        assert ends(graph) == ends(plain), name
        assert sorted(graph.edge_m) == sorted(plain.edge_m), name


def test_relations_are_not_read(tmp_path: Path) -> None:
    text = osm_xml(CROSS, [([1, 2], PATH), ([4, 2, 5], {"building": "yes"})])
    area = (
        '<relation id="1" version="1"><member type="way" ref="2" role="outer"/>'
        '<tag k="type" v="multipolygon"/><tag k="highway" v="pedestrian"/></relation></osm>'
    )
    (tmp_path / "square.osm").write_text(text.replace("</osm>", area), encoding="utf-8")
    graph, _ = read_street_graph(tmp_path / "square.osm")
    assert ends(graph) == {frozenset((CROSS[1], CROSS[2]))}


def test_two_readings_are_equal(tmp_path: Path) -> None:
    ways = [([1, 2, 3], PATH), ([4, 2, 5], PATH)]
    first, second = (street_graph(tmp_path, CROSS, ways) for _ in range(2))
    for name, value in vars(first).items():
        same = value == vars(second)[name]
        assert same if isinstance(value, list) else same.all(), name
