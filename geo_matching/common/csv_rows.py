"""CSV files of public bodies: delimiter found, headers made regular, every fault with its row."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo_matching.common.errors import InputError
from geo_matching.common.files import read_text
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
    lines: list[str]
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

    def rows(self) -> Iterator[CsvRow]:
        """Yield the rows that hold something; a row cut short or too long is an InputError."""
        reader = csv.reader(self.lines, delimiter=self.delimiter, strict=True)
        try:
            next(reader)
            for fields in reader:
                if any(field.strip() for field in fields):
                    yield self._row(fields, reader.line_num)
        except csv.Error as error:
            raise InputError(
                f"not valid CSV ({error})", file=self.file, row=reader.line_num
            ) from error

    def _row(self, fields: list[str], number: int) -> CsvRow:
        if len(fields) != len(self.columns):
            raise InputError(
                f"{len(fields)} fields, the header has {len(self.columns)}: "
                "the file is cut or damaged here",
                file=self.file,
                row=number,
            )
        cells = (field.strip() for field in fields)
        return CsvRow(number, dict(zip(self.columns, cells, strict=True)))


def column_name(header: str) -> str:
    """Return the regular name of a header: 'Code postal ' gives 'code_postal'."""
    return normalise(header).replace(" ", "_")


def open_csv(path: Path) -> CsvTable:
    """Read a UTF-8 CSV file (BOM or not; `;`, `,` or tab); raise InputError for anything else."""
    text = read_text(path, kind="text")
    lines = io.StringIO(text, newline="").readlines()
    header = lines[0] if lines else ""
    delimiter = max(_DELIMITERS, key=header.count)
    headers = next(csv.reader([header], delimiter=delimiter), [])
    columns: dict[str, str] = {}
    for position, written in enumerate(headers):
        name = column_name(written) or f"column_{position + 1}"
        if name in columns:
            raise InputError(f"column {written.strip()!r} comes twice", file=path.name, row=1)
        columns[name] = written.strip()
    if not any(columns.values()):
        raise InputError("the header is empty", file=path.name, row=1)
    return CsvTable(path.name, columns, lines, delimiter)
