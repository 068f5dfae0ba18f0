"""A wheelchair query uses no trip and no stop that says it cannot; silence is usable."""

TOWN = """
point A 0
station P 60 10 wheelchair={station}
stop S1 60 {s1}
stop S2 6000
point B 6060
line L1 S1    S2
  trip {trip} 08:00 08:10
  trip        08:30 08:40
"""
EARLY = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ B 08:11"
LATE = "A 07:58 ~walk 60s~ S1 08:30 =L1=> S2 08:40 ~walk 60s~ B 08:41"


def check(town, expected):
    town.check("A -> B", EARLY, depart="07:58")
    town.check("A -> B", expected, depart="07:58", wheelchair=True)
    if expected == "unreached":
        town.check("A -> B", "unreached", arrive="09:00", wheelchair=True)


def test_a_trip_that_takes_no_wheelchair(world):
    check(world(TOWN.format(station="", s1="", trip="wheelchair=2")), LATE)


def test_a_trip_that_says_nothing_or_yes(world):
    for trip in ("", "wheelchair=0", "wheelchair=1"):
        check(world(TOWN.format(station="", s1="", trip=trip)), EARLY)


def test_a_stop_that_takes_no_wheelchair(world):
    check(world(TOWN.format(station="", s1="wheelchair=2", trip="")), "unreached")


def test_a_stop_that_says_nothing_has_its_station_s_value(world):
    for silence in ("in=P", "in=P wheelchair=0"):
        check(world(TOWN.format(station="2", s1=silence, trip="")), "unreached")


def test_a_stop_speaks_before_its_station(world):
    check(world(TOWN.format(station="2", s1="in=P wheelchair=1", trip="")), EARLY)


def test_a_stop_out_of_reach_may_be_passed_through(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 6000 wheelchair=2
        stop S3 12000
        point M 6060
        point B 12060
        line L1 S1    S2    S3
          trip  08:00 08:10 08:20
        """
    )
    through = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S3 08:20 ~walk 60s~ B 08:21"
    town.check("A -> B", through, depart="07:58", wheelchair=True)
    town.check("A -> M", "unreached", depart="07:58", wheelchair=True)


def test_a_change_at_such_a_stop_is_no_change(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 6000 wheelchair=2
        stop S3 12000
        point B 12060
        line L1 S1    S2
          trip 08:00 08:10
        line L2 S2    S3
          trip 08:20 08:30
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10/08:20 =L2=> S3 08:30 ~walk 60s~ B 08:31"
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", "unreached", depart="07:58", wheelchair=True)


def test_staying_on_board_there_is_fine_but_not_onto_another_kind_of_vehicle(world):
    text = """
        point A 0
        stop S1 60
        stop S2 6000 wheelchair=2
        stop S3 12000
        point B 12060
        line L1 S1    S2
          trip block=b 08:00 08:10
        line L2 S2    S3
          trip block=b {} 08:20 08:30
        """
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S3 08:30 ~walk 60s~ B 08:31"
    world(text.format("")).check("A -> B", line, depart="07:58", wheelchair=True)
    town = world(text.format("wheelchair=2"))
    town.check("A -> B", "unreached", depart="07:58", wheelchair=True)
    town.check("A -> B", line, depart="07:58")
