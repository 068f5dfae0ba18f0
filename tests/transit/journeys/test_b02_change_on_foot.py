"""Changing between two stops: one footpath, within its limit, never two in a row."""

FOOT = """
point A 0
stop S1 60
stop X1 4000
stop X2 4300
stop S3 9000
point B 9060
line L1 S1    X1
  trip  08:00 08:10
line L2 X2       S3
  trip  08:15:59 08:20
  trip  08:16    08:21
"""


def test_a_footpath_and_the_wait(world):
    town = world(FOOT)
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 300s~ "
        "X2 08:16 =L2=> S3 08:21 ~walk 60s~ B 08:22"
    )
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", line, arrive="08:22")


def test_the_limit_of_a_footpath_is_inclusive(world):
    town = world(FOOT)
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 300s~ "
        "X2 08:16 =L2=> S3 08:21 ~walk 60s~ B 08:22"
    )
    town.check("A -> B", line, depart="07:58", max_transfer_walk_s=300)
    town.check("A -> B", "unreached", depart="07:58", max_transfer_walk_s=299)
    town.check("A -> B", "unreached", arrive="09:00", max_transfer_walk_s=299)


def test_a_longer_limit_than_the_usual_one(world):
    town = world(FOOT.replace("4300", "4900").replace("08:16 ", "08:26 ").replace("08:21", "08:31"))
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 900s~ "
        "X2 08:26 =L2=> S3 08:31 ~walk 60s~ B 08:32"
    )
    town.check("A -> B", "unreached", depart="07:58")
    town.check("A -> B", line, depart="07:58", max_transfer_walk_s=900)


def test_a_slow_walker_takes_longer_and_reaches_less(world):
    town = world(FOOT.replace("08:16 ", "08:21 ").replace("08:21\n", "08:26\n"))
    line = (
        "A 07:57 ~walk 120s~ S1 08:00 =L1=> X1 08:10 ~walk 600s~ "
        "X2 08:21 =L2=> S3 08:26 ~walk 120s~ B 08:28"
    )
    town.check("A -> B", line, depart="07:57", walk_speed_kmh=2.25)
    town.check("A -> B", "unreached", depart="07:57", walk_speed_kmh=2.25, max_transfer_walk_s=599)


def test_never_two_footpaths_in_a_row(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop X1 4000
        stop X2 4500
        stop X3 5000
        stop S3 9000
        point B 9060
        line L1 S1    X1
          trip  08:00 08:10
        line L2 X3    S3
          trip  08:50 08:55
        line L9 X2    X1
          trip  02:00 02:10
        """
    )
    town.check("A -> B", "unreached", depart="07:58")
    town.check("A -> B", "unreached", arrive="09:00")


def test_no_footpath_after_the_access_walk_or_before_the_egress_walk(world):
    town = world(
        """
        point A 0
        stop S0 1000
        stop S1 1500
        stop S3 9000
        stop S4 9500
        point B 10500
        line L1 S1    S3
          trip  08:50 08:55
        line L9 S4    S0
          trip  02:00 02:10
        """
    )
    town.check("A -> B", "unreached", depart="07:58")
    town.check("A -> B", "unreached", arrive="10:00")


def test_walking_on_may_beat_the_stop_next_door(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop X1 4000
        stop X2 4300
        stop S3 9000
        point B 9060
        line L1 S1    X1
          trip  08:00 08:10
        line SLOW X1  S3
          trip  08:12 09:00
        line FAST X2  S3
          trip  08:16 08:20
        """
    )
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 300s~ "
        "X2 08:16 =FAST=> S3 08:20 ~walk 60s~ B 08:21"
    )
    town.check("A -> B", line, depart="07:58")
