"""Reads shapes.txt, the drawn paths of trips."""

import numpy as np
from numpy.typing import NDArray

from transit.gtfs.archive import FeedArchive
from transit.gtfs.feed import Shapes
from transit.gtfs.great_circle import on_earth
from transit.gtfs.tables import Columns, Table, read_table
from transit.gtfs.validation import NoticeBook

_NUMBERS = ("shape_pt_lat", "shape_pt_lon", "shape_pt_sequence")
_COLUMNS = Columns(required=("shape_id", *_NUMBERS), numbers=_NUMBERS)


def read_shapes(archive: FeedArchive, book: NoticeBook) -> tuple[Shapes, dict[str, int]]:
    """Return the shapes in order of first appearance, and the index of each id.

    Points without usable numbers are left out, and so are shapes of fewer than two points.
    """
    table = read_table(archive, "shapes.txt", _COLUMNS)
    if table is None:
        nothing = np.zeros(0)
        return Shapes([], np.zeros(1, dtype=np.int64), nothing, nothing), {}
    codes = table.texts["shape_id"].codes
    good = _good_points(table, book)
    drawn = _drawn_shapes(table, good, book)
    rank = np.full(len(table.texts["shape_id"].values), -1, dtype=np.int32)
    rank[drawn] = np.arange(len(drawn), dtype=np.int32)
    positions = np.flatnonzero(good & (rank[codes] >= 0))
    shape, sequence = rank[codes[positions]], table.numbers["shape_pt_sequence"][positions]
    order = np.lexsort((sequence, shape))
    first_point = np.zeros(len(drawn) + 1, dtype=np.int64)
    np.cumsum(np.bincount(shape, minlength=len(drawn)), out=first_point[1:])
    ids = [table.texts["shape_id"].values[code] for code in drawn]
    lat, lon = table.numbers["shape_pt_lat"], table.numbers["shape_pt_lon"]
    shapes = Shapes(ids, first_point, lat[positions[order]], lon[positions[order]])
    return shapes, {shape_id: index for index, shape_id in enumerate(ids)}


def _good_points(table: Table, book: NoticeBook) -> NDArray[np.bool_]:
    codes = table.texts["shape_id"].codes
    lat, lon, sequence = (table.numbers[column] for column in _NUMBERS)
    good = (codes > 0) & on_earth(lat, lon) & np.isfinite(sequence)
    bad = np.flatnonzero(~good)
    shapes, first, counts = np.unique(codes[bad], return_index=True, return_counts=True)
    for code, at, count in zip(shapes, first, counts, strict=True):
        name = table.texts["shape_id"].values[code]
        message = f"{count} points of {name!r} without id, position or sequence: left out"
        book.add((table, int(bad[at]), "shape_id"), "bad_shape_point", message)
    return good


def _drawn_shapes(table: Table, good: NDArray[np.bool_], book: NoticeBook) -> NDArray[np.int64]:
    """Return the codes of the shapes that have two points, in order of first appearance."""
    cells = table.texts["shape_id"]
    codes, first = np.unique(cells.codes, return_index=True)
    points = np.bincount(cells.codes[good], minlength=len(cells.values))
    for code, position in zip(codes, first, strict=True):
        if code > 0 and points[code] < 2:  # noqa: PLR2004, the ends of a line
            message = f"{cells.values[code]!r} has fewer than two points: left out"
            book.add((table, int(position), "shape_id"), "short_shape", message)
    drawn = (codes > 0) & (points[codes] > 1)
    return codes[drawn][np.argsort(first[drawn])].astype(np.int64)
