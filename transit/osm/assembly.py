"""From ways and located nodes to a street graph: cut, drop islands, find junctions, lay edges."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo_matching.common.notices import Notice
from transit.osm.geometry_kernels import measure_points
from transit.osm.street_graph import StreetGraph
from transit.osm.tags import BACKWARD_ONLY, FORWARD_ONLY

# A component of the walkable ways with fewer OSM nodes is an island: nothing is linked to it.
MIN_COMPONENT_NODES = 40

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ways:
    """Walkable ways as read: way w visits the nodes `ref[first_ref[w]:first_ref[w + 1]]`.

    `lat` and `lon` of a visit are nan where the node is missing.
    """

    way_id: Ints
    first_ref: Ints
    ref: Ints
    lat: Floats
    lon: Floats
    flags: NDArray[np.uint8]
    name: NDArray[np.int32]
    names: list[str]


@dataclass(frozen=True, eq=False)
class Trace:
    """Ways as one row of node visits; `joined[i]` tells that visit i goes on to visit i + 1."""

    node: Ints  # visit -> index of the located node
    way: Ints  # visit -> way
    joined: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Edges:
    """Edges between junctions; their points run from tail to head (arrays as in StreetGraph)."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    flags: NDArray[np.uint8]
    name: NDArray[np.int32]
    first_point: Ints
    point_lat: Floats
    point_lon: Floats


def assemble(ways: Ways, *, file: str) -> tuple[StreetGraph, list[Notice]]:
    """Build the graph of walkable ways.

    Parameters
    ----------
    ways : Ways
        Walkable ways. A way is cut at a node that is missing.
    file : str
        Name for the notices.

    Returns
    -------
    tuple[StreetGraph, list[Notice]]
        The graph (without any edge when no two neighbouring nodes of a way are located).
    """
    node_id, first, at = np.unique(ways.ref, return_index=True, return_inverse=True)
    trace = _without_stutter(_trace_ways(ways, at))
    trace, islands = _drop_islands(trace, node_id.size)
    notices = [
        Notice(file, 0, "", code, message)
        for code, message in (("way_cut", _describe_cuts(ways)), ("island", islands))
        if message
    ]
    return _lay_edges(trace, ways, ways.lat[first], ways.lon[first]), notices


def _trace_ways(ways: Ways, node: Ints) -> Trace:
    way = np.repeat(np.arange(ways.way_id.size), np.diff(ways.first_ref))
    located = ~np.isnan(ways.lat)
    joined = np.zeros(way.size, dtype=bool)
    joined[:-1] = (way[1:] == way[:-1]) & located[1:] & located[:-1]
    return Trace(node, way, joined)


def _describe_cuts(ways: Ways) -> str:
    missing = np.flatnonzero(np.isnan(ways.lat))
    if missing.size == 0:
        return ""
    way = np.unique(np.searchsorted(ways.first_ref, missing, side="right") - 1)
    return (
        f"{way.size} ways cut at {np.unique(ways.ref[missing]).size} nodes that are missing"
        f" from the file (the first: way {ways.way_id[way[0]]})"
    )


def _without_stutter(trace: Trace) -> Trace:
    """Merge a node that a way names twice in a row; drop visits joined to no other."""
    repeat = np.zeros(trace.node.size, dtype=bool)
    repeat[1:] = trace.joined[:-1] & (trace.node[1:] == trace.node[:-1])
    trace = _keep(trace, ~repeat, joined=_last_of_each(trace.joined, repeat))
    alone = ~trace.joined
    alone[1:] &= ~trace.joined[:-1]
    return _keep(trace, ~alone, joined=trace.joined)


def _last_of_each(joined: NDArray[np.bool_], repeat: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give the first visit of a stutter what its last one has: whether the way goes on."""
    starts = np.flatnonzero(~repeat)
    result = joined.copy()
    if starts.size:
        result[starts] = joined[np.append(starts[1:], joined.size) - 1]
    return result


def _keep(trace: Trace, kept: NDArray[np.bool_], *, joined: NDArray[np.bool_]) -> Trace:
    return Trace(trace.node[kept], trace.way[kept], joined[kept])


def _drop_islands(trace: Trace, n_located: int) -> tuple[Trace, str]:
    start = np.flatnonzero(trace.joined)
    links = coo_array(
        (np.ones(start.size, dtype=np.int8), (trace.node[start], trace.node[start + 1])),
        shape=(n_located, n_located),
    )
    _, component = connected_components(links, directed=False)
    visited = np.unique(trace.node)
    size = np.bincount(component[visited]) if visited.size else np.zeros(1, dtype=np.int64)
    small = size < MIN_COMPONENT_NODES
    n_small = int(np.count_nonzero(small & (size > 0)))
    if n_small == 0:
        return trace, ""
    if small.all():
        message = (
            f"no connected component reaches {MIN_COMPONENT_NODES} OSM nodes: all {n_small} kept"
        )
        return trace, message
    message = (
        f"{n_small} connected components with fewer than {MIN_COMPONENT_NODES} OSM nodes dropped"
        f" ({size[small].sum()} of {visited.size} nodes)"
    )
    return _keep(trace, ~small[component[trace.node]], joined=trace.joined), message


def _lay_edges(trace: Trace, ways: Ways, lat: Floats, lon: Floats) -> StreetGraph:
    junction = _find_junctions(trace, lat, lon)
    index = np.full(lat.size, -1, dtype=np.int32)
    index[junction] = np.arange(junction.size, dtype=np.int32)
    stop = np.flatnonzero(index[trace.node] >= 0)
    onward = trace.joined[stop[:-1]]
    start, end = stop[:-1][onward], stop[1:][onward]
    count = end - start + 1
    first_point = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    visit = np.arange(first_point[-1]) + np.repeat(start - first_point[:-1], count)
    edges = Edges(
        tail=index[trace.node[start]],
        head=index[trace.node[end]],
        flags=ways.flags[trace.way[start]],
        name=ways.name[trace.way[start]],
        first_point=first_point,
        point_lat=lat[trace.node[visit]],
        point_lon=lon[trace.node[visit]],
    )
    return join_edges(edges, lat[junction], lon[junction], ways.names)


def join_edges(edges: Edges, node_lat: Floats, node_lon: Floats, names: list[str]) -> StreetGraph:
    """Measure the edges and lay out their arcs.

    Parameters
    ----------
    edges : Edges
        Edges between the junctions.
    node_lat, node_lon : float64[n]
        Junctions in degrees.
    names : list[str]
        Street names.

    Returns
    -------
    StreetGraph
        The whole graph.
    """
    point_m = np.empty(edges.point_lat.size, dtype=np.float64)
    measure_points(edges.first_point, edges.point_lat, edges.point_lon, point_m)
    edge_m = point_m[edges.first_point[1:] - 1]
    forward = np.flatnonzero(edges.flags & BACKWARD_ONLY == 0)
    backward = np.flatnonzero(edges.flags & FORWARD_ONLY == 0)
    arc_edge = np.concatenate((forward, backward)).astype(np.int32)
    arc_tail = np.concatenate((edges.tail[forward], edges.head[backward]))
    arc_head = np.concatenate((edges.head[forward], edges.tail[backward]))
    order = np.lexsort((arc_edge, arc_tail))
    arcs_of_node = np.bincount(arc_tail, minlength=node_lat.size)
    return StreetGraph(
        node_lat=node_lat,
        node_lon=node_lon,
        first_arc=np.concatenate(([0], np.cumsum(arcs_of_node))).astype(np.int32),
        arc_head=arc_head[order],
        arc_edge=arc_edge[order],
        arc_m=edge_m[arc_edge[order]],
        edge_tail=edges.tail,
        edge_head=edges.head,
        edge_m=edge_m,
        edge_flags=edges.flags,
        edge_name=edges.name,
        names=names,
        first_point=edges.first_point,
        point_lat=edges.point_lat,
        point_lon=edges.point_lon,
        point_m=point_m,
    )


def _find_junctions(trace: Trace, lat: Floats, lon: Floats) -> Ints:
    """Return the nodes where ways end, meet or cross themselves, neighbours close together."""
    goes_on = np.concatenate(([False], trace.joined))
    is_end = ~(goes_on[1:] & goes_on[:-1])
    is_junction = np.bincount(trace.node, minlength=lat.size) > 1
    is_junction[trace.node[is_end]] = True
    junction = np.flatnonzero(is_junction)
    return junction[np.argsort(_z_order(lat[junction], lon[junction]), kind="stable")]


def _z_order(lat: Floats, lon: Floats) -> NDArray[np.uint64]:
    """Interleave the bits of latitude and longitude: near in the plane is mostly near in order."""
    key = np.zeros(lat.size, dtype=np.uint64)
    for shift, degrees, span in ((1, lat + 90.0, 180.0), (0, lon + 180.0, 360.0)):
        steps = (degrees / span * (2**24 - 1)).astype(np.uint64)
        for bit in range(24):
            key |= ((steps >> np.uint64(bit)) & np.uint64(1)) << np.uint64(2 * bit + shift)
    return key
