"""A tiny feed as text: three stops, one line, two trips; tests replace the tables they are about."""

import zipfile
from pathlib import Path

from geo_matching.common.notices import Notice
from transit.gtfs.feed import Feed

TINY = {
    "agency": """agency_id,agency_name,agency_url,agency_timezone
1,Toy,https://toy.example,Europe/Paris
""",
    "stops": """stop_id,stop_name,stop_lat,stop_lon
A,Mairie,46.5,2.50
B,Halle,46.5,2.51
C,Gare,46.5,2.53
""",
    "routes": """route_id,route_short_name,route_long_name,route_type
L,L1,Mairie - Gare,3
""",
    "trips": """route_id,service_id,trip_id
L,week,t1
L,week,t2
""",
    "stop_times": """trip_id,arrival_time,departure_time,stop_id,stop_sequence
t1,08:00:00,08:00:00,A,1
t1,08:05:00,08:06:00,B,2
t1,08:15:00,08:15:00,C,3
t2,09:00:00,09:00:00,A,1
t2,09:15:00,09:15:00,C,2
""",
    # Monday 7 January 2030 to Sunday 20 January 2030.
    "calendar": """service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
week,1,1,1,1,1,0,0,20300107,20300120
""",
}
HEAD = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
GOOD_T2 = "t2,09:00:00,09:00:00,A,1\nt2,09:15:00,09:15:00,C,2\n"


def write_zip(path: Path, tables: dict[str, str | bytes | None], folder: str = "") -> Path:
    """Write tables (without .txt) into a zip; None leaves a table out."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            if text is not None:
                archive.writestr(f"{folder}{name}.txt", text)
    return path


def calls_of(feed: Feed, trip_id: str) -> list[tuple[str, str]]:
    """The calls of a trip as (stop, arrival) or (stop, arrival/departure)."""
    trip = feed.trips.ids.index(trip_id)
    times = feed.stop_times
    calls = []
    for call in range(*feed.trips.first_stop_time[trip : trip + 2]):
        arrival, departure = clock(times.arrival[call]), clock(times.departure[call])
        both = arrival if arrival == departure else f"{arrival}/{departure}"
        calls.append((feed.stops.ids[times.stop[call]], both))
    return calls


def clock(seconds: int) -> str:
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"


def only_notice(feed: Feed) -> Notice:
    """The one notice of a feed that should have one."""
    assert len(feed.notices) == 1, feed.notices
    return feed.notices[0]
