"""One line, walked to and from: waits, limits, and walking instead."""

TOWN = """
point A 0
stop S1 120
stop S2 3000
stop S3 6000
point B 6060
line L1 S1    S2    S3
  trip  08:05 08:10 08:20
  trip  08:35 08:40 08:50
"""


def test_depart_after_walks_rides_and_walks(world):
    town = world(TOWN)
    town.check(
        "A -> B",
        "A 08:00 ~walk 120s~ S1 08:05 =L1=> S3 08:20 ~walk 60s~ B 08:21",
        depart="08:00",
    )


def test_the_first_wait_counts(world):
    town = world(TOWN)
    line = "A 08:10 ~walk 120s~ S1 08:35 =L1=> S3 08:50 ~walk 60s~ B 08:51"
    town.check("A -> B", line, depart="08:10")
    town.check_window("A -> B", {50: 41 * 60}, depart="08:10", minutes=1)


def test_boarding_needs_the_wait_to_the_second(world):
    town = world(TOWN)
    caught = "A 08:02 ~walk 120s~ S1 08:05 =L1=> S3 08:20 ~walk 60s~ B 08:21"
    missed = "A 08:02:01 ~walk 120s~ S1 08:35 =L1=> S3 08:50 ~walk 60s~ B 08:51"
    town.check("A -> B", caught, depart="08:02")
    town.check("A -> B", missed, depart="08:02:01")
    later = "A 08:03 ~walk 120s~ S1 08:05 =L1=> S3 08:20 ~walk 60s~ B 08:21"
    town.check("A -> B", later, depart="08:03", min_board_wait_s=0)


def test_no_way_after_the_last_trip(world):
    world(TOWN).check("A -> B", "unreached", depart="08:32:01")


def test_nothing_runs_backwards(world):
    world(TOWN).check("B -> A", "unreached", depart="08:00", max_direct_walk_s=600)


def test_arrive_by_leaves_as_late_as_possible(world):
    town = world(TOWN)
    first = "A 08:02 ~walk 120s~ S1 08:05 =L1=> S3 08:20 ~walk 60s~ B 08:21"
    second = "A 08:32 ~walk 120s~ S1 08:35 =L1=> S3 08:50 ~walk 60s~ B 08:51"
    town.check("A -> B", first, arrive="08:50:59")
    town.check("A -> B", second, arrive="08:51")
    town.check("A -> B", "unreached", arrive="08:20:59")
