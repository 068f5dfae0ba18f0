"""Agency, routes, trips and shapes: what they carry, and references that lead nowhere."""

import pytest

from geo_matching.common.errors import InputError
from tests.transit.gtfs.feeds import TINY, only_notice

AGENCY = "agency_id,agency_name,agency_url,agency_timezone\n"
ROUTES = "route_id,route_short_name,route_long_name,route_type,route_color,route_text_color\n"
TRIPS = "route_id,service_id,trip_id,trip_headsign,shape_id,block_id,wheelchair_accessible\n"
SHAPE = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n"


def codes(feed):
    return [(notice.row, notice.column, notice.code) for notice in feed.notices]


def test_an_agency_in_another_time_zone(read):
    rows = "1,A,https://a.example,Europe/Paris\n2,B,https://b.example,Europe/Berlin\n"
    feed = read(agency=AGENCY + rows)
    assert feed.timezone == "Europe/Paris"
    assert codes(feed) == [(3, "agency_timezone", "other_timezone")]


@pytest.mark.parametrize("rows", ["", "1,A,https://a.example,\n"])
def test_no_time_zone(read, rows):
    with pytest.raises(InputError, match=r"agency.txt.*expected one"):
        read(agency=AGENCY + rows)


@pytest.mark.parametrize("kind", [0, 3, 12, 100, 712, 1700])
def test_basic_and_extended_route_types(read, kind):
    feed = read(routes=ROUTES + f"L,L1,,{kind},,\n")
    assert feed.routes.types.tolist() == [kind]
    assert feed.notices == []


@pytest.mark.parametrize("kind", ["", "bus", "-1", "3.5"])
def test_a_bad_route_type_counts_as_bus(read, kind):
    feed = read(routes=ROUTES + f"L,L1,,{kind},,\n")
    assert feed.routes.types.tolist() == [3]
    assert codes(feed) == [(2, "route_type", "bad_route_type")]


def test_colours(read):
    feed = read(routes=ROUTES + "L,L1,,3,F5D24D,#000000\nM,L2,,3,,0\n")
    assert feed.routes.colours == ["#f5d24d", ""]
    assert feed.routes.text_colours == ["#000000", ""]
    assert codes(feed) == [(3, "route_text_color", "bad_colour")]


def test_a_route_id_twice(read):
    feed = read(routes=TINY["routes"] + "L,L9,,3\n")
    assert feed.routes.short_names == ["L1"]
    assert codes(feed) == [(3, "route_id", "duplicate_id")]


def test_what_a_trip_carries(read):
    feed = read(
        trips=TRIPS + "L,week,t1,Gare,s,b2,1\nL,week,t2,,,b2,2\n",
        shapes=SHAPE + "s,46.5,2.5,1\ns,46.5,2.53,2\n",
    )
    trips = feed.trips
    assert trips.headsigns == ["Gare", ""]
    assert trips.route.tolist() == [0, 0]
    assert trips.service.tolist() == [0, 0]
    assert trips.shape.tolist() == [0, -1]
    assert trips.block[0] == trips.block[1] >= 0
    assert trips.wheelchair.tolist() == [1, 2]
    assert trips.from_frequency.tolist() == [False, False]
    assert trips.first_stop_time.tolist() == [0, 3, 5]
    assert feed.notices == []


def test_different_blocks_have_different_numbers(read):
    blocks = read(trips=TRIPS + "L,week,t1,,,b1,\nL,week,t2,,,b2,\n").trips.block
    assert blocks[0] != blocks[1]


def test_trips_come_in_file_order(read):
    trips = "route_id,service_id,trip_id\nL,week,t2\nL,week,t1\n"
    feed = read(trips=trips)
    assert feed.trips.ids == ["t2", "t1"]
    assert feed.trips.first_stop_time.tolist() == [0, 2, 5]


@pytest.mark.parametrize(
    ("row", "column"),
    [("X,week,t1\n", "route_id"), ("L,X,t1\n", "service_id"), (",week,t1\n", "route_id")],
)
def test_a_trip_of_an_unknown_route_or_service_is_dropped(read, row, column):
    feed = read(trips="route_id,service_id,trip_id\n" + row + "L,week,t2\n")
    assert feed.trips.ids == ["t2"]
    assert len(feed.stop_times.stop) == 2
    assert codes(feed) == [(2, column, f"unknown_{column}")]


def test_a_trip_id_twice(read):
    feed = read(trips=TINY["trips"] + "L,week,t1\n")
    assert feed.trips.ids == ["t1", "t2"]
    assert codes(feed) == [(4, "trip_id", "duplicate_id")]


def test_an_unknown_shape_is_noted_once(read):
    feed = read(trips=TRIPS + "L,week,t1,,s,,\nL,week,t2,,s,,\n")
    assert feed.trips.shape.tolist() == [-1, -1]
    assert codes(feed) == [(2, "shape_id", "unknown_shape_id")]


def test_no_trip_at_all(read):
    with pytest.raises(InputError, match=r"trips.txt: no trip; expected at least one"):
        read(trips="route_id,service_id,trip_id\n")


def test_no_trip_that_can_be_used(read):
    with pytest.raises(InputError, match="none of the 2 trips can be used"):
        read(stop_times="trip_id,arrival_time,departure_time,stop_id,stop_sequence\n")


def test_shape_points_go_by_their_sequence(read):
    points = "s,46.5,2.53,10\nr,46.5,2.5,1\ns,46.5,2.5,9\nr,46.6,2.5,2\n"
    shapes = read(shapes=SHAPE + points).shapes
    assert shapes.ids == ["s", "r"]
    assert shapes.first_point.tolist() == [0, 2, 4]
    assert shapes.lon.tolist() == [2.5, 2.53, 2.5, 2.5]
    assert shapes.lat.tolist() == [46.5, 46.5, 46.5, 46.6]


def test_bad_shape_points_are_left_out_with_one_notice_a_shape(read):
    points = "s,46.5,2.5,1\ns,x,2.51,2\ns,46.5,2.52,\ns,46.5,2.53,4\n"
    feed = read(shapes=SHAPE + points)
    assert feed.shapes.lon.tolist() == [2.5, 2.53]
    assert (only_notice(feed).row, only_notice(feed).code) == (3, "bad_shape_point")
    assert only_notice(feed).message.startswith("2 points of 's'")


def test_a_shape_of_one_point_is_left_out(read):
    feed = read(
        shapes=SHAPE + "r,46.5,2.5,1\ns,46.5,2.5,1\ns,46.5,2.53,2\n",
        trips=TRIPS + "L,week,t1,,s,,\nL,week,t2,,r,,\n",
    )
    assert feed.shapes.ids == ["s"]
    assert feed.trips.shape.tolist() == [0, -1]
    assert [code for _, _, code in codes(feed)] == ["short_shape", "unknown_shape_id"]


def test_a_feed_without_shapes(read):
    feed = read()
    assert feed.shapes.ids == []
    assert feed.shapes.first_point.tolist() == [0]
    assert feed.trips.shape.tolist() == [-1, -1]
