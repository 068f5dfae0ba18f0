"""Where a trip does not let riders on or off, and trips on demand."""

RULES = """
point A 0
stop S1 60
stop S2 4000
stop S3 8000
point M 4060
point B 8060
line L1 S1    S2     S3
  trip  08:00 08:10{} 08:20
"""
A_TO_B = "A 07:50 ~walk 60s~ S1 08:00 =L1=> S3 08:20 ~walk 60s~ B 08:21"
A_TO_M = "A 07:50 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ M 08:11"
M_TO_B = "M 08:08 ~walk 60s~ S2 08:10 =L1=> S3 08:20 ~walk 60s~ B 08:21"


def test_boarding_only(world):
    town = world(RULES.format("^"))
    town.check("A -> M", "unreached", depart="07:50")
    town.check("M -> B", M_TO_B, depart="08:08")
    town.check("M -> B", M_TO_B, arrive="08:21")


def test_alighting_only(world):
    town = world(RULES.format("v"))
    town.check("A -> M", A_TO_M, depart="07:50")
    town.check("M -> B", "unreached", depart="08:08")
    town.check("M -> B", "unreached", arrive="08:30")


def test_passing_through(world):
    town = world(RULES.format("x"))
    town.check("A -> M", "unreached", depart="07:50")
    town.check("M -> B", "unreached", depart="08:08")
    town.check("A -> B", A_TO_B, depart="07:50")


def test_by_phone_is_closed_unless_the_network_allows_it(world):
    town = world(RULES.format("?"))
    town.check("A -> M", "unreached", depart="07:50")
    town.check("M -> B", "unreached", depart="08:08")


def test_by_phone_where_the_network_allows_it(world):
    town = world(RULES.format("?"), allow_on_demand=True)
    town.check("A -> M", A_TO_M, depart="07:50")
    town.check("M -> B", M_TO_B, depart="08:08")


def test_asking_the_driver_is_allowed(world):
    stop_times = """trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type
t1,08:00:00,08:00:00,S1,1,3,3
t1,08:10:00,08:10:00,S2,2,3,3
t1,08:20:00,08:20:00,S3,3,0,3
"""
    town = world(RULES.format(""), files={"stop_times.txt": stop_times})
    town.check("A -> M", A_TO_M, depart="07:50")
    town.check("M -> B", M_TO_B, depart="08:08")


def test_trips_that_differ_only_in_their_rules(world):
    town = world(RULES.format("x") + "  trip  08:30 08:40 08:50\n")
    line = "A 07:50 ~walk 60s~ S1 08:30 =L1=> S2 08:40 ~walk 60s~ M 08:41"
    town.check("A -> M", line, depart="07:50")
    town.check("A -> B", A_TO_B, depart="07:50")
