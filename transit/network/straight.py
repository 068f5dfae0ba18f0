"""Walks without a street file: the great circle x 1.3, every point linked."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo_matching.common.geo import EARTH_RADIUS_M
from transit.gtfs.great_circle import great_circles_m

DETOUR = 1.3
Float = NDArray[np.float64]


def straight_walks_m(lat_a: Float, lon_a: Float, lat_b: Float, lon_b: Float) -> Float:
    """Return the metres of straight walks: great circle x 1.3."""
    return great_circles_m(lat_a, lon_a, lat_b, lon_b) * DETOUR


def straight_matrix(
    sources: tuple[Float, Float], targets: tuple[Float, Float], limit_m: float
) -> tuple[NDArray[np.int64], NDArray[np.int32], Float]:
    """Return the CSR (first, target, metres) of straight walks of at most `limit_m` metres."""
    here, there = on_sphere(*sources), on_sphere(*targets)
    # A hair more than the limit: the exact length decides below.
    chord = 2 * EARTH_RADIUS_M * np.sin(min(limit_m / DETOUR / EARTH_RADIUS_M, np.pi) / 2)
    if not len(here) or not len(there):
        return np.zeros(len(here) + 1, np.int64), np.empty(0, np.int32), np.empty(0)
    near = cKDTree(there).query_ball_point(here, chord * (1 + 1e-9) + 1e-3, return_sorted=True)
    counts = np.array([len(found) for found in near], np.int64)
    source = np.repeat(np.arange(len(here)), counts)
    target = np.concatenate([np.asarray(found, np.int64) for found in near])
    metres = straight_walks_m(
        sources[0][source], sources[1][source], targets[0][target], targets[1][target]
    )
    kept = metres <= limit_m
    counts = np.bincount(source[kept], minlength=len(here))
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return first, target[kept].astype(np.int32), metres[kept]


def on_sphere(lat: Float, lon: Float) -> Float:
    """Return metres from the middle of the Earth along three axes, one row a point."""
    phi, theta = np.radians(lat), np.radians(lon)
    flat = np.cos(phi)
    unit = np.column_stack([flat * np.cos(theta), flat * np.sin(theta), np.sin(phi)])
    # A point without a position goes to the middle of the Earth, out of everybody's reach.
    return np.nan_to_num(unit, nan=0.0) * EARTH_RADIUS_M
