"""frequencies.txt: a trip becomes the trips that it stands for."""

import pytest

from geo_matching.common.errors import InputError
from tests.transit.gtfs.feeds import TINY, calls_of, only_notice

HEAD = "trip_id,start_time,end_time,headway_secs,exact_times\n"
TRIPS = "route_id,service_id,trip_id,block_id\nL,week,t1,b\nL,week,t2,b\n"


def test_a_trip_runs_from_the_start_to_before_the_end(read):
    feed = read(frequencies=HEAD + "t2,06:00:00,06:20:00,600,1\n")
    assert feed.trips.ids == ["t1", "t2@06:00:00", "t2@06:10:00"]
    assert calls_of(feed, "t2@06:10:00") == [("A", "06:10:00"), ("C", "06:25:00")]
    assert calls_of(feed, "t1")[0] == ("A", "08:00:00")
    assert feed.trips.from_frequency.tolist() == [False, True, True]
    assert feed.trips.first_stop_time.tolist() == [0, 3, 5, 7]
    assert feed.notices == []


def test_an_end_one_second_after_a_departure_lets_it_run(read):
    feed = read(frequencies=HEAD + "t2,06:00:00,06:20:01,600,1\n")
    assert feed.trips.ids[1:] == ["t2@06:00:00", "t2@06:10:00", "t2@06:20:00"]


def test_standing_times_are_kept_and_the_first_departure_counts(read):
    times = TINY["stop_times"].replace("t1,08:00:00,08:00:00", "t1,07:59:00,08:00:00")
    feed = read(stop_times=times, frequencies=HEAD + "t1,06:00:00,06:01:00,600,1\n")
    assert calls_of(feed, "t1@06:00:00") == [
        ("A", "05:59:00/06:00:00"),
        ("B", "06:05:00/06:06:00"),
        ("C", "06:15:00"),
    ]


def test_trips_without_exact_times_are_anchored_at_the_start_and_noted(read):
    feed = read(frequencies="trip_id,start_time,end_time,headway_secs\nt2,06:00:00,06:15:00,600\n")
    assert feed.trips.ids == ["t1", "t2@06:00:00", "t2@06:10:00"]
    assert (only_notice(feed).row, only_notice(feed).code) == (2, "anchored_frequency")


def test_several_bands_go_by_time_and_a_departure_twice_counts_once(read):
    rows = "t2,07:00:00,07:20:00,600,1\nt2,06:30:00,07:01:00,1800,1\n"
    feed = read(frequencies=HEAD + rows)
    assert feed.trips.ids[1:] == ["t2@06:30:00", "t2@07:00:00", "t2@07:10:00"]


def test_bands_past_midnight(read):
    feed = read(frequencies=HEAD + "t2,23:50:00,24:05:00,600,1\n")
    assert calls_of(feed, "t2@24:00:00") == [("A", "24:00:00"), ("C", "24:15:00")]


def test_the_trips_belong_to_no_block(read):
    feed = read(trips=TRIPS, frequencies=HEAD + "t1,06:00:00,06:01:00,600,1\n")
    assert feed.trips.block[0] == -1
    assert feed.trips.block[1] >= 0


def test_missing_times_are_filled_before(read):
    times = TINY["stop_times"].replace("08:05:00,08:06:00", ",")
    feed = read(stop_times=times, frequencies=HEAD + "t1,06:00:00,06:01:00,600,1\n")
    assert calls_of(feed, "t1@06:00:00")[1] == ("B", "06:05:00")


def test_an_unknown_trip(read):
    feed = read(frequencies=HEAD + "x,06:00:00,06:20:00,600,1\n")
    assert feed.trips.ids == ["t1", "t2"]
    assert (only_notice(feed).column, only_notice(feed).code) == ("trip_id", "unknown_trip_id")


@pytest.mark.parametrize(
    ("band", "column", "code"),
    [
        ("x,07:00:00,600", "start_time", "bad_time"),
        ("06:00:00,,600", "end_time", "bad_time"),
        ("06:00:00,07:00:00,0", "headway_secs", "bad_headway"),
        ("06:00:00,07:00:00,-5", "headway_secs", "bad_headway"),
        ("06:00:00,07:00:00,often", "headway_secs", "bad_headway"),
        ("06:00:00,07:00:00,", "headway_secs", "bad_headway"),
    ],
)
def test_a_bad_band_is_left_out_and_the_others_run(read, band, column, code):
    feed = read(frequencies=HEAD + f"t2,{band},1\nt2,09:00:00,09:01:00,600,1\n")
    assert feed.trips.ids == ["t1", "t2@09:00:00"]
    notice = only_notice(feed)
    assert (notice.row, notice.column, notice.code) == (2, column, code)


@pytest.mark.parametrize("band", ["07:00:00,07:00:00,600", "07:00:00,06:00:00,600"])
def test_a_trip_without_any_departure_is_dropped(read, band):
    feed = read(frequencies=HEAD + f"t2,{band},1\n")
    assert feed.trips.ids == ["t1"]
    assert (only_notice(feed).row, only_notice(feed).code) == (3, "no_departure")


def test_no_trip_left(read):
    with pytest.raises(InputError, match="none of the 1 trips"):
        read(
            trips="route_id,service_id,trip_id\nL,week,t2\n",
            stop_times="".join(TINY["stop_times"].splitlines(keepends=True)[i] for i in (0, 4, 5)),
            frequencies=HEAD + "t2,07:00:00,07:00:00,600,1\n",
        )
