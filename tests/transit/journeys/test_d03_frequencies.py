"""Trips given by a headway run from start_time on, before end_time."""

TOWN = """
point A 0
stop S1 60
stop S2 6000
point B 6060
line L1 S1    S2
  trip every=600 from=08:00 until=08:30 : 05:00 05:07
"""


def ride(start, end):
    return f"S1 {start} =L1=> S2 {end} ~walk 60s~ B"


def test_each_headway_from_the_start_on(world):
    town = world(TOWN)
    town.check("A -> B", f"A 07:58 ~walk 60s~ {ride('08:00', '08:07')} 08:08", depart="07:58")
    line = f"A 07:58:01 ~walk 60s~ {ride('08:10', '08:17')} 08:18"
    town.check("A -> B", line, depart="07:58:01")
    town.check("A -> B", f"A 08:18 ~walk 60s~ {ride('08:20', '08:27')} 08:28", arrive="09:00")


def test_nothing_at_or_after_the_end(world):
    world(TOWN).check("A -> B", "unreached", depart="08:18:01")


def test_the_template_itself_does_not_run(world):
    line = f"A 04:58 ~walk 60s~ {ride('08:00', '08:07')} 08:08"
    world(TOWN).check("A -> B", line, depart="04:58", max_minutes=200)


def test_two_windows_of_one_trip(world):
    rows = "trip_id,start_time,end_time,headway_secs,exact_times\n"
    rows += "t1,08:00:00,08:10:00,600,0\nt1,09:00:00,09:30:01,900,1\n"
    town = world(TOWN, files={"frequencies.txt": rows})
    line = f"A 08:10 ~walk 60s~ {ride('09:00', '09:07')} 09:08"
    last = f"A 09:20 ~walk 60s~ {ride('09:30', '09:37')} 09:38"
    town.check("A -> B", line, depart="08:10")
    town.check("A -> B", last, depart="09:20")


def test_a_headway_past_midnight(world):
    late = TOWN.replace("from=08:00 until=08:30", "from=23:55 until=24:20")
    town = world(late)
    morning = f"A 00:00 ~walk 60s~ {ride('00:05', '00:12')} 00:13"
    town.check("A -> B", morning, depart="00:00")


def test_a_stay_at_the_first_stop_moves_along(world):
    town = world(TOWN.replace("05:00 05:07", "04:50/05:00 05:07"))
    town.check("A -> B", f"A 07:58 ~walk 60s~ {ride('08:00', '08:07')} 08:08", depart="07:58")


def test_trips_of_a_headway_belong_to_no_block(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 6000
        stop S3 12000
        point B 12060
        line L1 S1    S2
          trip block=b every=600 from=08:00 until=08:01 : 08:00 08:07
        line L2 S2 S3
          trip block=b 08:07 08:20
        """
    )
    town.check("A -> B", "unreached", depart="07:58")
