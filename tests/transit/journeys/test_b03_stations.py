"""Stops of one station are joined by the straight line x 1.3, within the limit of footpaths."""

STATION = """
point A 0
station P 4100
stop S1 60
stop X1 4000 in=P
stop X2 4200 in=P
stop S3 9000
point B 9060
line L1 S1    X1
  trip  08:00 08:10
line L2 X2    S3
  trip  08:14:20 08:20
"""


def test_platforms_of_one_station(world):
    town = world(STATION)
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 200s~ "
        "X2 08:14:20 =L2=> S3 08:20 ~walk 60s~ B 08:21"
    )
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", line, depart="07:58", max_transfer_walk_s=200)


def test_the_limit_applies_inside_a_station(world):
    town = world(STATION)
    town.check("A -> B", "unreached", depart="07:58", max_transfer_walk_s=199)


def test_a_station_is_no_stop(world):
    town = world(STATION.replace("station P 4100", "station P 0"))
    town.check("A -> B", "unreached", depart="07:58", max_walk_s=30)
