"""Looks at the header of an official CSV file before anything is read of it."""

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from geo_matching.common.csv_rows import column_name
from geo_matching.common.errors import InputError
from geo_matching.common.files import decode_utf8, kind_of

_DELIMITERS = ";,\t"
_LONGEST_HEADER = 200_000


def header_columns(path: Path) -> list[str] | None:
    """Return the regular names of the columns of a CSV file, plain or gzipped; None for others."""
    kind = kind_of(path)
    if kind not in {"text", "gzip"}:
        return None
    with _open(path, kind) as stream:
        line = decode_utf8(stream.readline(_LONGEST_HEADER), path.name)
    delimiter = max(_DELIMITERS, key=line.count)
    return [column_name(header) for header in next(csv.reader([line], delimiter=delimiter), [])]


def check_columns(path: Path, expected: Sequence[str]) -> None:
    """Raise InputError when a CSV file lacks a column that it is published with."""
    columns = header_columns(path) if expected else None
    if columns is None:
        return
    missing = [name for name in expected if name not in columns]
    if missing:
        raise InputError(
            f"the published columns have changed: missing {', '.join(missing)} "
            f"(the header begins with {', '.join(columns[:6])})",
            file=path.name,
            row=1,
            column=missing[0],
        )


def _open(path: Path, kind: str) -> gzip.GzipFile | BinaryIO:
    return gzip.open(path) if kind == "gzip" else path.open("rb")
