"""Several feeds in one network: their own ids, joined on foot."""

CITY = """
feed city
point A 0
stop S1 60
stop S2 6000
line L1 S1    S2
  trip  08:00 08:10
feed region
stop S1 6100
stop S2 12000
point B 12060
line L1 S1    S2
  trip  08:12:40 08:30
"""


def test_a_change_on_foot_between_feeds_of_the_same_ids(world):
    town = world(CITY)
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 100s~ "
        "S1 08:12:40 =L1=> S2 08:30 ~walk 60s~ B 08:31"
    )
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", line, arrive="08:31")
    town.check("A -> B", "unreached", depart="07:58", max_transfer_walk_s=99)


def test_blocks_of_two_feeds_are_apart(world):
    text = CITY.replace("trip ", "trip block=b ").replace("stop S1 6100", "stop S1 6000")
    text = text.replace("08:12:40", "08:10:59")
    world(text).check("A -> B", "unreached", depart="07:58")


def test_rows_of_one_feed_say_nothing_of_another(world):
    town = world(CITY + "transfer S2 S1 3\n")
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 100s~ "
        "S1 08:12:40 =L1=> S2 08:30 ~walk 60s~ B 08:31"
    )
    town.check("A -> B", line, depart="07:58")


def test_stations_of_two_feeds_are_apart(world):
    text = CITY.replace("stop S1 60\n", "stop S1 60\nstation P 6000\n")
    text = text.replace("stop S1 6100", "station P 6100\nstop S1 6100 in=P")
    text = text.replace("stop S2 6000", "stop S2 6000 in=P") + "transfer P P 3\n"
    line = (
        "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 100s~ "
        "S1 08:12:40 =L1=> S2 08:30 ~walk 60s~ B 08:31"
    )
    world(text).check("A -> B", line, depart="07:58")


def test_a_date_served_by_one_feed_alone_is_a_day_of_service(world):
    town = world(CITY.replace("trip  08:12:40", "trip on=yesterday 08:12:40") + "point M 6060\n")
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ M 08:11"
    town.check("A -> M", line, depart="07:58")
