"""Reads transfers.txt: the rows between stops and stations, in file order."""

import numpy as np

from transit.gtfs.archive import FeedArchive
from transit.gtfs.feed import TransferRow
from transit.gtfs.tables import Columns, Table, read_table
from transit.gtfs.validation import NoticeBook

_NARROWING = ("from_route_id", "to_route_id", "from_trip_id", "to_trip_id")
_COLUMNS = Columns(
    required=("transfer_type",),
    optional=("from_stop_id", "to_stop_id", "min_transfer_time", *_NARROWING),
    numbers=("min_transfer_time",),
)
_TYPES = {"": 0, "0": 0, "1": 1, "2": 2, "3": 3}
_MINIMUM_TIME = 2


def read_transfers(
    archive: FeedArchive, stop_index: dict[str, int], book: NoticeBook
) -> list[TransferRow]:
    """Return the usable rows; those for certain routes or trips only are not, with a notice."""
    table = read_table(archive, "transfers.txt", _COLUMNS)
    if table is None:
        return []
    columns = ("from_stop_id", "to_stop_id", "transfer_type", *_NARROWING)
    everything = np.arange(table.size)
    texts = {column: table.texts[column].at(everything) for column in columns}
    rows = []
    for position in range(table.size):
        cells = {column: values[position] for column, values in texts.items()}
        fault = _fault(cells, stop_index)
        if fault is not None:
            column, code, problem = fault
            book.add((table, position, column), code, f"{problem}: the row is not used")
            continue
        kind = _TYPES[cells["transfer_type"]]
        wait_s = _minimum_time(table, position, book) if kind == _MINIMUM_TIME else 0
        from_stop, to_stop = stop_index[cells["from_stop_id"]], stop_index[cells["to_stop_id"]]
        rows.append(TransferRow(from_stop, to_stop, kind, wait_s))
    return rows


def _fault(cells: dict[str, str], stop_index: dict[str, int]) -> tuple[str, str, str] | None:
    """Return column, code and problem of a row that cannot be used."""
    for column in _NARROWING:
        if cells[column]:
            return column, "narrow_transfer", "only for certain routes or trips"
    for column in ("from_stop_id", "to_stop_id"):
        if cells[column] not in stop_index:
            return column, f"unknown_{column}", f"{cells[column]!r} is not in stops.txt"
    if cells["transfer_type"] not in _TYPES:
        problem = f"{cells['transfer_type']!r} is not one of 0, 1, 2, 3"
        return "transfer_type", "unknown_value", problem
    return None


def _minimum_time(table: Table, position: int, book: NoticeBook) -> int:
    seconds = float(table.numbers["min_transfer_time"][position])
    if seconds >= 0 and seconds.is_integer():
        return int(seconds)
    message = "no whole number of seconds: taken as 0, so the walk and the wait alone count"
    book.add((table, position, "min_transfer_time"), "bad_min_transfer_time", message)
    return 0
