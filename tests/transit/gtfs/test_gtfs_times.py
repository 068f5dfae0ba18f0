"""Times and dates as text, and back."""

from datetime import date

import pytest

from transit.gtfs.times import MISSING, UNPARSABLE, format_time, parse_date, parse_time, parse_times


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00:00", 0),
        ("06:00:00", 21_600),
        ("6:00:00", 21_600),
        ("6:5:9", 21_909),
        ("25:47:00", 92_820),
        ("100:00:01", 360_001),
    ],
)
def test_a_time_is_seconds_of_the_service_day(text, seconds):
    assert parse_time(text) == seconds


def test_a_blank_time_is_missing():
    assert parse_time("") == MISSING


@pytest.mark.parametrize(
    "text", ["noon", "08:00", "08:60:00", "08:00:60", "-1:00:00", "8h00", "08:00:00.5", "٠٨:00:00"]
)
def test_anything_else_is_no_time(text):
    assert parse_time(text) == UNPARSABLE


def test_many_times_at_once():
    assert parse_times(["", "00:01:00", "x"]).tolist() == [MISSING, 60, UNPARSABLE]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "00:00:00"), (92_821, "25:47:01"), (-600, "-00:10:00")]
)
def test_a_time_as_text(seconds, text):
    assert format_time(seconds) == text


def test_a_date():
    assert parse_date("20240229") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["", "20230229", "2024-02-29", "202402290", "00000101", "today"])
def test_no_date(text):
    assert parse_date(text) is None
