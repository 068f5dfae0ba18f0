"""Stops on streets: ways in, changes, stations, and stops that no street reaches."""

STREETS = """
residential 0,0 4000,0 4000,60 4300,60 4300,0 9000,0
path 20000,0 30000,0
"""
TOWN = """
point A 0
stop S1 60
stop X1 4000
stop X2 4300
stop S3 8900
point B 9000
line L1 S1    X1
  trip  08:00 08:10
line L2 X2       S3
  trip  08:17:59 08:20
  trip  08:18    08:21
"""
LINE = (
    "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 420s~ "
    "X2 08:18 =L2=> S3 08:21 ~walk 100s~ B 08:22:40"
)


def test_access_transfer_and_egress_along_the_streets(world):
    town = world(TOWN, streets=STREETS)
    town.check("A -> B", LINE, depart="07:58")
    town.check("A -> B", LINE, arrive="08:23")


def test_the_limits_are_of_street_walks(world):
    town = world(TOWN, streets=STREETS)
    town.check("A -> B", LINE, depart="07:58", max_transfer_walk_s=420, max_walk_s=100)
    town.check("A -> B", "unreached", depart="07:58", max_transfer_walk_s=419)
    town.check("A -> B", "unreached", depart="07:58", max_walk_s=99)


def test_a_station_takes_the_shorter_of_streets_and_straight_line(world):
    # 300 straight on: 390 s with the detour factor, 420 s through the streets.
    station = TOWN.replace("X1 4000", "X1 4000 in=P").replace("X2 4300", "X2 4300 in=P")
    town = world("station P 4100\n" + station.replace("08:17:59", "08:17:30"), streets=STREETS)
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 390s~ "
        "X2 08:17:30 =L2=> S3 08:20 ~walk 100s~ B 08:21:40"
    )
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", line, depart="07:58", wheelchair=True)
    town.check("A -> B", "unreached", depart="07:58", max_transfer_walk_s=389)


def test_a_station_takes_the_streets_where_they_are_straighter(world):
    straight = "residential 0,0 9000,0"
    station = TOWN.replace("X1 4000", "X1 4000 in=P").replace("X2 4300", "X2 4300 in=P")
    town = world("station P 4100\n" + station.replace("08:17:59", "08:16"), streets=straight)
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 300s~ "
        "X2 08:16 =L2=> S3 08:20 ~walk 100s~ B 08:21:40"
    )
    town.check("A -> B", line, depart="07:58")


def test_a_row_takes_the_straight_line_where_the_footpath_is_over_its_limit(world):
    streets = STREETS.replace("4000,60 4300,60", "4000,400 4300,400")
    town = world(TOWN.replace("08:17:59", "08:17:30") + "transfer X1 X2 0\n", streets=streets)
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 390s~ "
        "X2 08:17:30 =L2=> S3 08:20 ~walk 100s~ B 08:21:40"
    )
    town.check("A -> B", line, depart="07:58")


def test_a_row_takes_a_footpath_straighter_than_the_factor(world):
    town = world(
        TOWN.replace("08:17:59", "08:16") + "transfer X1 X2 2 100\n",
        streets="residential 0,0 9000,0",
    )
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10 ~walk 300s~ "
        "X2 08:16 =L2=> S3 08:20 ~walk 100s~ B 08:21:40"
    )
    town.check("A -> B", line, depart="07:58")
    # Beyond the limit of footpaths the same row means the straight line x 1.3, as limits go.
    longer = line.replace("~walk 300s~ X2 08:16", "~walk 390s~ X2 08:18").replace(
        "08:20 ~walk 100s~ B 08:21:40", "08:21 ~walk 100s~ B 08:22:40"
    )
    town.check("A -> B", longer, depart="07:58", max_transfer_walk_s=299)


def test_a_stop_no_street_reaches_is_ridden_through_and_changed_at(world):
    away = TOWN.replace("X1 4000", "X1 4000 3000").replace("X2 4300", "X2 4300 3000")
    town = world(away, streets=STREETS)
    town.check("A -> B", "unreached", depart="07:58")
    joined = "station P 4000 3000\n" + away.replace(" 3000\n", " 3000 in=P\n")
    line = LINE.replace("~walk 420s~", "~walk 390s~")
    line = (
        line.replace("08:18", "08:17:59").replace("08:21", "08:20").replace("08:22:40", "08:21:40")
    )
    world(joined, streets=STREETS).check("A -> B", line, depart="07:58")


def test_a_stop_reached_only_against_a_one_way_footway(world):
    streets = (
        "residential 0,0 1000,0\nfootway 1000,0 1300,0 oneway:foot=yes\nresidential 1300,0 2000,0"
    )
    town = world(
        """
        point A 900
        point C 1400
        stop S1 1100
        stop S2 9000
        point Z 9000
        line L1 S1    S2
          trip  08:10 08:20
        line L2 S2    S1
          trip  08:10 08:20
        """,
        streets=streets + "\nresidential 8900,0 9100,0",
    )
    out = "A 08:00 ~walk 200s~ S1 08:10 =L1=> S2 08:20 ~walk 0s~ Z 08:20"
    town.check("A -> Z", out, depart="08:00")
    town.check("C -> Z", "unreached", depart="08:00")
    back = "Z 08:00 ~walk 0s~ S2 08:10 =L2=> S1 08:20 ~walk 300s~ C 08:25"
    town.check("Z -> C", back, depart="08:00")
    town.check("Z -> A", "unreached", depart="08:00")


def test_longer_and_faster_walks_than_the_usual_ones(world):
    # 1900 paces of footpath at twice the speed.
    line = (
        "A 07:58 ~walk 30s~ S1 08:00 =L1=> X1 08:10 ~walk 950s~ "
        "X2 08:26:50 =L2=> S3 08:30 ~walk 50s~ B 08:30:50"
    )
    town = world(
        TOWN.replace("08:18    08:21", "08:26:50 08:30"),
        streets=STREETS.replace("4000,60 4300,60", "4000,800 4300,800"),
    )
    faster = {"walk_speed_kmh": 9, "max_transfer_walk_s": 950}
    town.check("A -> B", line, depart="07:58", **faster)
    faster["max_transfer_walk_s"] = 949
    town.check("A -> B", "unreached", depart="07:58", **faster)


def test_walking_farther_than_anything_stored(world):
    town = world(TOWN, streets=STREETS)
    town.check(
        "A -> B",
        "A 09:00 ~walk 9120s~ B 11:32",
        depart="09:00",
        max_direct_walk_s=9120,
        max_minutes=200,
    )
