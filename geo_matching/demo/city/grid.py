"""A loose grid of streets: laid along the longer side of its ground, bent, some of it left out."""

import math
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry

Rng = np.random.Generator
# Grounds of one kind differ: each scales its blocks by a factor drawn between these,
# and turns its grid a little away from its longer side (radians, one standard deviation).
SCALE = (0.86, 1.24)
TURN = 0.12


class Grid(NamedTuple):
    """Block sizes in metres, jitter as a share of them, and what becomes of the streets."""

    block_u_m: float
    block_v_m: float
    jitter: float
    keep_u: float
    keep_v: float
    highway: str
    footway_share: float  # of the streets left out, those that remain as a footway


def grid_lines(area: BaseGeometry, grid: Grid, rng: Rng) -> list[tuple[LineString, str]]:
    """Return the streets of a grid over a ground, not yet cut at its edge, with their class."""
    nodes = _lattice(area, grid, rng)
    lines = []
    for axis, share in enumerate((grid.keep_u, grid.keep_v)):
        ahead = np.roll(nodes, -1, axis=axis)
        kept = rng.random(nodes.shape[:2]) < share
        on_foot = rng.random(nodes.shape[:2]) < grid.footway_share
        last = nodes.shape[axis] - 1
        for i, j in np.argwhere(kept | on_foot):
            if (i, j)[axis] < last:
                highway = grid.highway if kept[i, j] else "footway"
                lines.append((LineString([nodes[i, j], ahead[i, j]]), highway))
    return lines


def _lattice(area: BaseGeometry, grid: Grid, rng: Rng) -> NDArray[np.float64]:
    """Return crossings [row, column, xy] that cover the whole ground."""
    box = shapely.get_coordinates(shapely.oriented_envelope(area))
    sides = np.diff(box[:3], axis=0)
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    along = sides[int(lengths.argmax())]
    angle = math.atan2(along[1], along[0]) + rng.normal(0, TURN)
    u = np.array([math.cos(angle), math.sin(angle)])
    v = np.array([-u[1], u[0]])
    step_u, step_v = np.array([grid.block_v_m, grid.block_u_m]) * rng.uniform(*SCALE)
    reach = 0.5 * math.hypot(*lengths)
    rows, columns = int(reach / step_u) + 1, int(reach / step_v) + 1
    i, j = np.mgrid[-rows : rows + 1, -columns : columns + 1] + 0.5 * rng.random(2)[:, None, None]
    i, j = i + rng.normal(0, grid.jitter, i.shape), j + rng.normal(0, grid.jitter, j.shape)
    centre = box[:4].mean(axis=0)
    return np.asarray(centre + (i * step_u)[..., None] * u + (j * step_v)[..., None] * v)
