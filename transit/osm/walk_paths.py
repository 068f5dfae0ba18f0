"""One shortest walk with the streets it takes."""

import numpy as np
from numpy.typing import NDArray

from transit.osm.linking import Links
from transit.osm.street_graph import StreetGraph
from transit.osm.walk_arrays import NONE, Scratch
from transit.osm.walk_kernels import along_edge_m, forget_junctions, settle_junctions
from transit.osm.walking import ends_of, scratch_for, sources_of, streets_of

Path = list[tuple[float, float]]
# A stretch of one edge: edge, metres from its tail where the walk comes in and where it leaves.
Stretch = tuple[int, float, float]


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
    end_node, end_m = ends_of(graph, target, allow_steps=allow_steps, leaving=False)
    if starts.edge[0] == NONE or (end_node[0] == NONE).all():
        return None
    streets = streets_of(graph, allow_steps=allow_steps)
    scratch = scratch_for(graph, 0)
    n_touched = settle_junctions(streets, starts, 0, float(limit_m), scratch)
    try:
        metres, end = _best_end(scratch, end_node[0], end_m[0])
        direct_m = _direct_m(graph, source, target)
        if min(metres, direct_m) > limit_m:
            return None
        if direct_m <= metres:
            edge, position_m = int(source.edge[0]), float(source.position_m[0])
            stretches = [(edge, position_m, float(target.position_m[0]))]
            metres = direct_m
        else:
            stretches = _trace(graph, scratch, source, int(end_node[0, end]))
            stretches.append(_last_stretch(graph, target, end))
    finally:
        forget_junctions(scratch, n_touched)
    return metres, _draw(graph, source, target, stretches)


def _best_end(
    scratch: Scratch, node: NDArray[np.int32], end_m: NDArray[np.float64]
) -> tuple[float, int]:
    by_end = np.where(node == NONE, np.inf, scratch.node_m[node] + end_m)
    end = int(np.argmin(by_end))
    return float(by_end[end]), end


def _direct_m(graph: StreetGraph, source: Links, target: Links) -> float:
    edge = int(source.edge[0])
    if edge != int(target.edge[0]):
        return float("inf")
    along_m = along_edge_m(
        float(source.position_m[0]), float(target.position_m[0]), int(graph.edge_flags[edge])
    )
    return float(source.link_m[0] + along_m + target.link_m[0])


def _trace(graph: StreetGraph, scratch: Scratch, source: Links, node: int) -> list[Stretch]:
    """Return the stretches from the source to a settled junction, in walking order."""
    backwards: list[Stretch] = []
    while (arc := int(scratch.parent_arc[node])) != NONE:
        edge = int(graph.arc_edge[arc])
        length_m = float(graph.edge_m[edge])
        if int(graph.edge_head[edge]) == node:
            backwards.append((edge, 0.0, length_m))
            node = int(graph.edge_tail[edge])
        else:
            backwards.append((edge, length_m, 0.0))
            node = int(graph.edge_head[edge])
    edge, position_m = int(source.edge[0]), float(source.position_m[0])
    rest_m = float(graph.edge_m[edge]) - position_m
    # The junction is the tail or the head of the source's edge; on a ring it is both.
    by_tail = float(source.link_m[0]) + position_m == float(scratch.node_m[node])
    by_tail = by_tail and int(graph.edge_tail[edge]) == node
    backwards.append((edge, position_m, 0.0 if by_tail else position_m + rest_m))
    return backwards[::-1]


def _last_stretch(graph: StreetGraph, target: Links, end: int) -> Stretch:
    edge = int(target.edge[0])
    return edge, (0.0, float(graph.edge_m[edge]))[end], float(target.position_m[0])


def _draw(graph: StreetGraph, source: Links, target: Links, stretches: list[Stretch]) -> Path:
    path = [(float(source.lat[0]), float(source.lon[0]))]
    for stretch in stretches:
        path.extend(stretch_points(graph, *stretch))
    path.append((float(target.lat[0]), float(target.lon[0])))
    return [point for i, point in enumerate(path) if i == 0 or point != path[i - 1]]


def stretch_points(graph: StreetGraph, edge: int, from_m: float, to_m: float) -> Path:
    """Return the (lat, lon) points of an edge between two places on it, both included."""
    points = slice(int(graph.first_point[edge]), int(graph.first_point[edge + 1]))
    at_m = graph.point_m[points]
    low, high = min(from_m, to_m), max(from_m, to_m)
    inner_m = at_m[(at_m > low) & (at_m < high)]
    stops_m = np.concatenate(([low], inner_m, [high]))
    lat = np.interp(stops_m, at_m, graph.point_lat[points])
    lon = np.interp(stops_m, at_m, graph.point_lon[points])
    path = list(zip(lat.tolist(), lon.tolist(), strict=True))
    return path if from_m <= to_m else path[::-1]


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
    rows = zip(links.edge.tolist(), links.position_m.tolist(), strict=True)
    places = [stretch_points(graph, edge, at_m, at_m)[0] for edge, at_m in rows]
    lat_lon = np.array(places, dtype=np.float64).reshape(-1, 2)
    return lat_lon[:, 0], lat_lon[:, 1]
