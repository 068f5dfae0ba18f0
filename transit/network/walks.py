"""The two ways to walk, behind one face: through the streets, or straight where there are none."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.geo import great_circle_m
from transit.network.straight import straight_matrix, straight_walks_m
from transit.osm.linking import EdgeIndex, Links, link_points
from transit.osm.street_graph import StreetGraph
from transit.osm.tags import BACKWARD_ONLY, FORWARD_ONLY
from transit.osm.walk_paths import walk_path
from transit.osm.walking import Csr, WalkTargets, index_targets, walk_matrix

Float = NDArray[np.float64]
Path = tuple[tuple[float, float], ...]
# No walk is shorter than the beeline but for rounding: links are measured on a plane.
ROUNDING = 1e-3


@dataclass(frozen=True, eq=False)
class SortedTargets:
    """Linked points sorted for many searches from elsewhere; `by_street` is None without streets.

    The search from `matrix` has to be the one that they were sorted for.
    """

    links: Links
    by_street: WalkTargets | None = None


class Walks(Protocol):
    """What the engine asks of walking; lengths in metres, link to the street included."""

    @property
    def symmetric(self) -> bool:
        """Whether the walk back is always the walk there."""

    def link(self, lat: Float, lon: Float, *, allow_steps: bool = True) -> Links:
        """Snap points (degrees) to where walks begin; `Links.linked` is False beyond 300 m."""

    def sort_targets(
        self, links: Links, *, allow_steps: bool = True, towards: bool = False
    ) -> SortedTargets:
        """Sort points for searches with the same options."""

    def matrix(
        self,
        sources: Links,
        targets: Links | SortedTargets,
        *,
        limit_m: float,
        allow_steps: bool = True,
        towards: bool = False,
    ) -> Csr:
        """Return the walks of at most `limit_m` from each source to the targets, CSR by source.

        With `towards`, the walks from the targets to each source: the same but in one-way streets.
        """

    def walk(
        self, source: Links, target: Links, *, limit_m: float, allow_steps: bool = True
    ) -> tuple[float, Path] | None:
        """Return metres and (lat, lon) points of the shortest walk between two single points.

        The metres are those of `matrix`; None where there is no walk within the limit.
        """

    def path(
        self, source: Links, target: Links, *, limit_m: float, allow_steps: bool = True
    ) -> Path:
        """Return the (lat, lon) points of the shortest walk, the two ends where there is none."""

    def junctions(self) -> tuple[Float, Float]:
        """Return the degrees of the street junctions."""


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
        return found[1] if found else _ends(source, target)

    def junctions(self) -> tuple[Float, Float]:
        return self.graph.node_lat, self.graph.node_lon


@dataclass(frozen=True, eq=False)
class StraightWalks:
    """Great circle x 1.3: for tests, and for feeds whose streets are missing."""

    def link(self, lat: Float, lon: Float, *, allow_steps: bool = True) -> Links:  # noqa: ARG002
        count = len(lat)
        # A stop without a position is reached by vehicles alone.
        edge = np.where(np.isfinite(lat) & np.isfinite(lon), 0, -1).astype(np.int32)
        return Links(edge, np.zeros(count), np.zeros(count), lat, lon)

    symmetric = True

    def sort_targets(
        self,
        links: Links,
        *,
        allow_steps: bool = True,  # noqa: ARG002
        towards: bool = False,  # noqa: ARG002
    ) -> SortedTargets:
        return SortedTargets(links)

    def matrix(
        self,
        sources: Links,
        targets: Links | SortedTargets,
        *,
        limit_m: float,
        allow_steps: bool = True,  # noqa: ARG002
        towards: bool = False,  # noqa: ARG002
    ) -> Csr:
        if isinstance(targets, SortedTargets):
            targets = targets.links
        return Csr(
            *straight_matrix((sources.lat, sources.lon), (targets.lat, targets.lon), limit_m)
        )

    def walk(
        self,
        source: Links,
        target: Links,
        *,
        limit_m: float,
        allow_steps: bool = True,  # noqa: ARG002
    ) -> tuple[float, Path] | None:
        metres = straight_m(source, target)
        return (metres, _ends(source, target)) if metres <= limit_m else None

    def path(
        self,
        source: Links,
        target: Links,
        *,
        limit_m: float,  # noqa: ARG002
        allow_steps: bool = True,  # noqa: ARG002
    ) -> Path:
        return _ends(source, target)

    def junctions(self) -> tuple[Float, Float]:
        return np.empty(0), np.empty(0)


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


def straight_m(source: Links, target: Links) -> float:
    """Return the metres of the straight walk between two single points."""
    return float(straight_walks_m(source.lat, source.lon, target.lat, target.lon)[0])


def transpose(matrix: Csr, targets: int) -> Csr:
    """Return the same walks, CSR by target."""
    source = np.repeat(np.arange(len(matrix.first) - 1), np.diff(matrix.first))
    order = np.argsort(matrix.target, kind="stable")
    counts = np.bincount(matrix.target, minlength=targets)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Csr(first, source[order].astype(np.int32), matrix.metres[order])


def _beeline_m(source: Links, target: Links) -> float:
    return great_circle_m(
        float(source.lat[0]), float(source.lon[0]), float(target.lat[0]), float(target.lon[0])
    )


def _ends(source: Links, target: Links) -> Path:
    return (
        (float(source.lat[0]), float(source.lon[0])),
        (float(target.lat[0]), float(target.lon[0])),
    )
