"""Reference systems, and the one great-circle length of this project."""

import math
import struct

WGS84 = 4326
LAMBERT_93 = 2154
# Mean Earth radius (IUGG), the one that reachability is defined with.
EARTH_RADIUS_M = 6_371_008.8


def great_circle_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Return the great-circle length in metres between two points in degrees (haversine)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half_phi, half_lambda = (phi_b - phi_a) / 2, math.radians(lon_b - lon_a) / 2
    a = math.sin(half_phi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(a)))


def ewkb_point(lat: float, lon: float) -> str:
    """Return a point in degrees as PostGIS reads it: EWKB in hexadecimal, little-endian.

    Many times cheaper than a geometry object, for COPY of hundreds of thousands.
    """
    return struct.pack("<BIIdd", 1, 0x20000001, WGS84, lon, lat).hex()
