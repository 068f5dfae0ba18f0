"""Missing times between two timepoints lie where the distance along the stops says."""

import pytest

from tests.transit.gtfs.feeds import GOOD_T2, HEAD, calls_of

STOPS = "stop_id,stop_name,stop_lat,stop_lon\n"
# On the equator a degree of longitude is a degree of a great circle: A, B 1 further, C 3, D 4.
LINE = STOPS + "A,,0,1\nB,,0,2\nC,,0,4\nD,,0,5\n"


def times(read, rows, stops=LINE):
    rows = "".join(f"t1,{row},{number}\n" for number, row in enumerate(rows.split()))
    feed = read(stop_times=HEAD + rows + GOOD_T2, stops=stops)
    return [clock for _, clock in calls_of(feed, "t1")]


def test_in_proportion_to_the_distance(read):
    found = times(read, "08:00:00,,A ,,B ,,C 08:08:00,,D")
    assert found == ["08:00:00", "08:02:00", "08:06:00", "08:08:00"]


def test_between_the_nearest_timepoints(read):
    found = times(read, "08:00:00,,A ,,B 08:09:00,,C ,,D ,,C 08:10:00,,D")
    assert found[:3] == ["08:00:00", "08:03:00", "08:09:00"]
    assert found[3:] == ["08:09:20", "08:09:40", "08:10:00"]


def test_from_the_departure_to_the_arrival(read):
    found = times(read, "07:00:00,08:00:00,A ,,B 08:03:00,09:00:00,C")
    assert found == ["07:00:00/08:00:00", "08:01:00", "08:03:00/09:00:00"]


@pytest.mark.parametrize(
    ("end", "middle"),
    [("08:00:10", "08:00:03"), ("08:00:09", "08:00:02"), ("08:00:02", "08:00:01")],
)
def test_rounded_half_up(read, end, middle):
    # A quarter of 10 s is 2.5 s, of 9 s 2.25 s, of 2 s 0.5 s.
    assert times(read, f"08:00:00,,A ,,B {end},,D")[1] == middle


def test_evenly_where_all_stops_are_at_one_place(read):
    stops = STOPS + "A,,46.5,2.5\nB,,46.5,2.5\nC,,46.5,2.5\nD,,46.5,2.5\n"
    found = times(read, "08:00:00,,A ,,B ,,C 08:00:10,,D", stops)
    # Thirds of 10 s: 3.33 and 6.67.
    assert found == ["08:00:00", "08:00:03", "08:00:07", "08:00:10"]


def test_evenly_rounds_half_up_too(read):
    stops = STOPS + "A,,46.5,2.5\nB,,46.5,2.5\nC,,46.5,2.5\n"
    assert times(read, "08:00:00,,A ,,B 08:00:05,,C", stops)[1] == "08:00:03"


def test_stops_at_one_place_share_a_time_when_others_are_apart(read):
    stops = STOPS + "A,,0,1\nB,,0,1\nC,,0,2\nD,,0,3\n"
    found = times(read, "08:00:00,,A ,,B ,,C 08:10:00,,D", stops)
    assert found == ["08:00:00", "08:00:00", "08:05:00", "08:10:00"]


def test_the_way_goes_stop_by_stop_not_straight(read):
    # Out to D and back: A-B 1, B-D 3, D-C 1.
    found = times(read, "08:00:00,,A ,,B ,,D 08:05:00,,C")
    assert found == ["08:00:00", "08:01:00", "08:04:00", "08:05:00"]


def test_a_stop_without_a_position_adds_no_distance(read):
    stops = LINE.replace("B,,0,2", "B,,,")
    found = times(read, "08:00:00,,A ,,B ,,C 08:08:00,,D", stops)
    assert found == ["08:00:00", "08:00:00", "08:06:00", "08:08:00"]


def test_a_first_stop_without_a_position(read):
    stops = LINE.replace("A,,0,1", "A,,,")
    found = times(read, "08:00:00,,A ,,B ,,C 08:06:00,,D", stops)
    assert found == ["08:00:00", "08:00:00", "08:04:00", "08:06:00"]


def test_gaps_of_several_trips_do_not_touch(read):
    rows = "t1,08:00:00,,A,1\nt1,,,B,2\nt1,08:03:00,,C,3\nt2,09:00:00,,C,1\nt2,,,D,2\nt2,,,C,3\nt2,09:04:00,,B,4\n"
    feed = read(stop_times=HEAD + rows, stops=LINE)
    assert [clock for _, clock in calls_of(feed, "t1")] == ["08:00:00", "08:01:00", "08:03:00"]
    assert [clock for _, clock in calls_of(feed, "t2")] == [
        "09:00:00",
        "09:01:00",
        "09:02:00",
        "09:04:00",
    ]
