"""A graph that comes from files on disk walks like one in memory, in any thread."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from tests.transit.osm.street_files import at, street_graph
from transit.osm.linking import EdgeIndex, link_points
from transit.osm.spreading import spread_from
from transit.osm.street_graph import StreetGraph
from transit.osm.walk_kernels import walk_rows
from transit.osm.walking import walk_matrix

PATH = {"highway": "path"}


@pytest.fixture
def grid(tmp_path: Path) -> StreetGraph:
    """A grid of 12 x 12 crossings."""
    nodes = {100 * row + column: at(row, column) for row in range(12) for column in range(12)}
    rows = [([100 * row + column for column in range(12)], PATH) for row in range(12)]
    columns = [([100 * row + column for row in range(12)], PATH) for column in range(12)]
    return street_graph(tmp_path, nodes, rows + columns)


def from_disk(graph: StreetGraph, folder: Path) -> StreetGraph:
    arrays = {}
    for field in fields(graph):
        value = getattr(graph, field.name)
        if isinstance(value, np.ndarray):
            np.save(folder / f"{field.name}.npy", value)
            arrays[field.name] = np.load(folder / f"{field.name}.npy", mmap_mode="r")
    return replace(graph, **arrays)


def test_mapped_arrays_give_the_same_by_the_same_kernel(grid: StreetGraph, tmp_path: Path) -> None:
    mapped = from_disk(grid, tmp_path)
    results = []
    for graph in (grid, mapped):
        links = link_points(EdgeIndex.build(graph), *np.array([at(k, 0.7 * k) for k in range(9)]).T)
        spread = spread_from(graph, links, np.arange(9), speed_ms=1.25, limit_m=500, until_s=900)
        csr = walk_matrix(graph, links, links, limit_m=900.0)
        results.append((csr.first, csr.target, csr.metres, links.link_m, spread.node_time_s))
    for plain, from_map in zip(*results, strict=True):
        assert (plain == from_map).all()
    if hasattr(walk_rows, "signatures"):  # not when the compiler is switched off
        assert len(walk_rows.signatures) == 1


def test_a_kept_index_links_like_a_sorted_one(grid: StreetGraph) -> None:
    built = EdgeIndex.build(grid)
    kept = EdgeIndex.of(grid, built.arrays())
    points = np.array([at(0.9 * k, 0.7 * k) for k in range(12)]).T
    for one, other in zip(
        vars(link_points(built, *points)).values(),
        vars(link_points(kept, *points)).values(),
        strict=True,
    ):
        assert np.array_equal(one, other)


def test_threads_do_not_share_their_scratch(grid: StreetGraph) -> None:
    points = np.random.default_rng(5).uniform(0, 11, (300, 2))
    links = link_points(EdgeIndex.build(grid), *np.array([at(*point) for point in points]).T)
    alone = [walk_matrix(grid, links.take(i), links, limit_m=1200.0).metres for i in range(300)]
    with ThreadPoolExecutor(4) as pool:
        together = list(
            pool.map(lambda i: walk_matrix(grid, links.take(i), links, limit_m=1200.0), range(300))
        )
    assert all(np.array_equal(a, b.metres) for a, b in zip(alone, together, strict=True))
    assert sum(row.size for row in alone) > 3000
