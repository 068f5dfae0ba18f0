"""A vehicle that stands, and one that needs no time between two stops."""


def test_boarding_looks_at_the_departure_and_alighting_at_the_arrival(world):
    town = world(
        """
        point A 4060
        stop S1 0
        stop S2 4000
        stop S3 8000
        point B 8060
        line L1 S1    S2          S3
          trip  08:00 08:10/08:20 08:30
        """
    )
    on = "A 08:18 ~walk 60s~ S2 08:20 =L1=> S3 08:30 ~walk 60s~ B 08:31"
    town.check("A -> B", on, depart="08:18")
    town.check("A -> B", "unreached", depart="08:18:01")


def test_alighting_where_the_vehicle_stands(world):
    town = world(
        """
        point O 0
        stop S1 60
        stop S2 4000
        stop S3 8000
        point A 4060
        line L1 S1    S2          S3
          trip  08:00 08:10/08:20 08:30
        """
    )
    line = "O 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ A 08:11"
    town.check("O -> A", line, depart="07:58")
    town.check("O -> A", line, arrive="08:11")


def test_hops_without_time(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 3000
        stop S3 6000
        point B 6060
        line L1 S1    S2    S3
          trip  08:00 08:00 08:00
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S3 08:00 ~walk 60s~ B 08:01"
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", line, arrive="08:01")


def test_a_chain_of_hops_without_time_and_without_waits(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 3000
        stop S3 6000
        point B 6060
        line L2 S2    S3
          trip  08:00 08:00
        line L1 S1    S2
          trip  08:00 08:00
        """
    )
    line = "A 07:59 ~walk 60s~ S1 08:00 =L1=> S2 08:00/08:00 =L2=> S3 08:00 ~walk 60s~ B 08:01"
    town.check("A -> B", line, depart="07:59", min_board_wait_s=0)
    town.check("A -> B", line, arrive="08:01", min_board_wait_s=0)
    town.check("A -> B", "unreached", depart="07:58")
