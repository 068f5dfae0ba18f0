"""Walking from door to door is always a candidate, within its own limit."""

TOWN = """
point A 0
stop S1 100
stop S2 2100
point B 2200
point FAR 2401
line L1 S1    S2
  trip  08:10 08:15
"""


def test_walking_beats_a_bus_that_comes_late(world):
    town = world(TOWN)
    town.check("A -> B", "A 07:30 ~walk 2200s~ B 08:06:40", depart="07:30")
    bus = "A 08:00 ~walk 100s~ S1 08:10 =L1=> S2 08:15 ~walk 100s~ B 08:16:40"
    town.check("A -> B", bus, depart="08:00")


def test_walking_wins_a_tie_for_it_has_no_ride(world):
    town = world(TOWN)
    town.check("A -> B", "A 07:40 ~walk 2200s~ B 08:16:40", depart="07:40")


def test_the_limit_of_a_walk_is_inclusive(world):
    town = world(TOWN)
    town.check("A -> B", "A 09:00 ~walk 2200s~ B 09:36:40", depart="09:00", max_direct_walk_s=2200)
    town.check("A -> B", "unreached", depart="09:00", max_direct_walk_s=2199)
    town.check("A -> FAR", "unreached", depart="09:00")


def test_walking_to_arrive_by(world):
    town = world(TOWN)
    town.check("A -> B", "A 08:23:20 ~walk 2200s~ B 09:00", arrive="09:00")
    bus = "A 08:07:20 ~walk 100s~ S1 08:10 =L1=> S2 08:15 ~walk 100s~ B 08:16:40"
    town.check("A -> B", bus, arrive="08:30")


def test_a_place_to_itself_takes_no_time(world):
    town = world(TOWN)
    town.check("A -> A", "A 08:00 ~walk 0s~ A 08:00", depart="08:00")
    town.check("A -> A", "A 08:00 ~walk 0s~ A 08:00", arrive="08:00")


def test_walking_faster(world):
    town = world(TOWN)
    town.check("A -> B", "A 09:00 ~walk 1100s~ B 09:18:20", depart="09:00", walk_speed_kmh=9)
    town.check("A -> FAR", "A 09:00 ~walk 1201s~ FAR 09:20:01", depart="09:00", walk_speed_kmh=9)


def test_no_ride_at_all_still_walks(world):
    town = world(TOWN)
    town.check("A -> B", "A 08:00 ~walk 2200s~ B 08:36:40", depart="08:00", max_rides=0)


def test_access_and_egress_limits_are_inclusive(world):
    town = world(
        """
        point A 0
        stop S1 1200
        stop S2 9000
        point B 10200
        line L1 S1    S2
          trip  08:30 08:40
        """
    )
    line = "A 08:00 ~walk 1200s~ S1 08:30 =L1=> S2 08:40 ~walk 1200s~ B 09:00"
    town.check("A -> B", line, depart="08:00")
    town.check("A -> B", "unreached", depart="08:00", max_walk_s=1199)
