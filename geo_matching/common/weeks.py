"""ISO weeks: as the partner API writes them (2026-W48), as rows (202648), and in French."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

_ISO_WEEK = re.compile(r"^(\d{4})-?W(\d{1,2})$")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_FRIDAY = timedelta(days=4)
_ONE_WEEK = timedelta(weeks=1)


def parse_week(text: str) -> int:
    """Return year * 100 + week of "2026-W48" or "2026-W8"; raise ValueError when there is none.

    >>> parse_week("2025-W1")
    202501
    """
    match = _ISO_WEEK.match(text.strip().upper())
    if match is None:
        raise ValueError(f"{text!r} is not an ISO week such as 2026-W48")
    week = int(match[1]) * 100 + int(match[2])
    try:
        monday_of(week)
    except ValueError:
        raise ValueError(f"{text!r}: the year {match[1]} has no week {int(match[2])}") from None
    return week


# The same few weeks stand in every answer, by the hundred.
@lru_cache(maxsize=1024)
def format_week(week: int, *, padded: bool = True) -> str:
    """Return 202601 as "2026-W01", or "2026-W1" when not padded."""
    year, number = divmod(week, 100)
    return f"{year}-W{number:02}" if padded else f"{year}-W{number}"


def monday_of(week: int) -> date:
    """Return the Monday of an ISO week given as year * 100 + week."""
    return date.fromisocalendar(week // 100, week % 100, 1)


def week_of(day: date) -> int:
    """Return the ISO week of a day as year * 100 + week (the ISO year, not the calendar's)."""
    year, number, _ = day.isocalendar()
    return year * 100 + number


def week_in_words(week: int) -> str:
    """Return an ISO week in French: "du lundi 23 au vendredi 27 novembre 2026"."""
    return _span_in_words(monday_of(week), monday_of(week) + _FRIDAY)


def weeks_in_words(weeks: Iterable[int]) -> str:
    """Return weeks in French, neighbours joined; "toute l'année" when there is none.

    >>> weeks_in_words([202648, 202649])
    'du lundi 23 novembre au vendredi 4 décembre 2026'
    """
    mondays = sorted({monday_of(week) for week in weeks})
    if not mondays:
        return "toute l'année"
    spans: list[tuple[date, date]] = []
    for monday in mondays:
        start = monday
        if spans and monday - spans[-1][1] == _ONE_WEEK:
            start = spans.pop()[0]
        spans.append((start, monday))
    words = [_span_in_words(start, last + _FRIDAY) for start, last in spans]
    return " et ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _span_in_words(start: date, end: date) -> str:
    first = f"lundi {day_number(start)}"
    if start.year != end.year:
        first = f"{first} {MONTHS[start.month - 1]} {start.year}"
    elif start.month != end.month:
        first = f"{first} {MONTHS[start.month - 1]}"
    return f"du {first} au vendredi {day_number(end)} {MONTHS[end.month - 1]} {end.year}"


def day_number(day: date) -> str:
    """Return the number of a day as French says it: "1er", "2"."""
    return "1er" if day.day == 1 else str(day.day)
