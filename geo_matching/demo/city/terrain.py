"""From the plan to the ground: a smooth warp, smooth curves, geographic coordinates."""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo_matching.common.geo import EARTH_RADIUS_M
from geo_matching.demo.city.plan import CENTRE_LAT, CENTRE_LON, Xy, Zone

Shape = TypeVar("Shape", bound=BaseGeometry)
Points = NDArray[np.float64]
METRES_PER_DEGREE = math.radians(1.0) * EARTH_RADIUS_M
COS_LAT = math.cos(math.radians(CENTRE_LAT))
# Amplitude and wavelength of the bends, in metres: gentle enough that nothing folds over.
BENDS = ((430.0, 9000.0), (150.0, 4300.0), (50.0, 1750.0), (15.0, 620.0), (4.0, 210.0))

# Zones that nobody laid out with a ruler.
ROUND = frozenset({"wood", "lake", "park", "village", "suburb"})


def to_lonlat(points: Points) -> Points:
    """Return degrees (longitude, latitude), rounded as OSM keeps them, of points in metres."""
    lon = CENTRE_LON + points[:, 0] / (METRES_PER_DEGREE * COS_LAT)
    lat = CENTRE_LAT + points[:, 1] / METRES_PER_DEGREE
    return np.round(np.column_stack([lon, lat]), 7)


@dataclass(frozen=True)
class Warp:
    """A smooth one-to-one displacement of the plane, different for each seed."""

    phases: Points  # [bend, axis, wave]
    bearings: Points

    @classmethod
    def from_seed(cls, rng: np.random.Generator) -> "Warp":
        return cls(
            rng.uniform(0, 2 * math.pi, (len(BENDS), 2, 2)),
            rng.uniform(0, math.pi, (len(BENDS), 2, 2)),
        )

    def __call__(self, points: Points) -> Points:
        moved = points.copy()
        for bend, (amplitude_m, length_m) in enumerate(BENDS):
            for axis in (0, 1):
                for wave in (0, 1):
                    angle = self.bearings[bend, axis, wave]
                    along = points[:, 0] * math.cos(angle) + points[:, 1] * math.sin(angle)
                    phase = self.phases[bend, axis, wave]
                    moved[:, axis] += (
                        amplitude_m / 2 * np.sin(2 * math.pi * along / length_m + phase)
                    )
        return moved

    def geometry(self, geometry: Shape, step_m: float = 60.0) -> Shape:
        """Warp a geometry, first given points every `step_m` so that it can bend."""
        dense = shapely.segmentize(geometry, step_m)
        return shapely.transform(dense, self)


def smooth(course: tuple[Xy, ...], *, closed: bool = False, rounds: int = 2) -> LineString:
    """Round the corners of a course (Chaikin); the ends of an open one stay where they are."""
    points = np.asarray(course, dtype=float)
    for _ in range(rounds):
        ahead = np.roll(points, -1, axis=0) if closed else points[1:]
        here = points if closed else points[:-1]
        cut = np.empty((2 * len(here), 2))
        cut[0::2], cut[1::2] = 0.82 * here + 0.18 * ahead, 0.18 * here + 0.82 * ahead
        points = cut if closed else np.vstack([points[:1], cut, points[-1:]])
    return LineString(np.vstack([points, points[:1]]) if closed else points)


def zone_polygon(zone: Zone) -> Polygon:
    """Return a zone's outline: a turned rectangle, its corners cut, or round."""
    half_w, half_h = zone.size_m[0] / 2, zone.size_m[1] / 2
    cut = (0.42 if zone.kind in ROUND else 0.22) * min(zone.size_m)
    corners = np.array(
        [
            (half_w - cut, -half_h),
            (half_w, -half_h + 0.7 * cut),
            (half_w, half_h - cut),
            (half_w - 0.6 * cut, half_h),
            (-half_w + cut, half_h),
            (-half_w, half_h - 0.5 * cut),
            (-half_w, -half_h + cut),
            (-half_w + cut, -half_h),
        ]
    )
    angle = math.radians(zone.bearing_deg)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    course = corners @ turn + np.asarray(zone.centre)
    if zone.kind in ROUND:
        return Polygon(smooth(tuple(map(tuple, course)), closed=True, rounds=3).coords)
    return Polygon(course)


def ellipse(centre: Xy, radii: tuple[float, float], share: float = 1.0, points: int = 48) -> Points:
    """Return a closed ring of points at `share` of the radii."""
    angles = np.linspace(0, 2 * math.pi, points + 1)
    ring = np.column_stack([radii[0] * np.cos(angles), radii[1] * np.sin(angles)])
    ring[-1] = ring[0]
    return ring * share + np.asarray(centre)
