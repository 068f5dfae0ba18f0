"""The toy town through a January in which one week runs otherwise, and one is holidays.

    week 2 (7 January, the standing day is Tuesday 8) and week 5: the bus of 8:40 to the far stop
    week 3 (14 January), works: instead of it a bus at 8:20, as many trips a day
    week 4 (21 January), holidays: neither, one trip in seven less

For 09:00-17:00 the far site is left at 8:37:20 (23 min) but in week 3 at 8:17:20 (43 min).
"""

import datetime as dt
from pathlib import Path

from tests.matching.toy_town import TOWN
from tests.transit.toy import parse_toy

USUAL, WORKS, HOLIDAYS, LAST, BEYOND = 203002, 203003, 203004, 203005, 203007
WORKS_LINE = """
line FAST S F
  trip 08:20 08:30
"""


def write_feed(folder: Path) -> list[Path]:
    """Write the timetable into a folder; return the zip files."""
    toy = parse_toy(TOWN + WORKS_LINE)
    tables = toy.feeds[0].tables
    starts = {row["trip_id"]: row["departure_time"] for row in tables["stop_times.txt"][::-1]}
    services = {"08:40:00": "usual", "08:20:00": "works"}
    for trip in tables["trips.txt"]:
        if trip["route_id"] == "FAST":
            trip["service_id"] = services.get(starts[trip["trip_id"]], "daily")
    for day in range(1, 32):
        week = dt.date(2030, 1, day).isocalendar().week
        if week != HOLIDAYS % 100:
            service = "works" if week == WORKS % 100 else "usual"
            row = {"service_id": service, "date": f"203001{day:02}", "exception_type": "1"}
            tables["calendar_dates.txt"].append(row)
    return toy.write(folder)
