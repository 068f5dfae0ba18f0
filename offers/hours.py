"""Working hours of an offer: by day as partners send them, the distinct pairs, and in French."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from geo_matching.common.text import time_in_words

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
# When an offer gives no hours: 09:00 to 17:00.
DEFAULT_HOURS = (9 * 3600, 17 * 3600)
_CLOCK = re.compile(r"^(\d{1,2})\s?[:hH]\s?([0-5]\d)?$")
_PAIR, _TWO_PAIRS = 2, 4
_DAY_S = 24 * 3600


def parse_clock(text: str) -> int:
    """Return seconds since midnight of "9:00", "09:00" or "9h30"; raise ValueError otherwise."""
    match = _CLOCK.match(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a time such as 9:00")
    seconds = int(match[1]) * 3600 + int(match[2] or 0) * 60
    if seconds > _DAY_S:
        raise ValueError(f"{text!r} is not a time of day")
    return seconds


def parse_daily_hours(daily: Any) -> dict[str, list[str]]:
    """Return the days that have hours, in the order of the week, as {"lundi": ["9:00", "17:00"]}.

    A day may hold one pair, or two (morning and afternoon); blanks and null mean a day off.
    Raises ValueError with the day at fault.
    """
    if daily in (None, "", {}, []):
        return {}
    if not isinstance(daily, Mapping):
        raise ValueError('must look like {"lundi": ["9:00", "17:00"]}')  # noqa: TRY004 - bad input
    named = {str(day).strip().lower(): times for day, times in daily.items()}
    unknown = sorted(set(named) - set(DAYS))
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not a French day name")
    clean = {day: _times_of_day(day, named[day]) for day in DAYS if day in named}
    return {day: times for day, times in clean.items() if times}


def distinct_hours(daily: Mapping[str, list[str]]) -> tuple[tuple[int, int], ...]:
    """Return the distinct (start_s, end_s) of checked daily hours, ascending.

    A day in two parts counts from its first start to its last end: pupils stay for lunch.
    """
    pairs = {(parse_clock(times[0]), parse_clock(times[-1])) for times in daily.values()}
    return tuple(sorted(pairs)) or (DEFAULT_HOURS,)


def span_in_words(start_s: int, end_s: int) -> str:
    """Return "9 h à 17 h"."""
    return f"{time_in_words(start_s)} à {time_in_words(end_s)}"


def times_in_words(times: Sequence[str]) -> str:
    """Return the checked times of a day in French: "9 h à 12 h et 13 h 30 à 16 h"."""
    seconds = [parse_clock(time) for time in times]
    return " et ".join(map(span_in_words, seconds[::2], seconds[1::2]))


def days_in_words(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Join days that follow one another and say the same: ("Du lundi au jeudi", its text)."""
    lines: list[tuple[list[str], str]] = []
    for day, text in texts.items():
        if lines and lines[-1][1] == text and _follows(lines[-1][0][-1], day):
            lines[-1][0].append(day)
        else:
            lines.append(([day], text))
    return [(_joined(days), text) for days, text in lines]


def _follows(day: str, next_day: str) -> bool:
    return DAYS.index(next_day) == DAYS.index(day) + 1


def _joined(days: list[str]) -> str:
    if len(days) > 2:  # noqa: PLR2004 - from three on, first and last say it
        return f"Du {days[0]} au {days[-1]}"
    return " et ".join(days).capitalize()


def _times_of_day(day: str, times: Any) -> list[str]:
    if not isinstance(times, list | tuple):
        if times in (None, ""):
            return []
        raise ValueError(f'{day}: must be a list such as ["9:00", "17:00"]')
    given = [str(time).strip() for time in times if time not in (None, "")]
    if not given:
        return []
    if len(given) not in {_PAIR, _TWO_PAIRS}:
        raise ValueError(f"{day}: {len(given)} times, 2 or 4 were expected")
    try:
        seconds = [parse_clock(time) for time in given]
    except ValueError as error:
        raise ValueError(f"{day}: {error}") from None
    if any(later <= earlier for earlier, later in pairwise(seconds)):
        raise ValueError(f"{day}: {', '.join(given)} do not follow one another")
    return given
