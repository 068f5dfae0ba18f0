"""Reads stops.txt: places with a position, a station above them, and what wheelchairs can do."""

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.gtfs.archive import FeedArchive
from transit.gtfs.feed import Stops
from transit.gtfs.great_circle import great_circles_m, on_earth
from transit.gtfs.tables import Columns, Table, require_table
from transit.gtfs.validation import NoticeBook, find_or_note, read_choice, read_keys

STATION = 1
# A stop farther than this from the middle of its feed is worth a look.
FAR_M = 1_000_000.0

_COLUMNS = Columns(
    required=("stop_id", "stop_lat", "stop_lon"),
    optional=("stop_name", "location_type", "parent_station", "wheelchair_boarding"),
    numbers=("stop_lat", "stop_lon"),
)


def read_stops(archive: FeedArchive, book: NoticeBook) -> tuple[Stops, dict[str, int]]:
    """Return the stops in file order, and the index of each id.

    A stop without a usable position keeps its place with nan, since trips still call there; it
    cannot be walked to.
    """
    table = require_table(archive, "stops.txt", _COLUMNS)
    keys = read_keys(table, "stop_id", book)
    if not keys.ids:
        raise InputError("no stop; expected at least one", file=table.file)
    rows = keys.positions
    lat, lon = _positions(table, rows, book)
    location_type = read_choice(table, "location_type", range(5), book)[rows]
    parent = find_or_note(table, "parent_station", keys.index, book)[rows]
    parent = _sound_parents(table, rows, (parent, location_type), book)
    wheelchair = read_choice(table, "wheelchair_boarding", range(3), book)[rows]
    names = table.texts["stop_name"].at(rows)
    stops = Stops(
        ids=keys.ids,
        names=[name or stop_id for name, stop_id in zip(names, keys.ids, strict=True)],
        lat=lat,
        lon=lon,
        location_type=location_type,
        parent=parent,
        wheelchair=_inherited(wheelchair, parent),
    )
    return stops, keys.index


def _positions(
    table: Table, rows: NDArray[np.int64], book: NoticeBook
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lat, lon = table.numbers["stop_lat"][rows], table.numbers["stop_lon"][rows]
    # 0, 0 is what software writes for "unknown"; no stop stands there, in the sea.
    lat_is_good = on_earth(lat, np.zeros_like(lat))
    usable = on_earth(lat, lon) & ((lat != 0) | (lon != 0))
    for stop in np.flatnonzero(~usable):
        column = "stop_lon" if lat_is_good[stop] else "stop_lat"
        message = "no usable position: nobody can walk to this stop"
        book.add((table, int(rows[stop]), column), "bad_position", message)
    lat[~usable] = lon[~usable] = np.nan
    if usable.any():
        _note_far_stops(table, rows, (lat, lon), book)
    return lat, lon


def _note_far_stops(
    table: Table,
    rows: NDArray[np.int64],
    position: tuple[NDArray[np.float64], NDArray[np.float64]],
    book: NoticeBook,
) -> None:
    lat, lon = position
    middle_lat, middle_lon = np.nanmedian(lat), np.nanmedian(lon)
    away_m = great_circles_m(lat, lon, middle_lat, middle_lon)
    for stop in np.flatnonzero(away_m > FAR_M):
        message = (
            f"{away_m[stop] / 1000:.0f} km from the middle of the feed: lat and lon swapped?"
            " It is used as it is"
        )
        book.add((table, int(rows[stop]), "stop_lat"), "far_stop", message)


def _sound_parents(
    table: Table,
    rows: NDArray[np.int64],
    links: tuple[NDArray[np.int32], NDArray[np.int8]],
    book: NoticeBook,
) -> NDArray[np.int32]:
    """Return parents without those of stations, and without circles."""
    parent, location_type = links
    of_station = (parent >= 0) & (location_type == STATION)
    sound = np.where(of_station, np.int32(-1), parent)
    top = sound
    # Boarding area -> platform -> station: two steps leave the top of any sound chain.
    for _ in range(2):
        top = np.where(top >= 0, sound[top], np.int32(-1))
    for stop in np.flatnonzero(of_station | (top >= 0)):
        message = "a station has no parent, and parents form no circle: the parent is left out"
        book.add((table, int(rows[stop]), "parent_station"), "bad_parent", message)
    return np.where(top >= 0, np.int32(-1), sound)


def _inherited(wheelchair: NDArray[np.int8], parent: NDArray[np.int32]) -> NDArray[np.int8]:
    for _ in range(2):
        from_parent = np.where(parent >= 0, wheelchair[parent], np.int8(0))
        wheelchair = np.where(wheelchair == 0, from_parent, wheelchair)
    return wheelchair
