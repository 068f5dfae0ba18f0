"""Writes many new rows at once by COPY, several times faster than INSERT."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def copy_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Append rows to the model's table inside the current transaction; return how many.

    `names` are attribute names (`site_id`), in the order of the values. Columns that are not named
    take the database's default: name every column that has none. No model code runs.
    """
    fields = _fields(model, names)
    prepared = (
        [
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, row, strict=True)
        ]
        for row in rows
    )
    return copy_values(model, names, prepared)


def copy_values(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Append rows whose values are already as the database reads them (points: `ewkb_point`)."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in _fields(model, names))
    table = quote(model._meta.db_table)  # noqa: SLF001
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _fields(model: type[Model], names: Sequence[str]) -> list[Field]:
    # By attribute name; _meta is Django's public API in spite of its name.
    by_name = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001
    return [by_name[name] for name in names]
