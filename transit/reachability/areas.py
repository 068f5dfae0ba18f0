"""Areas made of cells, as GeoJSON and as shapely geometries."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from transit.reachability.cells import Outlines, neighbours, trace_outlines

Float = NDArray[np.float64]
# West, south, and the width and height of a cell, in degrees.
Frame = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Area:
    """A MultiPolygon as arrays.

    Attributes
    ----------
    points : float64[p, 2]
        Point -> longitude, latitude.
    first_point : int64[r+1]
        Ring -> its first point. Rings are closed; holes run clockwise, the others do not.
    first_ring : int64[a+1]
        Polygon -> the ring around it; its holes follow.
    """

    points: Float
    first_point: NDArray[np.int64]
    first_ring: NDArray[np.int64]

    def as_geojson(self) -> dict[str, Any]:
        columns = (self.points[:, axis].tolist() for axis in (0, 1))
        points = tuple(zip(*columns, strict=True))
        rings = [points[begin:end] for begin, end in pairwise(self.first_point.tolist())]
        polygons = [tuple(rings[begin:end]) for begin, end in pairwise(self.first_ring.tolist())]
        return {"type": "MultiPolygon", "coordinates": tuple(polygons)}

    def as_shapely(self) -> shapely.MultiPolygon:
        polygons = len(self.first_ring) - 1
        if not polygons:
            return shapely.MultiPolygon()
        offsets = self.first_point, self.first_ring, np.array([0, polygons])
        kind = shapely.GeometryType.MULTIPOLYGON
        return shapely.from_ragged_array(kind, self.points, offsets)[0]


def merge_cells(cells: NDArray[np.int64], frame: Frame) -> shapely.MultiPolygon:
    """Merge cells (column, row), in any order, into one valid MultiPolygon."""
    in_order = cells[np.lexsort((cells[:, 0], cells[:, 1]))]
    inside = np.ones(len(cells), np.bool_)
    return area_of(trace_outlines(in_order, neighbours(in_order), inside), frame).as_shapely()


def area_of(outlines: Outlines, frame: Frame) -> Area:
    """Return the area that outlines are drawn around, in degrees."""
    west, south, width, height = frame
    order = np.lexsort((outlines.is_hole, outlines.area))
    sizes = np.diff(outlines.first)[order]
    first_point = np.concatenate(([0], np.cumsum(sizes)))
    # Point after point of the rings in their new order.
    source = np.repeat(outlines.first[:-1][order] - first_point[:-1], sizes)
    source += np.arange(first_point[-1])
    # A tenth of a metre is enough, and halves what is sent; equal lines round equally.
    lon = np.round(west + outlines.column[source] * width, 6)
    lat = np.round(south + outlines.row[source] * height, 6)
    around = np.flatnonzero(~outlines.is_hole[order])
    first_ring = np.concatenate((around, [len(order)]))
    return Area(np.column_stack((lon, lat)), first_point, first_ring)
