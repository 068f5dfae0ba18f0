"""CSV files of public bodies: delimiter found, headers made regular, every fault with its row."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from pathlib import Path

from geo_matching.common.containers import SUFFIXES, open_unpacked, read_text
from geo_matching.common.errors import InputError
from geo_matching.common.files import HEAD_BYTES, decode_utf8, require_kind
from geo_matching.common.text import normalise

_DELIMITERS = ";,\t"


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: its number in the file (header = 1) and its cells by regular column name."""

    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """Return the cell without blanks around it; "" where the column is absent."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class CsvTable:
    """An open table: `columns` maps each regular name to the header as written."""

    file: str
    columns: dict[str, str]
    lines: Iterable[str]
    delimiter: str

    def require(self, names: Sequence[str]) -> None:
        """Raise InputError when one of these columns is missing."""
        missing = [name for name in names if name not in self.columns]
        if missing:
            found = ", ".join(list(self.columns.values())[:8])
            raise InputError(
                f"missing column: {', '.join(missing)} (the header begins with {found})",
                file=self.file,
                row=1,
                column=missing[0],
            )

    def one_of(self, names: Sequence[str], what: str) -> str:
        """Return the first of these columns that is there; raise InputError when none is."""
        for name in names:
            if name in self.columns:
                return name
        raise InputError(
            f"missing column: {what} (one of {', '.join(names)}); the header has "
            f"{', '.join(list(self.columns.values())[:8])}",
            file=self.file,
            row=1,
        )

    def rows(self) -> Iterator[CsvRow]:
        """Yield the rows that hold something; a row cut short or too long is an InputError."""
        for number, fields in self._fields():
            cells = (field.strip() for field in fields)
            yield CsvRow(number, dict(zip(self.columns, cells, strict=True)))

    def cells(self, names: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield row number and these cells of it (two or more) as written: the fast way."""
        self.require(names)
        positions = {name: position for position, name in enumerate(self.columns)}
        pick = itemgetter(*(positions[name] for name in names))
        for number, fields in self._fields():
            yield number, pick(fields)

    def _fields(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self.lines, delimiter=self.delimiter, strict=True)
        try:
            next(reader)
            for fields in reader:
                if len(fields) == len(self.columns) and fields[0]:
                    yield reader.line_num, fields
                elif any(field.strip() for field in fields):
                    self._require_width(fields, reader.line_num)
                    yield reader.line_num, fields
        except csv.Error as error:
            raise InputError(
                f"not valid CSV ({error})", file=self.file, row=reader.line_num
            ) from error

    def _require_width(self, fields: list[str], number: int) -> None:
        if len(fields) != len(self.columns):
            raise InputError(
                f"{len(fields)} fields, the header has {len(self.columns)}: "
                "the file is cut or damaged here",
                file=self.file,
                row=number,
            )


def column_name(header: str) -> str:
    """Return the regular name of a header: 'Code postal ' gives 'code_postal'."""
    return normalise(header).replace(" ", "_")


def open_csv(path: Path) -> CsvTable:
    """Read a UTF-8 CSV file (BOM or not; `;`, `,` or tab; plain, gzip or zip); raise InputError."""
    text, label = read_text(path, kind="text")
    return _table(io.StringIO(text, newline="").readlines(), label)


@contextmanager
def stream_csv(path: Path) -> Iterator[CsvTable]:
    """Open what `open_csv` opens without holding it in memory; its rows can be read once."""
    with open_unpacked(path, SUFFIXES["text"]) as (stream, label):
        require_kind(stream.peek(HEAD_BYTES), "text", label)
        yield _table(_decoded(stream, label), label)


def _decoded(lines: Iterable[bytes], label: str) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            decode_utf8(b"\n" * (number - 1) + line, label)


def _table(lines: Iterable[str], file: str) -> CsvTable:
    rest = iter(lines)
    header = next(rest, "")
    delimiter = max(_DELIMITERS, key=header.count)
    headers = next(csv.reader([header], delimiter=delimiter), [])
    columns: dict[str, str] = {}
    for position, written in enumerate(headers):
        name = column_name(written) or f"column_{position + 1}"
        if name in columns:
            raise InputError(f"column {written.strip()!r} comes twice", file=file, row=1)
        columns[name] = written.strip()
    if not any(columns.values()):
        raise InputError("the header is empty", file=file, row=1)
    # A list can be read again; a stream cannot.
    whole = lines if isinstance(lines, list) else chain([header], rest)
    return CsvTable(file, columns, whole, delimiter)
