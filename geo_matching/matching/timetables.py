"""What a person must know of the timetable behind a figure: its day, and when it is another's."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from geo_matching.common.text import NARROW_SPACE
from geo_matching.common.weeks import day_number
from offers.weeks import MONTHS, format_week, monday_of, week_of

# The day that stands for each week, as a network build keeps it; None: no ordinary day in it.
WeekDays = Mapping[str, str | None]
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_FRIDAY, _SUNDAY = dt.timedelta(days=4), dt.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The network that answers: its day, and the days on which all of its feeds have service."""

    area: str
    service_date: dt.date
    covered_from: dt.date
    covered_to: dt.date
    week_days: WeekDays = field(default_factory=dict)

    def day_of(self, week: int | None) -> dt.date:
        """Return the day whose times are told for a week: its own, else the network's."""
        return own_day(self.week_days, week) or self.service_date

    def notice(self, today: dt.date, weeks: Iterable[int] = ()) -> str:
        """Say in French that the figures rest on the timetable of another time, "" when not.

        Parameters
        ----------
        weeks : iterable of int
            ISO weeks that are asked for (202648); none = today counts.
        """
        mondays = sorted(monday_of(week) for week in weeks)
        if not mondays:
            return "" if today <= self.covered_to else self._not_yet(_month(today))
        late = [monday for monday in mondays if self._is_late(monday)]
        if late:
            return self._not_yet(_week(late[0]))
        early = [monday for monday in mondays if monday + _SUNDAY < self.covered_from]
        if early:
            return self._of_another(f"le réseau ne publie pas ceux {_week(early[0])}")
        unlike = [monday for monday in mondays if self._is_no_school_week(monday)]
        if unlike:
            week = f"la semaine du {date_in_words(unlike[0])}"
            return self._of_another(
                f"{week}, les transports ne circulent pas comme un jour d'école"
            )
        return ""

    def trip_notice(self, today: dt.date, week: int | None) -> str:
        """Say in French that a trip is told for a day of another week, "" when it is not."""
        if own_day(self.week_days, week):
            return ""
        if week is None:
            return self.notice(today)
        unknown = f"ceux {_week(monday_of(week))} ne sont pas encore connus"
        return self.notice(today, [week]) or self._of_another(unknown)

    def trip_words(self, today: dt.date, week: int | None) -> str:
        """Tell in French for which day a trip is told, and when that is not the week asked for."""
        day = day_in_words(self.day_of(week))
        return self.trip_notice(today, week) or f"Horaires du {day}."

    def _is_late(self, monday: dt.date) -> bool:
        """Say whether the timetable ends before a week, or in it before any ordinary day."""
        if monday > self.covered_to:
            return True
        known = not self.week_days or format_week(week_of(monday)) in self.week_days
        return not known and monday + _FRIDAY > self.covered_to

    def _is_no_school_week(self, monday: dt.date) -> bool:
        return self.week_days.get(format_week(week_of(monday)), "") is None

    def _not_yet(self, when: str) -> str:
        return self._of_another(f"le réseau n'a pas encore publié ceux {when}")

    def _of_another(self, why: str) -> str:
        return f"Horaires du {day_in_words(self.service_date)}{NARROW_SPACE}: {why}."


def own_day(week_days: WeekDays, week: int | None) -> dt.date | None:
    """Return the day that stands for a week in its network, None where none does."""
    day = None if week is None else week_days.get(format_week(week))
    return dt.date.fromisoformat(day) if day else None


def week_of_trip(offered: Collection[int], wanted: Collection[int], coming: int) -> int | None:
    """Return the week for which the trip to an offer is told, None when nobody names one to come.

    The first to come of those both offered and wanted, else of those offered. An offer that names
    no week takes all; wanting none is wanting all.

    Parameters
    ----------
    coming : int
        The first week that has not begun (`offers.coming.coming_week`).

    >>> week_of_trip([202649, 202703], {202703, 202704}, 202649)
    202703
    """
    for weeks in (set(offered) & set(wanted), offered or wanted):
        to_come = [week for week in weeks if week >= coming]
        if to_come:
            return min(to_come)
    return None


def date_in_words(day: dt.date) -> str:
    """Return a date in French: "2 mai 2023", "1er décembre 2026"."""
    return f"{day_number(day)} {MONTHS[day.month - 1]} {day.year}"


def day_in_words(day: dt.date) -> str:
    """Return a date with its weekday in French: "mardi 2 mai 2023"."""
    return f"{_DAYS[day.weekday()]} {date_in_words(day)}"


def _week(monday: dt.date) -> str:
    return f"de la semaine du {date_in_words(monday)}"


def _month(day: dt.date) -> str:
    words = f"{MONTHS[day.month - 1]} {day.year}"
    return f"d'{words}" if words[0] in "ao" else f"de {words}"
