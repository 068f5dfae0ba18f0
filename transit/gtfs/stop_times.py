"""Reads stop_times.txt into compact arrays, puts them in order, and drops trips it cannot trust."""

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from transit.gtfs.archive import FeedArchive
from transit.gtfs.calls import Calls
from transit.gtfs.sieve import Sieve
from transit.gtfs.tables import Column, Columns, Table, require_table
from transit.gtfs.times import parse_times
from transit.gtfs.trips import TripRows
from transit.gtfs.validation import NoticeBook, find, read_choice

_COLUMNS = Columns(
    required=("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
    optional=("pickup_type", "drop_off_type", "shape_dist_traveled"),
    numbers=("shape_dist_traveled",),
)
_NOT_ALLOWED, _BY_PHONE = 1, 2
# Tools that hold whole numbers as floats write 1.0.
_SEQUENCE = re.compile(r"([0-9]{1,18})(\.0*)?")


def read_calls(
    archive: FeedArchive,
    trips: TripRows,
    stop_index: Mapping[str, int],
    book: NoticeBook,
    *,
    allow_on_demand: bool = False,
) -> Calls:
    """Return the calls of the trips that can be kept, by trip and then by stop_sequence.

    Times are MISSING between two timepoints, and else complete and never going back. A trip that
    cannot be kept is marked in `trips.dropped`, with one notice.
    """
    table = require_table(archive, "stop_times.txt", _COLUMNS)
    refused = (_NOT_ALLOWED,) if allow_on_demand else (_NOT_ALLOWED, _BY_PHONE)
    distance = table.numbers["shape_dist_traveled"]
    arrival, departure = table.texts["arrival_time"], table.texts["departure_time"]
    calls = Calls(
        position=np.arange(table.size, dtype=np.int32),
        trip=_find_trips(table, trips, book),
        rank=_ranks(table.texts["stop_sequence"]),
        stop=find(table.texts["stop_id"], stop_index),
        arrival=parse_times(arrival.values)[arrival.codes],
        departure=parse_times(departure.values)[departure.codes],
        pickup=_rule(table, "pickup_type", refused, book),
        drop_off=_rule(table, "drop_off_type", refused, book),
        shape_dist=(
            distance.astype(np.float32) if "shape_dist_traveled" in table.present else None
        ),
    )
    return Sieve(table, trips, book).sieve(calls.where(calls.trip >= 0).in_order())


def _find_trips(table: Table, trips: TripRows, book: NoticeBook) -> NDArray[np.int32]:
    """Return the trip of each row; -1 for an unknown one, and for one that is dropped already."""
    cells = table.texts["trip_id"]
    unknown = np.array([value not in trips.index for value in cells.values])
    problem = "is not in trips.txt: left out"
    book.add_values(table, "trip_id", unknown, "unknown_trip_id", problem)
    found = find(cells, trips.index)
    found[trips.dropped[found]] = -1
    return found


def _ranks(cells: Column) -> NDArray[np.int32]:
    """Return small numbers in the order of stop_sequence, -1 where that is no whole number."""
    matches = [_SEQUENCE.fullmatch(value) for value in cells.values]
    numbers = np.array([int(match.group(1)) if match else -1 for match in matches])
    ranks = np.unique(numbers, return_inverse=True)[1].astype(np.int32)
    ranks[numbers < 0] = -1
    return ranks[cells.codes]


def _rule(
    table: Table, column: str, refused: tuple[int, ...], book: NoticeBook
) -> NDArray[np.int8]:
    """Return 1 where riders may not, 0 where they may."""
    return np.isin(read_choice(table, column, range(4), book), refused).astype(np.int8)
