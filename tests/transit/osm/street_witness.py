"""Slow second opinions: random streets, shapely for links, networkx for walks."""

import itertools
import math

import networkx as nx
import numpy as np
from hypothesis import strategies as st
from shapely import LineString, Point

from geo_matching.common.geo import EARTH_RADIUS_M, great_circle_m
from transit.osm.assembly import Ways, assemble
from transit.osm.linking import Links
from transit.osm.street_graph import StreetGraph
from transit.osm.tags import BACKWARD_ONLY, FORWARD_ONLY, STEPS

LAT, LON, CELL = 45.0, 5.0, 0.0004


@st.composite
def street_graphs(draw: st.DrawFn) -> StreetGraph:
    """Up to nine ways with up to six nodes each on a small grid, with steps and one-way streets."""
    grid = st.tuples(st.integers(0, 4), st.integers(0, 4))
    nodes = draw(st.lists(grid, min_size=2, max_size=12, unique=True))
    refs = st.lists(st.integers(0, len(nodes) - 1), min_size=2, max_size=6)
    flags = st.sampled_from([0, 0, 0, STEPS, FORWARD_ONLY, BACKWARD_ONLY, STEPS | FORWARD_ONLY])
    ways = draw(st.lists(st.tuples(refs, flags), min_size=1, max_size=9))
    return graph_of(
        {k: (LAT + CELL * row, LON + CELL * column) for k, (row, column) in enumerate(nodes)}, ways
    )


def graph_of(
    nodes: dict[int, tuple[float, float]], ways: list[tuple[list[int], int]]
) -> StreetGraph:
    visits = [ref for refs, _ in ways for ref in refs]
    read = Ways(
        way_id=np.arange(1, len(ways) + 1),
        first_ref=np.cumsum([0, *(len(refs) for refs, _ in ways)]),
        ref=np.array(visits),
        lat=np.array([nodes[ref][0] for ref in visits]),
        lon=np.array([nodes[ref][1] for ref in visits]),
        flags=np.array([flags for _, flags in ways], dtype=np.uint8),
        name=np.full(len(ways), -1, dtype=np.int32),
        names=[],
    )
    return assemble(read, file="random")[0]


def points_near(count: int) -> st.SearchStrategy:
    """Points on, between and just outside the random streets; some exactly on grid nodes."""
    coordinate = st.one_of(st.integers(-1, 5).map(float), st.floats(-1, 5, width=32))
    return st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=count).map(
        lambda rows: (
            np.array([LAT + CELL * row for row, _ in rows]),
            np.array([LON + CELL * column for _, column in rows]),
        )
    )


def nearest_street_m(graph: StreetGraph, lat: float, lon: float, *, allow_steps: bool) -> float:
    """Metres to the nearest street by shapely, one edge after the other, on the plane at the point."""
    scale = math.radians(1) * EARTH_RADIUS_M
    best_m = math.inf
    for edge in range(graph.n_edges):
        if not allow_steps and graph.edge_flags[edge] & STEPS:
            continue
        part = slice(graph.first_point[edge], graph.first_point[edge + 1])
        east = (graph.point_lon[part] - lon) * scale * math.cos(math.radians(lat))
        north = (graph.point_lat[part] - lat) * scale
        line = LineString(np.column_stack((east, north)))
        foot = line.interpolate(line.project(Point(0, 0)))
        at_lat = lat + foot.y / scale
        at_lon = lon + foot.x / (scale * math.cos(math.radians(lat)))
        best_m = min(best_m, great_circle_m(lat, lon, at_lat, at_lon))
    return best_m


def split_graph(
    graph: StreetGraph, points: dict[str, Links], *, allow_steps: bool
) -> nx.MultiDiGraph:
    """Junctions and linked points as nodes: every edge is cut where points are linked to it.

    Point i of `points[name]` hangs at (name, i). One at the very end of an edge hangs at the junction.
    """
    on_edge: dict[int, list[tuple[float, tuple[str, int]]]] = {}
    for name, links in points.items():
        for i, edge in enumerate(links.edge.tolist()):
            on_edge.setdefault(edge, []).append((float(links.position_m[i]), (name, i)))
    result = nx.MultiDiGraph()
    for edge in range(graph.n_edges):
        flags, length_m = int(graph.edge_flags[edge]), float(graph.edge_m[edge])
        if not allow_steps and flags & STEPS:
            continue
        tail, head = int(graph.edge_tail[edge]), int(graph.edge_head[edge])
        chain = [(0.0, tail), *sorted(on_edge.get(edge, [])), (length_m, head)]
        for (from_m, a), (to_m, b) in itertools.pairwise(chain):
            stays = to_m == from_m  # the same place: no direction
            if stays or not flags & BACKWARD_ONLY:
                result.add_edge(a, b, m=to_m - from_m)
            if stays or not flags & FORWARD_ONLY:
                result.add_edge(b, a, m=to_m - from_m)
    return result


def walks_by_networkx(
    graph: StreetGraph, sources: Links, targets: Links, *, limit_m: float, allow_steps: bool = True
) -> dict[tuple[int, int], float]:
    """Metres of (source, target), links included, within the limit."""
    split = split_graph(graph, {"from": sources, "to": targets}, allow_steps=allow_steps)
    result = {}
    for i in range(sources.edge.size):
        if ("from", i) not in split:
            continue
        for node, along_m in nx.single_source_dijkstra_path_length(
            split, ("from", i), cutoff=limit_m, weight="m"
        ).items():
            if isinstance(node, tuple) and node[0] == "to":
                metres = float(sources.link_m[i] + along_m + targets.link_m[node[1]])
                if metres <= limit_m:
                    result[i, node[1]] = metres
    return result
