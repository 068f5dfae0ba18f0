"""Blank times lie on the straight lines between stops, in proportion to their length."""

TOWN = """
point A 0
stop S1 60
stop S2 1060
stop S3 4060
stop S4 4060 10000
point M 1120
point N 4060 -60
point C 4060 10060
line L1 S1    S2 S3 S4
  trip  {}
"""


def on_board(end, line_end):
    return f"A 07:58 ~walk 60s~ S1 08:00 =L1=> {end} ~walk 60s~ {line_end}"


def test_in_proportion_to_the_distance(world):
    town = world(TOWN.format("08:00 - - 08:14"))
    town.check("A -> M", on_board("S2 08:01", "M 08:02"), depart="07:58")
    town.check("A -> N", on_board("S3 08:04", "N 08:05"), depart="07:58")


def test_between_the_nearest_known_times(world):
    town = world(TOWN.format("08:00 - 08:08 08:14"))
    town.check("A -> M", on_board("S2 08:02", "M 08:03"), depart="07:58")
    town.check("A -> N", on_board("S3 08:08", "N 08:09"), depart="07:58")


def test_from_the_departure_where_the_vehicle_stands(world):
    town = world(TOWN.format("07:50/08:00 - 08:08/08:10 08:14"))
    town.check("A -> M", on_board("S2 08:02", "M 08:03"), depart="07:58")


def test_rounded_half_up(world):
    # A quarter of 10 s is 2.5 s; a quarter of 9 s is 2.25 s.
    town = world(TOWN.format("08:00 - 08:00:10 08:14"))
    town.check("A -> M", on_board("S2 08:00:03", "M 08:01:03"), depart="07:58")


def test_rounded_down_below_the_half(world):
    town = world(TOWN.format("08:00 - 08:00:09 08:14"))
    town.check("A -> M", on_board("S2 08:00:02", "M 08:01:02"), depart="07:58")


def test_evenly_where_all_stops_are_at_one_place(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 60
        stop S3 60
        stop S4 6000
        point B 6060
        line L1 S1    S2 S3    S4
          trip  08:00 -  08:10 08:20
        """
    )
    line = "A 08:03 ~walk 60s~ S2 08:05 =L1=> S4 08:20 ~walk 60s~ B 08:21"
    town.check("A -> B", line, depart="08:03", max_transfer_walk_s=0)


def test_only_one_of_arrival_and_departure(world):
    stop_times = """trip_id,arrival_time,departure_time,stop_id,stop_sequence
t1,,08:00:00,S1,1
t1,08:02:00,,S2,2
t1,,08:05:00,S3,3
t1,08:14:00,,S4,4
"""
    town = world(TOWN.format("- - - -"), files={"stop_times.txt": stop_times})
    town.check("A -> M", on_board("S2 08:02", "M 08:03"), depart="07:58")
    town.check("A -> N", on_board("S3 08:05", "N 08:06"), depart="07:58")
    town.check("A -> C", on_board("S4 08:14", "C 08:15"), depart="07:58")
