"""Hot: lengths along the streets, and the nearest point of the nearest street."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geo_matching.common.geo import EARTH_RADIUS_M
from transit.osm.tags import STEPS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MAX_LAT, MAX_LON = 90.0, 180.0
CELL_MARGIN = 1e-3
# The search for the nearest street begins with a square of this half side, then doubles it.
FIRST_REACH_M = 40.0
# On a square of 300 m, plane and sphere differ by less than this share.
PLANE_ERROR = 1e-3


class StreetGrid(NamedTuple):
    """Segments by cell of a grid of degrees; entries are sorted by cell."""

    cell_lat: float
    cell_lon: float
    entry_cell: Ints  # entry -> row * COLUMNS + column
    entry_point: NDArray[np.int32]  # entry -> first point of a segment
    entry_edge: NDArray[np.int32]  # entry -> edge of that segment
    edge_flags: NDArray[np.uint8]
    point_lat: Floats
    point_lon: Floats


# Rows and columns of cells count from -90 and -180 degrees; more columns than any grid has.
COLUMNS = 1 << 31


@njit(cache=True, nogil=True)
def great_circle_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Haversine, as in common.geo."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half_phi, half_lambda = (phi_b - phi_a) / 2, math.radians(lon_b - lon_a) / 2
    a = math.sin(half_phi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(a)))


@njit(cache=True, nogil=True)
def measure_points(
    first_point: Ints, point_lat: Floats, point_lon: Floats, point_m: Floats
) -> None:
    """Write the metres from the tail of its edge to every point (edge by edge, so no drift)."""
    for edge in range(first_point.size - 1):
        metres = 0.0
        for i in range(first_point[edge], first_point[edge + 1]):
            if i > first_point[edge]:
                metres += great_circle_m(
                    point_lat[i - 1], point_lon[i - 1], point_lat[i], point_lon[i]
                )
            point_m[i] = metres


@njit(cache=True, nogil=True)
def list_cells(
    segment: Ints, point_lat: Floats, point_lon: Floats, cell: tuple[float, float], out: Ints
) -> int:
    """Write (cell, segment) pairs for every cell a segment passes through; return their number.

    Pairs beyond the size of `out` are counted, not written. Row by row of cells, so that a long
    diagonal takes as many cells as it crosses and not its whole bounding box.
    """
    n = 0
    for k in range(segment.size):
        a = segment[k]
        south, north = point_lat[a], point_lat[a + 1]
        lon_south, lon_north = point_lon[a], point_lon[a + 1]
        if south > north:
            south, north, lon_south, lon_north = north, south, lon_north, lon_south
        slope = (lon_north - lon_south) / (north - south) if north > south else 0.0
        first_row = math.floor((south + 90.0) / cell[0])
        last_row = math.floor((north + 90.0) / cell[0])
        for row in range(first_row, last_row + 1):
            lon_in, lon_out = lon_south, lon_north
            if row > first_row:
                lon_in = lon_south + slope * (row * cell[0] - 90.0 - south)
            if row < last_row:
                lon_out = lon_south + slope * ((row + 1) * cell[0] - 90.0 - south)
            # A hair wider than exact, against rounding at the border of a cell.
            west = math.floor((min(lon_in, lon_out) + 180.0) / cell[1] - CELL_MARGIN)
            east = math.floor((max(lon_in, lon_out) + 180.0) / cell[1] + CELL_MARGIN)
            for column in range(west, east + 1):
                if n < out.shape[0]:
                    out[n, 0] = row * COLUMNS + column
                    out[n, 1] = a
                n += 1
    return n


@njit(cache=True, nogil=True)
def project(
    lat: float, lon: float, ends: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Return the nearest point of a segment: metres in the plane, share of the segment, lat, lon.

    The plane touches the Earth at the point that is linked.
    """
    lat_a, lon_a, lat_b, lon_b = ends
    metres_lat = math.radians(1.0) * EARTH_RADIUS_M
    metres_lon = metres_lat * math.cos(math.radians(lat))
    ax, ay = (lon_a - lon) * metres_lon, (lat_a - lat) * metres_lat
    dx, dy = (lon_b - lon_a) * metres_lon, (lat_b - lat_a) * metres_lat
    squared = dx * dx + dy * dy
    share = -(ax * dx + ay * dy) / squared if squared > 0.0 else 0.0
    if share <= 0.0:
        return math.hypot(ax, ay), 0.0, lat_a, lon_a
    if share >= 1.0:
        return math.hypot(ax + dx, ay + dy), 1.0, lat_b, lon_b
    at_lat, at_lon = lat_a + share * (lat_b - lat_a), lon_a + share * (lon_b - lon_a)
    return math.hypot(ax + share * dx, ay + share * dy), share, at_lat, at_lon


@njit(cache=True, nogil=True)
def nearest_in_square(
    grid: StreetGrid, place: tuple[float, float], reach_m: float, allow_steps: bool
) -> tuple[float, int, float]:
    """Return metres, entry and share of the nearest segment that meets a square round a place.

    Metres are infinite where none does. Of equally near segments the first in the file wins.
    """
    lat, lon = place
    reach = math.degrees(reach_m * (1.0 + PLANE_ERROR) / EARTH_RADIUS_M)
    shrink = max(math.cos(math.radians(min(abs(lat) + reach, 90.0))), 1e-3)
    west = math.floor((lon - reach / shrink + 180.0) / grid.cell_lon)
    east = math.floor((lon + reach / shrink + 180.0) / grid.cell_lon)
    south = math.floor((lat - reach + 90.0) / grid.cell_lat)
    north = math.floor((lat + reach + 90.0) / grid.cell_lat)
    best_m, best_entry, best_share = math.inf, -1, 0.0
    for row in range(south, north + 1):
        entry = int(np.searchsorted(grid.entry_cell, row * COLUMNS + west))
        last_cell = row * COLUMNS + east
        while entry < grid.entry_cell.size and grid.entry_cell[entry] <= last_cell:
            a = grid.entry_point[entry]
            if allow_steps or grid.edge_flags[grid.entry_edge[entry]] & STEPS == 0:
                ends = (
                    grid.point_lat[a],
                    grid.point_lon[a],
                    grid.point_lat[a + 1],
                    grid.point_lon[a + 1],
                )
                plane_m, share, at_lat, at_lon = project(lat, lon, ends)
                if plane_m <= best_m * (1.0 + PLANE_ERROR):
                    link_m = great_circle_m(lat, lon, at_lat, at_lon)
                    nearer = link_m < best_m
                    if nearer or (link_m == best_m and a < grid.entry_point[best_entry]):
                        best_m, best_entry, best_share = link_m, entry, share
            entry += 1
    return best_m, best_entry, best_share


@njit(cache=True, nogil=True)
def link_places(
    grid: StreetGrid,
    places: tuple[Floats, Floats],
    point_m: Floats,
    limits: tuple[float, bool],
    out: tuple[NDArray[np.int32], Floats, Floats],
) -> None:
    """Write edge, position and link of every place that has a street within the limit."""
    max_link_m, allow_steps = limits
    for i in range(places[0].size):
        place = (places[0][i], places[1][i])
        if not (abs(place[0]) <= MAX_LAT and abs(place[1]) <= MAX_LON):
            continue
        reach_m = min(FIRST_REACH_M, max_link_m)
        link_m, entry, share = nearest_in_square(grid, place, reach_m, allow_steps)
        while link_m > reach_m and reach_m < max_link_m:
            reach_m = min(2.0 * reach_m, max_link_m)
            link_m, entry, share = nearest_in_square(grid, place, reach_m, allow_steps)
        if link_m <= max_link_m:
            a = grid.entry_point[entry]
            out[0][i] = grid.entry_edge[entry]
            along_m = share * (point_m[a + 1] - point_m[a])
            # At the end of an edge exactly, so that the point stands on the junction.
            out[1][i] = point_m[a] + along_m if share < 1.0 else point_m[a + 1]
            out[2][i] = link_m
