"""The street file, read back with pyosmium and by the walker's own reader."""

from collections import Counter
from pathlib import Path

import numpy as np
import osmium
import pytest

from geo_matching.demo.city.build import rng_for
from geo_matching.demo.city.terrain import Warp, to_lonlat
from tests.demo.conftest import SEED
from transit.osm.linking import EdgeIndex, link_points
from transit.osm.reader import read_street_graph
from transit.osm.walk_paths import walk_path


class Elements(osmium.SimpleHandler):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.nodes: dict[int, tuple[float, float]] = {}
        self.tagged: list[dict[str, str]] = []
        self.ways: list[tuple[list[int], dict[str, str]]] = []
        self.order: list[tuple[str, int]] = []
        self.apply_file(str(path))

    def node(self, node: osmium.osm.Node) -> None:
        self.order.append(("a node", node.id))
        self.nodes[node.id] = (node.location.lat, node.location.lon)
        if len(node.tags):
            self.tagged.append(dict(node.tags))

    def way(self, way: osmium.osm.Way) -> None:
        self.order.append(("way", way.id))
        self.ways.append(([ref.ref for ref in way.nodes], dict(way.tags)))


@pytest.fixture(scope="module")
def osm(city: Path) -> Elements:
    return Elements(city / "streets.osm.pbf")


def test_nodes_then_ways_in_order_and_no_way_without_its_nodes(osm: Elements) -> None:
    assert osm.order == sorted(osm.order)
    assert all(ref in osm.nodes for refs, _ in osm.ways for ref in refs)
    assert all(len(refs) > 1 for refs, _ in osm.ways)


def test_about_12_000_street_edges(city: Path) -> None:
    graph, notices = read_street_graph(city / "streets.osm.pbf")
    assert 11_000 < len(graph.edge_m) < 13_500
    assert notices == []
    assert len(graph.names) > 1500


def test_every_kind_of_street_is_there(osm: Elements) -> None:
    kinds = Counter(tags["highway"] for _, tags in osm.ways if "highway" in tags)
    for kind in ("primary", "secondary", "tertiary", "residential", "living_street", "pedestrian",
                 "footway", "path", "service", "track", "unclassified", "trunk"):  # fmt: skip
        assert kinds[kind] > 0, kind
    assert kinds["steps"] >= 6
    named = [tags for _, tags in osm.ways if tags.get("highway") == "residential"]
    assert sum("name" in tags for tags in named) > 0.95 * len(named)
    assert sum(tags.get("oneway") == "yes" for _, tags in osm.ways) > 100
    assert {tags["foot"] for _, tags in osm.ways if tags.get("highway") == "trunk"} == {"no"}


def test_water_green_rail_and_places(osm: Elements) -> None:
    closed = [tags for refs, tags in osm.ways if refs[0] == refs[-1] and "highway" not in tags]
    assert sum(tags.get("natural") == "water" for tags in closed) == 2
    assert sum(tags.get("leisure") == "park" for tags in closed) >= 5
    landuse = Counter(tags.get("landuse") for tags in closed)
    assert landuse["industrial"] >= 5
    assert landuse["retail"] == 2
    assert landuse["forest"] == 2
    assert Counter(tags.get("railway") for _, tags in osm.ways)["tram"] == 2
    places = Counter(tags.get("place") for tags in osm.tagged)
    assert places["city"] == 1
    assert places["village"] >= 5
    assert places["suburb"] >= 5


def test_few_bridges_over_the_river(osm: Elements) -> None:
    """Walkable bridges: three in the city, one of the country road in the west."""
    river = next(refs for refs, tags in osm.ways if tags.get("waterway") == "river")
    points = np.array([osm.nodes[ref] for ref in river])
    scale = np.array([111_195.0, 111_195.0 * np.cos(np.radians(46.72))])
    walkable = {"primary", "secondary", "tertiary", "residential", "path", "footway"}
    crossing = set()
    for refs, tags in osm.ways:
        if tags.get("bridge") == "yes" and tags.get("highway") in walkable:
            middle = np.mean([osm.nodes[ref] for ref in refs], axis=0)
            if np.hypot(*((points - middle) * scale).T).min() < 45:
                crossing.add(tags["name"])
    assert crossing == {"Boulevard de Ceinture", "Rue du Pont-Vieux", "Route du Gué"}


def test_the_walk_to_the_far_bank_is_long(city: Path) -> None:
    """Les Rives-Hautes and the river port see each other across the water."""
    plan = np.array([[3430.0, 1330.0], [2750.0, -450.0]])
    points = Warp.from_seed(rng_for(SEED, 1))(plan)
    lonlat = to_lonlat(points)
    graph, _ = read_street_graph(city / "streets.osm.pbf")
    links = [link_points(EdgeIndex.build(graph), [lat], [lon]) for lon, lat in lonlat]
    walk = walk_path(graph, *links, limit_m=20_000)
    assert walk is not None
    straight = np.hypot(*(points[0] - points[1]))
    assert straight < 2_500
    assert walk[0] > 2.5 * straight
