"""Arrive by: the latest departure, of equals the earliest arrival, fewest rides, least walking."""

TOWN = """
point A 0
stop S1 60
stop S2 6000
stop S3 12000
point B 12060
"""


def test_the_latest_departure_beats_the_earliest_arrival(world):
    town = world(
        TOWN
        + """
        line FAST S1    S3
          trip    08:00 08:10
        line SLOW S1    S3
          trip    08:05 08:50
        """
    )
    line = "A 08:03 ~walk 60s~ S1 08:05 =SLOW=> S3 08:50 ~walk 60s~ B 08:51"
    town.check("A -> B", line, arrive="09:00")
    fast = "A 07:58 ~walk 60s~ S1 08:00 =FAST=> S3 08:10 ~walk 60s~ B 08:11"
    town.check("A -> B", fast, arrive="08:50")


def test_of_equal_departures_the_earliest_arrival(world):
    town = world(
        TOWN
        + """
        line LATE S1    S3
          trip    08:00 08:50
        line SOON S1    S3
          trip    08:00 08:40
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =SOON=> S3 08:40 ~walk 60s~ B 08:41"
    town.check("A -> B", line, arrive="09:00")


def test_of_equal_departures_an_earlier_arrival_beats_fewer_rides(world):
    town = world(
        TOWN
        + """
        line ONE S1    S3
          trip   08:00 08:40
        line L1  S1    S2
          trip   08:00 08:10
        line L2  S2    S3
          trip   08:20 08:30
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10/08:20 =L2=> S3 08:30 ~walk 60s~ B 08:31"
    town.check("A -> B", line, arrive="09:00")


def test_of_equal_times_the_fewest_rides(world):
    town = world(
        TOWN
        + """
        line L1  S1    S2
          trip   08:00 08:10
        line L2  S2    S3
          trip   08:20 08:30
        line ONE S1    S3
          trip   08:00 08:30
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =ONE=> S3 08:30 ~walk 60s~ B 08:31"
    town.check("A -> B", line, arrive="09:00")


def test_of_equal_rides_the_least_walking(world):
    town = world(
        TOWN
        + """
        stop FAR 12000 300
        line NEAR S1    S3
          trip    08:00 08:34
        line AWAY S1    FAR
          trip    08:00 08:29:54
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =NEAR=> S3 08:34 ~walk 60s~ B 08:35"
    town.check("A -> B", line, arrive="09:00")


def test_least_walking_also_among_ways_in(world):
    town = world(
        """
        point A 1000
        stop S1 900
        stop S2 1600
        stop S3 12000
        point B 12060
        line L1 S1    S3
          trip  08:01:40 08:40
        line L2 S2    S3
          trip  08:10 08:40
        """
    )
    nearer = "A 07:59 ~walk 100s~ S1 08:01:40 =L1=> S3 08:40 ~walk 60s~ B 08:41"
    town.check("A -> B", nearer, arrive="09:00")


def test_a_change_waits_where_the_walk_is_least(world):
    town = world(
        TOWN
        + """
        stop X 6000 400
        line L1 S1    X     S2
          trip  08:00 08:10 08:20
        line L2 S2    S3
          trip  08:30 08:40
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:20/08:30 =L2=> S3 08:40 ~walk 60s~ B 08:41"
    town.check("A -> B", line, arrive="08:41")


def test_walking_competes_with_riding(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 1200
        point B 1260
        line L1 S1    S2
          trip  08:00 08:10
        """
    )
    ride = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ B 08:11"
    town.check("A -> B", ride, arrive="08:11")
    town.check("A -> B", "A 07:59 ~walk 1260s~ B 08:20", arrive="08:20")
    town.check("A -> B", "A 07:49:59 ~walk 1260s~ B 08:10:59", arrive="08:10:59")


def test_walking_wins_a_tie_of_departures_for_it_arrives_when_riding_does(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 1200
        point B 1260
        line L1 S1    S2
          trip  08:00 08:18
        """
    )
    town.check("A -> B", "A 07:58 ~walk 1260s~ B 08:19", arrive="08:19")


def test_riding_wins_a_tie_of_departures_when_it_arrives_earlier(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 1200
        point B 1260
        line L1 S1    S2
          trip  08:00 08:17
        """
    )
    ride = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:17 ~walk 60s~ B 08:18"
    town.check("A -> B", ride, arrive="08:19")


def test_no_departure_is_early_enough(world):
    town = world(TOWN + "line L1 S1 S3\n  trip 08:00 08:10\n")
    town.check("A -> B", "unreached", arrive="08:10:59")
    town.check("B -> A", "unreached", arrive="12:00")


def test_the_way_back_is_another_question(world):
    town = world(
        TOWN
        + """
        line OUT S1    S3
          trip   08:00 08:10
        line IN  S3    S1
          trip   08:00 08:30
        """
    )
    out = "A 07:58 ~walk 60s~ S1 08:00 =OUT=> S3 08:10 ~walk 60s~ B 08:11"
    back = "B 07:58 ~walk 60s~ S3 08:00 =IN=> S1 08:30 ~walk 60s~ A 08:31"
    town.check("A -> B", out, arrive="09:00")
    town.check("B -> A", back, arrive="09:00")
