"""Trips of one line that overtake each other are each ridden as they run."""

OVERTAKING = """
point A 0
stop S1 60
stop S2 4000
stop S3 8000
point M 4060
point B 8060
line L1 S1    S2    S3
  trip  08:00 08:20 08:40
  trip  08:05 08:12 08:30
  trip  08:10 08:25 08:28
"""


def test_the_trip_that_overtakes_is_taken(world):
    town = world(OVERTAKING)
    to_m = "A 07:50 ~walk 60s~ S1 08:05 =L1=> S2 08:12 ~walk 60s~ M 08:13"
    to_b = "A 07:50 ~walk 60s~ S1 08:10 =L1=> S3 08:28 ~walk 60s~ B 08:29"
    town.check("A -> M", to_m, depart="07:50")
    town.check("A -> B", to_b, depart="07:50")


def test_the_trip_that_is_overtaken_still_counts(world):
    town = world(OVERTAKING)
    from_m = "M 08:18 ~walk 60s~ S2 08:25 =L1=> S3 08:28 ~walk 60s~ B 08:29"
    from_a = "A 08:08 ~walk 60s~ S1 08:10 =L1=> S3 08:28 ~walk 60s~ B 08:29"
    town.check("M -> B", from_m, depart="08:18")
    town.check("A -> B", from_a, arrive="08:41")


def test_equal_departures_with_different_arrivals(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 4000
        stop S3 8000
        point B 8060
        line L1 S1    S2    S3
          trip  08:00 08:20 08:40
          trip  08:00 08:10 08:45
        """
    )
    line = "A 07:50 ~walk 60s~ S1 08:00 =L1=> S3 08:40 ~walk 60s~ B 08:41"
    town.check("A -> B", line, depart="07:50")
    late = line.replace("07:50", "07:58")
    town.check("A -> B", late, arrive="08:46")
