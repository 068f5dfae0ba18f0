"""The ordinary school day, found in numbers of trips alone: calendars written as weeks of text."""

import datetime as dt

import pytest

from transit.queries import open_network
from transit.service_days import (
    WeekDay,
    day_of_week,
    days_of_weeks,
    levels_of,
    ordinary_days,
    ordinary_level,
    school_day,
)

MONDAY = dt.date(2026, 11, 2)
SCHOOL = "500 500 480 500 500 300 90"
HOLIDAYS = "430 430 430 430 430 300 90"


def calendar(*weeks: str, first: dt.date = MONDAY) -> dict[dt.date, int]:
    """One week of seven numbers a text; `-` is a day without service."""
    days = " ".join(weeks).split()
    return {first + dt.timedelta(n): int(t) for n, t in enumerate(days) if t != "-"}


def tuesday(week: int) -> dt.date:
    return MONDAY + dt.timedelta(weeks=week, days=1)


def test_school_weeks_are_told_from_holidays_by_their_trips():
    levels = calendar(SCHOOL, HOLIDAYS, HOLIDAYS, SCHOOL, SCHOOL)
    assert ordinary_level(levels) == 500
    assert ordinary_days(levels) == [tuesday(0), tuesday(3), tuesday(4)]


def test_a_period_of_mostly_holidays_still_has_its_school_days():
    levels = calendar(HOLIDAYS, HOLIDAYS, SCHOOL, SCHOOL)
    assert ordinary_days(levels) == [tuesday(2), tuesday(3)]


def test_a_public_holiday_on_a_tuesday_runs_like_a_sunday():
    feast = "500 90 480 500 500 300 90"
    levels = calendar(SCHOOL, feast, SCHOOL)
    assert ordinary_days(levels) == [tuesday(0), tuesday(2)]
    # The week of the feast has its Thursday, which is like a Tuesday.
    assert day_of_week(levels, MONDAY + dt.timedelta(7), tuesday(0)) == WeekDay(
        MONDAY + dt.timedelta(10), comparable=False
    )


def test_public_holidays_do_not_pull_the_median_down():
    feast = "500 90 480 500 500 300 90"
    levels = calendar(feast, SCHOOL, feast, SCHOOL, SCHOOL)
    assert ordinary_level(levels) == 500


def test_one_day_with_extra_trips_does_not_decide():
    festival = "500 800 480 500 500 300 90"
    levels = calendar(SCHOOL, festival, SCHOOL, SCHOOL, SCHOOL)
    assert ordinary_level(levels) == 500
    assert tuesday(1) not in ordinary_days(levels)


def test_days_that_differ_by_a_few_trips_are_of_one_kind():
    works = "495 494 480 495 495 300 90"
    levels = calendar(SCHOOL, works, SCHOOL)
    assert ordinary_days(levels) == [tuesday(0), tuesday(1), tuesday(2)]


def test_the_first_school_tuesday_to_come_stands_for_the_timetable():
    levels = calendar(SCHOOL, HOLIDAYS, SCHOOL, SCHOOL)
    assert school_day(levels, MONDAY) == tuesday(0)
    assert school_day(levels, tuesday(0) + dt.timedelta(1)) == tuesday(2)


def test_of_a_timetable_that_has_ended_a_middle_school_tuesday_is_taken():
    levels = calendar(SCHOOL, SCHOOL, HOLIDAYS, SCHOOL, SCHOOL)
    assert school_day(levels, dt.date(2030, 1, 1)) == tuesday(1)


def test_without_a_tuesday_the_best_served_day_will_do():
    assert school_day({dt.date(2026, 11, 29): 5}, MONDAY) == dt.date(2026, 11, 29)
    with pytest.raises(ValueError, match="without any day of service"):
        school_day({}, MONDAY)


def test_two_tuesdays_whose_median_is_neither_still_give_one():
    levels = {tuesday(0): 100, tuesday(1): 200}
    assert ordinary_days(levels) == [tuesday(1)]


def test_weeks_outside_the_timetable_or_all_holiday_are_told_by_another_day():
    levels = calendar(SCHOOL, HOLIDAYS, SCHOOL, SCHOOL)
    for monday in (MONDAY + dt.timedelta(7), dt.date(2027, 3, 1)):
        assert day_of_week(levels, monday, tuesday(2)) == WeekDay(tuesday(2), comparable=True)
    weeks = [MONDAY + dt.timedelta(7 * n) for n in range(5)]
    # The holidays have no day; the week after the last is not told of.
    assert days_of_weeks(levels, weeks, tuesday(0)) == {
        "2026-W45": "2026-11-03",
        "2026-W46": None,
        "2026-W47": "2026-11-17",
        "2026-W48": "2026-11-24",
    }


def test_a_week_that_is_cut_off_before_an_ordinary_day_is_not_called_holidays():
    levels = calendar("- - - - 430 300 90", SCHOOL, SCHOOL, "430 - - - - - -")
    weeks = [MONDAY + dt.timedelta(7 * n) for n in range(4)]
    days = days_of_weeks(levels, weeks, tuesday(1))
    assert days == {"2026-W46": "2026-11-10", "2026-W47": "2026-11-17"}


def test_the_real_network_of_grenoble(stages_data, tmp_path):
    """TAG in spring 2023: school holidays until 23 April, feasts on 1, 8, 18 and 29 May."""
    from transit.network.builder import build_network

    folder = build_network(
        [stages_data / "grenoble" / "gtfs_tag_2023.zip"], None, tmp_path / "network"
    )
    levels = levels_of(open_network(folder))
    school = {dt.date(2023, 4, 25) + dt.timedelta(7 * n) for n in range(6)}
    assert set(ordinary_days(levels)) <= school
    assert dt.date(2023, 5, 2) in ordinary_days(levels)
    for feast in ("2023-05-01", "2023-05-08", "2023-05-29"):
        assert dt.date.fromisoformat(feast) not in ordinary_days(levels, weekday=0)
