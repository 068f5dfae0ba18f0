"""Hot: places on edges, where walks leave them, and the points of walks, edge by edge."""

import math
from typing import NamedTuple

from numba import njit

from transit.osm.tags import BACKWARD_ONLY, FORWARD_ONLY, STEPS
from transit.osm.walk_arrays import NONE, Edges, Floats, Ints, Sources


class Stretches(NamedTuple):
    """Parts of edges, one after another: metres from the tail where a walk comes in and leaves."""

    edge: Ints
    from_m: Floats
    to_m: Floats


@njit(cache=True, nogil=True)
def place_on_edge(edges: Edges, edge: int, at_m: float) -> tuple[float, float]:
    """Return the degrees of a place on an edge; its ends for places before and behind it."""
    low, high = edges.first_point[edge], edges.first_point[edge + 1] - 1
    if at_m >= edges.point_m[high]:
        return edges.point_lat[high], edges.point_lon[high]
    if at_m <= edges.point_m[low]:
        return edges.point_lat[low], edges.point_lon[low]
    while high - low > 1:
        middle = (low + high) // 2
        if edges.point_m[middle] <= at_m:
            low = middle
        else:
            high = middle
    if edges.point_m[low] == at_m:
        return edges.point_lat[low], edges.point_lon[low]
    length_m, further_m = edges.point_m[high] - edges.point_m[low], at_m - edges.point_m[low]
    lat_m = (edges.point_lat[high] - edges.point_lat[low]) / length_m
    lon_m = (edges.point_lon[high] - edges.point_lon[low]) / length_m
    return lat_m * further_m + edges.point_lat[low], lon_m * further_m + edges.point_lon[low]


@njit(cache=True, nogil=True)
def place_links(edges: Edges, edge: Ints, at_m: Floats, lat: Floats, lon: Floats) -> None:
    """Write the degrees of places on edges."""
    for i in range(edge.size):
        lat[i], lon[i] = place_on_edge(edges, edge[i], at_m[i])


@njit(cache=True, nogil=True)
def find_ends(edges: Edges, edge: Ints, options: tuple[bool, bool], out: Sources) -> None:
    """Write the junctions at the two ends (tail, head) of the edges of points, and metres to them.

    The options are whether steps may be used, and whether one walks from the points, else to them.
    NONE and infinite where the way is barred. The edge of a point with no way at all is NONE.
    """
    allow_steps, leaving = options
    # On a one-way street the end behind is reached only by who stands on it.
    bars_tail, bars_head = BACKWARD_ONLY, FORWARD_ONLY
    if leaving:
        bars_tail, bars_head = FORWARD_ONLY, BACKWARD_ONLY
    for i in range(edge.size):
        e, at_m = edge[i], out.position_m[i]
        out.edge[i] = NONE
        out.end_node[i, 0] = out.end_node[i, 1] = NONE
        out.end_m[i, 0] = out.end_m[i, 1] = math.inf
        if e < 0 or (not allow_steps and edges.flags[e] & STEPS):
            continue
        rest_m = edges.metres[e] - at_m
        out.edge[i] = e
        out.end_m[i, 0], out.end_m[i, 1] = out.link_m[i] + at_m, out.link_m[i] + rest_m
        if edges.flags[e] & bars_tail == 0 or at_m <= 0.0:
            out.end_node[i, 0] = edges.tail[e]
        if edges.flags[e] & bars_head == 0 or rest_m <= 0.0:
            out.end_node[i, 1] = edges.head[e]


@njit(cache=True, nogil=True)
def trace_back(
    edges: Edges, parent_arc: Ints, arc_edge: Ints, node: int, out: Stretches
) -> tuple[int, int]:
    """Write the edges walked to a junction, last first; return their number and the first junction.

    What does not fit is counted, not written.
    """
    n = 0
    while parent_arc[node] != NONE:
        edge = arc_edge[parent_arc[node]]
        by_head = edges.head[edge] == node
        if n < out.edge.size:
            out.edge[n] = edge
            out.from_m[n] = 0.0 if by_head else edges.metres[edge]
            out.to_m[n] = edges.metres[edge] if by_head else 0.0
        node = edges.tail[edge] if by_head else edges.head[edge]
        n += 1
    return n, node


@njit(cache=True, nogil=True)
def draw_stretches(edges: Edges, stretches: Stretches, path: Floats, n: int) -> int:
    """Write points (lat, lon) along stretches behind the `n` of a path; return how many it has.

    A point that repeats the one before is left out.
    """
    for k in range(stretches.edge.size):
        edge, from_m, to_m = stretches.edge[k], stretches.from_m[k], stretches.to_m[k]
        first, last = edges.first_point[edge], edges.first_point[edge + 1] - 1
        n = add_point(path, n, place_on_edge(edges, edge, from_m))
        for i in range(first, last + 1):
            point = i if from_m <= to_m else first + last - i
            if min(from_m, to_m) < edges.point_m[point] < max(from_m, to_m):
                n = add_point(path, n, (edges.point_lat[point], edges.point_lon[point]))
        n = add_point(path, n, place_on_edge(edges, edge, to_m))
    return n


@njit(cache=True, nogil=True)
def add_point(path: Floats, n: int, point: tuple[float, float]) -> int:
    """Write a point as number `n` unless it repeats the one before; return how many there are."""
    if n > 0 and path[n - 1, 0] == point[0] and path[n - 1, 1] == point[1]:
        return n
    path[n, 0], path[n, 1] = point
    return n + 1
