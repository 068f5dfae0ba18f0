"""transfers.txt: the rows that the network may use, and those it may not."""

import pytest

from tests.transit.gtfs.feeds import only_notice
from transit.gtfs.feed import TransferRow

HEAD = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"
STATIONS = """stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
A,,46.5,2.50,0,P
B,,46.5,2.51,0,
C,,46.5,2.53,0,
P,,46.5,2.50,1,
"""


def test_rows_in_file_order_with_their_types(read):
    rows = "C,A,0,\nA,B,1,\nA,C,2,300\nB,A,3,\nB,C,,\n"
    assert read(transfers=HEAD + rows).transfers == [
        TransferRow(2, 0, 0, 0),
        TransferRow(0, 1, 1, 0),
        TransferRow(0, 2, 2, 300),
        TransferRow(1, 0, 3, 0),
        TransferRow(1, 2, 0, 0),
    ]


def test_stations_stay_stations(read):
    feed = read(stops=STATIONS, transfers=HEAD + "P,B,2,120\nP,P,1,\n")
    assert feed.transfers == [TransferRow(3, 1, 2, 120), TransferRow(3, 3, 1, 0)]


def test_a_time_counts_for_type_2_only(read):
    assert read(transfers=HEAD + "A,B,0,600\n").transfers == [TransferRow(0, 1, 0, 0)]


@pytest.mark.parametrize("column", ["from_route_id", "to_route_id", "from_trip_id", "to_trip_id"])
def test_a_row_for_certain_routes_or_trips_is_not_used(read, column):
    feed = read(transfers=f"from_stop_id,to_stop_id,transfer_type,{column}\nA,B,1,t1\nB,C,1,\n")
    assert feed.transfers == [TransferRow(1, 2, 1, 0)]
    notice = only_notice(feed)
    assert (notice.row, notice.column, notice.code) == (2, column, "narrow_transfer")


def test_a_row_with_trips_and_no_stops_is_not_used(read):
    feed = read(transfers="transfer_type,from_trip_id,to_trip_id\n4,t1,t2\n")
    assert feed.transfers == []
    assert only_notice(feed).code == "narrow_transfer"


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("X,B,1,", "from_stop_id", "unknown_from_stop_id"),
        ("A,,1,", "to_stop_id", "unknown_to_stop_id"),
        ("A,B,7,", "transfer_type", "unknown_value"),
    ],
)
def test_a_row_that_cannot_be_used(read, row, column, code):
    feed = read(transfers=HEAD + row + "\n")
    assert feed.transfers == []
    notice = only_notice(feed)
    assert (notice.row, notice.column, notice.code) == (2, column, code)


@pytest.mark.parametrize("seconds", ["", "-60", "2.5", "soon"])
def test_a_bad_minimum_time_counts_as_none(read, seconds):
    feed = read(transfers=HEAD + f"A,B,2,{seconds}\n")
    assert feed.transfers == [TransferRow(0, 1, 2, 0)]
    assert only_notice(feed).code == "bad_min_transfer_time"
