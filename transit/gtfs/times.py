"""GTFS times and dates: text to seconds of the service day, text to date, and back."""

import re
from datetime import date

import numpy as np
from numpy.typing import NDArray

# In place of seconds: a blank cell, and a cell that is no time.
MISSING = -1
UNPARSABLE = -2

_TIME = re.compile(r"([0-9]{1,3}):([0-5]?[0-9]):([0-5]?[0-9])")
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


def parse_time(text: str) -> int:
    """Return seconds since the start of the service day; MISSING for "", UNPARSABLE otherwise.

    Hours go past 24, and digits may be un-padded ("6:00:00").
    """
    if not text:
        return MISSING
    match = _TIME.fullmatch(text)
    if match is None:
        return UNPARSABLE
    hours, minutes, seconds = map(int, match.groups())
    return hours * 3600 + minutes * 60 + seconds


def parse_times(texts: list[str]) -> NDArray[np.int32]:
    """Return int32[n] of `parse_time`; meant for the distinct texts of a column."""
    return np.fromiter(map(parse_time, texts), np.int32, len(texts))


def format_time(seconds: int) -> str:
    """Return HH:MM:SS, past 24:00:00 where needed, with a minus before the service day."""
    sign, left = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{left // 3600:02d}:{left // 60 % 60:02d}:{left % 60:02d}"


def parse_date(text: str) -> date | None:
    """Return the date of YYYYMMDD, None for anything else."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
