"""A commute: there by the start of work, back after its end, waits at the door included."""

from tests.transit.toy_world import ask

TOWN = """
point COLLEGE 0
stop S1 60
stop S2 6000
point SITE 6060
line OUT S1    S2
  trip   08:00 08:20
  trip   08:40 08:59:01
line IN  S2    S1
  trip   16:00 16:10
  trip   17:01 17:20
  trip   17:02 17:25
"""


def test_waiting_for_the_door_to_open_counts(world):
    # There: leave 07:58 for 08:21, wait until 09:00. Back: 17:00 for 17:02, home at 17:26.
    world(TOWN).check_commute("COLLEGE -> SITE", (62 * 60, 26 * 60), "09:00 - 17:00")


def test_a_second_earlier_or_later(world):
    world(TOWN).check_commute("COLLEGE -> SITE", (22 * 60 + 1, 22 * 60), "09:00:01 - 16:59")


def test_one_way_may_be_unreached(world):
    town = world(TOWN)
    town.check_commute("COLLEGE -> SITE", (None, 26 * 60), "08:00 - 17:00")
    town.check_commute("COLLEGE -> SITE", (62 * 60, None), "09:00 - 18:00")
    town.check_commute("SITE -> COLLEGE", (None, None), "09:00 - 17:00")


def test_walking_there_and_back(world):
    town = world(TOWN + "point NEAR 1500\n")
    town.check_commute("COLLEGE -> NEAR", (1500, 1500), "09:00 - 17:00")


def test_several_sites_and_hours_at_once(world):
    town = world(TOWN + "point NEAR 1500\n")
    names, hours = ("SITE", "NEAR", "SITE"), [(32400, 61200), (30600, 57600), (32401, 57600)]
    found = town.engine.commutes(
        ask("COLLEGE -> SITE"),
        town.points["COLLEGE"],
        [town.points[name] for name in names],
        hours,
    )
    for name, hour, row in zip(names, hours, found, strict=True):
        assert row == town.reference_commute(ask(f"COLLEGE -> {name}"), hour)
