"""One search with buckets gives the metres that the search with a heap gives, to the last bit."""

import numpy as np
import pytest

from transit.osm import reach
from transit.osm.linking import EdgeIndex, link_points
from transit.osm.reach import reach_targets
from transit.osm.reader import read_street_graph
from transit.osm.walking import index_targets, walk_matrix

SMALL = ("bondy_map.osm", "paris16_trocadero.osm.pbf", "st_germain_en_laye.osm.pbf")


def rows(graph, sources, targets, limit_m, *, allow_steps):
    found = walk_matrix(graph, sources, targets, limit_m=limit_m, allow_steps=allow_steps)
    metres = np.full((len(sources.edge), len(targets.edge)), np.inf)
    for i in range(len(sources.edge)):
        row = slice(found.first[i], found.first[i + 1])
        metres[i, found.target[row]] = found.metres[row]
    return metres


@pytest.fixture(scope="module", params=SMALL)
def town(request, stages_data):
    graph, _ = read_street_graph(stages_data / "osm_small" / request.param)
    draw = np.random.default_rng(5)
    at = draw.integers(graph.n_nodes, size=60)
    lat = graph.node_lat[at] + draw.normal(0, 3e-4, 60)
    lon = graph.node_lon[at] + draw.normal(0, 3e-4, 60)
    return graph, EdgeIndex.build(graph), lat, lon


@pytest.mark.parametrize("allow_steps", [True, False])
def test_the_same_metres_as_with_a_heap(town, allow_steps):
    graph, index, lat, lon = town
    points = link_points(index, lat, lon, allow_steps=allow_steps)
    near, far = points.take(slice(0, 40)), points.take(slice(30, 60))
    limits = (900.0, 2500.0)
    expected = [
        rows(graph, points, targets, limit_m, allow_steps=allow_steps)
        for targets, limit_m in zip((near, far), limits, strict=True)
    ]
    sets = [
        (index_targets(graph, targets, allow_steps=allow_steps), limit_m)
        for targets, limit_m in zip((near, far), limits, strict=True)
    ]
    for i in range(len(points.edge)):
        found = reach_targets(graph, points.take([i]), sets, allow_steps=allow_steps)
        assert np.array_equal(found[0], expected[0][i])
        assert np.array_equal(found[1], expected[1][i])
    assert np.isfinite(expected[1]).sum() > 100


def test_buckets_grow_when_they_are_full(town, monkeypatch):
    graph, index, lat, lon = town
    point, targets = link_points(index, lat[:1], lon[:1]), link_points(index, lat, lon)
    sets = [(index_targets(graph, targets), 2500.0)]
    expected = reach_targets(graph, point, sets)[0]
    monkeypatch.setattr(reach, "_LOCAL", reach.threading.local())
    small = reach._scratch_for(graph, 2500.0, 3)
    monkeypatch.setattr(reach, "_scratch_for", growing(small, reach._scratch_for))
    assert np.array_equal(reach_targets(graph, point, sets)[0], expected)


def growing(small, make):
    """Hand out a scratch that is too small at first."""
    given = []

    def scratch(graph, longest_m, room):
        given.append(room)
        return small if len(given) == 1 else make(graph, longest_m, room)

    return scratch


def test_targets_sorted_for_other_walkers_are_refused(town):
    graph, index, lat, lon = town
    points = link_points(index, lat, lon)
    sets = [(index_targets(graph, points, allow_steps=False), 900.0)]
    with pytest.raises(ValueError, match="another allow_steps"):
        reach_targets(graph, points.take([0]), sets)
