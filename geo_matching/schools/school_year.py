"""The school year: when it begins, its weeks, and how it is written."""

from datetime import date, timedelta

from geo_matching.common.weeks import week_of

# Lists of the coming autumn are made in August.
_FIRST_MONTH = 8
_ONE_WEEK = timedelta(weeks=1)


def school_year_of(day: date) -> int:
    """Return the autumn in which the school year of a day begins: 2026 for 2026-2027."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def weeks_of_year(school_year: int) -> list[int]:
    """Return the ISO weeks (202648) whose Monday lies from September to the first days of July."""
    monday = date(school_year, 9, 1)
    monday += timedelta(days=-monday.weekday() % 7)
    weeks = []
    while monday < date(school_year + 1, 7, 5):
        weeks.append(week_of(monday))
        monday += _ONE_WEEK
    return weeks


def year_in_words(school_year: int) -> str:
    """Return 2026 as "2026-2027"."""
    return f"{school_year}-{school_year + 1}"
