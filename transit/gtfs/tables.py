"""Reads one table of a feed by chunks into compact columns: codes of distinct texts, or numbers."""

import csv
import io
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.gtfs.archive import DAMAGE, FeedArchive
from transit.gtfs.csv_chunks import csv_chunks, read_header, syntax_error


@dataclass(frozen=True)
class Columns:
    """The columns wanted of a table; `numbers` (of either kind) are read as float64."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """Texts of a column: `values` holds each distinct one, stripped, and values[0] is ""."""

    codes: NDArray[np.signedinteger]
    values: list[str]

    def at(self, positions: NDArray[np.int64]) -> list[str]:
        """Return the texts at these positions."""
        values = self.values
        return [values[code] for code in self.codes[positions].tolist()]


@dataclass(frozen=True)
class Table:
    """Rows of a table without its blank lines; a missing optional column is all blank.

    `numbers` are nan where a cell is blank or no finite number. `rows`, row numbers in the file
    where the header is row 1, is None when there was no blank line.
    """

    file: str
    notice_file: str
    size: int
    texts: dict[str, Column]
    numbers: dict[str, NDArray[np.float64]]
    present: frozenset[str]
    rows: NDArray[np.int32] | None

    def row_at(self, position: int) -> int:
        """Return the row number in the file of a position in the table."""
        return position + 2 if self.rows is None else int(self.rows[position])


@dataclass
class _Gathered:
    """A text column while its chunks come in; codes keep the smallest type that holds them."""

    chunks: list[NDArray[np.signedinteger]] = field(default_factory=list)
    code_of: dict[str, int] = field(default_factory=lambda: {"": 0})

    def add(self, cells: NDArray[np.object_]) -> None:
        codes, distinct = pd.factorize(cells)
        code_of = self.code_of
        # One more at the end: factorize gives -1 to blank cells.
        merged = np.zeros(len(distinct) + 1, dtype=np.int32)
        for index, text in enumerate(distinct):
            merged[index] = code_of.setdefault(text.strip(), len(code_of))
        self.chunks.append(merged[codes].astype(np.min_scalar_type(-len(code_of)), copy=False))

    def column(self) -> Column:
        codes = np.concatenate(self.chunks) if self.chunks else np.zeros(0, dtype=np.int8)
        self.chunks.clear()
        return Column(codes, list(self.code_of))


def read_table(archive: FeedArchive, name: str, columns: Columns) -> Table | None:
    """Read a table of the archive.

    Parameters
    ----------
    archive : FeedArchive
        The open feed.
    name : str
        As GTFS names it, such as "stops.txt".
    columns : Columns
        What to read; all other columns are skipped, in whatever order they come.

    Returns
    -------
    Table or None
        None when the table is absent or has no byte: fit for optional tables.

    Raises
    ------
    InputError
        For a missing required column, a damaged member, another encoding than UTF-8, or a quote
        that is never closed.
    """
    if not archive.has(name):
        return None
    try:
        with archive.open_text(name) as lines:
            return _Reader(archive, name, columns).read(lines)
    except UnicodeDecodeError as error:
        raise archive.encoding_error(name) from error
    except DAMAGE as error:
        raise archive.damage_error(name) from error
    except (pd.errors.ParserError, csv.Error) as error:
        raise syntax_error(archive.label(name), str(error)) from error


def require_table(archive: FeedArchive, name: str, columns: Columns) -> Table:
    """Do as `read_table`; an absent table is an InputError."""
    table = read_table(archive, name, columns)
    if table is None:
        raise InputError("required table missing or empty", file=archive.label(name))
    return table


class _Reader:
    """One pass over one table."""

    def __init__(self, archive: FeedArchive, name: str, columns: Columns) -> None:
        self.file, self.notice_file = archive.label(name), archive.notice_file(name)
        self.columns = columns
        wanted = columns.required + columns.optional
        self.texts = {column: _Gathered() for column in wanted if column not in columns.numbers}
        self.numbers: dict[str, list[NDArray[np.float64]]] = {c: [] for c in columns.numbers}
        self.blank_rows: list[NDArray[np.int64]] = []
        self.size = 0

    def read(self, lines: io.TextIOWrapper) -> Table:
        header = read_header(lines)
        places = self._places(header)
        texts = {place for column, place in places.items() if column in self.texts}
        for start, chunk in csv_chunks(lines, len(header), set(places.values()), texts):
            self._add(start, chunk, places)
        return self._table(frozenset(places))

    def _places(self, header: list[str]) -> dict[str, int]:
        for column in self.columns.required:
            if column not in header:
                found = ", ".join(header) or "nothing"
                message = f"required column missing; the header has {found}"
                raise InputError(message, file=self.file, row=1, column=column)
        wanted = self.columns.required + self.columns.optional
        return {column: header.index(column) for column in wanted if column in header}

    def _add(self, start: int, chunk: pd.DataFrame, places: dict[str, int]) -> None:
        # The first required column is hardly ever blank, and looking at one column is cheap.
        blank = chunk[places[self.columns.required[0]]].isna().to_numpy()
        if blank.any():
            blank = chunk.isna().all(axis=1).to_numpy()
        if blank.any():
            self.blank_rows.append(start + np.flatnonzero(blank))
            chunk = chunk[~blank]
        for column, gathered in self.texts.items():
            if column in places:
                gathered.add(chunk[places[column]].to_numpy())
        for column, chunks in self.numbers.items():
            if column in places:
                chunks.append(_to_numbers(chunk[places[column]]))
        self.size += len(chunk)

    def _table(self, present: frozenset[str]) -> Table:
        texts = {}
        for column, gathered in self.texts.items():
            absent = Column(np.zeros(self.size, dtype=np.int8), [""])
            texts[column] = gathered.column() if column in present else absent
        nothing = np.full(self.size, np.nan)
        numbers = {
            column: np.concatenate(chunks) if chunks else nothing
            for column, chunks in self.numbers.items()
        }
        return Table(
            self.file, self.notice_file, self.size, texts, numbers, present, self._row_numbers()
        )

    def _row_numbers(self) -> NDArray[np.int32] | None:
        if not self.blank_rows:
            return None
        blank = np.concatenate(self.blank_rows)
        rows = np.delete(np.arange(self.size + len(blank), dtype=np.int32), blank)
        return rows + np.int32(2)


def _to_numbers(cells: pd.Series) -> NDArray[np.float64]:
    if cells.dtype.kind not in "iuf":
        # Some cell is odd: the slow way tells which.
        cells = pd.to_numeric(cells.astype(object).map(str).str.strip(), errors="coerce")
    numbers = cells.to_numpy(dtype=np.float64, copy=True)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers
