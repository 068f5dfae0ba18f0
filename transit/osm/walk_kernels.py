"""Hot: shortest walks along the streets within a limit, from many sources to many targets."""

import math

import numpy as np
from numba import njit

from transit.osm.tags import BACKWARD_ONLY, FORWARD_ONLY, STEPS
from transit.osm.walk_arrays import (
    ANYWHERE,
    NONE,
    Floats,
    Goal,
    Ints,
    Labels,
    Rows,
    Scratch,
    Sources,
    Streets,
    Targets,
)


@njit(cache=True, nogil=True)
def heap_push(heap_m: Floats, heap_item: Ints, size: int, key: float, item: int) -> None:
    """Add an item to a heap of four children a knot that holds `size` items."""
    at = size
    while at > 0:
        above = (at - 1) >> 2
        if heap_m[above] <= key:
            break
        heap_m[at], heap_item[at] = heap_m[above], heap_item[above]
        at = above
    heap_m[at], heap_item[at] = key, item


@njit(cache=True, nogil=True)
def heap_drop_first(heap_m: Floats, heap_item: Ints, size: int) -> None:
    """Take the least item off a heap that holds `size` items."""
    last, at = size - 1, 0
    key, item = heap_m[last], heap_item[last]
    while True:
        child = 4 * at + 1
        if child >= last:
            break
        least, least_m = child, heap_m[child]
        for other in range(child + 1, min(child + 4, last)):
            if heap_m[other] < least_m:
                least, least_m = other, heap_m[other]
        if least_m >= key:
            break
        heap_m[at], heap_item[at] = least_m, heap_item[least]
        at = least
    heap_m[at], heap_item[at] = key, item


@njit(cache=True, nogil=True)
def settle_junctions(  # noqa: C901 - one loop
    streets: Streets, sources: Sources, source: int, reach: tuple[float, Goal], scratch: Scratch
) -> int:
    """Find the metres to every junction within the limit; return how many were touched.

    `reach` is the limit in metres and the goal. What is nearer than the goal is settled, and so is
    what is as near: of two equal walks the same is found as without a goal.
    """
    limit_m, goal = reach
    first_arc, arc_head, arc_m = streets.first_arc, streets.arc_head, streets.arc_m
    arc_edge, edge_flags, all_arcs = streets.arc_edge, streets.edge_flags, streets.allow_steps
    node_m, parent_arc, touched = scratch.node_m, scratch.parent_arc, scratch.touched_node
    heap_m, heap_item = scratch.heap_m, scratch.heap_item
    n_touched = size = 0
    goal_m = math.inf
    for end in range(2):
        node, metres = sources.end_node[source, end], sources.end_m[source, end]
        if node != NONE and metres <= limit_m and metres < node_m[node]:
            if node_m[node] == math.inf:
                touched[n_touched] = node
                n_touched += 1
            node_m[node], parent_arc[node] = metres, NONE
            heap_push(heap_m, heap_item, size, metres, node)
            size += 1
    while size > 0 and heap_m[0] <= goal_m:
        metres, node = heap_m[0], heap_item[0]
        heap_drop_first(heap_m, heap_item, size)
        size -= 1
        if metres > node_m[node]:
            continue  # a shorter walk to this junction was settled before
        if node == goal.tail:
            goal_m = min(goal_m, metres + goal.tail_m)
        if node == goal.head:
            goal_m = min(goal_m, metres + goal.head_m)
        for arc in range(first_arc[node], first_arc[node + 1]):
            if not all_arcs and edge_flags[arc_edge[arc]] & STEPS:
                continue
            head, there_m = arc_head[arc], metres + arc_m[arc]
            if there_m <= limit_m and there_m < node_m[head]:
                if node_m[head] == math.inf:
                    touched[n_touched] = head
                    n_touched += 1
                node_m[head], parent_arc[head] = there_m, arc
                heap_push(heap_m, heap_item, size, there_m, head)
                size += 1
    return n_touched


@njit(cache=True, nogil=True)
def forget_junctions(scratch: Scratch, n_touched: int) -> None:
    """Make the scratch ready for the next source."""
    for i in range(n_touched):
        scratch.node_m[scratch.touched_node[i]] = math.inf


@njit(cache=True, nogil=True)
def offer_walk(scratch: Scratch, n_targets: int, target: int, metres: float) -> int:
    """Keep a walk to a target if it is the shortest so far; return the number of targets met."""
    if metres < scratch.target_m[target]:
        if scratch.target_m[target] == math.inf:
            scratch.touched_target[n_targets] = target
            n_targets += 1
        scratch.target_m[target] = metres
    return n_targets


@njit(cache=True, nogil=True)
def along_edge_m(from_m: float, to_m: float, flags: int) -> float:
    """Return the metres straight along one edge, infinite against a one-way street on foot."""
    if (from_m > to_m and flags & FORWARD_ONLY) or (from_m < to_m and flags & BACKWARD_ONLY):
        return math.inf
    return abs(to_m - from_m)


@njit(cache=True, nogil=True)
def meet_targets(
    targets: Targets, sources: Sources, source: int, scratch: Scratch, reach: tuple[float, int]
) -> int:
    """Find the metres to targets, from junctions and along the source's own edge.

    `reach` is the limit in metres and the number of junctions touched. Returns the number of
    targets met.
    """
    limit_m, n_touched = reach
    n = 0
    edge = sources.edge[source]
    rank = np.searchsorted(targets.sorted_edge, edge) if edge != NONE else 0
    while edge != NONE and rank < targets.sorted_edge.size and targets.sorted_edge[rank] == edge:
        target = targets.sorted_target[rank]
        along_m = along_edge_m(
            sources.position_m[source], targets.position_m[target], targets.edge_flags[edge]
        )
        metres = sources.link_m[source] + along_m + targets.link_m[target]
        if metres <= limit_m:
            n = offer_walk(scratch, n, target, metres)
        rank += 1
    for i in range(n_touched):
        node = scratch.touched_node[i]
        for entry in range(targets.first_entry[node], targets.first_entry[node + 1]):
            metres = scratch.node_m[node] + targets.entry_m[entry]
            if metres <= limit_m:
                n = offer_walk(scratch, n, targets.entry_target[entry], metres)
    return n


@njit(cache=True, nogil=True)
def walk_rows(
    streets: Streets,
    sources: Sources,
    targets: Targets,
    limit_m: float,
    scratch: Scratch,
    rows: Rows,
) -> int:
    """Fill rows of walks within the limit until the room is full; return the rows filled."""
    for source in range(sources.edge.size):
        filled = rows.first[source]
        n_touched = settle_junctions(streets, sources, source, (limit_m, ANYWHERE), scratch)
        n_met = meet_targets(targets, sources, source, scratch, (limit_m, n_touched))
        forget_junctions(scratch, n_touched)
        met = scratch.touched_target[:n_met]
        met.sort()
        has_room = filled + n_met <= rows.target.size
        for i in range(n_met):
            if has_room:
                rows.target[filled + i] = met[i]
                rows.metres[filled + i] = scratch.target_m[met[i]]
            scratch.target_m[met[i]] = math.inf
        if not has_room:
            return source
        rows.first[source + 1] = filled + n_met
    return sources.edge.size


@njit(cache=True, nogil=True)
def add_label(
    labels: Labels,
    count: tuple[int, int],
    node: int,
    walk: tuple[float, float],
    limits: tuple[float, float, float],
) -> tuple[int, int]:
    """Queue a walk to a junction if it is worth trying; return the numbers of labels and queued.

    `walk` is the second it began and its metres. A number of labels of NONE: no more room.
    """
    (n, size), (start_s, walked_m), (speed_ms, limit_m, until_s) = count, walk, limits
    time_s = start_s + walked_m / speed_ms
    if n == NONE or walked_m > limit_m or time_s > until_s or walked_m >= labels.least_m[node]:
        return count
    if n == labels.node.size:
        return NONE, size
    labels.node[n], labels.time_s[n] = node, time_s
    labels.walked_m[n], labels.start_s[n] = walked_m, start_s
    heap_push(labels.heap_s, labels.heap_item, size, time_s, n)
    return n + 1, size + 1


@njit(cache=True, nogil=True)
def spread_labels(
    streets: Streets,
    sources: Sources,
    start_s: Floats,
    limits: tuple[float, float, float],
    labels: Labels,
) -> tuple[int, int]:
    """Walk from all sources at once, each from its own start; return the labels, and those kept.

    `limits` are metres per second, metres of a walk, latest second. A walk to a junction is
    dropped only when another is no later and no longer. NONE: the labels have no more room.
    """
    first_arc, arc_head, arc_m = streets.first_arc, streets.arc_head, streets.arc_m
    count, n_kept = (0, 0), 0
    for source in range(sources.edge.size):
        for end in range(2):
            if sources.end_node[source, end] != NONE:
                walk = (start_s[source], sources.end_m[source, end])
                count = add_label(labels, count, sources.end_node[source, end], walk, limits)
    while count[1] > 0 and count[0] != NONE:
        label = labels.heap_item[0]
        heap_drop_first(labels.heap_s, labels.heap_item, count[1])
        count = (count[0], count[1] - 1)
        node = labels.node[label]
        if labels.walked_m[label] >= labels.least_m[node]:
            continue  # labels come by time: an earlier one is no longer
        labels.kept[n_kept] = label
        n_kept += 1
        labels.least_m[node] = labels.walked_m[label]
        for arc in range(first_arc[node], first_arc[node + 1]):
            if streets.allow_steps or not streets.edge_flags[streets.arc_edge[arc]] & STEPS:
                walk = (labels.start_s[label], labels.walked_m[label] + arc_m[arc])
                count = add_label(labels, count, arc_head[arc], walk, limits)
    return count[0], n_kept
