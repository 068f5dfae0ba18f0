"""Real OSM extracts, where second witnesses read the same file: osmium alone, osmnx, networkx, shapely."""

import math
from functools import cache
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import osmnx
import pytest
import shapely

from geo_matching.common.geo import EARTH_RADIUS_M, great_circle_m
from tests.transit.osm.street_files import places
from transit.osm.assembly import MIN_COMPONENT_NODES
from transit.osm.linking import EdgeIndex, link_points
from transit.osm.reader import read_street_graph
from transit.osm.street_graph import StreetGraph
from transit.osm.tags import is_walkable
from transit.osm.walking import walk_matrix

Place = tuple[float, float]


@cache
def read(path: Path) -> StreetGraph:
    return read_street_graph(path)[0]


def segments(path: Path) -> tuple[nx.DiGraph, dict[int, Place]]:
    """OSM nodes joined by single segments of walkable ways, in the directions that are walked."""
    place: dict[int, Place] = {}
    graph = nx.DiGraph()
    ways = []
    for thing in osmium.FileProcessor(str(path)):
        if thing.is_node():
            place[thing.id] = (round(thing.lat, 7), round(thing.lon, 7))
        elif thing.is_way() and is_walkable(thing.tags):
            ways.append(([node.ref for node in thing.nodes], thing.tags.get("oneway:foot")))
    for refs, one_way in ways:
        for a, b in pairwise(refs):
            if a in place and b in place:
                length_m = great_circle_m(*place[a], *place[b])
                if one_way != "-1":
                    graph.add_edge(a, b, m=length_m)
                if one_way != "yes":
                    graph.add_edge(b, a, m=length_m)
    return graph, place


@pytest.mark.parametrize(
    "name",
    [
        "osm_small/paris16_trocadero.osm.pbf",
        "osm_small/maisons_laffitte.osm.pbf",
        "grenoble/streets.osm.pbf",
    ],
)
def test_walks_between_osm_nodes_as_networkx_says(stages_data: Path, name: str) -> None:
    graph = read(stages_data / name)
    raw, place = segments(stages_data / name)
    kept = [
        node
        for part in nx.weakly_connected_components(raw)
        if len(part) >= MIN_COMPONENT_NODES
        for node in part
    ]
    rng = np.random.default_rng(7)
    chosen = rng.choice(sorted(kept), size=min(len(kept), 3000), replace=False).tolist()
    lat, lon = (np.array([place[node][k] for node in chosen]) for k in (0, 1))
    links = link_points(EdgeIndex.build(graph), lat, lon)
    assert links.link_m.max() < 1e-6
    # A node where streets touch without meeting may be linked to the other street: left out.
    alone = np.array([_is_alone(graph, links, i) for i in range(len(chosen))])
    assert alone.mean() > 0.97
    chosen = [node for node, good in zip(chosen, alone, strict=True) if good]
    links = links.take(alone)
    csr = walk_matrix(graph, links.take(slice(0, 12)), links, limit_m=1500.0)
    for i in range(12):
        reached = nx.single_source_dijkstra_path_length(raw, chosen[i], cutoff=1500.0, weight="m")
        expected = {k: reached[node] for k, node in enumerate(chosen) if node in reached}
        row = slice(csr.first[i], csr.first[i + 1])
        found = dict(zip(csr.target[row].tolist(), csr.metres[row].tolist(), strict=True))
        assert found.keys() == expected.keys()
        assert all(found[k] == pytest.approx(expected[k], abs=1e-6) for k in found)
    assert csr.target.size > 500


def _is_alone(graph: StreetGraph, links, i: int) -> bool:
    """Whether no second node or street lies under this linked point, unconnected there."""
    here = np.flatnonzero((graph.point_lat == links.lat[i]) & (graph.point_lon == links.lon[i]))
    edges = np.unique(np.searchsorted(graph.first_point, here, side="right") - 1)
    if links.edge[i] not in edges:
        return False
    ends = [{int(graph.edge_tail[edge]), int(graph.edge_head[edge])} for edge in edges]
    return len(edges) == 1 or bool(set.intersection(*ends))


def test_components_as_osmnx_says(stages_data: Path, tmp_path: Path) -> None:
    """What osmnx has and we have not is exactly what the tag rules and the islands leave out."""
    source = stages_data / "osm_small/maisons_laffitte.osm.pbf"
    ours = read(source)
    xml = tmp_path / "streets.osm"
    with osmium.SimpleWriter(str(xml)) as writer:
        for thing in osmium.FileProcessor(str(source)):
            if thing.is_node() or (thing.is_way() and thing.tags.get("highway")):
                writer.add(thing)
    theirs = osmnx.graph_from_xml(xml, simplify=False, retain_all=True)
    tags = {way.id: dict(way.tags) for way in osmium.FileProcessor(str(xml), osmium.osm.WAY)}
    barred = [
        edge for edge in theirs.edges(keys=True, data="osmid") if not is_walkable(tags[edge[3]])
    ]
    assert 0 < len(barred) < theirs.number_of_edges() / 2
    walked = theirs.copy()
    walked.remove_edges_from([edge[:3] for edge in barred])
    place = {node: (round(at["y"], 7), round(at["x"], 7)) for node, at in theirs.nodes(data=True)}
    parts = [part for part in nx.weakly_connected_components(walked) if len(part) > 1]
    large = {
        frozenset(place[n] for n in part) for part in parts if len(part) >= MIN_COMPONENT_NODES
    }
    assert {frozenset(part) for part in _components(ours)} == large
    assert places(ours) == frozenset().union(*large)


def _components(graph: StreetGraph) -> list[set[Place]]:
    joined = nx.Graph(zip(graph.edge_tail.tolist(), graph.edge_head.tolist(), strict=True))
    part_of = {node: k for k, part in enumerate(nx.connected_components(joined)) for node in part}
    result: list[set[Place]] = [set() for _ in range(1 + max(part_of.values()))]
    edge = np.repeat(np.arange(graph.n_edges), np.diff(graph.first_point))
    for tail, lat, lon in zip(graph.edge_tail[edge], graph.point_lat, graph.point_lon, strict=True):
        result[part_of[int(tail)]].add((round(float(lat), 7), round(float(lon), 7)))
    return result


@pytest.mark.parametrize(
    ("name", "allow_steps", "count"),
    [
        ("osm_small/paris16_trocadero.osm.pbf", True, 60),
        ("osm_small/paris16_trocadero.osm.pbf", False, 60),
        ("grenoble/streets.osm.pbf", True, 12),
    ],
)
def test_links_as_shapely_says(stages_data: Path, name: str, allow_steps: bool, count: int) -> None:
    graph = read(stages_data / name)
    rng = np.random.default_rng(11)
    lat = rng.uniform(graph.point_lat.min(), graph.point_lat.max(), count)
    lon = rng.uniform(graph.point_lon.min(), graph.point_lon.max(), count)
    links = link_points(EdgeIndex.build(graph), lat, lon, allow_steps=allow_steps)
    edge = np.repeat(np.arange(graph.n_edges), np.diff(graph.first_point))
    usable = graph.edge_flags[edge] & 1 == 0 if not allow_steps else np.ones(edge.size, dtype=bool)
    scale = math.radians(1) * EARTH_RADIUS_M
    for i in range(lat.size):
        east = (graph.point_lon - lon[i]) * scale * math.cos(math.radians(lat[i]))
        north = (graph.point_lat - lat[i]) * scale
        lines = shapely.linestrings(
            np.column_stack((east, north))[usable], indices=_ranks(edge[usable])
        )
        nearest_m = shapely.distance(lines, shapely.Point(0, 0)).min()
        assert links.linked[i] == (nearest_m <= 300)
        if links.linked[i]:
            assert links.link_m[i] == pytest.approx(nearest_m, rel=1e-4, abs=1e-6)
    assert links.linked.sum() > count / 4


def _ranks(edge: np.ndarray) -> np.ndarray:
    return np.unique(edge, return_inverse=True)[1]


def test_a_real_file_cut_short(stages_data: Path, tmp_path: Path) -> None:
    content = (stages_data / "grenoble/streets.osm.pbf").read_bytes()
    (tmp_path / "cut.osm.pbf").write_bytes(content[: len(content) // 2])
    with pytest.raises(Exception, match="cannot be read as an OSM file"):
        read_street_graph(tmp_path / "cut.osm.pbf")


def test_osm_xml_with_relations(stages_data: Path) -> None:
    path = stages_data / "osm_small/bondy_map.osm"
    ways = osmium.FileProcessor(str(path), osmium.osm.WAY)
    names = {way.tags.get("name") for way in ways if is_walkable(way.tags)} - {None}
    assert set(read(path).names) == names
    assert len(names) > 10
