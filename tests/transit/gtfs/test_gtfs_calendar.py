"""Services: regular days, exceptions, either alone, and what is wrong with dates."""

from datetime import date

import pytest

from geo_matching.common.errors import InputError
from tests.transit.gtfs.feeds import TINY

HEAD = TINY["calendar"].splitlines()[0] + "\n"
DATES = "service_id,date,exception_type\n"
MONDAY, SATURDAY = date(2030, 1, 7), date(2030, 1, 12)


def days(feed, service="week"):
    row = feed.services.active[feed.services.ids.index(service)]
    first = feed.services.first_day.toordinal()
    return [date.fromordinal(first + at).isoformat()[5:] for at in row.nonzero()[0].tolist()]


def codes(feed):
    return [(notice.row, notice.column, notice.code) for notice in feed.notices]


def test_calendar_alone(read):
    expected = ["01-07", "01-08", "01-09", "01-10", "01-11", "01-14", "01-15", "01-16", "01-17"]
    assert days(read()) == [*expected, "01-18"]


def test_calendar_dates_alone(read):
    feed = read(calendar=None, calendar_dates=DATES + "week,20300109,1\nweek,20300112,1\n")
    assert days(feed) == ["01-09", "01-12"]


def test_calendar_with_a_header_and_no_row(read):
    feed = read(calendar=HEAD, calendar_dates=DATES + "week,20300109,1\n")
    assert days(feed) == ["01-09"]
    assert feed.notices == []


def test_both_added_and_removed_days(read):
    feed = read(calendar_dates=DATES + "week,20300112,1\nweek,20300107,2\nweek,20300121,1\n")
    assert days(feed)[0] == "01-08"
    assert "01-12" in days(feed)
    assert days(feed)[-1] == "01-21"


def test_a_service_that_only_has_exceptions_beside_regular_ones(read):
    feed = read(
        calendar_dates=DATES + "fair,20300113,1\n",
        trips=TINY["trips"].replace("week,t2", "fair,t2"),
    )
    assert days(feed, "fair") == ["01-13"]
    assert feed.services.active_on(date(2030, 1, 13)).tolist() == [False, True]


def test_active_on_a_day_and_outside_all_days(read):
    services = read().services
    assert services.active_on(MONDAY).tolist() == [True]
    assert services.active_on(SATURDAY).tolist() == [False]
    assert services.active_on(date(2030, 1, 6)).tolist() == [False]
    assert services.active_on(date(2031, 1, 6)).tolist() == [False]


def test_covered_days_are_those_of_services_with_a_kept_trip(read):
    feed = read(
        calendar=TINY["calendar"] + "idle,1,1,1,1,1,1,1,20290101,20311231\n",
        calendar_dates=DATES + "week,20300107,2\n",
    )
    assert feed.services.covered() == (date(2030, 1, 8), date(2030, 1, 18))


def test_a_removed_day_outside_the_range_changes_nothing(read):
    feed = read(calendar_dates=DATES + "week,20310107,2\n")
    assert feed.services.covered() == (MONDAY, date(2030, 1, 18))
    assert feed.notices == []


def test_of_two_exceptions_on_a_day_the_last_holds(read):
    feed = read(calendar_dates=DATES + "week,20300107,2\nweek,20300112,1\nweek,20300107,1\n")
    assert days(feed)[0] == "01-07"
    assert codes(feed) == [(4, "date", "repeated_exception")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("week,2030-01-07,2", "date"),
        ("week,20300230,1", "date"),
        ("week,20300107,3", "exception_type"),
        ("week,20300107,", "exception_type"),
        (",20300107,2", "service_id"),
    ],
)
def test_a_bad_exception_is_left_out(read, row, column):
    feed = read(calendar_dates=DATES + row + "\n")
    assert days(feed)[0] == "01-07"
    assert codes(feed) == [(2, column, "bad_exception")]


@pytest.mark.parametrize(
    ("bounds", "column"),
    [("x,20300120", "start_date"), ("20300107,", "end_date"), ("20300120,20300107", "end_date")],
)
def test_bad_dates_leave_the_exceptions_of_the_service(read, bounds, column):
    feed = read(
        calendar=HEAD + f"week,1,1,1,1,1,0,0,{bounds}\n",
        calendar_dates=DATES + "week,20300109,1\n",
    )
    assert days(feed) == ["01-09"]
    assert codes(feed) == [(2, column, "bad_date")]


def test_a_bad_weekday_counts_as_no(read):
    feed = read(calendar=TINY["calendar"].replace("week,1,1", "week,yes,1"))
    assert days(feed)[0] == "01-08"
    assert codes(feed) == [(2, "monday", "unknown_value")]


def test_a_service_id_twice(read):
    feed = read(calendar=TINY["calendar"] + "week,0,0,0,0,0,0,1,20300107,20300120\n")
    assert "01-13" not in days(feed)
    assert codes(feed) == [(3, "service_id", "duplicate_id")]


def test_a_service_for_ever(read):
    feed = read(calendar=TINY["calendar"].replace("20300107,20300120", "19000101,99991231"))
    assert feed.services.covered() == (date(1970, 1, 1), date(2099, 12, 31))


def test_neither_calendar_nor_calendar_dates(read):
    with pytest.raises(InputError, match=r"one of calendar.txt and calendar_dates.txt"):
        read(calendar=None)


@pytest.mark.parametrize("dates", [None, DATES + "week,20300107,2\n"])
def test_no_day_of_service_at_all(read, dates):
    with pytest.raises(InputError, match="no service at all"):
        read(calendar=HEAD + "week,0,0,0,0,0,0,0,20300107,20300120\n", calendar_dates=dates)


def test_no_day_of_service_for_the_trips_that_are_kept(read):
    feed_tables = {
        "calendar": TINY["calendar"].replace("week,1,1,1,1,1", "week,0,0,0,0,0")
        + "idle,1,1,1,1,1,1,1,20300101,20300131\n"
    }
    with pytest.raises(InputError, match="no service at all"):
        read(**feed_tables)
