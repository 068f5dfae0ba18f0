"""Walks by hand, and against networkx on random streets."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geo_matching.common.geo import great_circle_m
from tests.transit.osm.street_files import at, street_graph
from tests.transit.osm.street_witness import (
    graph_of,
    points_near,
    street_graphs,
    walks_by_networkx,
)
from transit.osm.linking import EdgeIndex, Links, link_points
from transit.osm.street_graph import StreetGraph
from transit.osm.walk_paths import walk_path
from transit.osm.walking import Csr, index_targets, walk_matrix

PATH = {"highway": "path"}


def link(graph: StreetGraph, *points: tuple[float, float], allow_steps: bool = True) -> Links:
    lat, lon = np.array(points).T
    return link_points(EdgeIndex.build(graph), lat, lon, allow_steps=allow_steps)


def metres(*points: tuple[float, float]) -> float:
    return sum(great_circle_m(*a, *b) for a, b in itertools.pairwise(points))


def walks(csr: Csr) -> dict[tuple[int, int], float]:
    source = np.repeat(np.arange(csr.first.size - 1), np.diff(csr.first))
    keys = zip(source.tolist(), csr.target.tolist(), strict=True)
    return dict(zip(keys, csr.metres.tolist(), strict=True))


def one_walk(graph: StreetGraph, *points: tuple[float, float], **options: object) -> float | None:
    source, target = link(graph, points[0]), link(graph, points[1])
    csr = walk_matrix(graph, source, target, **({"limit_m": 1e6} | options))
    return walks(csr).get((0, 0))


SQUARE = {1: at(0, 0), 2: at(0, 4), 3: at(4, 4), 4: at(4, 0), 5: at(8, 8), 6: at(8, 9)}
ROUND = [([1, 2], PATH), ([2, 3], PATH), ([3, 4], PATH), ([4, 1], PATH)]


def test_the_shorter_way_round_a_square(tmp_path: Path) -> None:
    graph = street_graph(tmp_path, SQUARE, ROUND)
    assert one_walk(graph, at(0, 1), at(4, 1)) == pytest.approx(
        metres(at(0, 1), at(0, 0), at(4, 0), at(4, 1)), abs=1e-2
    )
    assert one_walk(graph, at(0, 3), at(4, 3)) == pytest.approx(
        metres(at(0, 3), at(0, 4), at(4, 4), at(4, 3)), abs=1e-2
    )


def test_links_count_at_both_ends(tmp_path: Path) -> None:
    graph = street_graph(tmp_path, SQUARE, ROUND)
    expected = metres(at(-1, 1), at(0, 1), at(0, 3), at(-0.5, 3))
    assert one_walk(graph, at(-1, 1), at(-0.5, 3)) == pytest.approx(expected, abs=1e-2)
    twice = 2 * metres(at(-1, 1), at(0, 1))
    assert one_walk(graph, at(-1, 1), at(-1, 1)) == pytest.approx(twice, abs=1e-2)


def test_around_may_be_shorter_than_along_one_long_edge(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(9, 0), 3: at(9, 1), 4: at(0, 1)}
    graph = street_graph(tmp_path, nodes, [([1, 2, 3, 4], PATH), ([1, 4], PATH)])
    assert one_walk(graph, at(1, 0), at(1, 1)) == pytest.approx(
        metres(at(1, 0), at(0, 0), at(0, 1), at(1, 1)), abs=1e-2
    )
    assert one_walk(graph, at(8, 0), at(8, 1)) == pytest.approx(
        metres(at(8, 0), at(9, 0), at(9, 1), at(8, 1)), abs=1e-2
    )


def test_one_way_streets_are_walked_their_way(tmp_path: Path) -> None:
    one_way = {"highway": "path", "oneway:foot": "yes"}
    graph = street_graph(tmp_path, SQUARE, [([1, 2], one_way), *ROUND[1:]])
    along = metres(at(0, 1), at(0, 3))
    assert one_walk(graph, at(0, 1), at(0, 3)) == pytest.approx(along, abs=1e-2)
    around = metres(at(0, 3), at(0, 4), at(4, 4), at(4, 0), at(0, 0), at(0, 1))
    assert one_walk(graph, at(0, 3), at(0, 1)) == pytest.approx(around, abs=1e-2)


def test_who_stands_on_a_junction_may_leave_by_any_street() -> None:
    nodes = {0: at(0, 0), 1: at(0, 1), 2: at(1, 1)}
    graph = graph_of(nodes, [([0, 1], 2), ([1, 2], 0)])  # the first street is one-way to node 1
    on_junction = Links(
        np.array([0], dtype=np.int32),
        graph.edge_m[:1].copy(),
        np.zeros(1),
        np.array([at(0, 1)[0]]),
        np.array([at(0, 1)[1]]),
    )
    target = link(graph, at(1, 1))
    csr = walk_matrix(graph, on_junction, target, limit_m=1000)
    assert csr.metres.tolist() == [graph.edge_m[1]]
    assert walk_matrix(graph, target, on_junction, limit_m=1000).metres.tolist() == [
        graph.edge_m[1]
    ]


def test_without_steps_the_way_is_longer_or_there_is_none(tmp_path: Path) -> None:
    ways = [([1, 2], {"highway": "steps"}), *ROUND[1:]]
    graph = street_graph(tmp_path, SQUARE, ways)
    assert one_walk(graph, at(1, 0), at(1, 4)) == pytest.approx(
        metres(at(1, 0), at(0, 0), at(0, 4), at(1, 4)), abs=1e-2
    )
    assert one_walk(graph, at(1, 0), at(1, 4), allow_steps=False) == pytest.approx(
        metres(at(1, 0), at(4, 0), at(4, 4), at(1, 4)), abs=1e-2
    )
    assert one_walk(graph, at(0, 1), at(1, 4), allow_steps=False) is None


def test_the_limit_is_inclusive(tmp_path: Path) -> None:
    graph = street_graph(tmp_path, SQUARE, ROUND)
    exact_m = one_walk(graph, at(-1, 1), at(4, 1))
    assert one_walk(graph, at(-1, 1), at(4, 1), limit_m=exact_m) == exact_m
    assert one_walk(graph, at(-1, 1), at(4, 1), limit_m=math.nextafter(exact_m, 0)) is None


def test_no_way_and_no_link_are_no_walk(tmp_path: Path) -> None:
    graph = street_graph(tmp_path, SQUARE, [*ROUND, ([5, 6], PATH)])
    both = link(graph, at(0, 1), at(8, 8.5), at(50, 50))
    csr = walk_matrix(graph, both, both, limit_m=1e6)
    assert both.linked.tolist() == [True, True, False]
    assert csr.first.tolist() == [0, 1, 2, 2]
    assert csr.target.tolist() == [0, 1]
    empty = both.take(slice(0, 0))
    assert walk_matrix(graph, empty, both, limit_m=1e6).first.tolist() == [0]
    assert walk_matrix(graph, both, empty, limit_m=1e6).first.tolist() == [0, 0, 0, 0]


def test_targets_prepared_once_give_the_same(tmp_path: Path) -> None:
    graph = street_graph(tmp_path, SQUARE, ROUND)
    points = link(graph, at(0, 1), at(4, 1), at(2, 4))
    ready = index_targets(graph, points)
    for i in range(3):
        one = points.take(i)
        assert walks(walk_matrix(graph, one, ready, limit_m=900)) == walks(
            walk_matrix(graph, one, points, limit_m=900)
        )
    with pytest.raises(ValueError, match="allow_steps"):
        walk_matrix(graph, points, ready, limit_m=900, allow_steps=False)


def test_more_walks_than_one_call_of_the_kernel_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = street_graph(tmp_path, SQUARE, ROUND)
    points = link(graph, *(at(0, k / 5) for k in range(20)))
    whole = walk_matrix(graph, points, points, limit_m=300)
    monkeypatch.setattr("transit.osm.walking.ROOM", 1)
    parts = walk_matrix(graph, points, points, limit_m=300)
    assert 20 < whole.target.size < 400
    for name, value in vars(whole).items():
        assert (value == vars(parts)[name]).all(), name


def on_the_way(graph: StreetGraph, source: Links, target: Links, limit_m: float) -> None:
    """A path is as long as it says, begins and ends at the points, and is the matrix's walk."""
    by_matrix = walks(walk_matrix(graph, source, target, limit_m=limit_m)).get((0, 0))
    found = walk_path(graph, source, target, limit_m=limit_m)
    if found is None:
        assert by_matrix is None
        return
    length_m, path = found
    assert length_m == by_matrix
    assert path[0] == (source.lat[0], source.lon[0])
    assert path[-1] == (target.lat[0], target.lon[0])
    assert metres(*path) == pytest.approx(length_m, abs=1e-2)


def test_a_path_follows_the_bends(tmp_path: Path) -> None:
    graph = street_graph(tmp_path, SQUARE, ROUND)
    source, target = link(graph, at(-1, 1)), link(graph, at(4, 1))
    length_m, path = walk_path(graph, source, target, limit_m=2000)
    expected = [at(-1, 1), at(0, 1), at(0, 0), at(4, 0), at(4, 1)]
    assert np.array(path) == pytest.approx(np.array(expected), abs=1e-7)
    assert walk_path(graph, source, target, limit_m=length_m - 1) is None
    assert walk_path(graph, source, link(graph, at(50, 50)), limit_m=2000) is None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(street_graphs(), points_near(5), points_near(5), st.booleans(), st.floats(1.0, 400.0))
@example(
    graph_of({0: (45.0, 5.0), 1: (45.0004, 5.0)}, [([0, 1], 2)]),
    *[(np.array([45.0002]), np.array([5.0]))] * 2,
    True,
    9.0,
)
def test_walks_as_networkx_says(
    graph: StreetGraph, starts: tuple, goals: tuple, allow_steps: bool, limit_m: float
) -> None:
    if graph.n_edges == 0:
        return
    index = EdgeIndex.build(graph)
    sources = link_points(index, *starts, allow_steps=allow_steps)
    targets = link_points(index, *goals, allow_steps=allow_steps)
    matrix = walk_matrix(graph, sources, targets, limit_m=limit_m, allow_steps=allow_steps)
    found = walks(matrix)
    expected = walks_by_networkx(
        graph, sources, targets, limit_m=limit_m + 1e-6, allow_steps=allow_steps
    )
    on_the_limit = {pair for pair, m in expected.items() if m > limit_m - 1e-6}
    assert found.keys() | on_the_limit == expected.keys()
    assert all(found[pair] == pytest.approx(expected[pair], abs=1e-6) for pair in found)
    for row in range(sources.edge.size):
        assert (np.diff(matrix.target[matrix.first[row] : matrix.first[row + 1]]) > 0).all()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(street_graphs(), points_near(1), points_near(1), st.floats(1.0, 400.0))
def test_paths_are_the_walks_of_the_matrix(
    graph: StreetGraph, start: tuple, goal: tuple, limit_m: float
) -> None:
    if graph.n_edges == 0:
        return
    index = EdgeIndex.build(graph)
    on_the_way(graph, link_points(index, *start), link_points(index, *goal), limit_m)
