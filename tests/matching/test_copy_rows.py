"""Rows read and written by COPY are the rows that the database has."""

import numpy as np
import pytest
from django.db import connection
from psycopg import Copy

from geo_matching.matching.copy_rows import read_rows, write_rows

pytestmark = pytest.mark.django_db
KINDS = {"a": "int2", "b": "int4", "c": "int8", "d": "float8", "e": "char4"}


def test_every_kind_comes_back_exact():
    rows = read_rows(
        "SELECT i::int2, -i::int4, i * 10000000000::int8, i / 8::float8, rpad('s' || i, 4) "
        "FROM generate_series({first}, 300) AS i",
        KINDS,
        {"first": 1},
    )
    i = np.arange(1, 301)
    assert [column.dtype.str for column in rows.values()] == ["<i2", "<i4", "<i8", "<f8", "|S4"]
    assert np.array_equal(rows["a"], i)
    assert np.array_equal(rows["b"], -i)
    assert np.array_equal(rows["c"], i * 10_000_000_000)
    assert np.array_equal(rows["d"], i / 8)
    assert rows["e"][[0, 299]].tolist() == [b"s1  ", b"s300"]


def test_no_row_gives_empty_columns():
    rows = read_rows("SELECT 1::int4 WHERE false", {"a": "int4"})
    assert rows["a"].shape == (0,)


def test_many_rows_come_in_as_few_messages_as_one(monkeypatch):
    messages, read = [], Copy.read
    monkeypatch.setattr(Copy, "read", lambda copy: messages.append(read(copy)) or messages[-1])
    read_rows("SELECT 1::int4", {"a": "int4"})
    few = len(messages)
    rows = read_rows("SELECT i::int4 FROM generate_series(1, 1000) AS i", {"a": "int4"})
    assert rows["a"].size == 1000
    assert len(messages) == 2 * few


def test_the_order_of_the_query_is_kept():
    kinds = {"a": "int4", "b": "int8"}
    rows = read_rows(
        "SELECT i::int4, -i::int8 FROM generate_series(1, 50) AS i ORDER BY i % 7, i DESC", kinds
    )
    assert rows["a"].tolist() == sorted(range(1, 51), key=lambda i: (i % 7, -i))
    assert np.array_equal(rows["b"], -rows["a"])


@pytest.mark.parametrize(
    "wrong",
    [
        "SELECT nullif(i, 2)::int4 FROM generate_series(1, 3) AS i",
        "SELECT 1::int8",
        "SELECT 'longer'",
        "SELECT NULL::int4",
    ],
)
def test_a_null_or_another_kind_is_refused(wrong):
    with pytest.raises(ValueError, match="column a: expected int4 and no null"):
        read_rows(wrong, {"a": "int4"})


def test_values_are_literals_and_never_sql():
    nasty = "x'; DROP TABLE offers_offer; --"
    rows = read_rows("SELECT length({text})::int4", {"a": "int4"}, {"text": nasty})
    assert rows["a"].tolist() == [len(nasty)]


def test_masked_values_are_written_as_null():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE written (t varchar, a smallint, b integer, c bigint)"
        )
        columns = {
            "t": np.full(4, b"0380001A"),
            "a": np.ma.masked_array(np.array([1, 2, 3, 4], np.int16), mask=[0, 0, 1, 1]),
            "b": np.ma.masked_array(np.array([5, 6, 7, -8], np.int32), mask=[1, 0, 1, 0]),
            "c": np.array([9, 10, 11, 1 << 40]),
        }
        write_rows("written", columns)
        write_rows("written", {name: column[:0] for name, column in columns.items()})
        cursor.execute("SELECT * FROM written ORDER BY c")
        assert cursor.fetchall() == [
            ("0380001A", 1, None, 9),
            ("0380001A", 2, 6, 10),
            ("0380001A", None, None, 11),
            ("0380001A", None, -8, 1 << 40),
        ]
