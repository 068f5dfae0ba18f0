"""What people are told when the figures rest on the timetable of another time."""

import datetime as dt

import pytest

from geo_matching.matching.timetables import Timetable

SPRING = Timetable("38", dt.date(2023, 5, 2), dt.date(2023, 4, 10), dt.date(2023, 6, 4))
NOW = Timetable("38", dt.date(2026, 12, 1), dt.date(2026, 11, 2), dt.date(2027, 2, 28))
TODAY = dt.date(2026, 11, 26)


def test_a_timetable_of_today_needs_no_word():
    assert NOW.notice(TODAY) == ""
    assert NOW.notice(TODAY, [202650]) == ""
    assert NOW.notice(NOW.covered_to) == ""


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (TODAY, "de novembre 2026"),
        (dt.date(2027, 4, 1), "d'avril 2027"),
        (dt.date(2027, 8, 1), "d'août 2027"),
        (dt.date(2027, 10, 1), "d'octobre 2027"),
    ],
)
def test_an_ended_timetable_is_told_with_its_day(today, month):
    assert SPRING.notice(today) == (
        f"Horaires du mardi 2 mai 2023\u202f: le réseau n'a pas encore publié ceux {month}."
    )


def test_a_week_beyond_the_timetable_is_told():
    assert NOW.notice(TODAY, [202722]) == (
        "Horaires du mardi 1er décembre 2026\u202f: le réseau n'a pas encore publié ceux de la "
        "semaine du 31 mai 2027."
    )


def test_a_week_partly_covered_is_covered():
    assert NOW.notice(TODAY, [202708]) == ""
    assert NOW.notice(TODAY, [202709]) != ""


def test_of_several_weeks_the_first_that_is_missing_is_named():
    assert "semaine du 1er mars 2027" in NOW.notice(TODAY, [202722, 202709, 202650])


def test_a_week_before_the_timetable_is_told():
    assert NOW.notice(TODAY, [202640]) == (
        "Horaires du mardi 1er décembre 2026\u202f: le réseau ne publie pas ceux de la semaine "
        "du 28 septembre 2026."
    )
