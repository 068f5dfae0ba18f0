"""Where on an edge a place is, and walks over many edges."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo_matching.common.geo import great_circle_m
from tests.transit.osm.street_files import at, street_graph
from tests.transit.osm.street_witness import street_graphs
from transit.osm.linking import EdgeIndex, Links, link_points
from transit.osm.street_graph import StreetGraph
from transit.osm.walk_paths import points_at, walk_path


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(street_graphs(), st.data())
def test_places_on_an_edge_as_numpy_interpolates(graph: StreetGraph, data: st.DataObject) -> None:
    if graph.n_edges == 0:
        return
    edge = data.draw(st.integers(0, graph.n_edges - 1))
    points = slice(int(graph.first_point[edge]), int(graph.first_point[edge + 1]))
    length_m = float(graph.edge_m[edge])
    anywhere = st.one_of(
        st.sampled_from(graph.point_m[points].tolist()), st.floats(-1.0, length_m + 1.0)
    )
    at_m = np.array(data.draw(st.lists(anywhere, min_size=1, max_size=8)))
    zero = np.zeros(at_m.size)
    links = Links(np.full(at_m.size, edge, np.int32), at_m, zero, zero, zero)
    lat, lon = points_at(graph, links)
    assert np.array_equal(lat, np.interp(at_m, graph.point_m[points], graph.point_lat[points]))
    assert np.array_equal(lon, np.interp(at_m, graph.point_m[points], graph.point_lon[points]))


@pytest.mark.parametrize("edges", [1, 255, 256, 257, 600])
def test_a_walk_over_many_edges_is_drawn_whole(tmp_path: Path, edges: int) -> None:
    nodes = {k: at(0, k / 10) for k in range(edges + 1)}
    ways = [([k, k + 1], {"highway": "path"}) for k in range(edges)]
    graph = street_graph(tmp_path, nodes, ways)
    starts = np.array([at(0, 0.02), at(0, edges / 10 - 0.02)]).T
    both = link_points(EdgeIndex.build(graph), *starts)
    length_m, path = walk_path(graph, both.take(0), both.take(1), limit_m=1e6)
    assert len(path) == edges + 1
    drawn_m = sum(great_circle_m(*a, *b) for a, b in pairwise(path))
    assert drawn_m == pytest.approx(length_m, abs=1e-2)
    back_m, back = walk_path(graph, both.take(1), both.take(0), limit_m=1e6)
    assert back_m == pytest.approx(length_m)
    assert np.array(back[::-1]) == pytest.approx(np.array(path))
