"""Reads agency.txt for the time zone and routes.txt for the lines."""

import re

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.gtfs.archive import FeedArchive
from transit.gtfs.feed import Routes
from transit.gtfs.tables import Columns, Table, require_table
from transit.gtfs.validation import NoticeBook, read_keys

# What a route without a readable type counts as.
BUS = 3
_COLOUR = re.compile(r"#?[0-9a-fA-F]{6}")
# Basic types and the extended ones, 100 to 1702.
_TYPE = re.compile(r"[0-9]{1,4}")

_AGENCY = Columns(required=("agency_name", "agency_url", "agency_timezone"))
_ROUTES = Columns(
    required=("route_id", "route_type"),
    optional=(
        "agency_id",
        "route_short_name",
        "route_long_name",
        "route_color",
        "route_text_color",
    ),
)


def read_timezone(archive: FeedArchive, book: NoticeBook) -> str:
    """Return the time zone of the feed: that of its first agency."""
    table = require_table(archive, "agency.txt", _AGENCY)
    column = "agency_timezone"
    if not table.size:
        raise InputError("no agency; expected one with its time zone", file=table.file)
    zones = table.texts[column].at(np.arange(table.size))
    if not zones[0]:
        message = "no time zone; expected one such as Europe/Paris"
        raise InputError(message, file=table.file, row=table.row_at(0), column=column)
    for position, zone in enumerate(zones):
        if zone != zones[0]:
            message = f"{zone!r} is not the first agency's {zones[0]!r}, which is used"
            book.add((table, position, column), "other_timezone", message)
    return zones[0]


def read_routes(archive: FeedArchive, book: NoticeBook) -> tuple[Routes, dict[str, int]]:
    """Return the lines in file order, and the index of each id."""
    table = require_table(archive, "routes.txt", _ROUTES)
    keys = read_keys(table, "route_id", book)
    rows = keys.positions
    routes = Routes(
        ids=keys.ids,
        agencies=table.texts["agency_id"].at(rows),
        short_names=table.texts["route_short_name"].at(rows),
        long_names=table.texts["route_long_name"].at(rows),
        colours=_colours(table, "route_color", rows, book),
        text_colours=_colours(table, "route_text_color", rows, book),
        types=_types(table, book)[rows],
    )
    return routes, keys.index


def _types(table: Table, book: NoticeBook) -> NDArray[np.int32]:
    cells = table.texts["route_type"]
    good = [_TYPE.fullmatch(value) is not None for value in cells.values]
    problem = "is no route type: taken as bus"
    book.add_values(table, "route_type", ~np.array(good), "bad_route_type", problem)
    types = [int(value) if ok else BUS for value, ok in zip(cells.values, good, strict=True)]
    return np.array(types, dtype=np.int32)[cells.codes]


def _colours(table: Table, column: str, rows: NDArray[np.int64], book: NoticeBook) -> list[str]:
    cells = table.texts[column]
    good = [_COLOUR.fullmatch(value) is not None for value in cells.values]
    odd = np.array([value != "" and not ok for value, ok in zip(cells.values, good, strict=True)])
    problem = "is no colour of six hexadecimal digits: left out"
    book.add_values(table, column, odd, "bad_colour", problem)
    colours = [
        f"#{value.removeprefix('#').lower()}" if ok else ""
        for value, ok in zip(cells.values, good, strict=True)
    ]
    return [colours[code] for code in cells.codes[rows].tolist()]
