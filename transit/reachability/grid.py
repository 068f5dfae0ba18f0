"""Cells of 100 m that can be walked to from a stop or an origin, linked to the streets."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.geo import EARTH_RADIUS_M
from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.network import Network
from transit.network.straight import DETOUR
from transit.osm.linking import Links
from transit.reachability.places import link_places

CELL_M = 100.0
# In the arrays of cells: cannot be reached, or takes longer than what 16 bits can say.
NO_TIME = 65_535
# West, south, and the width and height of a cell, in degrees.
Frame = tuple[float, float, float, float]
Float = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells whose centre a street is near, by row, then column; both count from the south-west."""

    frame: Frame
    column: NDArray[np.int32]
    row: NDArray[np.int32]


def cells_around(network: Network, origins: Links, limits: Limits) -> tuple[Cells, Links]:
    """Return the cells within a walk of a stop or of an origin, and the links of their centres.

    The walk's square is taken, as wide as one could walk in a straight line.
    """
    stops = network.stop_links(wheelchair=limits.wheelchair)
    stops = stops.take(stops.linked & np.isfinite(stops.lat))
    origins = origins.take(origins.linked)
    straight = 1.0 if network.manifest["parameters"]["streets"] else DETOUR
    reach = (
        int(np.ceil(limits.metres_in(limits.max_walk_s) / straight / CELL_M)),
        int(np.ceil(limits.metres_in(limits.max_direct_walk_s) / straight / CELL_M)),
    )
    lat, lon = (np.concatenate([stops.lat, origins.lat]), np.concatenate([stops.lon, origins.lon]))
    frame, shape = _frame_of(lat, lon, max(reach))
    marked = _squares(frame, shape, stops, reach[0]) | _squares(frame, shape, origins, reach[1])
    row, column = np.nonzero(marked)
    west, south, width, height = frame
    links = link_places(
        network, south + (row + 0.5) * height, west + (column + 0.5) * width, limits
    )
    near = links.linked
    return Cells(frame, column[near].astype(np.int32), row[near].astype(np.int32)), links.take(near)


def as_raster(cells: Cells, values: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return uint16[rows, columns] of the values of all cells, from the south, else NO_TIME."""
    shape = int(cells.row.max(initial=-1)) + 1, int(cells.column.max(initial=-1)) + 1
    raster = np.full(shape, NO_TIME, np.uint16)
    raster[cells.row, cells.column] = values
    return raster


def in_16_bits(seconds: NDArray[np.int32]) -> NDArray[np.uint16]:
    """Return seconds as uint16, NO_TIME for what is unreached or 65 535 s and more."""
    return np.where(seconds < NO_TIME, seconds, NO_TIME).astype(np.uint16)


def from_16_bits(seconds: NDArray[np.uint16]) -> NDArray[np.int32]:
    return np.where(seconds < NO_TIME, seconds, UNREACHED).astype(np.int32)


def _frame_of(lat: Float, lon: Float, margin: int) -> tuple[Frame, tuple[int, int]]:
    """Return the frame of all points with a margin in cells, and its (rows, columns)."""
    if not lat.size:
        return (0.0, 0.0, 1.0, 1.0), (0, 0)
    height = CELL_M / (np.radians(1.0) * EARTH_RADIUS_M)
    width = height / np.cos(np.radians((lat.min() + lat.max()) / 2))
    west, south = lon.min() - margin * width, lat.min() - margin * height
    rows = int((lat.max() - south) / height) + margin + 1
    columns = int((lon.max() - west) / width) + margin + 1
    return (float(west), float(south), float(width), float(height)), (rows, columns)


def _squares(frame: Frame, shape: tuple[int, int], points: Links, reach: int) -> NDArray[np.bool_]:
    """Mark the cells at most `reach` away from that of a point, in rows and in columns."""
    west, south, width, height = frame
    corners = np.zeros((shape[0] + 1, shape[1] + 1), np.int32)
    row = ((points.lat - south) / height).astype(np.int64)
    column = ((points.lon - west) / width).astype(np.int64)
    # Sums over a table of corners: one at each square's own, added up along both axes.
    low_row, low_column = np.maximum(row - reach, 0), np.maximum(column - reach, 0)
    high_row = np.minimum(row + reach + 1, shape[0])
    high_column = np.minimum(column + reach + 1, shape[1])
    np.add.at(corners, (low_row, low_column), 1)
    np.add.at(corners, (high_row, high_column), 1)
    np.add.at(corners, (low_row, high_column), -1)
    np.add.at(corners, (high_row, low_column), -1)
    return corners.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0
