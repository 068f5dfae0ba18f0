"""Hot: when a spread of walkers is where along the streets."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.osm.tags import BACKWARD_ONLY, FORWARD_ONLY, STEPS

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Arrivals(NamedTuple):
    """Walks that may be worth going on with, by place."""

    first_label: Ints  # junction -> first of its labels
    label_s: Floats
    label_m: Floats
    first_source: Ints  # edge -> first of the sources on it
    source_s: Floats  # when the source's walker sets foot on the street
    source_m: Floats  # metres walked by then
    source_position_m: Floats


class Edges(NamedTuple):
    """Edges with their geometry (see StreetGraph)."""

    tail: Ints
    head: Ints
    metres: Floats
    flags: NDArray[np.uint8]
    first_point: NDArray[np.int64]
    point_lat: Floats
    point_lon: Floats
    point_m: Floats


@njit(cache=True, nogil=True)
def earliest_s(
    times_s: Floats, walked_m: Floats, onward_m: float, limits: tuple[float, float, float]
) -> float:
    """Return the earliest second at which one of the walkers is `onward_m` further."""
    speed_ms, limit_m, until_s = limits
    best_s = math.inf
    for i in range(times_s.size):
        if walked_m[i] + onward_m <= limit_m:
            best_s = min(best_s, times_s[i] + onward_m / speed_ms)
    return best_s if best_s <= until_s else math.inf


@njit(cache=True, nogil=True)
def time_on_edge_s(
    arrivals: Arrivals,
    edges: Edges,
    edge: int,
    position_m: float,
    limits: tuple[float, float, float],
) -> float:
    """Return the earliest second at a place inside an edge, infinite where no walker comes."""
    flags, best_s = edges.flags[edge], math.inf
    first, last = arrivals.first_label[edges.tail[edge]], arrivals.first_label[edges.tail[edge] + 1]
    if flags & BACKWARD_ONLY == 0:
        best_s = earliest_s(
            arrivals.label_s[first:last], arrivals.label_m[first:last], position_m, limits
        )
    first, last = arrivals.first_label[edges.head[edge]], arrivals.first_label[edges.head[edge] + 1]
    if flags & FORWARD_ONLY == 0:
        rest_m = edges.metres[edge] - position_m
        by_head_s = earliest_s(
            arrivals.label_s[first:last], arrivals.label_m[first:last], rest_m, limits
        )
        best_s = min(best_s, by_head_s)
    for i in range(arrivals.first_source[edge], arrivals.first_source[edge + 1]):
        onward_m = position_m - arrivals.source_position_m[i]
        if (onward_m < 0.0 and flags & FORWARD_ONLY) or (onward_m > 0.0 and flags & BACKWARD_ONLY):
            continue
        direct_s = earliest_s(
            arrivals.source_s[i : i + 1], arrivals.source_m[i : i + 1], abs(onward_m), limits
        )
        best_s = min(best_s, direct_s)
    return best_s


@njit(cache=True, nogil=True)
def sample_edges(
    arrivals: Arrivals,
    edges: Edges,
    spacing_m: float,
    limits: tuple[float, float, float],
    out: tuple[Floats, Floats, Floats],
    allow_steps: bool,
) -> int:
    """Write lat, lon and earliest second of places inside the edges; return how many."""
    n = 0
    for edge in range(edges.metres.size):
        if not allow_steps and edges.flags[edge] & STEPS:
            continue
        pieces = math.ceil(edges.metres[edge] / spacing_m)
        at = edges.first_point[edge]
        for k in range(1, pieces):
            position_m = edges.metres[edge] * k / pieces
            time_s = time_on_edge_s(arrivals, edges, edge, position_m, limits)
            if time_s == math.inf:
                continue
            while edges.point_m[at + 1] < position_m:
                at += 1
            share = (position_m - edges.point_m[at]) / (edges.point_m[at + 1] - edges.point_m[at])
            out[0][n] = edges.point_lat[at] + share * (
                edges.point_lat[at + 1] - edges.point_lat[at]
            )
            out[1][n] = edges.point_lon[at] + share * (
                edges.point_lon[at + 1] - edges.point_lon[at]
            )
            out[2][n] = time_s
            n += 1
    return n
