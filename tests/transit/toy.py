"""Toy networks as readable text, written as a real GTFS zip and asked of reference and engine.

A toy reads like this; `#` starts a comment, places are in paces east [north] of a corner::

    point A 0                    # an origin or a destination
    stop S1 120 [in=P] [wheelchair=1]
    station P 120 50
    line L1 S1 S2 S3
      trip 08:05 08:10/08:12 08:20
      trip block=b on=yesterday,today wheelchair=2 every=600 from=06:00 until=07:00 : 06:00 - 06:20
    transfer S2 S3 2 300         # from, to, type, least seconds
    feed region                  # what follows is in a second feed

A pace is walked in one second at the default speed, so `A 0`, `S1 120` are 120 s of walk apart.
A time may end in `^` (boarding only), `v` (alighting only), `x` (neither), `?` (by phone); `-` is blank.
"""

import csv
import datetime as dt
import io
import math
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.transit.naive_feed import EARTH_RADIUS_M, Point
from tests.transit.naive_search import NaiveLeg

DAY = dt.date(2030, 1, 8)
CORNER: Point = (46.5, 2.5)
# A hair below 1.25 m / 1.3, so that rounding up gives whole paces on every straight line.
PACE_M = 1.25 / 1.3 * 0.9999
STOP_TIMES = ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence")
CALL_RULES = {"^": ("0", "1"), "v": ("1", "0"), "x": ("1", "1"), "?": ("2", "2")}
ON_DAYS = {"yesterday": DAY - dt.timedelta(days=1), "today": DAY}
Table = list[dict[str, str]]


def place(east: float, north: float = 0.0, unit_m: float = PACE_M) -> Point:
    """Point so many units east and north of the corner of the toy world."""
    lat = CORNER[0] + math.degrees(north * unit_m / EARTH_RADIUS_M)
    radius = EARTH_RADIUS_M * math.cos(math.radians(CORNER[0]))
    lon = CORNER[1] + math.degrees(east * unit_m / radius)
    return round(lat, 10), round(lon, 10)  # as written in the files


def clock(seconds: int) -> str:
    """08:05, 25:10, 08:05:30 or -00:10."""
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def seconds_of(text: str) -> int:
    """Reverse of clock."""
    hours, minutes, seconds = [*map(int, text.lstrip("-").split(":")), 0][:3]
    return (-1 if text.startswith("-") else 1) * (3600 * hours + 60 * minutes + seconds)


def gtfs_time(text: str) -> str:
    """08:05 as GTFS writes it."""
    return text if text.count(":") == 2 else f"{text}:00"


@dataclass
class ToyFeed:
    """Tables of one feed, as lists of rows ready to be written."""

    name: str
    tables: dict[str, Table] = field(default_factory=lambda: defaultdict(list))
    route: str = ""  # of the line being read
    line: list[str] = field(default_factory=list)  # and its stops

    def write(self, folder: Path, replaced: dict[str, str]) -> Path:
        """GTFS zip of this feed; `replaced` maps file names to other contents."""
        path = folder / f"{self.name}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, rows in self.tables.items():
                if name not in replaced:
                    archive.writestr(name, _csv_text(rows))
            for name, text in replaced.items():
                archive.writestr(name, text)
        return path


@dataclass
class Toy:
    """A parsed toy: its points and its feeds."""

    points: dict[str, Point]
    feeds: list[ToyFeed]

    def write(self, folder: Path, replaced: dict[str, str] | None = None) -> list[Path]:
        """Write every feed; `replaced` files go into the first one."""
        return [
            feed.write(folder, (replaced or {}) if number == 0 else {})
            for number, feed in enumerate(self.feeds)
        ]


def parse_toy(text: str, unit_m: float = PACE_M) -> Toy:
    """Read the text form described at the top of this file."""
    toy = Toy({}, [_new_feed("city")])
    for raw in text.splitlines():
        words = raw.split("#")[0].split()
        if words[:1] == ["feed"]:
            fresh = not toy.feeds[-1].tables["stops.txt"]
            toy.feeds[-1:] = [*([] if fresh else toy.feeds[-1:]), _new_feed(words[1])]
        elif words[:1] == ["point"]:
            toy.points[words[1]] = place(*map(float, words[2:]), unit_m=unit_m)
        elif words:
            READERS[words[0]](toy.feeds[-1], words, unit_m)
    return toy


def line_of(ends: tuple[str, str], legs: Sequence[NaiveLeg]) -> str:
    """A journey as one line: `A 08:00 ~walk 120s~ S1 08:05 =L1=> S2 08:20/08:25 =L2=> ...`.

    A change at one stop shows the times of getting off and on; any other change is a walk.
    """
    words = [f"{ends[0]} {clock(legs[0].departure)}"]
    for previous, leg in zip([None, *legs], legs, strict=False):
        if leg.kind == "walk":
            words.append(f"~walk {leg.arrival - leg.departure}s~")
            continue
        if previous and previous.end == leg.start and previous.kind == "ride":
            words[-1] += f"/{clock(leg.departure)}"
        else:
            words += ["~walk 0s~"] if previous and previous.kind == "ride" else []
            words.append(f"{leg.start} {clock(leg.departure)}")
        words += [f"={leg.route}=>", f"{leg.end} {clock(leg.arrival)}"]
    return " ".join([*words, f"{ends[1]} {clock(legs[-1].arrival)}"])


def _new_feed(name: str) -> ToyFeed:
    feed = ToyFeed(name)
    agency = {"agency_id": "1", "agency_name": "Toy", "agency_url": "https://toy.example"}
    feed.tables["agency.txt"].append(agency | {"agency_timezone": "Europe/Paris"})
    week = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    daily = {"service_id": "daily"} | dict.fromkeys(week, "1")
    feed.tables["calendar.txt"].append(daily | {"start_date": "20300101", "end_date": "20300131"})
    for name_ in ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt"):
        feed.tables[name_] = []
    return feed


def _split_options(words: list[str]) -> tuple[list[str], dict[str, str]]:
    plain = [word for word in words if "=" not in word and word != ":"]
    return plain, dict(word.split("=") for word in words if "=" in word)


def _read_stop(feed: ToyFeed, words: list[str], unit_m: float) -> None:
    (kind, name, *where), options = _split_options(words)
    lat, lon = place(*map(float, where), unit_m=unit_m)
    feed.tables["stops.txt"].append(
        {
            "stop_id": name,
            "stop_name": name,
            "stop_lat": f"{lat:.10f}",
            "stop_lon": f"{lon:.10f}",
            "location_type": "1" if kind == "station" else "0",
            "parent_station": options.get("in", ""),
            "wheelchair_boarding": options.get("wheelchair", ""),
        }
    )


def _read_line(feed: ToyFeed, words: list[str], unit_m: float) -> None:
    _, feed.route, *feed.line = words
    name = feed.route
    route = {"route_id": name, "agency_id": "1", "route_short_name": name, "route_type": "3"}
    if route not in feed.tables["routes.txt"]:
        feed.tables["routes.txt"].append(route)


def _read_trip(feed: ToyFeed, words: list[str], unit_m: float) -> None:
    (_, *times), options = _split_options(words)
    trip_id = f"t{len(feed.tables['trips.txt']) + 1}"
    service = options.get("on", "daily")
    feed.tables["trips.txt"].append(
        {
            "route_id": feed.route,
            "service_id": service,
            "trip_id": trip_id,
            "trip_headsign": feed.line[-1],
            "block_id": options.get("block", ""),
            "wheelchair_accessible": options.get("wheelchair", ""),
        }
    )
    for day in service.split(",") if service != "daily" else []:
        row = {"service_id": service, "date": f"{ON_DAYS[day]:%Y%m%d}", "exception_type": "1"}
        if row not in feed.tables["calendar_dates.txt"]:
            feed.tables["calendar_dates.txt"].append(row)
    if "every" in options:
        window = {"start_time": options["from"], "end_time": options["until"]}
        row = {key: gtfs_time(value) for key, value in window.items()}
        frequency = {"trip_id": trip_id, **row, "headway_secs": options["every"]}
        feed.tables["frequencies.txt"].append(frequency)
    for number, (stop, time) in enumerate(zip(feed.line, times, strict=True)):
        row = _stop_time(time)
        row |= {"trip_id": trip_id, "stop_id": stop, "stop_sequence": str(number + 1)}
        feed.tables["stop_times.txt"].append(row)


def _stop_time(text: str) -> dict[str, str]:
    pickup, drop_off = CALL_RULES.get(text[-1], ("", ""))
    times = text.rstrip("".join(CALL_RULES)).strip("-")
    arrival, _, departure = times.partition("/")
    row = {"arrival_time": arrival, "departure_time": departure or arrival}
    row = {key: gtfs_time(value) if value else "" for key, value in row.items()}
    return row | {"pickup_type": pickup, "drop_off_type": drop_off}


def _read_transfer(feed: ToyFeed, words: list[str], unit_m: float) -> None:
    _, start, end, kind, *least = words
    row = {"from_stop_id": start, "to_stop_id": end, "transfer_type": kind}
    feed.tables["transfers.txt"].append(row | {"min_transfer_time": "".join(least)})


READERS = {
    "stop": _read_stop,
    "station": _read_stop,
    "line": _read_line,
    "trip": _read_trip,
    "transfer": _read_transfer,
}


def _csv_text(rows: Table) -> str:
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return out.getvalue()
