"""Hot: the walks from one place to several sets of targets by one search, with buckets for a heap.

Junctions wait in buckets of a few metres. One that is bettered while its bucket is emptied is gone
through again; in the end each has the least sum of metres over all walks, as with a heap, to the
last bit: sums only grow, and are added up from the same end.
"""

import math

import numpy as np
from numba import njit

from transit.osm.tags import STEPS
from transit.osm.walk_arrays import NONE, Buckets, Floats, Sources, Streets, Targets
from transit.osm.walk_kernels import along_edge_m

# Metres of a bucket: between 5 and 20 the search takes the same time.
BUCKET_M = 8.0
NO_ROOM = -1


@njit(cache=True, nogil=True)
def settle_in_buckets(  # noqa: C901 - one loop: arrays are read from their tuples once
    streets: Streets, source: Sources, limit_m: float, scratch: Buckets
) -> int:
    """Find the metres to every junction within the limit; return how many were touched.

    NO_ROOM when the buckets are full: nothing is kept then.
    """
    first_arc, arc_head, arc_m = streets.first_arc, streets.arc_head, streets.arc_m
    arc_edge, edge_flags, allow_steps = streets.arc_edge, streets.edge_flags, streets.allow_steps
    node_m, touched = scratch.node_m, scratch.touched
    bucket, following, waiting = scratch.bucket, scratch.following, scratch.waiting
    buckets = int(limit_m / BUCKET_M) + 1
    bucket[:buckets] = NONE
    count = used = 0
    for end in range(2):
        node, metres = source.end_node[0, end], source.end_m[0, end]
        if node == NONE or metres > limit_m or metres >= node_m[node]:
            continue
        if node_m[node] == math.inf:
            touched[count] = node
            count += 1
        node_m[node] = metres
        at = int(metres / BUCKET_M)
        waiting[used], following[used], bucket[at] = node, bucket[at], used
        used += 1
    for number in range(buckets):
        while bucket[number] != NONE:
            entry = bucket[number]
            bucket[number] = following[entry]
            node = waiting[entry]
            metres = node_m[node]
            if int(metres / BUCKET_M) < number:
                continue  # it was bettered, and went through an earlier bucket
            for arc in range(first_arc[node], first_arc[node + 1]):
                head, there_m = arc_head[arc], metres + arc_m[arc]
                if there_m > limit_m or there_m >= node_m[head]:
                    continue
                if not allow_steps and edge_flags[arc_edge[arc]] & STEPS:
                    continue
                if used == len(waiting):
                    forget(scratch, count)
                    return NO_ROOM
                if node_m[head] == math.inf:
                    touched[count] = head
                    count += 1
                node_m[head] = there_m
                at = int(there_m / BUCKET_M)
                waiting[used], following[used], bucket[at] = head, bucket[at], used
                used += 1
    return count


@njit(cache=True, nogil=True)
def forget(scratch: Buckets, count: int) -> None:
    """Make the scratch ready for the next search."""
    for i in range(count):
        scratch.node_m[scratch.touched[i]] = math.inf


@njit(cache=True, nogil=True)
def read_targets(
    targets: Targets, source: Sources, limit_m: float, settled: tuple[Buckets, int], metres: Floats
) -> None:
    """Lower metres[target] to the shortest walk within the limit, along the same edge included."""
    scratch, count = settled
    node_m, touched, edge = scratch.node_m, scratch.touched, source.edge[0]
    first_entry, entry_target, entry_m = (
        targets.first_entry,
        targets.entry_target,
        targets.entry_m,
    )
    rank = np.searchsorted(targets.sorted_edge, edge) if edge != NONE else 0
    while edge != NONE and rank < targets.sorted_edge.size and targets.sorted_edge[rank] == edge:
        target = targets.sorted_target[rank]
        along_m = along_edge_m(
            source.position_m[0], targets.position_m[target], targets.edge_flags[edge]
        )
        walk_m = source.link_m[0] + along_m + targets.link_m[target]
        if walk_m <= limit_m:
            metres[target] = min(metres[target], walk_m)
        rank += 1
    for i in range(count):
        node = touched[i]
        for entry in range(first_entry[node], first_entry[node + 1]):
            walk_m = node_m[node] + entry_m[entry]
            if walk_m <= limit_m:
                metres[entry_target[entry]] = min(metres[entry_target[entry]], walk_m)
