"""The weeks of offers, in the words of common/weeks.py."""

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
    "parse_week",
    "week_in_words",
    "week_of",
    "weeks_in_words",
]
