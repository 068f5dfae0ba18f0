"""Which trips run on a date: calendar.txt, calendar_dates.txt, either alone or both."""

import datetime as dt

from tests.transit.toy import DAY

TOWN = """
point A 0
stop S1 60
stop S2 6000
point B 6060
line L1 S1    S2
  trip  08:00 08:10
"""
CALENDAR = (
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
)
DATES = "service_id,date,exception_type\n"
LINE = "A 07:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ B 08:11"
TUESDAY, WEDNESDAY, THURSDAY = (DAY + dt.timedelta(days=days) for days in range(3))


def check_days(town, running, silent):
    for date in running:
        town.check("A -> B", LINE, depart="07:58", date=date)
    for date in silent:
        town.check_no_service("A -> B", date)


def test_calendar_alone(world):
    town = world(TOWN, files={"calendar.txt": CALENDAR + "daily,0,1,0,1,0,0,0,20300108,20300115\n"})
    inside = [TUESDAY, THURSDAY, TUESDAY + dt.timedelta(days=7)]
    outside = [TUESDAY - dt.timedelta(days=7), TUESDAY + dt.timedelta(days=14)]
    check_days(town, inside, [WEDNESDAY, *outside])


def test_calendar_dates_alone(world):
    dates = DATES + "daily,20300108,1\ndaily,20300110,1\n"
    town = world(TOWN, files={"calendar_dates.txt": dates, "calendar.txt": CALENDAR})
    check_days(town, [TUESDAY, THURSDAY], [WEDNESDAY])


def test_both_together(world):
    files = {
        "calendar.txt": CALENDAR + "daily,0,1,1,0,0,0,0,20300101,20300131\n",
        "calendar_dates.txt": DATES + "daily,20300109,2\ndaily,20300110,1\n",
    }
    check_days(world(TOWN, files=files), [TUESDAY, THURSDAY], [WEDNESDAY])


def test_a_date_without_service_names_the_covered_days(world):
    after = dt.date(2031, 1, 1)
    world(TOWN).check_no_service("A -> B", after, covered=r"2030-01-01.*2030-01-31")


def test_trips_of_the_eve_make_no_day_of_service(world):
    files = {"calendar.txt": CALENDAR + "daily,0,1,0,0,0,0,0,20300101,20300131\n"}
    late = TOWN.replace("08:00 08:10", "24:10 24:20")
    check_days(world(late, files=files), [], [WEDNESDAY])


def test_services_of_one_feed_are_apart(world):
    town = world(TOWN.replace("trip ", "trip on=yesterday") + "  trip on=today 09:00 09:10\n")
    line = "A 07:58 ~walk 60s~ S1 09:00 =L1=> S2 09:10 ~walk 60s~ B 09:11"
    town.check("A -> B", line, depart="07:58")
    town.check("A -> B", LINE, depart="07:58", date=DAY - dt.timedelta(days=1))
