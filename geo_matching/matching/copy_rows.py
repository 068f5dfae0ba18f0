"""Reads and writes many rows at once, by PostgreSQL's COPY, from and to numpy arrays."""

from collections.abc import Mapping

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg import sql

_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = b"\xff\xff"
# What a column may be: name here -> (numpy type in PostgreSQL's byte order, bytes).
_KINDS = {"int2": ">i2", "int4": ">i4", "int8": ">i8", "float8": ">f8", "char4": "S4"}


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
        Kinds: int2, int4, int8, float8, char4 (text padded to 4 bytes by rpad).
    parameters : mapping of name to value, optional
        Values, written as SQL literals.
    """
    literals = {name: sql.Literal(value) for name, value in (parameters or {}).items()}
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT BINARY)").format(
        sql.SQL(query).format(**literals)
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
    """Append rows to a table by COPY; masked values are written as null."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    connection.ensure_connection()
    text = statement.as_string(connection.connection)
    with connection.cursor() as cursor, cursor.copy(text) as copy:
        for row in zip(*(column.tolist() for column in columns.values()), strict=True):
            copy.write_row(row)
