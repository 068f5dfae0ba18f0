"""Stops: positions, stations, wheelchairs, and rows that cannot be used."""

import numpy as np
import pytest

from geo_matching.common.errors import InputError
from tests.transit.gtfs.feeds import TINY, calls_of, only_notice

HEAD = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding\n"
REST = "B,Halle,46.5,2.51,,,\nC,Gare,46.5,2.53,,,\n"


def test_positions_to_the_last_digit(read):
    feed = read(stops=TINY["stops"].replace("2.53", "2.53000000000000025"))
    assert feed.stops.lat.tolist() == [46.5, 46.5, 46.5]
    assert feed.stops.lon.tolist() == [2.5, 2.51, float("2.53000000000000025")]


def test_a_stop_without_a_name_shows_its_id(read):
    assert read(stops=TINY["stops"].replace("Halle", "")).stops.names == ["Mairie", "B", "Gare"]


def test_stations_and_their_stops(read):
    feed = read(stops=HEAD + "A,Mairie,46.5,2.5,0,P,\n" + REST + "P,Place,46.5,2.5,1,,\n")
    assert feed.stops.parent.tolist() == [3, -1, -1, -1]
    assert feed.stops.location_type.tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("own", "of_station", "expected"),
    [("", "1", 1), ("0", "2", 2), ("1", "2", 1), ("2", "1", 2), ("", "", 0)],
)
def test_a_stop_that_says_nothing_has_its_stations_wheelchair_value(
    read, own, of_station, expected
):
    stops = HEAD + f"A,,46.5,2.5,0,P,{own}\n" + REST + f"P,,46.5,2.5,1,,{of_station}\n"
    assert read(stops=stops).stops.wheelchair[0] == expected


def test_a_boarding_area_asks_its_platform_and_then_the_station(read):
    rows = "D,,46.5,2.5,4,A,\nA,,46.5,2.5,0,P,\nP,,46.5,2.5,1,,2\n"
    feed = read(stops=HEAD + rows + REST)
    assert feed.stops.parent[:3].tolist() == [1, 2, -1]
    assert feed.stops.wheelchair[:3].tolist() == [2, 2, 2]
    assert feed.notices == []


@pytest.mark.parametrize(
    ("lat", "lon", "column"),
    [
        ("", "2.5", "stop_lat"),
        ("46.5", "", "stop_lon"),
        ("north", "2.5", "stop_lat"),
        ("90.1", "2.5", "stop_lat"),
        ("46.5", "181", "stop_lon"),
        ("46.5", "inf", "stop_lon"),
        ("0", "0.0", "stop_lon"),
    ],
)
def test_a_stop_without_a_usable_position_keeps_its_trips(read, lat, lon, column):
    feed = read(stops=TINY["stops"].replace("46.5,2.51", f"{lat},{lon}"))
    assert np.isnan(feed.stops.lat[1])
    assert np.isnan(feed.stops.lon[1])
    assert [stop for stop, _ in calls_of(feed, "t1")] == ["A", "B", "C"]
    notice = only_notice(feed)
    assert (notice.file, notice.row, notice.column) == ("toy.zip/stops.txt", 3, column)
    assert notice.code == "bad_position"


def test_swapped_coordinates_are_noticed(read):
    notice = only_notice(read(stops=TINY["stops"].replace("46.5,2.51", "2.51,46.5")))
    assert (notice.row, notice.code) == (3, "far_stop")
    assert "swapped?" in notice.message


def test_a_stop_id_twice(read):
    feed = read(stops=TINY["stops"] + "A,Autre,46.6,2.6\n")
    assert feed.stops.names == ["Mairie", "Halle", "Gare"]
    notice = only_notice(feed)
    assert (notice.row, notice.column, notice.code) == (5, "stop_id", "duplicate_id")


def test_a_stop_without_id(read):
    feed = read(stops=TINY["stops"] + ",Autre,46.6,2.6\n")
    assert feed.stops.ids == ["A", "B", "C"]
    assert only_notice(feed).code == "missing_id"


def test_an_unknown_parent_is_left_out_and_noted_once(read):
    feed = read(stops=HEAD + "A,,46.5,2.5,0,P,\nB,,46.5,2.51,0,P,\nC,,46.5,2.53,,,\n")
    assert feed.stops.parent.tolist() == [-1, -1, -1]
    notice = only_notice(feed)
    assert (notice.row, notice.code) == (2, "unknown_parent_station")
    assert notice.message.endswith("(2 rows)")


def test_parents_in_a_circle_are_left_out(read):
    feed = read(stops=HEAD + "A,,46.5,2.5,0,B,\nB,,46.5,2.51,0,A,\nC,,46.5,2.53,0,C,\n")
    assert feed.stops.parent.tolist() == [-1, -1, -1]
    assert [(notice.row, notice.code) for notice in feed.notices] == [
        (2, "bad_parent"),
        (3, "bad_parent"),
        (4, "bad_parent"),
    ]


def test_the_parent_of_a_station_is_left_out(read):
    rows = "A,,46.5,2.5,0,P,\nP,,46.5,2.5,1,Q,\nQ,,46.5,2.5,1,,\n"
    feed = read(stops=HEAD + rows + REST)
    assert feed.stops.parent[:3].tolist() == [1, -1, -1]
    assert (only_notice(feed).row, only_notice(feed).code) == (3, "bad_parent")


def test_an_unknown_wheelchair_value_counts_as_unknown(read):
    feed = read(stops=HEAD + "A,,46.5,2.5,,,yes\n" + REST)
    assert feed.stops.wheelchair[0] == 0
    assert (only_notice(feed).column, only_notice(feed).code) == (
        "wheelchair_boarding",
        "unknown_value",
    )


def test_no_stop_at_all(read):
    with pytest.raises(InputError, match=r"stops.txt: no stop; expected at least one"):
        read(stops="stop_id,stop_name,stop_lat,stop_lon\n")
