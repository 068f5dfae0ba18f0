"""Trips past 24:00 run on the early morning of the next service date."""

NIGHT = """
point A 0
stop S1 60
stop S2 6000
stop S3 12000
point M 6060
point B 12060
line N1 S1    S2    S3
  trip {} 23:50 24:10 24:40
line L1 S1    S2
  trip on=today 12:00 12:20
"""


def test_the_trip_of_the_day_runs_past_24(world):
    town = world(NIGHT.format("on=today"))
    line = "A 23:48 ~walk 60s~ S1 23:50 =N1=> S3 24:40 ~walk 60s~ B 24:41"
    town.check("A -> B", line, depart="23:48")
    town.check("A -> B", line, arrive="24:41")
    town.check("M -> B", "unreached", depart="00:00")


def test_the_trip_of_the_eve_is_boarded_after_midnight(world):
    town = world(NIGHT.format("on=yesterday"))
    line = "M 00:08 ~walk 60s~ S2 00:10 =N1=> S3 00:40 ~walk 60s~ B 00:41"
    town.check("M -> B", line, depart="00:08")
    town.check("M -> B", line, arrive="00:41")
    town.check("A -> B", "unreached", depart="00:00")


def test_a_departure_before_midnight_has_a_minus(world):
    town = world(NIGHT.format("on=yesterday"))
    line = "A -00:12 ~walk 60s~ S1 -00:10 =N1=> S3 00:40 ~walk 60s~ B 00:41"
    town.check("A -> B", line, arrive="00:45")


def test_leaving_before_midnight_for_a_trip_after_it(world):
    town = world(NIGHT.format("on=yesterday").replace("12:00 12:20", "00:00 00:20"))
    line = "A -00:02 ~walk 60s~ S1 00:00 =L1=> S2 00:20 ~walk 60s~ M 00:21"
    town.check("A -> M", line, arrive="00:30")


def test_a_trip_of_the_eve_that_ends_before_midnight_is_gone(world):
    town = world(NIGHT.format("on=yesterday").replace("24:10 24:40", "23:55 23:59"))
    town.check("A -> B", "unreached", arrive="00:30")


def test_a_trip_of_the_eve_that_ends_at_midnight_sharp_is_gone_too(world):
    text = NIGHT.format("on=yesterday")
    town = world(text.replace("24:10 24:40", "23:55 24:00"))
    town.check("A -> B", "unreached", arrive="00:30")
    town = world(text.replace("24:10 24:40", "23:55 24:00:01"))
    line = "A -00:12 ~walk 60s~ S1 -00:10 =N1=> S3 00:00:01 ~walk 60s~ B 00:01:01"
    town.check("A -> B", line, arrive="00:30")


def test_changing_from_the_eve_to_the_day(world):
    town = world(NIGHT.format("on=yesterday") + "line L2 S3 S1\n  trip on=today 00:50 01:10\n")
    line = "M 00:08 ~walk 60s~ S2 00:10 =N1=> S3 00:40/00:50 =L2=> S1 01:10 ~walk 60s~ A 01:11"
    town.check("M -> A", line, depart="00:08")


def test_a_daily_night_trip_runs_at_both_ends_of_the_day(world):
    town = world(NIGHT.format(""))
    morning = "M 00:08 ~walk 60s~ S2 00:10 =N1=> S3 00:40 ~walk 60s~ B 00:41"
    evening = "M 24:08 ~walk 60s~ S2 24:10 =N1=> S3 24:40 ~walk 60s~ B 24:41"
    town.check("M -> B", morning, depart="00:08")
    town.check("M -> B", evening, depart="24:08")


def test_two_days_later_nothing_is_left(world):
    town = world(NIGHT.format("on=yesterday").replace("24:40", "49:00"))
    line = "M 00:08 ~walk 60s~ S2 00:10 =N1=> S3 25:00 ~walk 60s~ B 25:01"
    town.check("M -> B", line, depart="00:08", max_minutes=1600)
