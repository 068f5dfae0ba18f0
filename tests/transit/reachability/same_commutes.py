"""Compares tables of commutes, whichever way they were found."""

from collections.abc import Sequence

import numpy as np

from transit import queries

FIGURES = (
    "morning_s",
    "evening_s",
    "morning_rides",
    "evening_rides",
    "morning_walk_s",
    "evening_walk_s",
)


def assert_same(
    by_site: Sequence[queries.CommuteTable], by_origin: Sequence[queries.CommuteTable]
) -> None:
    """Tables of each site over the origins say what those of each origin over the sites say."""
    for figure in FIGURES:
        found = np.array([getattr(table, figure) for table in by_site])
        expected = np.array([getattr(table, figure) for table in by_origin]).T
        np.testing.assert_array_equal(found, expected, err_msg=figure)
    for i, table in enumerate(by_site):
        np.testing.assert_array_equal(table.linked, [row.origin_linked for row in by_origin])
        assert [table.origin_linked] * len(by_origin) == [row.linked[i] for row in by_origin]


def reached(tables: Sequence[queries.CommuteTable]) -> int:
    """Count the ways that can be done."""
    ways = [way for table in tables for way in (table.morning_s, table.evening_s)]
    return int(sum(np.count_nonzero(way < queries.UNREACHED) for way in ways))
