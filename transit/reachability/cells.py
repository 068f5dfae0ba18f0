"""Hot: cells of a grid, which of them are neighbours, and the outlines of areas made of them.

An outline is traced, not united from boxes: a walk along the sides of the cells with the area on
the left, a point at every turn.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Indexes = NDArray[np.int32]

# Sides of a cell in the order in which they are walked; corner k lies between sides k and k + 1.
SOUTH, EAST, NORTH, WEST = 0, 1, 2, 3
CORNER = 4
NOTHING = -1
LOOP_BITS, LOOP_FULL = 32, (1 << 32) - 1
# Places in the counts of what is written.
POINTS, RINGS = 0, 1


class Outlines(NamedTuple):
    """Closed rings round the areas, each with the area on its left; no ring meets itself."""

    column: Indexes  # point -> lines of the grid
    row: Indexes
    first: Indexes  # ring -> its first point, one more at the end
    area: Indexes  # ring -> its area: cells that hang together by their sides
    is_hole: NDArray[np.bool_]


@njit(cache=True, nogil=True)
def stable_order(keys: Ints, order: Indexes) -> Indexes:
    """Return an order sorted by key, those of equal keys as they were (a counting sort)."""
    least, most = keys.min(), keys.max()
    place = np.zeros(most - least + 2, np.int64)
    for key in keys:
        place[key - least + 1] += 1
    for k in range(1, place.size):
        place[k] += place[k - 1]
    sorted_order = np.empty_like(order)
    for i in order:
        k = keys[i] - least
        sorted_order[place[k]] = i
        place[k] += 1
    return sorted_order


@njit(cache=True, nogil=True)
def earliest_in_cells(column: Ints, row: Ints, seconds: Floats) -> tuple[Ints, Floats]:
    """Return int64[n, 2], the cells (column, row) of points, and the least second in each.

    They are sorted by row, then column.
    """
    order = stable_order(column, np.arange(column.size, dtype=np.int32))
    order = stable_order(row, order)
    cells, least = np.empty((order.size, 2), np.int64), np.empty(order.size)
    n = 0
    for i in order:
        if n == 0 or cells[n - 1, 0] != column[i] or cells[n - 1, 1] != row[i]:
            cells[n, 0], cells[n, 1], least[n] = column[i], row[i], seconds[i]
            n += 1
        else:
            least[n - 1] = min(least[n - 1], seconds[i])
    return cells[:n].copy(), least[:n].copy()


@njit(cache=True, nogil=True)
def neighbours(cells: Ints) -> Indexes:
    """Return int32[n, 8]: the cells beyond the sides, then beyond the corners, of each cell.

    The cells are sorted by row, then column; NOTHING where there is none.
    """
    n = cells.shape[0]
    near = np.full((n, 8), NOTHING, np.int32)
    above = 0
    for i in range(n):
        column, row = cells[i, 0], cells[i, 1]
        if i + 1 < n and cells[i + 1, 1] == row and cells[i + 1, 0] == column + 1:
            near[i, EAST], near[i + 1, WEST] = i + 1, i
        while above < n and (
            cells[above, 1] <= row or (cells[above, 1] == row + 1 and cells[above, 0] < column - 1)
        ):
            above += 1
        k = above
        while k < n and cells[k, 1] == row + 1 and cells[k, 0] <= column + 1:
            if cells[k, 0] == column:
                near[i, NORTH], near[k, SOUTH] = k, i
            elif cells[k, 0] > column:
                near[i, CORNER + EAST], near[k, CORNER + WEST] = k, i
            else:
                near[i, CORNER + NORTH], near[k, CORNER + SOUTH] = k, i
            k += 1
    return near


@njit(cache=True, nogil=True)
def number_areas(near: Indexes, inside: NDArray[np.bool_]) -> Indexes:
    """Return the area of every cell inside: numbered as they come, NOTHING outside."""
    area, waiting = np.full(inside.size, NOTHING, np.int32), np.empty(inside.size, np.int32)
    areas = 0
    for start in range(inside.size):
        if not inside[start] or area[start] != NOTHING:
            continue
        area[start], waiting[0], size = areas, start, 1
        while size > 0:
            size -= 1
            cell = waiting[size]
            for side in range(4):
                other = near[cell, side]
                if other != NOTHING and inside[other] and area[other] == NOTHING:
                    area[other], waiting[size] = areas, other
                    size += 1
        areas += 1
    return area


@njit(cache=True, nogil=True)
def walk_loop(
    cells: Ints,
    near: Indexes,
    inside: NDArray[np.bool_],
    walked: NDArray[np.bool_],
    start: tuple[int, int],
    loop: Indexes,
) -> int:
    """Walk from one side of a cell (`start`) until back there; return the number of turns.

    A turn is written as column, row, and the number of its corner where another cell meets there
    at the corner only (else NOTHING): the walk then keeps to its own cell.
    """
    cell, side = start
    n = 0
    while not walked[cell, side]:
        walked[cell, side] = True
        onward = (side + 1) % 4
        ahead, across = near[cell, onward], near[cell, CORNER + side]
        has_ahead = ahead != NOTHING and inside[ahead]
        has_across = across != NOTHING and inside[across]
        if has_ahead and not has_across:
            cell = ahead
            continue
        loop[n, 0] = cells[cell, 0] + (1 if side in (SOUTH, EAST) else 0)
        loop[n, 1] = cells[cell, 1] + (1 if side in (EAST, NORTH) else 0)
        loop[n, 2] = NOTHING
        if has_ahead:
            cell, side = across, (side + 3) % 4
        else:
            if has_across:
                # Two corners a cell, those in the south: named by the northern of the two cells.
                loop[n, 2] = 2 * (cell if side in (SOUTH, WEST) else across) + side % 2
            side = onward
        n += 1
    return n


@njit(cache=True, nogil=True)
def cut_loop(loop: Indexes, number: int, came_by: Ints, out: Outlines, counts: Ints) -> None:
    """Write a loop as rings: it is cut wherever it comes by a corner for the second time.

    `came_by` says of each corner which loop came by last, and at which place of its ring.
    """
    size = 0
    for i in range(loop.shape[0]):
        corner = loop[i, 2]
        if corner != NOTHING:
            seen = came_by[corner]
            if seen != NOTHING and seen >> LOOP_BITS == number:
                begin = seen & LOOP_FULL
                add_ring(loop[begin:size], out, counts)
                size = begin
            came_by[corner] = (np.int64(number) << LOOP_BITS) | size
        loop[size] = loop[i]
        size += 1
    add_ring(loop[:size], out, counts)


@njit(cache=True, nogil=True)
def trace_outlines(cells: Ints, near: Indexes, inside: NDArray[np.bool_]) -> Outlines:
    """Return the outlines of the cells inside."""
    n = inside.size
    area = number_areas(near, inside)
    walked, loop = np.zeros((n, 4), np.bool_), np.empty((4 * n, 3), np.int32)
    came_by = np.full(2 * n, np.int64(NOTHING))
    out = Outlines(
        column=np.empty(5 * n, np.int32),
        row=np.empty(5 * n, np.int32),
        first=np.zeros(n + 1, np.int32),
        area=np.empty(n, np.int32),
        is_hole=np.empty(n, np.bool_),
    )
    counts = np.zeros(2, np.int64)
    loops = 0
    for cell in range(n):
        for side in range(4):
            other = near[cell, side]
            outer = inside[cell] and not (other != NOTHING and inside[other])
            if outer and not walked[cell, side]:
                first_ring = counts[RINGS]
                size = walk_loop(cells, near, inside, walked, (cell, side), loop)
                cut_loop(loop[:size], loops, came_by, out, counts)
                out.area[first_ring : counts[RINGS]] = area[cell]
                loops += 1
    points, rings = counts
    return Outlines(
        out.column[:points].copy(),
        out.row[:points].copy(),
        out.first[: rings + 1].copy(),
        out.area[:rings].copy(),
        out.is_hole[:rings].copy(),
    )


@njit(cache=True, nogil=True)
def add_ring(ring: Indexes, out: Outlines, counts: Ints) -> None:
    """Write a ring, its first point again at the end."""
    points, rings = counts
    doubled = 0  # twice the area, negative when it runs clockwise
    for i in range(-1, ring.shape[0] - 1):
        doubled += np.int64(ring[i, 0]) * ring[i + 1, 1] - np.int64(ring[i + 1, 0]) * ring[i, 1]
    for i in range(ring.shape[0] + 1):
        out.column[points + i] = ring[i % ring.shape[0], 0]
        out.row[points + i] = ring[i % ring.shape[0], 1]
    out.is_hole[rings] = doubled < 0
    counts[POINTS], counts[RINGS] = points + ring.shape[0] + 1, rings + 1
    out.first[rings + 1] = counts[POINTS]
