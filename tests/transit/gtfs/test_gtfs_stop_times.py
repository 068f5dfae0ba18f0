"""Stop times: order, rules for riders, and the trips that are dropped with one notice each."""

import numpy as np
import pytest

from tests.transit.gtfs.feeds import GOOD_T2, HEAD, TINY, calls_of, only_notice

RULES = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n"


def test_calls_go_by_sequence_not_by_row(read):
    rows = "t1,08:15:00,08:15:00,C,10\nt2,09:00:00,09:00:00,A,0\nt1,08:00:00,08:00:00,A,9\n"
    feed = read(stop_times=HEAD + rows + "t2,09:15:00,09:15:00,C,400000\n")
    assert calls_of(feed, "t1") == [("A", "08:00:00"), ("C", "08:15:00")]
    assert calls_of(feed, "t2") == [("A", "09:00:00"), ("C", "09:15:00")]


def test_a_stop_served_twice_by_one_trip(read):
    rows = "t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:00,B,2\nt1,08:09:00,08:09:00,A,3\n"
    feed = read(stop_times=HEAD + rows + GOOD_T2)
    assert [stop for stop, _ in calls_of(feed, "t1")] == ["A", "B", "A"]


def test_hours_past_midnight(read):
    rows = "t1,23:50:00,23:50:00,A,1\nt1,25:10:00,25:10:00,C,2\n"
    assert read(stop_times=HEAD + rows + GOOD_T2).stop_times.arrival.tolist()[:2] == [85800, 90600]


def test_zero_time_between_stops(read):
    rows = "t1,08:00:00,08:00:00,A,1\nt1,08:00:00,08:00:00,B,2\n"
    assert read(stop_times=HEAD + rows + GOOD_T2).notices == []


def test_only_one_of_arrival_and_departure(read):
    rows = "t1,,08:00:00,A,1\nt1,08:05:00,,B,2\nt1,,08:10:00,C,3\n"
    feed = read(stop_times=HEAD + rows + GOOD_T2)
    assert calls_of(feed, "t1") == [("A", "08:00:00"), ("B", "08:05:00"), ("C", "08:10:00")]


def test_sequences_that_a_tool_wrote_as_floats(read):
    rows = "t1,08:00:00,08:00:00,A,1.0\nt1,08:15:00,08:15:00,C,2.0\n"
    assert read(stop_times=HEAD + rows + GOOD_T2).notices == []


@pytest.mark.parametrize(
    ("rows", "row", "column", "code"),
    [
        ("t1,,,A,1\nt1,08:15:00,08:15:00,C,2\n", 2, "departure_time", "missing_time"),
        ("t1,08:00:00,08:00:00,A,1\nt1,,,C,2\n", 3, "arrival_time", "missing_time"),
        ("t1,08:00:00,08:00:00,A,1\nt1,8h15,08:15:00,C,2\n", 3, "arrival_time", "bad_time"),
        ("t1,08:00:00,late,A,1\nt1,08:15:00,08:15:00,C,2\n", 2, "departure_time", "bad_time"),
        (
            "t1,08:00:00,08:00:00,A,1\nt1,07:59:59,08:15:00,C,2\n",
            3,
            "arrival_time",
            "time_goes_back",
        ),
        (
            "t1,08:00:00,08:00:00,A,1\nt1,08:15:00,08:14:59,C,2\n",
            3,
            "departure_time",
            "time_goes_back",
        ),
        (
            "t1,08:00:00,08:10:00,A,1\nt1,,,B,2\nt1,08:09:59,08:09:59,C,3\n",
            4,
            "arrival_time",
            "time_goes_back",
        ),
        (
            "t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:00,X,2\nt1,08:15:00,08:15:00,C,3\n",
            3,
            "stop_id",
            "unknown_stop_id",
        ),
        ("t1,08:00:00,08:00:00,,1\nt1,08:15:00,08:15:00,C,2\n", 2, "stop_id", "unknown_stop_id"),
        (
            "t1,08:00:00,08:00:00,A,first\nt1,08:15:00,08:15:00,C,2\n",
            2,
            "stop_sequence",
            "bad_sequence",
        ),
        ("t1,08:00:00,08:00:00,A,\nt1,08:15:00,08:15:00,C,2\n", 2, "stop_sequence", "bad_sequence"),
        (
            "t1,08:00:00,08:00:00,A,1\nt1,08:15:00,08:15:00,C,01\n",
            3,
            "stop_sequence",
            "duplicate_sequence",
        ),
    ],
)
def test_a_trip_that_cannot_be_trusted_is_dropped(read, rows, row, column, code):
    feed = read(stop_times=HEAD + rows + GOOD_T2)
    assert feed.trips.ids == ["t2"]
    assert feed.trips.first_stop_time.tolist() == [0, 2]
    assert calls_of(feed, "t2") == [("A", "09:00:00"), ("C", "09:15:00")]
    notice = only_notice(feed)
    assert (notice.file, notice.row, notice.column, notice.code) == (
        "toy.zip/stop_times.txt",
        row,
        column,
        code,
    )
    assert notice.message.startswith("trip 't1' is left out: ")


@pytest.mark.parametrize("rows", ["", "t1,08:00:00,08:00:00,A,1\n"])
def test_a_trip_of_fewer_than_two_stops_is_dropped(read, rows):
    feed = read(stop_times=HEAD + rows + GOOD_T2)
    assert feed.trips.ids == ["t2"]
    notice = only_notice(feed)
    assert (notice.file, notice.row, notice.code) == ("toy.zip/trips.txt", 2, "too_few_stops")


def test_a_trip_with_many_faults_has_one_notice(read):
    rows = "t1,late,08:00:00,A,1\nt1,08:05:00,x,X,2\nt1,,,C,last\n"
    assert only_notice(read(stop_times=HEAD + rows + GOOD_T2)).code == "bad_sequence"


def test_the_same_row_twice_counts_once(read):
    rows = "t1,08:00:00,08:00:00,A,1\nt1,08:15:00,08:15:00,C,2\n"
    feed = read(stop_times=HEAD + rows + rows + GOOD_T2)
    assert calls_of(feed, "t1") == [("A", "08:00:00"), ("C", "08:15:00")]
    assert (only_notice(feed).row, only_notice(feed).code) == (4, "repeated_stop_time")


def test_an_unknown_trip_is_left_out_and_noted_once(read):
    rows = "x,08:00:00,08:00:00,A,1\nx,08:15:00,08:15:00,C,2\n"
    feed = read(stop_times=TINY["stop_times"] + rows)
    assert feed.trips.ids == ["t1", "t2"]
    notice = only_notice(feed)
    assert (notice.row, notice.column, notice.code) == (7, "trip_id", "unknown_trip_id")
    assert notice.message == "'x' is not in trips.txt: left out (2 rows)"


def test_a_row_without_a_trip_is_left_out(read):
    feed = read(stop_times=TINY["stop_times"] + ",08:00:00,08:00:00,A,1\n")
    assert (only_notice(feed).row, only_notice(feed).code) == (7, "unknown_trip_id")


@pytest.mark.parametrize(
    ("kind", "phone", "refused"),
    [
        ("", False, 0),
        ("0", False, 0),
        ("1", False, 1),
        ("1", True, 1),
        ("2", False, 1),
        ("2", True, 0),
        ("3", False, 0),
    ],
)
def test_who_may_get_on_and_off(read, kind, phone, refused):
    rows = f"t1,08:00:00,08:00:00,A,1,{kind},\nt1,08:15:00,08:15:00,C,2,,{kind}\n"
    feed = read(stop_times=RULES + rows, allow_on_demand=phone)
    assert feed.stop_times.pickup.tolist() == [refused, 0]
    assert feed.stop_times.drop_off.tolist() == [0, refused]


def test_everybody_may_without_these_columns(read):
    feed = read()
    assert not feed.stop_times.pickup.any()
    assert not feed.stop_times.drop_off.any()


def test_an_unknown_rule_allows_and_is_noted(read):
    feed = read(
        stop_times=RULES
        + "t1,08:00:00,08:00:00,A,1,9,\nt1,08:15:00,08:15:00,C,2,,\nt2,9:00:00,,A,1\nt2,9:15:00,,C,2\n"
    )
    assert feed.stop_times.pickup.tolist() == [0, 0, 0, 0]
    assert (only_notice(feed).row, only_notice(feed).code) == (2, "unknown_value")


def test_distances_along_the_shape(read):
    head = HEAD.replace("\n", ",shape_dist_traveled\n")
    rows = "t1,08:00:00,,A,1,0\nt1,08:15:00,,C,2,1.5\nt2,9:00:00,,A,1,\nt2,9:15:00,,C,2,x\n"
    distances = read(stop_times=head + rows).stop_times.shape_dist
    assert distances.tolist()[:2] == [0.0, 1.5]
    assert np.isnan(distances).tolist() == [False, False, True, True]


def test_no_distances_along_the_shape(read):
    assert read().stop_times.shape_dist is None
