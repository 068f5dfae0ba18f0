"""Arrays that the walking kernels work on, by name."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

NONE = -1


class Streets(NamedTuple):
    """Arcs of the street graph (see StreetGraph)."""

    first_arc: Ints
    arc_head: Ints
    arc_m: Floats
    arc_edge: Ints
    edge_flags: NDArray[np.uint8]
    allow_steps: bool


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


class Sources(NamedTuple):
    """Source -> the junctions at the two ends of its edge, NONE where it cannot walk there."""

    end_node: Ints  # [k, 2]
    end_m: Floats  # [k, 2], link included
    edge: Ints  # NONE where there is no walk at all
    position_m: Floats
    link_m: Floats


class Goal(NamedTuple):
    """The one place that a search is for: once it is settled, nothing further is looked at."""

    tail: int  # junctions at the two ends of its edge, NONE where it cannot be come from
    head: int
    tail_m: float  # metres from there, link included
    head_m: float


# A search without a goal settles all junctions within its limit.
ANYWHERE = Goal(NONE, NONE, math.inf, math.inf)


class Targets(NamedTuple):
    """Targets by junction and by edge."""

    first_entry: Ints  # junction -> first of its entries
    entry_target: Ints  # entry -> target that is walked to from that junction
    entry_m: Floats  # entry -> metres from the junction, link included
    sorted_edge: Ints  # rank -> edge, ascending
    sorted_target: Ints  # rank -> target
    position_m: Floats  # target -> metres along its edge
    link_m: Floats
    edge_flags: NDArray[np.uint8]


class Buckets(NamedTuple):
    """Working memory of a search with buckets: between two searches every distance is infinite."""

    node_m: Floats  # junction -> metres from the source
    touched: Ints  # junctions that are not infinite
    bucket: Ints  # bucket -> the entry put in last, NONE
    following: Ints  # entry -> the one put in before it
    waiting: Ints  # entry -> junction


class Scratch(NamedTuple):
    """Working memory: between two sources every distance in it is infinite."""

    node_m: Floats  # junction -> metres from the source
    parent_arc: Ints  # junction -> arc it was reached by, NONE at a seed (valid where node_m is)
    touched_node: Ints
    heap_m: Floats
    heap_item: Ints
    target_m: Floats  # target -> metres from the source
    touched_target: Ints


class Labels(NamedTuple):
    """Walks in progress, one label for each junction and walk worth trying."""

    node: Ints
    time_s: Floats
    walked_m: Floats
    start_s: Floats  # when the walker left the source
    kept: Ints  # labels, by time, than which no other at the junction is both as early and as short
    heap_s: Floats
    heap_item: Ints
    least_m: Floats  # junction -> least metres of the labels kept there so far


class Rows(NamedTuple):
    """Room for results: the row of source i is first[i]:first[i + 1]."""

    first: NDArray[np.int64]
    target: Ints
    metres: Floats
