"""Which day stands for an ordinary school day, told from the timetable's own numbers of trips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Protocol

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
SUNDAY = 6
# Where a week's own Tuesday is a holiday, the day most like it: Wednesdays are short at school.
LIKE_TUESDAY = (TUESDAY, THURSDAY, MONDAY, FRIDAY)
# Days of school differ by a few trips (works on a line); holidays by more.
SAME_SERVICE = 0.03
# A public holiday runs like a Sunday: its level lies in the lower half between the two.
HALFWAY = 0.5


class Timetable(Protocol):
    """What is asked of a network here."""

    def service_days(self) -> list[date]: ...

    def trips_on(self, day: date) -> int: ...


@dataclass(frozen=True, slots=True)
class WeekDay:
    """The day that stands for a week; `comparable` when it is of another week."""

    day: date
    comparable: bool


def levels_of(
    timetable: Timetable, first: date = date.min, last: date = date.max
) -> dict[date, int]:
    """Return the number of trips of each day on which something runs, ascending by day.

    Only of the days from `first` to `last`: some services run "for ever", others end next month.
    """
    days = sorted(day for day in timetable.service_days() if first <= day <= last)
    return {day: timetable.trips_on(day) for day in days}


def ordinary_level(levels: Mapping[date, int], weekday: int = TUESDAY) -> float | None:
    """Return the number of trips of an ordinary school day of this weekday, None without one.

    Public holidays go first: they run like Sundays. School holidays run less than school, never
    more, so of what is left the upper half counts, and its median: one festival day with extra
    trips does not decide, and holidays may fill nearly half of the period.
    """
    that_day = [trips for day, trips in levels.items() if day.weekday() == weekday]
    if not that_day:
        return None
    sundays = [trips for day, trips in levels.items() if day.weekday() == SUNDAY]
    usual = median(that_day)
    quiet = median(sundays) if sundays else 0
    if quiet < usual:
        that_day = [t for t in that_day if (t - quiet) > HALFWAY * (usual - quiet)] or that_day
    middle = median(that_day)
    return float(median(t for t in that_day if t >= middle))


def ordinary_days(levels: Mapping[date, int], weekday: int = TUESDAY) -> list[date]:
    """Return the school days of this weekday, ascending: those that run at the ordinary level."""
    level = ordinary_level(levels, weekday)
    if level is None:
        return []
    of_weekday = {day: trips for day, trips in levels.items() if day.weekday() == weekday}
    kept = [d for d, trips in of_weekday.items() if abs(trips - level) <= SAME_SERVICE * level]
    if kept:
        return sorted(kept)
    # The median of an even number may lie between two days: the nearest stands for it.
    return [min(of_weekday, key=lambda day: (abs(of_weekday[day] - level), day))]


def school_day(levels: Mapping[date, int], today: date) -> date:
    """Return the day that stands for the timetable: an ordinary Tuesday.

    Of those from today on the first; of a timetable that has ended the middle one, away from the
    edges, where services begin and end one by one. Without a Tuesday, the best-served day.

    Raises
    ------
    ValueError
        When nothing ever runs.
    """
    if not levels:
        raise ValueError("a timetable without any day of service has no school day")
    coming = {day: trips for day, trips in levels.items() if day >= today}
    days = ordinary_days(coming or levels)
    if days:
        return days[0] if coming else days[(len(days) - 1) // 2]
    served = coming or levels
    return max(served, key=lambda day: (served[day], -day.toordinal()))


def day_of_week(levels: Mapping[date, int], monday: date, fallback: date) -> WeekDay:
    """Return the day that stands for the week of this Monday.

    Its ordinary Tuesday; where that is a holiday its ordinary Thursday, Monday or Friday; where
    the week has none, or lies outside the timetable, `fallback`.
    """
    ordinary = {weekday: set(ordinary_days(levels, weekday)) for weekday in LIKE_TUESDAY}
    return _day_of_week(ordinary, monday, fallback)


def _day_of_week(ordinary: Mapping[int, set[date]], monday: date, fallback: date) -> WeekDay:
    for weekday in LIKE_TUESDAY:
        day = monday + timedelta(days=weekday)
        if day in ordinary[weekday]:
            return WeekDay(day, comparable=False)
    return WeekDay(fallback, comparable=True)


def days_of_weeks(
    levels: Mapping[date, int], mondays: Sequence[date], fallback: date
) -> dict[str, str | None]:
    """Return {"2026-W49": "2026-12-01", "2026-W52": None}: the day that stands for each week.

    Mornings and evenings of a week are those of its day. None: from Monday to Friday the
    timetable covers the week, but no day of it is an ordinary one (holidays). Weeks of which the
    timetable does not say enough are left out.
    """
    ordinary = {weekday: set(ordinary_days(levels, weekday)) for weekday in LIKE_TUESDAY}
    found = {monday: _day_of_week(ordinary, monday, fallback) for monday in mondays}
    # Only of a week that is known from Monday to Friday may one say that it is all holidays.
    first, last = min(levels), max(levels) - timedelta(days=FRIDAY)
    return {
        "{}-W{:02}".format(*monday.isocalendar()[:2]): (
            None if chosen.comparable else str(chosen.day)
        )
        for monday, chosen in found.items()
        if not chosen.comparable or first <= monday <= last
    }
