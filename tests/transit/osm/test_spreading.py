"""Many walkers with a start and a limit each: by hand, and against one walk for each pair."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo_matching.common.geo import great_circle_m
from tests.transit.osm.street_files import at, street_graph
from tests.transit.osm.street_witness import points_near, street_graphs
from transit.osm.linking import EdgeIndex, Links, link_points
from transit.osm.spreading import reached_points, spread_from
from transit.osm.street_graph import StreetGraph
from transit.osm.walking import walk_matrix

PATH = {"highway": "path"}


@pytest.fixture
def street(tmp_path: Path) -> StreetGraph:
    """A street to the east with a junction every 111 m."""
    nodes = {k: at(0, k) for k in range(21)}
    return street_graph(tmp_path, nodes, [([k, k + 1], PATH) for k in range(20)])


def test_a_late_walker_with_more_left_goes_further(street: StreetGraph) -> None:
    block_m = great_circle_m(*at(0, 0), *at(0, 1))
    starts = link_points(EdgeIndex.build(street), [45.0, 45.0], [at(0, 0)[1], at(0, 5)[1]])
    spread = spread_from(
        street, starts, [0, 1000], speed_ms=1.0, limit_m=8.5 * block_m, until_s=5000
    )
    east = np.argsort(street.node_lon)
    times = spread.node_time_s[east]
    assert times[8] == pytest.approx(8 * block_m)  # the early walker, though the other is nearer
    assert times[9] == pytest.approx(1000 + 4 * block_m)  # the early one has walked enough
    assert times[13] == pytest.approx(1000 + 8 * block_m)
    assert np.isinf(times[14:]).all()
    late = spread_from(street, starts, [0, 1000], speed_ms=1.0, limit_m=8.5 * block_m, until_s=999)
    assert np.isinf(late.node_time_s[east][9:]).all()


def test_places_inside_an_edge_are_reached_as_far_as_the_limit(tmp_path: Path) -> None:
    graph = street_graph(tmp_path, {1: at(0, 0), 2: at(0, 10)}, [([1, 2], PATH)])
    start = link_points(EdgeIndex.build(graph), [45.0], [at(0, 4)[1]])
    spread = spread_from(graph, start, [100], speed_ms=2.0, limit_m=200.0, until_s=1e6)
    lat, lon, time_s = reached_points(spread, spacing_m=10.0)
    away = np.array([great_circle_m(*at(0, 4), *p) for p in zip(lat, lon, strict=True)])
    assert np.isinf(spread.node_time_s).all()  # neither end of the street is reached
    assert 190 < away.max() <= 200
    assert time_s == pytest.approx(100 + away / 2.0, abs=1e-3)
    assert (lon < at(0, 3)[1]).any()
    assert (lon > at(0, 5)[1]).any()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    street_graphs(),
    points_near(4),
    st.lists(st.integers(0, 300), min_size=4, max_size=4),
    st.floats(5.0, 300.0),
    st.integers(10, 400),
    st.booleans(),
)
def test_places_as_single_walks_reach_them(
    graph: StreetGraph,
    points: tuple,
    starts: list[int],
    limit_m: float,
    until_s: int,
    allow_steps: bool,
) -> None:
    """Take the walk of each source to each place alone, and the earliest of those that count."""
    if graph.n_edges == 0:
        return
    sources = link_points(EdgeIndex.build(graph), *points, allow_steps=allow_steps)
    start_s = np.array(starts[: sources.edge.size])
    limits = {"limit_m": limit_m, "allow_steps": allow_steps}
    spread = spread_from(graph, sources, start_s, speed_ms=1.25, until_s=until_s, **limits)
    places, junctions = places_every_7_m(graph)
    alone = walk_matrix(graph, sources, places, **limits)
    best_s = np.full(places.edge.size, np.inf)
    source = np.repeat(np.arange(sources.edge.size), np.diff(alone.first))
    np.minimum.at(best_s, alone.target, start_s[source] + alone.metres / 1.25)
    best_s[best_s > until_s] = np.inf
    by_junction = np.full(graph.n_nodes, np.inf)
    for node, at_place in junctions:
        by_junction[node] = min(by_junction[node], best_s[at_place])
    assert spread.node_time_s == pytest.approx(by_junction, abs=1e-6)
    inside = np.setdiff1d(np.arange(best_s.size), [place for _, place in junctions])
    own_s = start_s + sources.link_m / 1.25
    own_s = own_s[(sources.link_m <= limit_m) & (own_s <= until_s)]
    expected = np.concatenate((by_junction, own_s, best_s[inside]))
    _, _, time_s = reached_points(spread, spacing_m=7.0)
    assert np.sort(time_s) == pytest.approx(np.sort(expected[np.isfinite(expected)]), abs=1e-6)


def places_every_7_m(graph: StreetGraph) -> tuple[Links, list[tuple[int, int]]]:
    """Return places along all edges, and which of them are which junctions."""
    rows: list[tuple[int, float]] = []
    junctions = []
    for edge, length_m in enumerate(graph.edge_m.tolist()):
        pieces = math.ceil(length_m / 7.0)
        rows += [(edge, length_m * k / pieces) for k in range(1, pieces)]
        junctions += [(graph.edge_tail[edge], len(rows)), (graph.edge_head[edge], len(rows) + 1)]
        rows += [(edge, 0.0), (edge, length_m)]
    edge, at_m = (np.array(column) for column in zip(*rows, strict=True))
    zero = np.zeros(edge.size)
    return Links(edge.astype(np.int32), at_m.astype(float), zero, zero, zero), junctions
