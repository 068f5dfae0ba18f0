"""Walks through the streets of an OSM file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from geo_matching.common.geo import great_circle_m
from transit.network.walks import Float, Path, SortedTargets, two_ends
from transit.osm.linking import EdgeIndex, Links, link_points
from transit.osm.reach import reach_targets
from transit.osm.street_graph import StreetGraph
from transit.osm.tags import BACKWARD_ONLY, FORWARD_ONLY
from transit.osm.walk_paths import walk_path
from transit.osm.walking import Csr, index_targets, walk_matrix

# No walk is shorter than the beeline but for rounding: links are measured on a plane.
ROUNDING = 1e-3


@dataclass(frozen=True, eq=False)
class StreetWalks:
    """Walks along the streets of an OSM file."""

    graph: StreetGraph
    index: EdgeIndex

    def link(self, lat: Float, lon: Float, *, allow_steps: bool = True) -> Links:
        return link_points(self.index, lat, lon, allow_steps=allow_steps)

    @cached_property
    def reversed_graph(self) -> StreetGraph:
        """The graph with one-way streets turned round; the graph itself where there is none."""
        one_way = self.graph.edge_flags & (FORWARD_ONLY | BACKWARD_ONLY)
        return reverse_one_ways(self.graph) if one_way.any() else self.graph

    @cached_property
    def symmetric(self) -> bool:
        return self.reversed_graph is self.graph

    def sort_targets(
        self, links: Links, *, allow_steps: bool = True, towards: bool = False
    ) -> SortedTargets:
        graph = self.reversed_graph if towards else self.graph
        return SortedTargets(links, index_targets(graph, links, allow_steps=allow_steps))

    def matrix(
        self,
        sources: Links,
        targets: Links | SortedTargets,
        *,
        limit_m: float,
        allow_steps: bool = True,
        towards: bool = False,
    ) -> Csr:
        if isinstance(targets, Links):
            targets = self.sort_targets(targets, allow_steps=allow_steps, towards=towards)
        graph = self.reversed_graph if towards else self.graph
        ends = targets.by_street or targets.links
        return walk_matrix(graph, sources, ends, limit_m=limit_m, allow_steps=allow_steps)

    def reach(
        self,
        source: Links,
        sets: Sequence[tuple[SortedTargets, float]],
        *,
        allow_steps: bool = True,
        towards: bool = False,
    ) -> list[Float]:
        graph = self.reversed_graph if towards else self.graph
        by_street = [
            (targets.by_street, limit_m)
            for targets, limit_m in sets
            if targets.by_street is not None
        ]
        return reach_targets(graph, source, by_street, allow_steps=allow_steps)

    def walk(
        self, source: Links, target: Links, *, limit_m: float, allow_steps: bool = True
    ) -> tuple[float, Path] | None:
        if _beeline_m(source, target) > limit_m * (1 + ROUNDING) + 1.0:
            return None
        found = walk_path(self.graph, source, target, limit_m=limit_m, allow_steps=allow_steps)
        return (found[0], tuple(found[1])) if found else None

    def path(
        self, source: Links, target: Links, *, limit_m: float, allow_steps: bool = True
    ) -> Path:
        found = self.walk(source, target, limit_m=limit_m, allow_steps=allow_steps)
        return found[1] if found else two_ends(source, target)

    def junctions(self) -> tuple[Float, Float]:
        return self.graph.node_lat, self.graph.node_lon


def reverse_one_ways(graph: StreetGraph) -> StreetGraph:
    """Return the graph with all arcs turned round; edges and points keep their numbers."""
    tail = np.repeat(np.arange(graph.n_nodes, dtype=np.int32), np.diff(graph.first_arc))
    order = np.argsort(graph.arc_head, kind="stable")
    counts = np.bincount(graph.arc_head, minlength=graph.n_nodes)
    forward, backward = graph.edge_flags & FORWARD_ONLY, graph.edge_flags & BACKWARD_ONLY
    kept = graph.edge_flags & ~np.uint8(FORWARD_ONLY | BACKWARD_ONLY)
    swapped = np.where(forward, BACKWARD_ONLY, 0) | np.where(backward, FORWARD_ONLY, 0)
    return replace(
        graph,
        first_arc=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        arc_head=tail[order],
        arc_edge=graph.arc_edge[order],
        arc_m=graph.arc_m[order],
        edge_flags=(kept | swapped).astype(np.uint8),
    )


def _beeline_m(source: Links, target: Links) -> float:
    return great_circle_m(
        float(source.lat[0]), float(source.lon[0]), float(target.lat[0]), float(target.lon[0])
    )
