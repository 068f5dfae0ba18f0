"""Reads and writes many rows at once, by PostgreSQL's COPY, from and to numpy arrays."""

from collections.abc import Iterator, Mapping

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg import sql

_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = b"\xff\xff"
# What a column may be: name here -> (numpy type in PostgreSQL's byte order, bytes).
_KINDS = {
    "int2": ">i2",
    "int4": ">i4",
    "int8": ">i8",
    "float8": ">f8",
    "char4": "S4",
    "char8": "S8",
}


def read_rows(
    query: str, columns: Mapping[str, str], parameters: Mapping[str, object] | None = None
) -> dict[str, NDArray]:
    """Return the columns of a query as arrays, in the machine's byte order.

    A million rows take a fraction of a second: nothing is made into Python objects.

    Parameters
    ----------
    query : str
        SELECT whose columns are never null and of exactly the kinds given (cast them).
        `{name}` stands for the parameter of that name.
    columns : mapping of name to kind
        Kinds: int2, int4, int8, float8, char4, char8 (text padded to so many bytes by rpad).
    parameters : mapping of name to value, optional
        Values, written as SQL literals; what psycopg composes stands as it is.
    """
    parts = {
        name: value if isinstance(value, sql.Composable) else sql.Literal(value)
        for name, value in (parameters or {}).items()
    }
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT BINARY)").format(
        sql.SQL(query).format(**parts)
    )
    connection.ensure_connection()
    with (
        connection.cursor() as cursor,
        cursor.copy(statement.as_string(connection.connection)) as copy,
    ):
        data = b"".join(copy)
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in columns.items():
        fields += [(f"length of {name}", ">i4"), (name, _KINDS[kind])]
    body = data[len(_HEADER) : -len(_TRAILER)]
    rows = np.frombuffer(body, dtype=np.dtype(fields))
    return {name: _native(rows[name]) for name in columns}


def _native(column: NDArray) -> NDArray:
    return column.astype(column.dtype.newbyteorder("="))


def write_rows(table: str, columns: Mapping[str, NDArray]) -> None:
    """Append rows to a table by binary COPY; masked values are written as null.

    The columns have the types of the table's: int16, int32, int64, float64, or bytes of one length
    for text. Rows with the same columns null are written together, so their order may change.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    connection.ensure_connection()
    text = statement.as_string(connection.connection)
    with connection.cursor() as cursor, cursor.copy(text) as copy:
        copy.write(_HEADER)
        for rows, nulls in _by_nulls(columns):
            copy.write(_as_bytes(columns, rows, nulls))
        copy.write(_TRAILER)


def _by_nulls(columns: Mapping[str, NDArray]) -> Iterator[tuple[NDArray, frozenset[str]]]:
    """Yield the rows that have the same columns null, and these columns."""
    masked = {name: np.ma.getmaskarray(column) for name, column in columns.items()}
    masked = {name: mask for name, mask in masked.items() if mask.any()}
    size = len(next(iter(columns.values())))
    pattern = np.zeros(size, dtype=np.int64)
    for bit, mask in enumerate(masked.values()):
        pattern |= mask.astype(np.int64) << bit
    for value in np.unique(pattern).tolist():
        nulls = frozenset(name for bit, name in enumerate(masked) if value >> bit & 1)
        yield np.flatnonzero(pattern == value), nulls


def _as_bytes(columns: Mapping[str, NDArray], rows: NDArray, nulls: frozenset[str]) -> bytes:
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name, column in columns.items():
        fields.append((f"length of {name}", ">i4"))
        if name not in nulls:
            fields.append((name, column.dtype.newbyteorder(">").str))
    packed = np.empty(rows.size, dtype=np.dtype(fields))
    packed["fields"] = len(columns)
    for name, column in columns.items():
        packed[f"length of {name}"] = -1 if name in nulls else column.dtype.itemsize
        if name not in nulls:
            packed[name] = np.ma.getdata(column)[rows]
    return packed.tobytes()
