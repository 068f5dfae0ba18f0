"""Local streets of each kind of ground: what makes an old centre, an estate or a village look so."""

import math
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo_matching.demo.city import plan
from geo_matching.demo.city.skeleton import Ground, Street
from geo_matching.demo.city.terrain import ellipse

Rng = np.random.Generator
# A street that runs this close along the edge of its ground doubles the road that bounds it.
DOUBLING_M = 24.0
SHORTEST_M = 14.0


class Grid(NamedTuple):
    """A loose grid: block sizes in metres, jitter as a share of them, shares of streets kept."""

    block_u_m: float
    block_v_m: float
    jitter: float
    keep_u: float
    keep_v: float
    highway: str
    footway_share: float  # of the streets left out, those that remain as a footway


GRIDS = {
    "core": Grid(54, 72, 0.19, 0.92, 0.80, "residential", 0.3),
    "faubourg": Grid(84, 122, 0.10, 0.95, 0.86, "residential", 0.15),
    "suburb": Grid(90, 136, 0.18, 0.86, 0.56, "residential", 0.28),
    "village": Grid(92, 140, 0.24, 0.78, 0.58, "residential", 0.2),
    "industrial": Grid(170, 210, 0.06, 0.82, 0.72, "unclassified", 0.1),
    "retail": Grid(84, 96, 0.05, 0.85, 0.75, "service", 0.2),
    "hospital": Grid(90, 100, 0.10, 0.75, 0.75, "service", 0.6),
    "fields": Grid(480, 620, 0.25, 0.62, 0.55, "track", 0.0),
}
# Irregular ground: mean size of a block in metres, and what its streets are.
CELLS = {"park": (88.0, "footway"), "campus": (82.0, "footway")}
# Grounds of one kind differ: each scales its blocks by a factor drawn between these.
SCALE = (0.86, 1.24)


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
        lines = _grid(ground.area, GRIDS[ground.kind], rng)
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


def _grid(area: BaseGeometry, grid: Grid, rng: Rng) -> list[tuple[LineString, str]]:
    """Lay a jittered grid along the longer side of the ground and leave some of its streets out."""
    nodes = _lattice(area, grid, rng)
    rows, columns = nodes.shape[:2]
    keep = rng.random((rows, columns, 2))
    foot = rng.random((rows, columns, 2)) < grid.footway_share
    lines = []
    for i in range(rows):
        for j in range(columns):
            for axis, (di, dj, share) in enumerate(((1, 0, grid.keep_u), (0, 1, grid.keep_v))):
                if i + di >= rows or j + dj >= columns:
                    continue
                if keep[i, j, axis] < share:
                    highway = grid.highway
                elif foot[i, j, axis]:
                    highway = "footway"
                else:
                    continue
                lines.append((LineString([nodes[i, j], nodes[i + di, j + dj]]), highway))
    return lines


def _lattice(area: BaseGeometry, grid: Grid, rng: Rng) -> NDArray[np.float64]:
    box = np.asarray(shapely.oriented_envelope(area).exterior.coords)
    sides = np.diff(box[:3], axis=0)
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    long, short = (0, 1) if lengths[0] >= lengths[1] else (1, 0)
    u, v = sides[long] / lengths[long], sides[short] / lengths[short]
    centre = box[:4].mean(axis=0)
    step_u, step_v = np.array([grid.block_v_m, grid.block_u_m]) * rng.uniform(*SCALE)
    turn = rng.normal(0, 0.12)
    u, v = u * math.cos(turn) + v * math.sin(turn), v * math.cos(turn) - u * math.sin(turn)
    reach = 0.5 * math.hypot(*lengths) if abs(turn) > 0.2 else 0.58 * float(lengths[long])
    half_u, half_v = int(reach / step_u) + 2, int(min(reach, lengths[short]) / step_v) + 2
    i, j = np.mgrid[-half_u : half_u + 1, -half_v : half_v + 1].astype(float)
    i, j = i + 0.5 * rng.random(), j + 0.5 * rng.random()
    i = i + rng.normal(0, grid.jitter, i.shape)
    j = j + rng.normal(0, grid.jitter, j.shape)
    return np.asarray(centre + (i * step_u)[..., None] * u + (j * step_v)[..., None] * v)


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
    lines: list[tuple[LineString, str]] = []
    centre = area.centroid
    inner = area.simplify(30).buffer(-0.27 * math.sqrt(area.area))
    for part in shapely.get_parts(inner):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        loop = LineString(part.exterior.coords)
        lines.append((loop, "residential"))
        for share in np.linspace(0, 1, 4)[:3] + rng.uniform(0, 0.2):
            start = np.asarray(loop.interpolate(share % 1, normalized=True).coords[0])
            away = start - np.asarray(centre.coords[0])
            lines.append((LineString([start, start + 2.5 * away]), "residential"))
        lines.append(
            (LineString([loop.interpolate(0.1, True), loop.interpolate(0.6, True)]), "pedestrian")
        )
    foot = Grid(66, 74, 0.07, 0.78, 0.78, "footway", 0.0)
    paths = [
        (line, "service" if rng.random() < 0.16 else hw) for line, hw in _grid(area, foot, rng)
    ]
    return lines + paths


def _hill(area: BaseGeometry) -> list[tuple[LineString, str]]:
    """Steps straight up, paths along the slope; the top has its few streets."""
    lines: list[tuple[LineString, str]] = []
    at = {s: ellipse(plan.HILL_CENTRE, plan.HILL_RADII_M, s) for s in (1.0, 0.82, 0.6, 0.36, 0.18)}
    for spoke in (2, 8, 14, 20, 27, 46):
        for outer, inner, highway in (
            (1.0, 0.82, "footway"),
            (0.82, 0.6, "steps"),
            (0.6, 0.36, "steps"),
        ):
            lines.append((LineString([at[outer][spoke], at[inner][spoke]]), highway))
        lines.append((LineString([at[0.36][spoke], at[0.18][spoke]]), "living_street"))
    for share in (0.82, 0.6):
        for arc in (slice(0, 29), slice(44, 49)):
            lines.append((LineString(at[share][arc]), "path"))
    lines.append((LineString(at[0.18]), "pedestrian"))
    return [(line, hw) for line, hw in lines if line.interpolate(0.5, normalized=True).within(area)]
