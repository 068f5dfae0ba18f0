"""The rules of the five journeys of test_grenoble_by_hand.py, on a town worked out by hand."""

TOWN = """
point HOME 0
point WORK 9300
stop TRAM1 300
stop TRAM2 3000
stop BUS2 3100
stop BUS3 6000
stop VAN3 6010
stop VAN4 9000
line A TRAM1 TRAM2
  trip 08:00 08:20
  trip 08:08 08:28
  trip 08:12 08:32
line 25 BUS2 BUS3
  trip 08:20 08:27
  trip 08:33 08:40
  trip 08:46 08:53
line 21 VAN3 VAN4
  trip 08:42 08:47
line R21 VAN4 VAN3
  trip 16:35 16:40
  trip 16:40 16:45
line R25 BUS3 BUS2
  trip 16:45 16:51
  trip 16:51 16:57
line RA TRAM2 TRAM1
  trip 16:58 17:18
  trip 17:03 17:23
  trip on=yesterday 24:26 24:40
"""


def test_one_ride_and_the_next_one_is_too_late(world):
    # 08:12 arrives at 08:32 and would do until then; the walk of 100 s from TRAM2 decides.
    town = world(TOWN + "point SHOP 3100\n")
    earlier = "HOME 08:02 ~walk 300s~ TRAM1 08:08 =A=> TRAM2 08:28 ~walk 100s~ SHOP 08:29:40"
    later = "HOME 08:06 ~walk 300s~ TRAM1 08:12 =A=> TRAM2 08:32 ~walk 100s~ SHOP 08:33:40"
    town.check("HOME -> SHOP", earlier, arrive="08:33:39")
    town.check("HOME -> SHOP", later, arrive="08:33:40")


def test_three_rides_with_walks_to_the_only_bus(world):
    world(TOWN).check(
        "HOME -> WORK",
        "HOME 08:02 ~walk 300s~ TRAM1 08:08 =A=> TRAM2 08:28 ~walk 100s~ BUS2 08:33 =25=> "
        "BUS3 08:40 ~walk 10s~ VAN3 08:42 =21=> VAN4 08:47 ~walk 300s~ WORK 08:52",
        arrive="09:00",
    )


def test_the_way_back_misses_what_leaves_too_early(world):
    # At VAN4 16:35, so 16:35 is gone (60 s of wait); 16:45 and 16:58 are missed by the walks.
    world(TOWN).check(
        "WORK -> HOME",
        "WORK 16:30 ~walk 300s~ VAN4 16:40 =R21=> VAN3 16:45 ~walk 10s~ BUS3 16:51 =R25=> "
        "BUS2 16:57 ~walk 100s~ TRAM2 17:03 =RA=> TRAM1 17:23 ~walk 300s~ HOME 17:28",
        depart="16:30",
    )


def test_the_last_tram_belongs_to_the_day_before(world):
    world(TOWN + "point CLUB 2900\n").check(
        "CLUB -> HOME",
        "CLUB 00:10 ~walk 100s~ TRAM2 00:26 =RA=> TRAM1 00:40 ~walk 300s~ HOME 00:45",
        depart="00:10",
    )
