"""What a person must know of the timetable behind a figure: its day, and when it is an old one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from geo_matching.common.text import NARROW_SPACE
from offers.weeks import MONTHS, monday_of

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_SUNDAY = dt.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The network that answers: its day, and the days on which all of its feeds have service."""

    area: str
    service_date: dt.date
    covered_from: dt.date
    covered_to: dt.date

    def notice(self, today: dt.date, weeks: Iterable[int] = ()) -> str:
        """Say in French that the figures rest on the timetable of another time, "" when not.

        Parameters
        ----------
        weeks : iterable of int
            ISO weeks that are asked for (202648); none = today counts.
        """
        mondays = sorted(monday_of(week) for week in weeks)
        begin = f"Horaires du {day_in_words(self.service_date)}{NARROW_SPACE}: "
        if not mondays:
            if today <= self.covered_to:
                return ""
            month = f"{MONTHS[today.month - 1]} {today.year}"
            return f"{begin}le réseau n'a pas encore publié ceux {_of(month)}."
        late = [monday for monday in mondays if monday > self.covered_to]
        if late:
            week = f"ceux de la semaine du {date_in_words(late[0])}"
            return f"{begin}le réseau n'a pas encore publié {week}."
        early = [monday for monday in mondays if monday + _SUNDAY < self.covered_from]
        if early:
            week = f"ceux de la semaine du {date_in_words(early[0])}"
            return f"{begin}le réseau ne publie pas {week}."
        return ""


def date_in_words(day: dt.date) -> str:
    """Return a date in French: "2 mai 2023", "1er décembre 2026"."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def day_in_words(day: dt.date) -> str:
    """Return a date with its weekday in French: "mardi 2 mai 2023"."""
    return f"{_DAYS[day.weekday()]} {date_in_words(day)}"


def _of(words: str) -> str:
    return f"d'{words}" if words[0] in "ao" else f"de {words}"
