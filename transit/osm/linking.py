"""Link points (stops, collèges, sites, homes) to the nearest point of the nearest street."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from transit.osm.geometry_kernels import StreetGrid, link_places, list_cells
from transit.osm.street_graph import StreetGraph, read_only

MAX_LINK_M = 300.0
CELL_DEGREES = 0.001


@dataclass(frozen=True, eq=False)
class Links:
    """Where points meet the street graph.

    Attributes
    ----------
    edge : int32[k]
        Point -> edge, -1 where no street is near enough.
    position_m : float64[k]
        Point -> metres along its edge from the edge's tail (0 where not linked).
    link_m : float64[k]
        Point -> metres from the point straight to the street (infinite where not linked).
    lat, lon : float64[k]
        The points themselves, in degrees.
    """

    edge: NDArray[np.int32]
    position_m: NDArray[np.float64]
    link_m: NDArray[np.float64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]

    @property
    def linked(self) -> NDArray[np.bool_]:
        """Point -> whether a street is near enough."""
        return self.edge >= 0

    def take(self, which: ArrayLike | slice) -> "Links":
        """Return the links of some of the points (indexes, a slice, or one flag for each)."""
        rows = which if isinstance(which, slice) else np.atleast_1d(np.asarray(which))
        return Links(
            self.edge[rows],
            self.position_m[rows],
            self.link_m[rows],
            self.lat[rows],
            self.lon[rows],
        )


@dataclass(frozen=True, eq=False)
class EdgeIndex:
    """A grid over the streets of one graph: which segments pass through which cell.

    Attributes
    ----------
    graph : StreetGraph
        The graph.
    grid : StreetGrid
        Arrays of the grid; cells are about 100 m wide.
    """

    graph: StreetGraph
    grid: StreetGrid

    @classmethod
    def build(cls, graph: StreetGraph) -> "EdgeIndex":
        """Return the index of a graph (one pass over its segments, and a sort)."""
        return cls.of(graph, _sorted_segments(graph))

    @classmethod
    def of(cls, graph: StreetGraph, stored: Mapping[str, NDArray]) -> "EdgeIndex":
        """Return the index that `arrays` described, without a kernel and without a sort."""
        grid = StreetGrid(
            cell_lat=float(stored["cell"][0]),
            cell_lon=float(stored["cell"][1]),
            entry_cell=read_only(stored["entry_cell"]),
            entry_point=read_only(stored["entry_point"]),
            entry_edge=read_only(stored["entry_edge"]),
            edge_flags=read_only(graph.edge_flags),
            point_lat=read_only(graph.point_lat),
            point_lon=read_only(graph.point_lon),
        )
        return cls(graph, grid)

    def arrays(self) -> dict[str, NDArray]:
        """Return what is to be kept beside the graph, so that `of` need not sort again."""
        grid = self.grid
        return {
            "cell": np.array([grid.cell_lat, grid.cell_lon]),
            "entry_cell": grid.entry_cell,
            "entry_point": grid.entry_point,
            "entry_edge": grid.entry_edge,
        }


def _sorted_segments(graph: StreetGraph) -> dict[str, NDArray]:
    middle = float(np.abs(graph.point_lat).mean()) if graph.point_lat.size else 0.0
    cell = (CELL_DEGREES, CELL_DEGREES / max(math.cos(math.radians(middle)), 0.01))
    is_start = np.ones(graph.point_lat.size, dtype=bool)
    is_start[graph.first_point[1:] - 1] = False
    pairs = _cells_of(np.flatnonzero(is_start), graph, cell)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    edge = np.searchsorted(graph.first_point, pairs[:, 1], side="right") - 1
    return {
        "cell": np.array(cell),
        "entry_cell": pairs[:, 0],
        "entry_point": pairs[:, 1].astype(np.int32),
        "entry_edge": edge.astype(np.int32),
    }


def _cells_of(
    segment: NDArray[np.int64], graph: StreetGraph, cell: tuple[float, float]
) -> NDArray[np.int64]:
    """Return int64[m, 2]: cell and first point of a segment that passes through it."""
    pairs = np.empty((2 * segment.size, 2), dtype=np.int64)
    points = read_only(graph.point_lat), read_only(graph.point_lon)
    needed = list_cells(segment, *points, cell, pairs)
    if needed > len(pairs):
        pairs = np.empty((needed, 2), dtype=np.int64)
        list_cells(segment, *points, cell, pairs)
    return pairs[:needed]


def link_points(
    index: EdgeIndex,
    lat: ArrayLike,
    lon: ArrayLike,
    *,
    max_link_m: float = MAX_LINK_M,
    allow_steps: bool = True,
) -> Links:
    """Link points to the nearest point of the nearest street.

    Parameters
    ----------
    index : EdgeIndex
        Index of the graph.
    lat, lon : float[k]
        Points in degrees (nan: not linked).
    max_link_m : float
        A street farther than this (great circle, metres) is not linked to; inclusive.
    allow_steps : bool
        Whether flights of steps are streets.

    Returns
    -------
    Links
        One link for each point; edge -1 where no street is near enough.
    """
    places = (
        np.atleast_1d(np.asarray(lat, dtype=np.float64)),
        np.atleast_1d(np.asarray(lon, dtype=np.float64)),
    )
    count = places[0].size
    edge = np.full(count, -1, dtype=np.int32)
    position_m, link_m = np.zeros(count), np.full(count, np.inf)
    link_places(
        index.grid,
        (read_only(places[0]), read_only(places[1])),
        read_only(index.graph.point_m),
        (float(max_link_m), bool(allow_steps)),
        (edge, position_m, link_m),
    )
    return Links(edge, position_m, link_m, *places)
