"""Hot: lengths along the streets, and the nearest point of the nearest street."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8


@njit(cache=True, nogil=True)
def great_circle_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half_phi, half_lambda = (phi_b - phi_a) / 2, math.radians(lon_b - lon_a) / 2
    a = math.sin(half_phi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(a)))


@njit(cache=True, nogil=True)
def measure_points(
    first_point: NDArray[np.int64], point_lat: Floats, point_lon: Floats, point_m: Floats
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
