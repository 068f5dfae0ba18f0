"""Hot: when a spread of walkers is where along the streets."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.osm.tags import BACKWARD_ONLY, FORWARD_ONLY, STEPS
from transit.osm.walk_arrays import Edges, Floats, Ints, Labels


class Arrivals(NamedTuple):
    """Walks that may be worth going on with, by place."""

    first_label: Ints  # junction -> first of its labels
    label_s: Floats
    label_m: Floats
    first_source: Ints  # edge -> first of the sources on it
    source_s: Floats  # when the source's walker sets foot on the street
    source_m: Floats  # metres walked by then
    source_position_m: Floats


@njit(cache=True, nogil=True)
def by_junction(
    labels: Labels, n: int, n_nodes: int
) -> tuple[Ints, NDArray[np.float64], NDArray[np.float64]]:
    """Return the first label of each junction, and seconds and metres of the `n` labels kept."""
    first = np.zeros(n_nodes + 1, np.int32)
    for k in range(n):
        first[labels.node[labels.kept[k]] + 1] += 1
    for node in range(n_nodes):
        first[node + 1] += first[node]
    place, seconds, metres = first[:-1].copy(), np.empty(n), np.empty(n)
    for k in range(n):
        label = labels.kept[k]
        at = place[labels.node[label]]
        seconds[at], metres[at] = labels.time_s[label], labels.walked_m[label]
        place[labels.node[label]] += 1
    return first, seconds, metres


@njit(inline="always")
def earliest_s(
    times_s: Floats,
    walked_m: Floats,
    walkers: tuple[int, int],
    onward_m: float,
    limits: tuple[float, float, float],
) -> float:
    """Return when the first of some walkers (by time) who may is `onward_m` further."""
    for i in range(walkers[0], walkers[1]):
        if walked_m[i] + onward_m <= limits[1]:
            return times_s[i] + onward_m / limits[0]
    return math.inf


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
    # Long, and arrays unpacked before the loop: one read from a tuple inside it is counted.
    first_label, label_s, label_m = arrivals.first_label, arrivals.label_s, arrivals.label_m
    first_source, source_s = arrivals.first_source, arrivals.source_s
    source_m, source_at_m = arrivals.source_m, arrivals.source_position_m
    tails, heads, lengths_m, all_flags = edges.tail, edges.head, edges.metres, edges.flags
    first_point, point_m = edges.first_point, edges.point_m
    point_lat, point_lon = edges.point_lat, edges.point_lon
    lat, lon, seconds = out
    n = 0
    for edge in range(lengths_m.size):
        length_m, flags = lengths_m[edge], all_flags[edge]
        by_tail = (first_label[tails[edge]], first_label[tails[edge] + 1])
        by_head = (first_label[heads[edge]], first_label[heads[edge] + 1])
        if flags & BACKWARD_ONLY:
            by_tail = (0, 0)
        if flags & FORWARD_ONLY:
            by_head = (0, 0)
        on_it = (first_source[edge], first_source[edge + 1])
        nobody = by_tail[0] == by_tail[1] and by_head[0] == by_head[1] and on_it[0] == on_it[1]
        if nobody or (not allow_steps and flags & STEPS):
            continue
        pieces, at = math.ceil(length_m / spacing_m), first_point[edge]
        for k in range(1, pieces):
            position_m = length_m * k / pieces
            best_s = min(
                earliest_s(label_s, label_m, by_tail, position_m, limits),
                earliest_s(label_s, label_m, by_head, length_m - position_m, limits),
            )
            for i in range(on_it[0], on_it[1]):
                onward_m = position_m - source_at_m[i]
                barred = BACKWARD_ONLY if onward_m > 0.0 else FORWARD_ONLY
                if not (flags & barred and onward_m != 0.0):
                    one = (i, i + 1)
                    by_source_s = earliest_s(source_s, source_m, one, abs(onward_m), limits)
                    best_s = min(best_s, by_source_s)
            if best_s > limits[2]:
                continue
            while point_m[at + 1] < position_m:
                at += 1
            share = (position_m - point_m[at]) / (point_m[at + 1] - point_m[at])
            lat[n] = point_lat[at] + share * (point_lat[at + 1] - point_lat[at])
            lon[n] = point_lon[at] + share * (point_lon[at + 1] - point_lon[at])
            seconds[n] = best_s
            n += 1
    return n
