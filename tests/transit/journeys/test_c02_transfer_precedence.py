"""Which row of transfers.txt counts: the most precise one, of equals the last."""

import itertools

import pytest

STATIONS = """
point A 0
station P 4000
station Q 4120
stop S1 60
stop X1 4000 in=P
stop X2 4120 in=Q
stop S3 12000
point B 12060
line L1 S1    X1
  trip  08:00 08:10
line L2 X2    S3
  trip  08:20 08:40
"""
OPEN = (
    "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 120s~ "
    "X2 08:20 =L2=> S3 08:40 ~walk 60s~ B 08:41"
)


def rows(*lines):
    return "".join(f"transfer {line}\n" for line in lines)


def test_a_station_stands_for_its_stops(world):
    for number, ends in enumerate(("P Q", "P X2", "X1 Q")):
        town = world(STATIONS.replace("point A", f"# {number}\npoint A") + rows(f"{ends} 3"))
        town.check("A -> B", "unreached", depart="07:58")


@pytest.mark.parametrize(
    ("strong", "weak"),
    [("X1 X2", "P X2"), ("X1 X2", "X1 Q"), ("X1 X2", "P Q"), ("P X2", "P Q"), ("X1 Q", "P Q")],
)
def test_the_more_precise_row_counts_in_either_order(world, strong, weak):
    for types, expected in ((("3", "0"), "unreached"), (("0", "3"), OPEN)):
        pair = [f"{strong} {types[0]}", f"{weak} {types[1]}"]
        for order in itertools.permutations(pair):
            town = world(STATIONS + rows(*order))
            town.check("A -> B", expected, depart="07:58")
            town.check("A -> B", expected, arrive="08:41")


def test_of_equal_rows_the_last_counts(world):
    world(STATIONS + rows("X1 X2 3", "X1 X2 0")).check("A -> B", OPEN, depart="07:58")
    world(STATIONS + rows("X1 X2 0", "X1 X2 3")).check("A -> B", "unreached", depart="07:58")
    world(STATIONS + rows("P X2 3", "X1 Q 0")).check("A -> B", OPEN, depart="07:58")
    world(STATIONS + rows("X1 Q 0", "P X2 3")).check("A -> B", "unreached", depart="07:58")


def test_a_station_to_itself_includes_each_stop_to_itself(world):
    one_stop = STATIONS.replace("line L2 X2", "line L2 X1")
    world(one_stop + rows("P P 3")).check("A -> B", "unreached", depart="07:58")
    world(one_stop + rows("P P 2 601")).check("A -> B", "unreached", depart="07:58")
    line = OPEN.replace(" ~walk 120s~ X2 ", "/")
    world(one_stop + rows("P P 2 600")).check("A -> B", line, depart="07:58")
    world(one_stop + rows("P P 3", "X1 X1 0")).check("A -> B", line, depart="07:58")


def test_a_stop_and_its_own_station_include_the_stop_itself(world):
    one_stop = STATIONS.replace("line L2 X2", "line L2 X1")
    world(one_stop + rows("X1 P 3")).check("A -> B", "unreached", depart="07:58")
    world(one_stop + rows("P X1 3")).check("A -> B", "unreached", depart="07:58")


def test_least_time_inside_a_station(world):
    one_station = STATIONS.replace("in=Q", "in=P")
    world(one_station + rows("P P 2 600")).check("A -> B", OPEN, depart="07:58")
    world(one_station + rows("P P 2 601")).check("A -> B", "unreached", depart="07:58")


def test_a_row_that_names_a_trip_or_a_route_is_not_used(world):
    named = "from_stop_id,to_stop_id,transfer_type,from_trip_id,to_trip_id,from_route_id\n"
    for row in ("X1,X2,3,t1,,\n", "X1,X2,3,,t2,\n", "X1,X2,3,,,L1\n"):
        town = world(STATIONS, files={"transfers.txt": named + row})
        town.check("A -> B", OPEN, depart="07:58")


def test_rows_of_one_feed_say_nothing_of_another(world):
    other = STATIONS.replace("point A 0", "feed region\npoint A 0") + rows("X1 X2 3")
    text = STATIONS.split("line L1", maxsplit=1)[0] + "line L1 S1 X1\n  trip 02:00 02:10\n" + other
    world(text).check("A -> B", "unreached", depart="07:58", max_transfer_walk_s=0)
