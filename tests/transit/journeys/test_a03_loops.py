"""Lines that come back to a stop are ridden by position, not by stop."""

LOOP = """
point A 0
stop S1 60
stop S2 4000
stop S3 8000 3000
stop S4 4000 3000
point C 8000 3060
line L1 S1    S2    S3    S4    S2    S1
  trip  08:00 08:10 08:20 08:30 08:40 08:50
"""


def test_a_lollipop_is_left_at_the_first_visit(world):
    town = world(LOOP + "point B 4060\n")
    line = "A 07:55 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ B 08:11"
    town.check("A -> B", line, depart="07:55")


def test_a_lollipop_is_boarded_at_either_visit(world):
    town = world(LOOP + "point B 4060\n")
    to_c = "B 08:00 ~walk 60s~ S2 08:10 =L1=> S3 08:20 ~walk 60s~ C 08:21"
    to_a = "B 08:30 ~walk 60s~ S2 08:40 =L1=> S1 08:50 ~walk 60s~ A 08:51"
    town.check("B -> C", to_c, depart="08:00")
    town.check("B -> C", "unreached", depart="08:30")
    town.check("B -> A", to_a, depart="08:30")


def test_arrive_by_boards_the_last_visit_that_serves(world):
    town = world(LOOP + "point B 4060\n")
    line = "B 08:38 ~walk 60s~ S2 08:40 =L1=> S1 08:50 ~walk 60s~ A 08:51"
    town.check("B -> A", line, arrive="08:51")


def test_a_stop_called_at_twice_running(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 4000
        point B 4060
        line L1 S1    S1    S2    S2
          trip  08:00 08:05 08:15 08:20
        """
    )
    line = "A 08:03 ~walk 60s~ S1 08:05 =L1=> S2 08:15 ~walk 60s~ B 08:16"
    town.check("A -> B", line, depart="08:03")
    town.check("A -> B", line, arrive="08:19")
