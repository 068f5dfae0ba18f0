"""The streets a pedestrian may use, as arrays: junctions, edges with their geometry, arcs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transit.osm.walk_arrays import Edges, Streets


@dataclass(frozen=True, eq=False)
class StreetGraph:
    """Walkable streets between junctions (ends of ways, nodes shared by ways).

    Attributes
    ----------
    node_lat, node_lon : float64[n]
        Junction -> degrees. Junctions are in an order that keeps neighbours close in memory.
    first_arc : int32[n+1]
        Junction -> its first arc: the arcs of a junction are ``first_arc[i]:first_arc[i + 1]``.
    arc_head, arc_edge : int32[a]
        Arc -> junction it leads to, edge it runs along. An edge has one arc for each direction
        in which it may be walked.
    arc_m : float64[a]
        Arc -> metres.
    edge_tail, edge_head : int32[e]
        Edge -> junction of its first and of its last point.
    edge_m : float64[e]
        Edge -> metres: sum of the great-circle lengths over all its points.
    edge_flags : uint8[e]
        Edge -> ``tags.STEPS | tags.FORWARD_ONLY | tags.BACKWARD_ONLY``.
    edge_name : int32[e]
        Edge -> index into `names`, -1 where it has none.
    names : sequence of str
        Street names, each once.
    first_point : int64[e+1]
        Edge -> its first point.
    point_lat, point_lon : float64[p]
        Point -> degrees, from tail to head.
    point_m : float64[p]
        Point -> metres from the tail of its edge.
    """

    node_lat: NDArray[np.float64]
    node_lon: NDArray[np.float64]
    first_arc: NDArray[np.int32]
    arc_head: NDArray[np.int32]
    arc_edge: NDArray[np.int32]
    arc_m: NDArray[np.float64]
    edge_tail: NDArray[np.int32]
    edge_head: NDArray[np.int32]
    edge_m: NDArray[np.float64]
    edge_flags: NDArray[np.uint8]
    edge_name: NDArray[np.int32]
    names: Sequence[str]
    first_point: NDArray[np.int64]
    point_lat: NDArray[np.float64]
    point_lon: NDArray[np.float64]
    point_m: NDArray[np.float64]

    @property
    def n_nodes(self) -> int:
        return int(self.node_lat.size)

    @property
    def n_edges(self) -> int:
        return int(self.edge_m.size)

    @cached_property
    def edges(self) -> Edges:
        """The edges as kernels take them."""
        return Edges(
            tail=read_only(self.edge_tail),
            head=read_only(self.edge_head),
            metres=read_only(self.edge_m),
            flags=read_only(self.edge_flags),
            first_point=read_only(self.first_point),
            point_lat=read_only(self.point_lat),
            point_lon=read_only(self.point_lon),
            point_m=read_only(self.point_m),
        )

    @cached_property
    def arcs(self) -> Streets:
        """The arcs as kernels take them, with steps."""
        return Streets(
            first_arc=read_only(self.first_arc),
            arc_head=read_only(self.arc_head),
            arc_m=read_only(self.arc_m),
            arc_edge=read_only(self.arc_edge),
            edge_flags=read_only(self.edge_flags),
            allow_steps=True,
        )


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return a contiguous, read-only plain view: kernels are then compiled once for each array.

    A memory-mapped array is read-only too, and would otherwise compile a second kernel.
    """
    view = np.ascontiguousarray(array).view(np.ndarray)
    view.flags.writeable = False
    return view
