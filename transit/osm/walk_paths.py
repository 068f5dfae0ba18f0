"""One shortest walk with the streets it takes."""

import numpy as np
from numpy.typing import NDArray

from transit.osm.linking import Links
from transit.osm.path_kernels import Stretches, draw_stretches, place_links, trace_back
from transit.osm.street_graph import StreetGraph, read_only
from transit.osm.walk_arrays import NONE, Goal, Scratch
from transit.osm.walk_kernels import along_edge_m, forget_junctions, settle_junctions
from transit.osm.walking import ends_of, scratch_for, sources_of, streets_of

Path = list[tuple[float, float]]
# Edges that a walk usually stays below; a longer one is traced a second time.
USUAL_EDGES = 256


def walk_path(
    graph: StreetGraph,
    source: Links,
    target: Links,
    *,
    limit_m: float,
    allow_steps: bool = True,
) -> tuple[float, Path] | None:
    """Return the shortest walk between two linked points, with its geometry.

    Parameters
    ----------
    graph : StreetGraph
        The graph that both are linked to.
    source, target : Links
        One point each.
    limit_m : float
        Longest walk in metres, both links included; inclusive.
    allow_steps : bool
        Whether flights of steps may be walked on and linked to.

    Returns
    -------
    tuple[float, list[tuple[float, float]]] or None
        Metres, the same as `walk_matrix` gives, and (lat, lon) points in degrees from the source
        to the target; None where there is no walk within the limit.
    """
    starts = sources_of(graph, source, allow_steps=allow_steps)
    ends = ends_of(graph, target, allow_steps=allow_steps)
    goal = Goal(*ends.end_node[0].tolist(), *ends.end_m[0].tolist())
    if starts.edge[0] == NONE or goal.tail == goal.head == NONE:
        return None
    streets = streets_of(graph, allow_steps=allow_steps)
    scratch = scratch_for(graph, 0)
    n_touched = settle_junctions(streets, starts, 0, (float(limit_m), goal), scratch)
    try:
        metres, end = _best_end(scratch, goal)
        direct_m = _direct_m(graph, source, target)
        if min(metres, direct_m) > limit_m:
            return None
        if direct_m <= metres:
            stretches = _straight_on(source, target)
            metres = direct_m
        else:
            stretches = _trace(graph, scratch, (source, target), end, (goal.tail, goal.head)[end])
    finally:
        forget_junctions(scratch, n_touched)
    return metres, _draw(graph, source, target, stretches)


def _best_end(scratch: Scratch, goal: Goal) -> tuple[float, int]:
    by_end = [
        float("inf") if node == NONE else float(scratch.node_m[node]) + end_m
        for node, end_m in zip(goal[:2], goal[2:], strict=True)
    ]
    return min(by_end), int(by_end[1] < by_end[0])


def _direct_m(graph: StreetGraph, source: Links, target: Links) -> float:
    edge = int(source.edge[0])
    if edge != int(target.edge[0]):
        return float("inf")
    along_m = along_edge_m(
        float(source.position_m[0]), float(target.position_m[0]), int(graph.edge_flags[edge])
    )
    return float(source.link_m[0] + along_m + target.link_m[0])


def _straight_on(source: Links, target: Links) -> Stretches:
    return Stretches(source.edge[:1], source.position_m[:1], target.position_m[:1])


def _trace(
    graph: StreetGraph, scratch: Scratch, ends: tuple[Links, Links], end: int, node: int
) -> Stretches:
    """Return the stretches from the source to the target by a settled end of the target's edge."""
    source, target = ends
    room, needed = 0, USUAL_EDGES
    while room < needed:
        room = needed
        back = Stretches(np.empty(room, np.int32), np.empty(room), np.empty(room))
        needed, first = trace_back(graph.edges, scratch.parent_arc, graph.arcs.arc_edge, node, back)
    edge, position_m = int(source.edge[0]), float(source.position_m[0])
    # The first junction is the tail or the head of the source's edge; on a ring it is both.
    by_tail = float(source.link_m[0]) + position_m == float(scratch.node_m[first])
    by_tail = by_tail and int(graph.edge_tail[edge]) == first
    leaves_m = 0.0 if by_tail else position_m + (float(graph.edge_m[edge]) - position_m)
    last = int(target.edge[0])
    enters_m = (0.0, float(graph.edge_m[last]))[end]
    return Stretches(
        np.concatenate(([edge], back.edge[:needed][::-1], [last])).astype(np.int32),
        np.concatenate(([position_m], back.from_m[:needed][::-1], [enters_m])),
        np.concatenate(([leaves_m], back.to_m[:needed][::-1], target.position_m[:1])),
    )


def _draw(graph: StreetGraph, source: Links, target: Links, stretches: Stretches) -> Path:
    sizes = graph.first_point[stretches.edge + 1] - graph.first_point[stretches.edge]
    path = np.empty((int(sizes.sum()) + 2 * len(sizes) + 1, 2))
    path[0] = source.lat[0], source.lon[0]
    n = draw_stretches(
        graph.edges, Stretches(*(read_only(column) for column in stretches)), path, 1
    )
    points = list(zip(path[:n, 0].tolist(), path[:n, 1].tolist(), strict=True))
    end = (float(target.lat[0]), float(target.lon[0]))
    return points if points[-1] == end else [*points, end]


def points_at(graph: StreetGraph, links: Links) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where links meet their streets.

    Parameters
    ----------
    graph : StreetGraph
        The graph.
    links : Links
        Links, each of them to an edge.

    Returns
    -------
    tuple[float64[k], float64[k]]
        Latitude and longitude in degrees.
    """
    lat, lon = np.empty(links.edge.size), np.empty(links.edge.size)
    edge, at_m = read_only(links.edge), read_only(links.position_m)
    place_links(graph.edges, edge, at_m, lat, lon)
    return lat, lon
