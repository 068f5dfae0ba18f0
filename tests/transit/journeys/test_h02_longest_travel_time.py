"""Answers longer than max_minutes are unreached."""

TOWN = """
point A 0
stop S1 60
stop S2 6000
point B 6060
line L1 S1    S2
  trip  08:00 {}
"""


def test_ninety_minutes_are_the_most(world):
    longest = world(TOWN.format("09:27"))
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 09:27 ~walk 60s~ B 09:28"
    longest.check("A -> B", line, depart="07:58")
    longest.check("A -> B", line, arrive="09:28")
    longest.check("A -> B", "unreached", depart="07:57:59")
    longest.check("A -> B", line, arrive="12:00")


def test_one_second_more_is_unreached(world):
    town = world(TOWN.format("09:27:01"))
    town.check("A -> B", "unreached", depart="07:58")
    town.check("A -> B", "unreached", arrive="09:29")
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 09:27:01 ~walk 60s~ B 09:28:01"
    town.check("A -> B", line, depart="07:58", max_minutes=91)
    town.check("A -> B", line, arrive="09:29", max_minutes=91)


def test_waiting_at_the_end_of_the_way_is_no_travel_time(world):
    town = world(TOWN.format("08:10"))
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ B 08:11"
    town.check("A -> B", line, arrive="18:00", max_minutes=13)
    town.check("A -> B", "unreached", arrive="18:00", max_minutes=12)


def test_the_latest_departure_is_not_traded_for_a_shorter_way(world):
    town = world(TOWN.format("08:10") + "line SLOW S1 S2\n  trip 08:05 09:50\n")
    town.check("A -> B", "unreached", arrive="10:00")
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ B 08:11"
    town.check("A -> B", line, arrive="09:50")


def test_getting_off_at_the_door_in_the_last_second(world):
    town = world(TOWN.format("09:28").replace("point B 6060", "point B 6000"))
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 09:28 ~walk 0s~ B 09:28"
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", line, arrive="09:28")
    town.check("A -> B", "unreached", arrive="09:27:59")
    town.check_window("A -> B", {50: 90 * 60, 51: None}, depart="07:57", minutes=2)
