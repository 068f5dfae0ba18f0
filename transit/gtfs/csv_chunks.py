"""Cuts CSV text into chunks of rows, forgiving what feeds do and saying what cannot be read."""

import csv
import io
import re
from collections.abc import Iterator

import pandas as pd

from geo_matching.common.errors import InputError

# Large enough for numpy to pay, small enough to keep a chunk's texts around 50 MB.
CHUNK_ROWS = 131_072


def read_header(lines: io.TextIOWrapper) -> list[str]:
    """Return the cells of the first line that is not blank, stripped; [] when all are."""
    for line in lines:
        if line.strip():
            return [cell.strip() for cell in next(csv.reader([line], skipinitialspace=True))]
    return []


def csv_chunks(
    lines: io.TextIOWrapper, width: int, wanted: set[int], texts: set[int]
) -> Iterator[tuple[int, pd.DataFrame]]:
    """Yield chunks of the wanted columns, each with the number of rows before it.

    Parameters
    ----------
    lines : io.TextIOWrapper
        What follows the header.
    width : int
        Number of columns in the header.
    wanted, texts : set of int
        Columns to read, and those of them that stay text; the others become numbers where all
        their cells are. Blank cells are nan, blank lines are rows of nan, missing cells are blank.
    """
    frames = pd.read_csv(
        _WideFirst(lines, width),
        header=None,
        # With chosen columns, cells beyond the header are ignored instead of refused.
        names=list(range(width)),
        usecols=sorted(wanted),
        index_col=False,
        dtype=dict.fromkeys(texts, object),
        # Only an empty cell is blank: a stop may be called NA.
        keep_default_na=False,
        na_values=[""],
        skip_blank_lines=False,
        skipinitialspace=True,
        low_memory=False,
        chunksize=CHUNK_ROWS,
    )
    start = -1
    with frames:
        for chunk in frames:
            # The first row is the one that _WideFirst adds.
            yield max(start, 0), chunk[1:] if start < 0 else chunk
            start += len(chunk)


class _WideFirst(io.TextIOBase):
    """Text after a blank row as wide as the header: pandas refuses columns that no row reaches."""

    def __init__(self, lines: io.TextIOWrapper, width: int) -> None:
        self._lines, self._first = lines, "," * (width - 1) + "\n"

    def read(self, size: int | None = -1) -> str:
        first, self._first = self._first, ""
        return first or self._lines.read(size)


def syntax_error(file: str, detail: str) -> InputError:
    """Return the error for text that pandas refuses with this detail."""
    opened = re.search(r"EOF inside string starting at row (\d+)", detail)
    if opened:
        # pandas counts from 0 and sees the row of _WideFirst in place of the header.
        message = "a quote that is never closed"
        return InputError(message, file=file, row=int(opened.group(1)) + 1)
    return InputError(f"cannot be read as CSV: {detail}", file=file)
