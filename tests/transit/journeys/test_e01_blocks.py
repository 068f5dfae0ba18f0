"""Staying on board from one trip of a block to the next is free and no new ride.

Such a ride bears the name of the line it was boarded on.
"""

BLOCK = """
point A 0
stop S1 60
stop S2 6000
stop S3 12000
point B 12060
line L1 S1    S2
  trip {first} 08:00 08:10
line L2 S2    S3
  trip {second} {leaves} 08:30
"""


def block(first="block=b", second="block=b", leaves="08:10"):
    return BLOCK.format(first=first, second=second, leaves=leaves)


STAYED = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S3 08:30 ~walk 60s~ B 08:31"


def test_staying_on_board_needs_no_wait_and_is_one_ride(world):
    town = world(block())
    town.check("A -> B", STAYED, depart="07:58", max_rides=1)
    town.check("A -> B", STAYED, arrive="08:31", max_rides=1)


def test_without_a_block_the_change_is_missed(world):
    town = world(block(second=""))
    town.check("A -> B", "unreached", depart="07:58")
    town.check("A -> B", "unreached", arrive="09:00")


def test_blocks_of_other_names_are_apart(world):
    world(block(second="block=c")).check("A -> B", "unreached", depart="07:58")


def test_a_block_is_one_service_day(world):
    world(block(first="block=b on=yesterday")).check("A -> B", "unreached", depart="07:58")
    town = world(block(second="block=b on=yesterday"))
    town.check("A -> B", "unreached", depart="07:58")


def test_leaving_before_the_last_arrival_is_no_block(world):
    town = world(block(leaves="08:09:59"))
    town.check("A -> B", "unreached", depart="07:58")
    town.check("A -> B", "unreached", arrive="09:00")


def test_starting_somewhere_else_is_no_block(world):
    text = block(leaves="08:12").replace("line L2 S2", "stop S9 6010\nline L2 S9")
    world(text).check("A -> B", "unreached", depart="07:58", max_rides=1)


def test_staying_through_three_trips(world):
    town = world(
        block()
        + """
        stop S4 18000
        point C 18060
        line L3 S3    S4
          trip block=b 08:30 08:45
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S4 08:45 ~walk 60s~ C 08:46"
    town.check("A -> C", line, depart="07:58", max_rides=1)
    town.check("A -> C", line, arrive="08:50", max_rides=1)


def test_only_the_very_next_trip_of_the_block(world):
    town = world(
        block(leaves="08:20")
        + """
        stop S5 0 9000
        line L9 S5    S2
          trip block=b 08:11 08:19
        """
    )
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10/08:20 =L2=> S3 08:30 ~walk 60s~ B 08:31"
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", "unreached", depart="07:58", max_rides=1)


def test_staying_needs_no_right_to_get_off_or_on(world):
    town = world(
        block().replace("08:00 08:10\n", "08:00 08:10x\n").replace("08:10 08:30", "08:10x 08:30")
    )
    town.check("A -> B", STAYED, depart="07:58")
    town.check("A -> B", STAYED, arrive="08:31")


def test_a_forbidden_change_does_not_forbid_staying(world):
    town = world(block() + "transfer S2 S2 3\n")
    town.check("A -> B", STAYED, depart="07:58")


def test_getting_off_between_two_trips(world):
    town = world(block() + "point M 6060\n")
    line = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ M 08:11"
    town.check("A -> M", line, depart="07:58")


def test_boarding_between_two_trips(world):
    town = world(block() + "point M 6060\n")
    line = "M 08:08 ~walk 60s~ S2 08:10 =L2=> S3 08:30 ~walk 60s~ B 08:31"
    town.check("M -> B", line, depart="08:08")
    town.check("M -> B", line, arrive="08:31")


def test_a_block_past_midnight(world):
    night = BLOCK.format(first="block=b", second="block=b", leaves="24:10")
    night = night.replace("08:00 08:10", "23:50 24:10").replace("08:30", "24:30")
    town = world(night)
    line = "A -00:12 ~walk 60s~ S1 -00:10 =L1=> S3 00:30 ~walk 60s~ B 00:31"
    town.check("A -> B", line, arrive="00:31", max_rides=1)


def test_the_better_of_staying_and_changing(world):
    town = world(block(leaves="08:20") + "line FAST S2 S3\n  trip 08:11 08:15\n")
    fast = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10/08:11 =FAST=> S3 08:15 ~walk 60s~ B 08:16"
    town.check("A -> B", fast, depart="07:58")
    town.check("A -> B", STAYED, depart="07:58", max_rides=1)
