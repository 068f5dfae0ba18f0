"""Changing at one stop: no walk, but the wait before boarding."""

CROSS = """
point A 0
stop S1 60
stop X 4000
stop S3 8000
point B 8060
line L1 S1    X
  trip  08:00 08:10
line L2 X        S3
  trip  08:10:59 08:20
  trip  08:11    08:21
  trip  08:40    08:50
"""


def test_the_wait_between_two_rides(world):
    town = world(CROSS)
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> X 08:10/08:11 =L2=> S3 08:21 ~walk 60s~ B 08:22"
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", line, arrive="08:22")
    town.check("A -> B", line, arrive="08:50:59")


def test_another_wait_between_two_rides(world):
    town = world(CROSS)
    none = "A 07:59 ~walk 60s~ S1 08:00 =L1=> X 08:10/08:10:59 =L2=> S3 08:20 ~walk 60s~ B 08:21"
    long = "A 07:57 ~walk 60s~ S1 08:00 =L1=> X 08:10/08:40 =L2=> S3 08:50 ~walk 60s~ B 08:51"
    town.check("A -> B", none, depart="07:59", min_board_wait_s=0)
    town.check("A -> B", long, depart="07:57", min_board_wait_s=120)


def test_changing_on_the_way_of_a_longer_ride(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop X 4000
        stop Y 6000
        stop S3 8000
        point B 8060
        line SLOW S1    X     Y     S3
          trip    08:00 08:10 08:30 08:50
        line FAST X     S3
          trip    08:15 08:20
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =SLOW=> X 08:10/08:15 =FAST=> S3 08:20 ~walk 60s~ B 08:21"
    town.check("A -> B", line, depart="07:58")
    direct = "A 07:58 ~walk 60s~ S1 08:00 =SLOW=> S3 08:50 ~walk 60s~ B 08:51"
    town.check("A -> B", direct, depart="07:58", max_rides=1)
