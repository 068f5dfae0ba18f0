"""Rides are counted, not changes: at most four unless asked otherwise."""

CHAIN = """
point A 0
stop S1 60
stop S2 3000
stop S3 6000
stop S4 9000
stop S5 12000
stop S6 15000
point D 12060
point E 15060
line L1 S1    S2
  trip  08:00 08:05
line L2 S2    S3
  trip  08:10 08:15
line L3 S3    S4
  trip  08:20 08:25
line L4 S4    S5
  trip  08:30 08:35
line L5 S5    S6
  trip  08:40 08:45
"""
FOUR = (
    "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:05/08:10 =L2=> S3 08:15/08:20 =L3=> "
    "S4 08:25/08:30 =L4=> S5 08:35"
)


def test_four_rides_and_not_five(world):
    town = world(CHAIN)
    town.check("A -> D", f"{FOUR} ~walk 60s~ D 08:36", depart="07:58")
    town.check("A -> D", f"{FOUR} ~walk 60s~ D 08:36", arrive="08:36")
    town.check("A -> E", "unreached", depart="07:58")
    town.check("A -> E", "unreached", arrive="09:00")


def test_more_or_fewer_rides_when_asked(world):
    town = world(CHAIN)
    five = f"{FOUR}/08:40 =L5=> S6 08:45 ~walk 60s~ E 08:46"
    town.check("A -> E", five, depart="07:58", max_rides=5)
    town.check("A -> E", five, arrive="08:46", max_rides=5)
    town.check("A -> D", "unreached", depart="07:58", max_rides=3)
    town.check("A -> D", "unreached", arrive="09:00", max_rides=3)


def test_a_slower_way_with_fewer_rides_is_kept(world):
    town = world(CHAIN + "line SLOW S1 S5\n  trip 08:00 09:00\n")
    slow = "A 07:58 ~walk 60s~ S1 08:00 =SLOW=> S5 09:00 ~walk 60s~ D 09:01"
    town.check("A -> D", f"{FOUR} ~walk 60s~ D 08:36", depart="07:58")
    town.check("A -> D", slow, depart="07:58", max_rides=3)
    town.check("A -> D", slow, arrive="09:01", max_rides=1)
