"""Holidays of years whose decree is known, and days that have a service of their own."""

from datetime import date

import pytest

from geo_matching.demo.transport.calendars import (
    HOLIDAY,
    SAT,
    SCHOOL,
    SUN,
    easter,
    exceptions,
    public_holidays,
    school_weeks,
    service_of,
    two_years_from,
)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))],
)
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


def test_eleven_public_holidays() -> None:
    days = public_holidays(2026)
    assert len(days) == 11
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)} < days


@pytest.mark.parametrize(
    ("day", "service"),
    [
        (date(2026, 10, 16), SCHOOL),  # the last day before the autumn holidays of 2026
        (date(2026, 10, 19), HOLIDAY),
        (date(2026, 11, 2), SCHOOL),
        (date(2026, 2, 13), SCHOOL),  # winter of zone B, 2026: 14 February to 2 March
        (date(2026, 2, 16), HOLIDAY),
        (date(2026, 3, 2), SCHOOL),
        (date(2026, 4, 10), SCHOOL),  # spring of zone B, 2026: 11 to 27 April
        (date(2026, 4, 27), SCHOOL),
        (date(2026, 12, 31), HOLIDAY),
        (date(2027, 1, 1), SUN),
        (date(2027, 1, 4), SCHOOL),
        (date(2026, 7, 6), HOLIDAY),
        (date(2026, 9, 1), SCHOOL),
        (date(2026, 11, 11), SUN),
        (date(2026, 11, 28), SAT),
        (date(2026, 11, 29), SUN),
        (date(2026, 5, 15), HOLIDAY),  # the Friday after Ascension
        (date(2027, 5, 1), None),
    ],
)
def test_service_of_a_day(day: date, service: object) -> None:
    assert service_of(day) == service


def test_exceptions_say_only_what_the_week_does_not() -> None:
    rows = exceptions(date(2026, 11, 9), date(2026, 11, 15))
    assert rows == [("SEM", date(2026, 11, 11), 2), ("DIM", date(2026, 11, 11), 1)]


def test_weeks_of_term_time() -> None:
    weeks = school_weeks(date(2026, 11, 23), date(2027, 3, 14))
    assert weeks[:4] == ["2026-W48", "2026-W49", "2026-W50", "2026-W51"]
    assert weeks[4:8] == ["2027-W01", "2027-W02", "2027-W03", "2027-W04"]
    assert "2027-W08" not in weeks
    assert "2027-W09" not in weeks
    assert weeks[-1] == "2027-W10"


@pytest.mark.parametrize(
    ("start", "last"),
    [(date(2026, 11, 23), date(2028, 11, 22)), (date(2028, 2, 29), date(2030, 2, 28))],
)
def test_two_years(start: date, last: date) -> None:
    assert two_years_from(start) == last
