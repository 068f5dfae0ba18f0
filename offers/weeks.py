"""The weeks of offers: which may be offered; the words are those of common/weeks.py."""

from datetime import date, timedelta

from geo_matching.common.weeks import (
    MONTHS,
    format_week,
    monday_of,
    parse_week,
    week_in_words,
    week_of,
    weeks_in_words,
)

__all__ = [
    "MONTHS",
    "format_week",
    "monday_of",
    "next_year",
    "parse_week",
    "week_in_words",
    "week_of",
    "weeks_in_words",
    "weeks_to_offer",
]
_ONE_WEEK = timedelta(weeks=1)
_WEEKS_AHEAD = 53
# Mondays (month, day) on which no week of school begins.
_SUMMER = ((7, 2), (8, 30))


def weeks_to_offer(today: date) -> list[int]:
    """Return the weeks an internship may be offered for: a year from this one, no summer.

    >>> weeks_to_offer(date(2026, 6, 25))[:3]
    [202626, 202627, 202636]
    """
    monday = today - timedelta(days=today.weekday())
    mondays = (monday + _ONE_WEEK * n for n in range(_WEEKS_AHEAD))
    # Lessons end in the first days of July and begin again in September.
    return [week_of(day) for day in mondays if not _SUMMER[0] <= (day.month, day.day) <= _SUMMER[1]]


def next_year(week: int) -> int:
    """Return the same week of the next ISO year; the last one where that year has no 53rd."""
    year, number = divmod(week, 100)
    last = date(year + 1, 12, 28).isocalendar().week
    return (year + 1) * 100 + min(number, last)
