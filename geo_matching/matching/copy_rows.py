"""Reads and writes many rows at once, by PostgreSQL's COPY, from and to numpy arrays."""

from collections.abc import Iterator, Mapping

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg import sql

_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = b"\xff\xff"
# The number of a row's fields, and the length before each field and element.
_FIELDS, _LENGTH = 2, 4
# Dimensions, whether there are nulls, kind of the elements, their number, the first's index.
_ARRAY_HEADER = 5 * 4
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
        SELECT whose columns are never null and of exactly the kinds given (cast them); its order
        is kept.
        `{name}` stands for the parameter of that name.
    columns : mapping of name to kind
        Kinds: int2, int4, int8, float8, char4, char8 (text padded to so many bytes by rpad).
    parameters : mapping of name to value, optional
        Values, written as SQL literals; what psycopg composes stands as it is.

    Raises
    ------
    ValueError
        When a column is of another kind, or has a null.
    """
    parts = {
        name: value if isinstance(value, sql.Composable) else sql.Literal(value)
        for name, value in (parameters or {}).items()
    }
    # A row for all: each row of a COPY is a message, which costs more than all that is in it.
    names = [sql.Identifier(f"column_{number}") for number in range(len(columns))]
    statement = sql.SQL(
        "COPY (SELECT {arrays} FROM ({query}) AS found ({names})) TO STDOUT (FORMAT BINARY)"
    ).format(
        arrays=sql.SQL(", ").join(sql.SQL("array_agg({})").format(name) for name in names),
        query=sql.SQL(query).format(**parts),
        names=sql.SQL(", ").join(names),
    )
    connection.ensure_connection()
    with (
        connection.cursor() as cursor,
        cursor.copy(statement.as_string(connection.connection)) as copy,
    ):
        data = b"".join(copy)
    return _arrays(data, columns)


def _arrays(data: bytes, columns: Mapping[str, str]) -> dict[str, NDArray]:
    """Return the arrays of the one row, each a length, a header and its elements."""
    found, at = {}, len(_HEADER) + _FIELDS
    for name, kind in columns.items():
        (size,) = np.frombuffer(data, ">i4", 1, at).tolist()
        at += _LENGTH
        element = np.dtype([("length", ">i4"), ("value", _KINDS[kind])])
        # No row at all is a null in place of the array, whose length is -1.
        count, rest = divmod(size - _ARRAY_HEADER, element.itemsize) if size >= 0 else (0, 0)
        rows = np.frombuffer(data, element, count, at + _ARRAY_HEADER if count else at)
        if rest or (rows["length"] != element["value"].itemsize).any():
            raise ValueError(f"column {name}: expected {kind} and no null")
        found[name] = _native(rows["value"])
        at += max(0, size)
    return found


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
