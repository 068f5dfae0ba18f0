"""The bones of the city: main roads, quays, barriers, zones, and the ground between them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo_matching.demo.city import plan
from geo_matching.demo.city.terrain import ellipse, smooth, zone_polygon

HALF_WIDTH_M = {"river": plan.RIVER_HALF_WIDTH_M, "rail": 9.0, "ring": 14.0}
# No local street comes closer than this to what it cannot cross.
CLEARANCE_M = {"river": plan.RIVER_HALF_WIDTH_M + 20, "rail": 26.0, "ring": 55.0}
QUAY_OFFSET_M = plan.RIVER_HALF_WIDTH_M + 24
ZONE_TO_RIVER_M = plan.RIVER_HALF_WIDTH_M + 70
NARROWEST_M = 16.0
SMALLEST_GROUND_M2 = 400.0
FARTHEST_TRACK_M = 7500.0
HILL_TOP = 0.36  # share of the hill's radii where its top begins
SNAP_M = 150.0
OUTLINE_HIGHWAY = {
    "estate": "tertiary", "industrial": "unclassified", "retail": "unclassified",
    "hospital": "residential", "campus": "residential", "park": "residential",
}  # fmt: skip


class Street(NamedTuple):
    """A drawn line before it is cut at crossings; `kind` is the sort of ground it lies in."""

    line: LineString
    highway: str
    name: str
    kind: str


@dataclass(frozen=True)
class Ground:
    """A face between main roads and barriers, to be filled with local streets."""

    area: BaseGeometry
    kind: str
    place: str


@dataclass(frozen=True)
class Skeleton:
    streets: list[Street]
    barriers: dict[str, LineString]  # river, rail, ring
    zones: dict[str, BaseGeometry]
    grounds: list[Ground]
    crossings: BaseGeometry  # where a street is a bridge


def build_skeleton() -> Skeleton:
    barriers = {
        "river": smooth(plan.RIVER_COURSE, rounds=3),
        "rail": smooth(plan.RAILWAY, rounds=3),
        "ring": smooth(plan.RING_ROAD, closed=True, rounds=3),
    }
    keep_out = shapely.union_all([barriers[key].buffer(CLEARANCE_M[key]) for key in barriers])
    no_zone = keep_out.union(barriers["river"].buffer(ZONE_TO_RIVER_M))
    zones = {zone.name: zone_polygon(zone).difference(no_zone) for zone in plan.ZONES}
    streets = _snap_ends([
        Street(smooth(road.course, closed=road.closed), road.highway, road.name, "main")
        for road in plan.ROADS
    ])  # fmt: skip
    streets += _quays(barriers["river"]) + _hill_roads() + _outlines(zones)
    crossings = shapely.union_all([
        barriers["river"].buffer(HALF_WIDTH_M["river"] + 12),
        barriers["rail"].buffer(16), barriers["ring"].buffer(28),
    ])  # fmt: skip
    grounds = _grounds(streets, barriers, zones, keep_out)
    return Skeleton(streets, barriers, zones, grounds, crossings)


def _snap_ends(streets: list[Street]) -> list[Street]:
    """Bring the ends of each road onto the nearest other road, which rounding has moved away."""
    snapped = list(streets)
    for index, street in enumerate(snapped):
        if street.line.is_ring:
            continue
        others = shapely.union_all([s.line for s in snapped[:index] + snapped[index + 1 :]])
        points = [shapely.Point(p) for p in street.line.coords]
        for end in (0, -1):
            nearest = others.interpolate(others.project(points[end]))
            if nearest.distance(points[end]) < SNAP_M:
                points[end] = nearest
        snapped[index] = street._replace(line=LineString(points))
    return snapped


def _quays(river: LineString) -> list[Street]:
    low, high = (river.project(shapely.Point(x, 0)) for x in plan.QUAYS_BETWEEN_X)
    streets = []
    for side in (1, -1):
        bank = LineString(river.offset_curve(side * QUAY_OFFSET_M).coords)
        for highway, start, end in (
            ("path", 0.13, low / river.length),
            ("tertiary" if side > 0 else "residential", low / river.length, high / river.length),
            ("path", high / river.length, 0.9),
        ):
            part = substring(bank, start, end, normalized=True)
            streets.append(Street(LineString(part.coords), highway, "", "quay"))
    return streets


def _hill_roads() -> list[Street]:
    """Return the road around the hill's foot, its hairpins, and the street around its top."""
    foot = ellipse(plan.HILL_CENTRE, plan.HILL_RADII_M)
    top = ellipse(plan.HILL_CENTRE, plan.HILL_RADII_M, HILL_TOP)
    turns = []
    for step, share in enumerate(np.linspace(1.0, HILL_TOP, 7)):
        ring = ellipse(plan.HILL_CENTRE, plan.HILL_RADII_M, float(share))
        turns.append(tuple(ring[31 if step % 2 else 44]))
    name = "Montée de la Vieille-Tour"
    links = (
        ((-1000, -1170), (-960, -790)), ((-420, -1500), (-60, -1350), (60, -1300)),
        ((-1640, -1640), (-2040, -1680)), ((-1000, -2110), (-1040, -2550)),
    )  # fmt: skip
    return [
        Street(LineString(foot), "residential", "Rue du Bas-de-la-Butte", "hillfoot"),
        Street(LineString(top), "residential", "Rue de la Vieille-Tour", "hilltop"),
        Street(smooth(tuple(turns), rounds=2), "residential", name, "hilltop"),
        *(Street(LineString(link), "residential", "", "hillfoot") for link in links),
    ]


def _outlines(zones: dict[str, BaseGeometry]) -> list[Street]:
    return [
        Street(LineString(part.exterior.coords), OUTLINE_HIGHWAY[zone.kind], "", zone.kind)
        for zone in plan.ZONES
        if zone.kind in OUTLINE_HIGHWAY
        for part in shapely.get_parts(zones[zone.name])
    ]


def _grounds(
    streets: list[Street],
    barriers: dict[str, LineString],
    zones: dict[str, BaseGeometry],
    keep_out: BaseGeometry,
) -> list[Ground]:
    frame = shapely.Point(0, 0).buffer(FARTHEST_TRACK_M).exterior
    lines = [s.line for s in streets] + list(barriers.values()) + [frame]
    noded = shapely.get_parts(shapely.unary_union(lines))
    kinds = _kinds(streets, barriers)
    grounds = []
    for face in shapely.get_parts(shapely.polygonize(noded)):
        rest = face.difference(keep_out)
        for zone in plan.ZONES:
            part = rest.intersection(zones[zone.name])
            if part.area > SMALLEST_GROUND_M2:
                grounds.append(Ground(part, zone.kind, zone.name))
                rest = rest.difference(zones[zone.name])
        grounds += [
            Ground(part, _kind(part, kinds), "")
            for part in shapely.get_parts(rest)
            if part.geom_type == "Polygon" and not part.buffer(-NARROWEST_M / 2).is_empty
        ]
    return grounds


def _kinds(streets: list[Street], barriers: dict[str, LineString]) -> dict[str, Polygon]:
    """Return what lies within what, innermost first; the plan's first two roads are the belts."""
    return {
        "hill": Polygon(ellipse(plan.HILL_CENTRE, plan.HILL_RADII_M)),
        "core": Polygon(streets[0].line.coords),
        "faubourg": Polygon(streets[1].line.coords),
        "suburb": Polygon(barriers["ring"].coords),
    }


def _kind(part: Polygon, kinds: dict[str, Polygon]) -> str:
    inside = part.representative_point()
    return next((kind for kind, area in kinds.items() if area.covers(inside)), "fields")
