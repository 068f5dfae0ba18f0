"""Days of the invented network: school holidays in the manner of zone B, public holidays."""

from datetime import date, timedelta
from typing import NamedTuple

SATURDAY, SUNDAY = 5, 6
DAY = timedelta(days=1)


class Service(NamedTuple):
    id: str
    weekdays: str  # seven flags, Monday first, as calendar.txt has them


SCHOOL = Service("SEM", "1111100")
HOLIDAY = Service("VAC", "0000000")
SAT = Service("SAM", "0000010")
SUN = Service("DIM", "0000001")
SERVICES = (SCHOOL, HOLIDAY, SAT, SUN)


def two_years_from(start: date) -> date:
    """Return the last day of two years that begin on `start`."""
    try:
        return start.replace(year=start.year + 2) - DAY
    except ValueError:  # 29 February
        return start.replace(year=start.year + 2, day=28)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, century, in_century = year % 19, year // 100, year % 100
    skipped = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - skipped + 15) % 30
    shift = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * shift) // 451
    month, day = divmod(epact + shift - 7 * late + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int) -> set[date]:
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    moving = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
    return {date(year, m, d) for m, d in fixed} | {easter(year) + d * DAY for d in moving}


def nth_saturday(year: int, month: int, n: int) -> date:
    first = date(year, month, 1)
    return first + ((SATURDAY - first.weekday()) % 7 + 7 * (n - 1)) * DAY


def school_holidays(year: int) -> list[tuple[date, date]]:
    """Return the holidays that begin in a calendar year: first day (a Saturday), day of return."""
    winter = nth_saturday(year, 2, 2 if year % 2 == 0 else 3)
    fortnight = 16 * DAY
    spring, autumn, christmas = (
        winter + 56 * DAY, nth_saturday(year, 10, 3), nth_saturday(year, 12, 3),
    )  # fmt: skip
    return [
        (winter, winter + fortnight),
        (spring, spring + fortnight),
        (easter(year) + 39 * DAY, easter(year) + 43 * DAY),  # the bridge of Ascension
        (nth_saturday(year, 7, 1), date(year, 9, 1)),
        (autumn, autumn + fortnight),
        (christmas, christmas + fortnight),
    ]


def is_school_holiday(day: date) -> bool:
    spans = school_holidays(day.year) + school_holidays(day.year - 1)
    return any(start <= day < back for start, back in spans)


def service_of(day: date) -> Service | None:
    """Return the service of a day; nothing runs on 1 May."""
    if (day.month, day.day) == (5, 1):
        return None
    if day.weekday() == SUNDAY or day in public_holidays(day.year):
        return SUN
    if day.weekday() == SATURDAY:
        return SAT
    return HOLIDAY if is_school_holiday(day) else SCHOOL


def exceptions(start: date, end: date) -> list[tuple[str, date, int]]:
    """Return the rows of calendar_dates.txt: service, day, 1 added or 2 removed."""
    rows = []
    for offset in range((end - start).days + 1):
        day = start + offset * DAY
        runs = service_of(day)
        for service in SERVICES:
            planned = service.weekdays[day.weekday()] == "1"
            if planned != (service is runs):
                rows.append((service.id, day, 2 if planned else 1))
    return rows


def school_weeks(start: date, end: date) -> list[str]:
    """Return the ISO weeks ("2026-W48") of term time, as offers name them."""
    weeks = []
    monday = start + (-start.weekday() % 7) * DAY
    while monday + 4 * DAY <= end:
        if not any(is_school_holiday(monday + d * DAY) for d in range(5)):
            year, week, _ = monday.isocalendar()
            weeks.append(f"{year}-W{week:02d}")
        monday += 7 * DAY
    return weeks
