"""Walks from one place to several sets of targets by one search: how every question begins."""

import math
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from transit.osm.linking import Links
from transit.osm.reach_kernels import BUCKET_M, NO_ROOM, forget, read_targets, settle_in_buckets
from transit.osm.street_graph import StreetGraph
from transit.osm.walk_arrays import Buckets
from transit.osm.walking import WalkTargets, sources_of, streets_of

_LOCAL = threading.local()


def reach_targets(
    graph: StreetGraph,
    source: Links,
    sets: Sequence[tuple[WalkTargets, float]],
    *,
    allow_steps: bool = True,
) -> list[NDArray[np.float64]]:
    """Walk from one place to each set of targets within the set's own limit in metres.

    Parameters
    ----------
    source : Links
        One point.
    sets : sequence of (WalkTargets, float)
        Targets of `index_targets` with the same `allow_steps`, and the longest walk, inclusive.

    Returns
    -------
    list of float64[targets]
        Metres of the shortest walks, the same as `walk_matrix` gives; infinite beyond the limit.
    """
    if any(targets.allow_steps != allow_steps for targets, _ in sets):
        raise ValueError("targets were indexed with another allow_steps")
    start = sources_of(graph, source, allow_steps=allow_steps)
    streets = streets_of(graph, allow_steps=allow_steps)
    longest_m = max((float(limit_m) for _, limit_m in sets), default=0.0)
    room = graph.arc_m.size + 2
    while True:
        scratch = _scratch_for(graph, longest_m, room)
        count = settle_in_buckets(streets, start, longest_m, scratch)
        if count != NO_ROOM:
            break
        room = 2 * len(scratch.waiting)
    found = []
    for targets, limit_m in sets:
        metres = np.full(targets.count, math.inf)
        read_targets(targets.arrays, start, float(limit_m), (scratch, count), metres)
        found.append(metres)
    forget(scratch, count)
    return found


def _scratch_for(graph: StreetGraph, longest_m: float, room: int) -> Buckets:
    """Return this thread's working memory, grown where needed."""
    kept: Buckets | None = getattr(_LOCAL, "buckets", None)
    sizes = (graph.n_nodes, int(longest_m / BUCKET_M) + 1, room)
    if kept is not None:
        held = (len(kept.node_m), len(kept.bucket), len(kept.waiting))
        if all(have >= want for have, want in zip(held, sizes, strict=True)):
            return kept
        sizes = tuple(max(pair) for pair in zip(held, sizes, strict=True))  # type: ignore[assignment]
    nodes, buckets, room = sizes
    _LOCAL.buckets = Buckets(
        node_m=np.full(nodes, np.inf),
        touched=np.empty(nodes, np.int32),
        bucket=np.empty(buckets, np.int32),
        following=np.empty(room, np.int32),
        waiting=np.empty(room, np.int32),
    )
    return _LOCAL.buckets  # type: ignore[no-any-return]
