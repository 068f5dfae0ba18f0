"""Local streets of each kind of ground: what makes an old centre or an estate look like one."""

import math
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo_matching.demo.city import plan
from geo_matching.demo.city.grid import Grid, grid_lines
from geo_matching.demo.city.skeleton import HILL_TOP, Ground, Street
from geo_matching.demo.city.terrain import ellipse

Rng = np.random.Generator
# A street that runs this close along the edge of its ground doubles the road that bounds it.
DOUBLING_M = 24.0
SHORTEST_M = 14.0

GRIDS = {
    "core": Grid(54, 72, 0.19, 0.92, 0.80, "residential", 0.3),
    "faubourg": Grid(88, 126, 0.10, 0.95, 0.86, "residential", 0.15),
    "suburb": Grid(95, 144, 0.18, 0.86, 0.56, "residential", 0.28),
    "village": Grid(92, 140, 0.18, 0.84, 0.62, "residential", 0.2),
    "industrial": Grid(170, 210, 0.06, 0.82, 0.72, "unclassified", 0.1),
    "retail": Grid(84, 96, 0.05, 0.85, 0.75, "service", 0.2),
    "hospital": Grid(90, 100, 0.10, 0.75, 0.75, "service", 0.6),
    "fields": Grid(480, 620, 0.25, 0.62, 0.55, "track", 0.0),
}
# Irregular ground: mean size of a block in metres, and what its streets are.
CELLS = {"park": (88.0, "footway"), "campus": (82.0, "footway")}

ESTATE_PATHS = Grid(66, 74, 0.07, 0.78, 0.78, "footway", 0.0)
CAR_PARK_SHARE = 0.16
# Points of the hill's rings (48 around) where steps climb, and between which paths run.
HILL_SPOKES = (2, 8, 14, 20, 27, 46)
HILL_ARCS = (slice(29), slice(44, 49))


def fill(ground: Ground, rng: Rng) -> list[Street]:
    """Return the local streets of a ground, cut at its edge."""
    if ground.kind == "hill":
        lines = _hill(ground.area)
    elif ground.kind == "estate":
        lines = _estate(ground.area, rng)
    elif ground.kind in CELLS:
        size_m, highway = CELLS[ground.kind]
        lines = [(line, highway) for line in _cells(ground.area, size_m, rng)]
    elif ground.kind in GRIDS:
        lines = grid_lines(ground.area, GRIDS[ground.kind], rng)
        if ground.kind == "core":
            lines = [(line, _core_highway(rng)) for line, _ in lines]
    else:
        lines = []
    return [Street(part, hw, "", ground.kind) for part, hw in _cut(lines, ground.area)]


def _core_highway(rng: Rng) -> str:
    return str(rng.choice(["residential", "living_street", "pedestrian"], p=[0.45, 0.2, 0.35]))


def _cut(lines: list[tuple[LineString, str]], area: BaseGeometry) -> list[tuple[LineString, str]]:
    edge = area.boundary
    kept = []
    shapely.prepare(area)
    for line, highway in lines:
        inside = line if area.contains(line) else line.intersection(area)
        for part in shapely.get_parts(inside):
            if part.geom_type != "LineString" or part.length < SHORTEST_M:
                continue
            probes = shapely.line_interpolate_point(part, [0.0, 0.5, 1.0], normalized=True)
            if shapely.distance(probes, edge).max() > DOUBLING_M:
                kept.append((part, highway))
    return kept


def _cells(area: BaseGeometry, size_m: float, rng: Rng) -> list[LineString]:
    """Return the edges of Voronoi cells around loosely spread points: ways that nobody planned."""
    min_x, min_y, max_x, max_y = area.bounds
    xs = np.arange(min_x - size_m, max_x + size_m, size_m)
    ys = np.arange(min_y - size_m, max_y + size_m, size_m)
    x, y = np.meshgrid(xs, ys)
    seeds = np.column_stack([x.ravel(), y.ravel()])
    seeds += rng.uniform(-0.42, 0.42, seeds.shape) * size_m
    edges = shapely.voronoi_polygons(shapely.multipoints(seeds), only_edges=True)
    return list(shapely.get_parts(edges))


def _estate(area: BaseGeometry, rng: Rng) -> list[tuple[LineString, str]]:
    """Towers and slabs: one inner loop for cars, car parks, and footways everywhere else."""
    inner = area.simplify(30).buffer(-0.27 * math.sqrt(area.area))
    lines: list[tuple[LineString, str]] = []
    for part in shapely.get_parts(inner):
        if not part.is_empty:
            lines += _estate_loop(LineString(part.exterior.coords), area.centroid, rng)
    for line, highway in grid_lines(area, ESTATE_PATHS, rng):
        to_car_park = rng.random() < CAR_PARK_SHARE
        lines.append((line, "service" if to_car_park else highway))
    return lines


def _estate_loop(loop: LineString, centre: Point, rng: Rng) -> list[tuple[LineString, str]]:
    """Return the loop, three streets out of it, and the mall across."""
    lines = [(loop, "residential")]
    for share in np.arange(3) / 3 + rng.uniform(0, 0.2):
        start = np.asarray(loop.interpolate(share % 1, normalized=True).coords[0])
        away = start - np.asarray(centre.coords[0])
        lines.append((LineString([start, start + 2.5 * away]), "residential"))
    mall = LineString([loop.interpolate(share, normalized=True) for share in (0.1, 0.6)])
    return [*lines, (mall, "pedestrian")]


def _hill(area: BaseGeometry) -> list[tuple[LineString, str]]:
    """Steps straight up, paths along the slope; the top has its few streets."""
    shares = (1.0, 0.82, 0.6, HILL_TOP, 0.18)
    rings = [ellipse(plan.HILL_CENTRE, plan.HILL_RADII_M, share) for share in shares]
    climbs = ("footway", "steps", "steps", "living_street")
    lines = [
        (LineString([outer[spoke], inner[spoke]]), highway)
        for spoke in HILL_SPOKES
        for (outer, inner), highway in zip(pairwise(rings), climbs, strict=True)
    ]
    # The slope of the hairpins, between points 29 and 44, is left to them.
    lines += [(LineString(ring[arc]), "path") for ring in rings[1:3] for arc in HILL_ARCS]
    lines.append((LineString(rings[-1]), "pedestrian"))
    return [(line, hw) for line, hw in lines if line.interpolate(0.5, normalized=True).within(area)]
