"""What people are told when the figures rest on the timetable of another time."""

import datetime as dt

import pytest

from geo_matching.matching.timetables import Timetable, week_of_trip
from offers.coming import coming_week

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


DAYS = {"2026-W49": "2026-12-01", "2026-W50": "2026-12-10", "2026-W52": None}
WITH_WEEKS = Timetable("38", NOW.service_date, NOW.covered_from, dt.date(2027, 3, 2), DAYS)
USUAL = "Horaires du mardi 1er décembre 2026"


def test_holidays_are_told_and_ordinary_weeks_are_not_worth_a_word():
    assert WITH_WEEKS.notice(TODAY, [202649, 202650]) == ""
    assert WITH_WEEKS.notice(TODAY, [202652, 202649]) == (
        f"{USUAL}\u202f: la semaine du 21 décembre 2026, les transports ne circulent pas comme un "
        "jour d'école."
    )


def test_a_week_in_which_the_timetable_ends_too_early_is_not_published_yet():
    """It ends on Tuesday 2 March, before any day that it calls ordinary; nothing says holidays."""
    assert WITH_WEEKS.notice(TODAY, [202709]).endswith(
        "n'a pas encore publié ceux de la semaine du 1er mars 2027."
    )
    assert WITH_WEEKS.notice(TODAY, [202708]) == ""


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (None, f"{USUAL}."),
        (202649, f"{USUAL}."),
        (202650, "Horaires du jeudi 10 décembre 2026."),
        (202652, f"{USUAL}\u202f: la semaine du 21 décembre 2026, les transports ne circulent"),
        (202705, f"{USUAL}\u202f: ceux de la semaine du 1er février 2027 ne sont pas encore"),
        (202722, f"{USUAL}\u202f: le réseau n'a pas encore publié ceux de la semaine du 31 mai"),
    ],
)
def test_a_trip_is_told_with_its_day(week, words):
    told = WITH_WEEKS.trip_words(TODAY, week)
    assert told.startswith(words)
    assert WITH_WEEKS.trip_notice(TODAY, week) == ("" if told.endswith("2026.") else told)


def test_a_trip_by_an_ended_timetable_is_told_as_such():
    assert SPRING.trip_words(TODAY, None) == SPRING.notice(TODAY)
    assert "de la semaine du 30 novembre 2026" in SPRING.trip_words(TODAY, 202649)


@pytest.mark.parametrize(
    ("offered", "wanted", "week"),
    [
        ([202703, 202649], {202703, 202704}, 202703),
        ([202704, 202703], {202704, 202703}, 202703),
        ([202649], {202703}, 202649),
        ([202703, 202649], (), 202649),
        ([], {202704, 202703}, 202703),
        ([], (), None),
        # This week has begun, and the last is over.
        ([202648, 202703], {202648}, 202703),
        ([202647, 202648], {202703}, None),
    ],
)
def test_the_week_of_a_trip_is_the_first_to_come_that_fits_both(offered, wanted, week):
    assert week_of_trip(offered, wanted, coming_week(TODAY)) == week
