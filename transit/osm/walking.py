"""Shortest walks through the streets: many to many within a limit, and one with its geometry."""

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transit.osm.linking import Links
from transit.osm.path_kernels import find_ends
from transit.osm.street_graph import StreetGraph, read_only
from transit.osm.walk_arrays import NONE, Rows, Scratch, Sources, Streets, Targets
from transit.osm.walk_kernels import walk_rows

# Room for results of one call of the kernel: enough for many sources, and small in memory.
ROOM = 1 << 20


@dataclass(frozen=True, eq=False)
class Csr:
    """Walks by source: ``target[first[i]:first[i + 1]]`` can be walked to from source i.

    Attributes
    ----------
    first : int64[k+1]
        Source -> its first walk.
    target : int32[m]
        Walk -> target, ascending for each source.
    metres : float64[m]
        Walk -> metres, both links included.
    """

    first: NDArray[np.int64]
    target: NDArray[np.int32]
    metres: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class WalkTargets:
    """Targets sorted by junction and edge, for many calls of `walk_matrix` with the same ones."""

    count: int
    allow_steps: bool
    arrays: Targets


def index_targets(graph: StreetGraph, targets: Links, *, allow_steps: bool = True) -> WalkTargets:
    """Sort targets by junction and edge (O(junctions + targets)).

    Parameters
    ----------
    graph : StreetGraph
        The graph that the targets are linked to.
    targets : Links
        Targets; those not linked are never reached.
    allow_steps : bool
        Whether flights of steps may be used.

    Returns
    -------
    WalkTargets
        What `walk_matrix` takes in place of the links.
    """
    ends = ends_of(graph, targets, allow_steps=allow_steps)
    node, metres = ends.end_node, ends.end_m
    row, end = np.nonzero(node != NONE)
    order = np.argsort(node[row, end], kind="stable")
    per_node = np.bincount(node[row, end], minlength=graph.n_nodes)
    usable = np.flatnonzero(ends.edge != NONE)
    by_edge = usable[np.argsort(targets.edge[usable], kind="stable")]
    arrays = Targets(
        first_entry=read_only(np.concatenate(([0], np.cumsum(per_node))).astype(np.int32)),
        entry_target=read_only(row[order].astype(np.int32)),
        entry_m=read_only(metres[row, end][order]),
        sorted_edge=read_only(targets.edge[by_edge]),
        sorted_target=read_only(by_edge.astype(np.int32)),
        position_m=read_only(targets.position_m),
        link_m=read_only(targets.link_m),
        edge_flags=read_only(graph.edge_flags),
    )
    return WalkTargets(targets.edge.size, allow_steps, arrays)


def walk_matrix(
    graph: StreetGraph,
    sources: Links,
    targets: Links | WalkTargets,
    *,
    limit_m: float,
    allow_steps: bool = True,
) -> Csr:
    """Walk from every source to every target within a limit.

    Parameters
    ----------
    graph : StreetGraph
        The graph that both are linked to.
    sources, targets : Links
        Points; `targets` may be prepared by `index_targets` with the same `allow_steps`.
        Those not linked have no walks.
    limit_m : float
        Longest walk in metres, both links included; inclusive.
    allow_steps : bool
        Whether flights of steps may be walked on and linked to.

    Returns
    -------
    Csr
        Shortest walks; pairs farther apart than the limit are absent. Two points on one edge may
        walk straight along it. A point at the very end of an edge stands on the junction.
    """
    if isinstance(targets, Links):
        targets = index_targets(graph, targets, allow_steps=allow_steps)
    elif targets.allow_steps != allow_steps:
        raise ValueError("targets were indexed with another allow_steps")
    streets = streets_of(graph, allow_steps=allow_steps)
    scratch = scratch_for(graph, targets.count)
    first, found = [np.zeros(1, dtype=np.int64)], [_room(0)]
    done, total = 0, 0
    while done < sources.edge.size:
        part = sources.take(slice(done, None))
        rows = _room(part.edge.size, max(ROOM, targets.count))
        starts = sources_of(graph, part, allow_steps=allow_steps)
        n_rows = walk_rows(streets, starts, targets.arrays, float(limit_m), scratch, rows)
        filled = rows.first[n_rows]
        first.append(rows.first[1 : n_rows + 1] + total)
        found.append(Rows(rows.first, rows.target[:filled].copy(), rows.metres[:filled].copy()))
        done, total = done + n_rows, total + int(filled)
    return Csr(
        np.concatenate(first),
        np.concatenate([rows.target for rows in found]),
        np.concatenate([rows.metres for rows in found]),
    )


def _room(n_rows: int, size: int = 0) -> Rows:
    return Rows(
        np.zeros(n_rows + 1, dtype=np.int64),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.float64),
    )


def streets_of(graph: StreetGraph, *, allow_steps: bool) -> Streets:
    """Return the arcs as kernels take them."""
    return graph.arcs._replace(allow_steps=bool(allow_steps))


def sources_of(graph: StreetGraph, links: Links, *, allow_steps: bool) -> Sources:
    """Return where walks from the linked points begin."""
    return _ends(graph, links, allow_steps=allow_steps, leaving=True)


def ends_of(graph: StreetGraph, links: Links, *, allow_steps: bool) -> Sources:
    """Return where walks to the linked points end."""
    return _ends(graph, links, allow_steps=allow_steps, leaving=False)


def _ends(graph: StreetGraph, links: Links, *, allow_steps: bool, leaving: bool) -> Sources:
    count = links.edge.size
    node, metres, usable = (
        np.empty((count, 2), np.int32),
        np.empty((count, 2)),
        np.empty(count, np.int32),
    )
    found = Sources(node, metres, usable, read_only(links.position_m), read_only(links.link_m))
    find_ends(graph.edges, read_only(links.edge), (bool(allow_steps), leaving), found)
    return found._replace(end_node=read_only(node), end_m=read_only(metres), edge=read_only(usable))


_LOCAL = threading.local()


def scratch_for(graph: StreetGraph, n_targets: int) -> Scratch:
    """Return this thread's working memory, made once and grown when a larger graph comes."""
    scratch: Scratch | None = getattr(_LOCAL, "scratch", None)
    sizes = (graph.n_nodes, graph.arc_m.size + 4, n_targets)
    if scratch is not None:
        held = (scratch.node_m.size, scratch.heap_m.size, scratch.target_m.size)
        if all(have >= want for have, want in zip(held, sizes, strict=True)):
            return scratch
        sizes = tuple(max(pair) for pair in zip(held, sizes, strict=True))  # type: ignore[assignment]
    n_nodes, n_heap, n_targets = sizes
    _LOCAL.scratch = Scratch(
        node_m=np.full(n_nodes, np.inf),
        parent_arc=np.empty(n_nodes, dtype=np.int32),
        touched_node=np.empty(n_nodes, dtype=np.int32),
        heap_m=np.empty(n_heap, dtype=np.float64),
        heap_item=np.empty(n_heap, dtype=np.int32),
        target_m=np.full(n_targets, np.inf),
        touched_target=np.empty(n_targets, dtype=np.int32),
    )
    return _LOCAL.scratch  # type: ignore[no-any-return]
