"""Positions on Earth, many at once: which are real, and how far apart they lie."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo_matching.common.geo import EARTH_RADIUS_M

_MAX_LAT, _MAX_LON = 90.0, 180.0


def on_earth(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which degrees are a position; nan is none."""
    return (np.abs(lat) <= _MAX_LAT) & (np.abs(lon) <= _MAX_LON)


def great_circles_m(
    lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike
) -> NDArray[np.float64]:
    """Return the lengths in metres between points in degrees (haversine); nan stays nan."""
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_phi, half_lambda = (phi_b - phi_a) / 2, np.radians(np.subtract(lon_b, lon_a)) / 2
    a = np.sin(half_phi) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(a)))
