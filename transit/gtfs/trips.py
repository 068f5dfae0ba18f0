"""Reads trips.txt: the runs of vehicles, each with its route, service, shape and block."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.gtfs.archive import FeedArchive
from transit.gtfs.feed import Trips
from transit.gtfs.tables import Column, Columns, Table, require_table
from transit.gtfs.validation import NoticeBook, find, find_or_note, read_choice, read_keys

_COLUMNS = Columns(
    required=("route_id", "service_id", "trip_id"),
    optional=("trip_headsign", "shape_id", "block_id", "wheelchair_accessible"),
)


@dataclass(frozen=True)
class TripRows:
    """Rows of trips.txt that have an id of their own, in file order.

    `positions` are theirs in `table`. `dropped` starts with the trips without a known route or
    service; whoever drops another one marks it here and notes why.
    """

    table: Table
    positions: NDArray[np.int64]
    index: dict[str, int]
    dropped: NDArray[np.bool_]
    trips: Trips

    def drop(self, trip: int, column: str, code: str, why: str, book: NoticeBook) -> None:
        """Drop a trip for a reason that its own row shows best."""
        self.dropped[trip] = True
        message = f"trip {self.trips.ids[trip]!r} is left out: {why}"
        book.add((self.table, int(self.positions[trip]), column), code, message)


def read_trips(
    archive: FeedArchive, indexes: Mapping[str, Mapping[str, int]], book: NoticeBook
) -> TripRows:
    """Return the trips; `indexes` has id -> index under route_id, service_id and shape_id.

    The trips are not cut into stop times yet: `first_stop_time` is all 0.
    """
    table = require_table(archive, "trips.txt", _COLUMNS)
    keys = read_keys(table, "trip_id", book)
    if not keys.ids:
        raise InputError("no trip; expected at least one", file=table.file)
    at = keys.positions
    trips = Trips(
        ids=keys.ids,
        route=find(table.texts["route_id"], indexes["route_id"])[at],
        service=find(table.texts["service_id"], indexes["service_id"])[at],
        shape=find_or_note(table, "shape_id", indexes["shape_id"], book)[at],
        block=_numbered(table.texts["block_id"])[at],
        headsigns=table.texts["trip_headsign"].at(at),
        wheelchair=read_choice(table, "wheelchair_accessible", range(3), book)[at],
        from_frequency=np.zeros(len(keys.ids), dtype=np.bool_),
        first_stop_time=np.zeros(len(keys.ids) + 1, dtype=np.int64),
    )
    rows = TripRows(table, at, keys.index, np.zeros(len(keys.ids), dtype=np.bool_), trips)
    for column, found in (("route_id", trips.route), ("service_id", trips.service)):
        for trip in np.flatnonzero((found < 0) & ~rows.dropped):
            cells = table.texts[column]
            why = f"{cells.values[cells.codes[at[trip]]]!r} is not defined"
            rows.drop(int(trip), column, f"unknown_{column}", why, book)
    return rows


def pick_trips(
    trips: Trips, source: NDArray[np.int64], first_stop_time: NDArray[np.int64]
) -> Trips:
    """Return the trips `source`, which may repeat some, with a new cut of their stop times."""
    return Trips(
        ids=[trips.ids[trip] for trip in source.tolist()],
        route=trips.route[source],
        service=trips.service[source],
        shape=trips.shape[source],
        block=trips.block[source],
        headsigns=[trips.headsigns[trip] for trip in source.tolist()],
        wheelchair=trips.wheelchair[source],
        from_frequency=trips.from_frequency[source],
        first_stop_time=first_stop_time,
    )


def _numbered(cells: Column) -> NDArray[np.int32]:
    """Return -1 for blank cells, else a number for each distinct text."""
    return cells.codes.astype(np.int32) - 1
