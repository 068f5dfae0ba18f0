"""The checks that every table needs, and the book in which they write what was left out."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.notices import Notice
from transit.gtfs.tables import Column, Table


class NoticeBook:
    """Collects notices in the order in which the reader meets them."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def add(self, place: tuple[Table, int, str], code: str, message: str) -> None:
        """Note one thing; `place` is the table, the position in it, and the column."""
        table, position, column = place
        self.notices.append(
            Notice(table.notice_file, table.row_at(position), column, code, message)
        )

    def add_values(
        self, table: Table, column: str, odd: NDArray[np.bool_], code: str, problem: str
    ) -> None:
        """Note each odd value once, at its first row, with the number of rows that carry it.

        `odd` has one place for each of the column's distinct values.
        """
        cells = table.texts[column]
        positions = np.flatnonzero(odd[cells.codes])
        values, first, counts = np.unique(
            cells.codes[positions], return_index=True, return_counts=True
        )
        for at in np.argsort(first):
            rows = "1 row" if counts[at] == 1 else f"{counts[at]} rows"
            message = f"{cells.values[values[at]]!r} {problem} ({rows})"
            self.add((table, int(positions[first[at]]), column), code, message)


@dataclass(frozen=True)
class Keys:
    """The usable rows of a table that has an id: their positions, their ids, id -> index."""

    positions: NDArray[np.int64]
    ids: list[str]
    index: dict[str, int]


def read_keys(table: Table, column: str, book: NoticeBook) -> Keys:
    """Return the rows that have an id of their own; a blank or repeated id is left out."""
    codes = table.texts[column].codes
    values, first = np.unique(codes, return_index=True)
    keep = np.zeros(table.size, dtype=np.bool_)
    keep[first[values != 0]] = True
    for position in np.flatnonzero(~keep):
        place = (table, int(position), column)
        if codes[position] == 0:
            book.add(place, "missing_id", "no id: the row is left out")
        else:
            value = table.texts[column].values[codes[position]]
            book.add(place, "duplicate_id", f"{value!r} again: only its first row is used")
    positions = np.flatnonzero(keep)
    ids = table.texts[column].at(positions)
    return Keys(positions, ids, {key: index for index, key in enumerate(ids)})


def find(column: Column, index: Mapping[str, int]) -> NDArray[np.int32]:
    """Return int32[n]: for each row the index of the id that it names, -1 where there is none."""
    found = np.fromiter((index.get(value, -1) for value in column.values), np.int32)
    return found[column.codes]


def find_or_note(
    table: Table, column: str, index: Mapping[str, int], book: NoticeBook
) -> NDArray[np.int32]:
    """Do as `find`, and note each unknown id once; blank cells name nothing and are no fault."""
    cells = table.texts[column]
    unknown = np.array([value != "" and value not in index for value in cells.values])
    problem = "is not defined: the reference is left out"
    book.add_values(table, column, unknown, f"unknown_{column}", problem)
    return find(cells, index)


def read_choice(
    table: Table, column: str, allowed: Iterable[int], book: NoticeBook
) -> NDArray[np.int8]:
    """Return int8[n], 0 for a blank cell; any other value counts as 0 too, with a notice."""
    cells = table.texts[column]
    known = {"": 0} | {str(choice): choice for choice in allowed}
    odd = np.array([value not in known for value in cells.values])
    problem = f"is not one of {', '.join(filter(None, known))}: taken as 0"
    book.add_values(table, column, odd, "unknown_value", problem)
    return np.array([known.get(value, 0) for value in cells.values], dtype=np.int8)[cells.codes]


def write_notices(path: Path, notices: Iterable[Notice]) -> None:
    """Write notices as CSV: file,row,column,code,message (row 0 where there is none)."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("file", "row", "column", "code", "message"))
        writer.writerows((n.file, n.row, n.column, n.code, n.message) for n in notices)
