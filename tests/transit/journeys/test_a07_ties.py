"""Of equal arrivals the one with fewest rides, then the one with least walking."""


def test_earlier_beats_fewer_rides(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 4000
        stop S3 8000
        point B 8060
        line DIRECT S1    S3
          trip      08:00 08:30
        line L1     S1    S2
          trip      08:00 08:10
        line L2     S2    S3
          trip      08:15 08:29
        """
    )
    line = "A 07:50 ~walk 60s~ S1 08:00 =L1=> S2 08:10/08:15 =L2=> S3 08:29 ~walk 60s~ B 08:30"
    town.check("A -> B", line, depart="07:50")


def test_fewer_rides_beat_less_walking(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop FAR 0 600
        stop S2 4000
        stop S3 8000
        point B 8060
        line DIRECT FAR   S3
          trip      08:01 08:30
        line L1     S1    S2
          trip      08:02 08:10
        line L2     S2    S3
          trip      08:15 08:30
        """
    )
    line = "A 07:50 ~walk 600s~ FAR 08:01 =DIRECT=> S3 08:30 ~walk 60s~ B 08:31"
    town.check("A -> B", line, depart="07:50")


def test_least_walking_among_equal_rides(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop FAR 0 600
        stop S3 8000
        point B 8060
        line L1 FAR   S1    S3
          trip  08:02 08:05 08:30
        line L2 FAR   S3
          trip  08:20 08:30
        """
    )
    line = "A 07:45 ~walk 60s~ S1 08:05 =L1=> S3 08:30 ~walk 60s~ B 08:31"
    town.check("A -> B", line, depart="07:45")


def test_least_walking_on_board_one_trip(world):
    town = world(
        """
        point A 1000
        stop S1 300
        stop S2 1100
        stop S3 9000
        point B 9060
        line L1 S1    S2    S3
          trip  08:20 08:25 08:40
        """
    )
    line = "A 08:00 ~walk 100s~ S2 08:25 =L1=> S3 08:40 ~walk 60s~ B 08:41"
    town.check("A -> B", line, depart="08:00")


def test_a_later_arrival_at_the_change_with_less_walking(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop FAR 0 600
        stop M 4000
        stop S3 8000
        point B 8060
        line FAST FAR   M
          trip    08:02 08:10
        line SLOW S1    M
          trip    08:02 08:20
        line L2   M     S3
          trip    08:30 08:40
        """
    )
    line = "A 07:45 ~walk 60s~ S1 08:02 =SLOW=> M 08:20/08:30 =L2=> S3 08:40 ~walk 60s~ B 08:41"
    town.check("A -> B", line, depart="07:45")


def test_getting_off_where_the_walk_is_shortest_counts_the_time_first(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 5000
        stop S3 5500
        point B 5600
        line L1 S1    S2    S3
          trip  08:00 08:10 08:30
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 600s~ B 08:20"
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", line, arrive="08:40")
