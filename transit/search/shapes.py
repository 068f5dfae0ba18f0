"""Hot: cut the drawn path of a trip between two of its stops."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.osm.street_graph import read_only

Float = NDArray[np.float64]
Points = tuple[tuple[float, float], ...]


def cut_shape(shape: tuple[Float, Float], stops: tuple[Float, Float]) -> Points:
    """Return the part of a shape that passes the stops in order.

    Parameters
    ----------
    shape : tuple of float64[points]
        Latitudes and longitudes of the shape.
    stops : tuple of float64[stops]
        Latitudes and longitudes of the stops called at, from boarding to alighting. All of them
        are used, because a loop passes the same place twice.

    Returns
    -------
    tuple of (lat, lon)
        From the first stop's place on the shape to the last one's.
    """
    lat, lon = (read_only(axis) for axis in shape)
    ends = place_stops(lat, lon, *(read_only(axis) for axis in stops))
    return _between(lat, lon, *ends)


@njit(cache=True, nogil=True)
def place_stops(lat: Float, lon: Float, stop_lat: Float, stop_lon: Float) -> tuple[float, float]:
    """Return the places (segment + fraction) of the first and the last of some stops."""
    scale = math.cos(math.radians(lat[0]))
    first = at = 0.0
    for k in range(stop_lat.size):
        at = nearest_after(lat, lon, scale, (stop_lat[k], stop_lon[k]), at)
        if k == 0:
            first = at
    return first, at


@njit(cache=True, nogil=True)
def nearest_after(
    lat: Float, lon: Float, scale: float, point: tuple[float, float], start: float
) -> float:
    """Return the place (segment + fraction) nearest to a point, at or after `start`."""
    first = min(int(start), lat.size - 2)
    best_away, best = math.inf, 0.0
    north, east = point[0], point[1] * scale
    for i in range(first, lat.size - 1):
        ax, ay = lon[i] * scale, lat[i]
        dx, dy = lon[i + 1] * scale - ax, lat[i + 1] - ay
        square = dx * dx + dy * dy
        share = ((east - ax) * dx + (north - ay) * dy) / square if square > 0.0 else 0.0
        share = min(max(share, 0.0), 1.0)
        if i == first:
            share = max(share, min(start - first, 1.0))
        off_x, off_y = ax + share * dx - east, ay + share * dy - north
        away = off_x * off_x + off_y * off_y
        if away < best_away:
            best_away, best = away, i + share
    return best


def _between(lat: Float, lon: Float, start: float, end: float) -> Points:
    def at(place: float) -> tuple[float, float]:
        i = min(int(place), len(lat) - 2)
        part = place - i
        return (
            float(lat[i] + part * (lat[i + 1] - lat[i])),
            float(lon[i] + part * (lon[i + 1] - lon[i])),
        )

    inside = slice(int(start) + 1, max(int(start) + 1, math.ceil(end)))
    middle = zip(lat[inside].tolist(), lon[inside].tolist(), strict=True)
    return (at(start), *middle, at(end))
