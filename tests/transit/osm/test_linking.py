"""Links: the nearest point of the nearest street, by hand and against shapely."""

import math
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo_matching.common.geo import great_circle_m
from tests.transit.osm.street_files import at, street_graph
from tests.transit.osm.street_witness import nearest_street_m, points_near, street_graphs
from transit.osm.linking import EdgeIndex, Links, link_points
from transit.osm.street_graph import StreetGraph
from transit.osm.walk_paths import points_at

PATH, STAIRS = {"highway": "path"}, {"highway": "steps"}


@pytest.fixture
def street(tmp_path: Path) -> StreetGraph:
    """One street to the east, bent at its middle node, and a flight of steps north of it."""
    nodes = {1: at(0, 0), 2: at(0, 4), 3: at(0, 8), 4: at(0.5, 0), 5: at(0.5, 8)}
    return street_graph(tmp_path, nodes, [([1, 2, 3], PATH), ([4, 5], STAIRS)])


def link(graph: StreetGraph, *points: tuple[float, float], **options: object) -> Links:
    lat, lon = np.array(points).T
    return link_points(EdgeIndex.build(graph), lat, lon, **options)


def test_beside_a_street(street: StreetGraph) -> None:
    links = link(street, at(-1, 6))
    assert links.edge.tolist() == [0]
    assert links.link_m[0] == pytest.approx(great_circle_m(*at(-1, 6), *at(0, 6)), abs=1e-3)
    expected = great_circle_m(*at(0, 0), *at(0, 4)) + great_circle_m(*at(0, 4), *at(0, 6))
    assert links.position_m[0] == pytest.approx(expected, abs=1e-3)


def test_beyond_the_ends_of_a_street(street: StreetGraph) -> None:
    links = link(street, at(0, -1), at(-1, 9))
    assert links.edge.tolist() == [0, 0]
    assert links.position_m.tolist() == [0.0, street.edge_m[0]]
    assert links.link_m[1] == pytest.approx(great_circle_m(*at(-1, 9), *at(0, 8)))


def test_steps_can_be_left_out(street: StreetGraph) -> None:
    on_steps = at(0.5, 3)
    assert link(street, on_steps).edge.tolist() == [1]
    without = link(street, on_steps, allow_steps=False)
    assert without.edge.tolist() == [0]
    assert without.link_m[0] == pytest.approx(great_circle_m(*on_steps, *at(0, 3)), abs=1e-3)


def test_the_limit_is_inclusive(street: StreetGraph) -> None:
    point = at(0, -2.5)
    exact_m = great_circle_m(*point, *at(0, 0))
    assert 250 < exact_m < 300
    assert link(street, point, max_link_m=exact_m).linked.tolist() == [True]
    too_far = link(street, point, max_link_m=math.nextafter(exact_m, 0))
    assert too_far.edge.tolist() == [-1]
    assert too_far.position_m.tolist() == [0.0]
    assert too_far.link_m.tolist() == [math.inf]


def test_300_m_is_the_usual_limit(street: StreetGraph) -> None:
    metre = great_circle_m(*at(0, 0), *at(-1, 0)) / 1  # one row
    assert link(street, at(-299 / metre, 0), at(-301 / metre, 0)).linked.tolist() == [True, False]


def test_points_that_are_none(street: StreetGraph) -> None:
    links = link(street, (math.nan, 5.0), (45.0, math.nan), (1e9, 5.0), (0.0, 0.0), (90.0, 5.0))
    assert not links.linked.any()
    assert link_points(EdgeIndex.build(street), [], []).edge.size == 0


def test_a_long_diagonal_is_found_from_anywhere_along_it(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(400, 150)}
    graph = street_graph(tmp_path, nodes, [([1, 2], PATH)])
    share = np.linspace(0.001, 0.999, 500)
    lat, lon = (np.array(nodes[2]) - nodes[1]) * share[:, None] @ np.eye(2) + nodes[1], None
    links = link_points(EdgeIndex.build(graph), lat[:, 0], lat[:, 1] + 1e-5)
    assert lon is None
    assert links.linked.all()
    assert links.link_m.max() < 1.0


def test_an_index_survives_pickling(street: StreetGraph) -> None:
    copy = pickle.loads(pickle.dumps(EdgeIndex.build(street)))  # noqa: S301
    assert link_points(copy, [at(-1, 6)[0]], [at(-1, 6)[1]]).edge.tolist() == [0]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(street_graphs(), points_near(6), st.booleans(), st.sampled_from([5.0, 30.0, 300.0]))
def test_nearest_as_shapely_says(
    graph: StreetGraph, points: tuple, allow_steps: bool, max_link_m: float
) -> None:
    if graph.n_edges == 0:
        return
    links = link_points(
        EdgeIndex.build(graph), *points, max_link_m=max_link_m, allow_steps=allow_steps
    )
    for i, (lat, lon) in enumerate(zip(*points, strict=True)):
        nearest_m = nearest_street_m(graph, lat, lon, allow_steps=allow_steps)
        if abs(nearest_m - max_link_m) < 1e-6:
            continue
        assert links.linked[i] == (nearest_m <= max_link_m)
        if links.linked[i]:
            assert links.link_m[i] == pytest.approx(nearest_m, abs=1e-6)
            one = links.take(i)
            (at_lat,), (at_lon,) = points_at(graph, one)
            assert great_circle_m(lat, lon, at_lat, at_lon) == pytest.approx(nearest_m, abs=1e-5)
