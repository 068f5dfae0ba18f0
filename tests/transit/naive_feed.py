"""Reads GTFS zips with csv and zipfile alone: the naive reference shares no line with the engine."""

import csv
import datetime as dt
import io
import itertools
import math
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

EARTH_RADIUS_M = 6_371_008.8
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Point = tuple[float, float]


def great_circle_m(a: Point, b: Point) -> float:
    """Haversine distance between two (lat, lon) points."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


@dataclass(frozen=True)
class Stop:
    key: str
    name: str
    point: Point
    station: str  # key of the parent station, "" when there is none
    wheelchair: str


@dataclass(frozen=True)
class Call:
    stop: str
    arrival: int
    departure: int
    board: bool
    alight: bool

    def later(self, seconds: int) -> "Call":
        times = self.arrival + seconds, self.departure + seconds
        return Call(self.stop, *times, self.board, self.alight)


@dataclass(frozen=True)
class Trip:
    id: str
    route: str
    service: str
    block: str
    wheelchair: str
    calls: tuple[Call, ...]


@dataclass(eq=False)
class Run:
    """One vehicle on one day; `onward` is the run its passengers may stay on board for."""

    trip: Trip
    calls: tuple[Call, ...]
    onward: "Run | None" = None
    is_onward: bool = False


@dataclass
class NaiveFeed:
    prefix: str
    stops: dict[str, Stop] = field(default_factory=dict)
    trips: list[Trip] = field(default_factory=list)
    transfers: list[tuple[str, str, str, int]] = field(default_factory=list)
    calendar: dict[str, tuple[dt.date, dt.date, str]] = field(default_factory=dict)
    exceptions: dict[tuple[str, dt.date], str] = field(default_factory=dict)
    frequencies: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)

    def is_active(self, service: str, day: dt.date) -> bool:
        exception = self.exceptions.get((service, day))
        if exception:
            return exception == "1"
        if service not in self.calendar:
            return False
        first, last, weekdays = self.calendar[service]
        return first <= day <= last and weekdays[day.weekday()] == "1"

    def runs_of_service_day(self, day: dt.date) -> list[Run]:
        """Every vehicle of one service day, times as written in the feed, blocks joined."""
        runs, blocks = [], defaultdict(list)
        for trip in self.trips:
            if not self.is_active(trip.service, day):
                continue
            if trip.id in self.frequencies:
                runs += [Run(trip, calls) for calls in self._repeated(trip)]
                continue
            run = Run(trip, trip.calls)
            runs.append(run)
            if trip.block:
                blocks[trip.block].append(run)
        for members in blocks.values():
            members.sort(key=lambda run: run.calls[0].departure)
            for run, following in itertools.pairwise(members):
                end, start = run.calls[-1], following.calls[0]
                if end.stop == start.stop and start.departure >= end.arrival:
                    run.onward, following.is_onward = following, True
        return runs

    def _repeated(self, trip: Trip) -> list[tuple[Call, ...]]:
        copies = []
        for start, end, headway in self.frequencies[trip.id]:
            for departure in range(start, end, headway):
                delay = departure - trip.calls[0].departure
                copies.append(tuple(call.later(delay) for call in trip.calls))
        return copies


def read_feed(path: Path, prefix: str, *, allow_on_demand: bool = False) -> NaiveFeed:
    tables = _Tables(path)
    feed = NaiveFeed(prefix)
    _read_stops(feed, tables)
    _read_services(feed, tables)
    _read_trips(feed, tables, {"0", "3", ""} | ({"2"} if allow_on_demand else set()))
    for row in tables["frequencies.txt"]:
        window = parse_time(row["start_time"]), parse_time(row["end_time"])
        feed.frequencies.setdefault(row["trip_id"], []).append(
            (*window, int(row["headway_secs"]))  # type: ignore[arg-type]
        )
    for row in tables["transfers.txt"]:
        if any(
            row.get(f"{side}_{what}_id") for side in ("from", "to") for what in ("route", "trip")
        ):
            continue
        ends = prefix + row["from_stop_id"], prefix + row["to_stop_id"]
        seconds = int(row.get("min_transfer_time") or 0)
        feed.transfers.append((*ends, row.get("transfer_type") or "0", seconds))
    return feed


class _Tables:
    """The rows of each file as dictionaries; an absent file has none."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.texts = {
                Path(name).name: archive.read(name).decode("utf-8-sig")
                for name in archive.namelist()
            }

    def __getitem__(self, name: str) -> list[dict[str, str]]:
        rows = list(csv.reader(io.StringIO(self.texts.get(name, "")), skipinitialspace=True))
        rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
        return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]] if rows else []


def parse_time(text: str) -> int | None:
    """Seconds since the start of the service day; None when the text is no time."""
    found = re.fullmatch(r"(\d{1,3}):([0-5]\d):([0-5]\d)", text)
    return None if not found else 3600 * int(found[1]) + 60 * int(found[2]) + int(found[3])


def _read_stops(feed: NaiveFeed, tables: _Tables) -> None:
    rows = {row["stop_id"]: row for row in tables["stops.txt"]}
    for stop_id, row in rows.items():
        parent = rows.get(row.get("parent_station", ""), {})
        own = row.get("wheelchair_boarding") or "0"
        feed.stops[feed.prefix + stop_id] = Stop(
            key=feed.prefix + stop_id,
            name=row.get("stop_name", ""),
            point=(float(row["stop_lat"] or "nan"), float(row["stop_lon"] or "nan")),
            station=feed.prefix + parent["stop_id"] if parent else "",
            wheelchair=own if own != "0" else parent.get("wheelchair_boarding") or "0",
        )


def _read_services(feed: NaiveFeed, tables: _Tables) -> None:
    def day(text: str) -> dt.date:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))

    for row in tables["calendar.txt"]:
        week = "".join(row[name] for name in WEEKDAYS)
        feed.calendar[row["service_id"]] = day(row["start_date"]), day(row["end_date"]), week
    for row in tables["calendar_dates.txt"]:
        feed.exceptions[row["service_id"], day(row["date"])] = row["exception_type"]


def _read_trips(feed: NaiveFeed, tables: _Tables, allowed: set[str]) -> None:
    route_names = {
        row["route_id"]: row.get("route_short_name") or row.get("route_long_name", "")
        for row in tables["routes.txt"]
    }
    rows_of = defaultdict(list)
    for row in tables["stop_times.txt"]:
        rows_of[row["trip_id"]].append(row)
    for row in tables["trips.txt"]:
        rows = sorted(rows_of[row["trip_id"]], key=lambda stop: int(stop["stop_sequence"]))
        calls = _calls(feed, rows, allowed)
        if calls:
            feed.trips.append(
                Trip(
                    id=row["trip_id"],
                    route=route_names[row["route_id"]],
                    service=row["service_id"],
                    block=row.get("block_id", ""),
                    wheelchair=row.get("wheelchair_accessible") or "0",
                    calls=calls,
                )
            )


def _calls(feed: NaiveFeed, rows: list[dict[str, str]], allowed: set[str]) -> tuple[Call, ...]:
    """Calls of a trip with every time filled in; empty when the trip has to be dropped."""
    keys = [feed.prefix + row["stop_id"] for row in rows]
    written = [(row.get("arrival_time", ""), row.get("departure_time", "")) for row in rows]
    unreadable = any(text and parse_time(text) is None for pair in written for text in pair)
    if len(rows) < 2 or unreadable or any(key not in feed.stops for key in keys):
        return ()
    pairs = [(parse_time(a or d), parse_time(d or a)) for a, d in written]
    if pairs[0][0] is None or pairs[-1][0] is None:
        return ()
    times = _fill_gaps(pairs, [feed.stops[key].point for key in keys])
    flat = [second for pair in times for second in pair]
    if flat != sorted(flat):
        return ()
    return tuple(
        Call(
            key,
            *pair,
            row.get("pickup_type", "") in allowed,
            row.get("drop_off_type", "") in allowed,
        )
        for key, pair, row in zip(keys, times, rows, strict=True)
    )


def _fill_gaps(pairs: list, points: list[Point]) -> list[tuple[int, int]]:
    known = [index for index, pair in enumerate(pairs) if pair[0] is not None]
    for before, after in itertools.pairwise(known):
        hops = [great_circle_m(points[i], points[i + 1]) for i in range(before, after)]
        if sum(hops) == 0:
            hops = [1.0] * len(hops)
        start, end = pairs[before][1], pairs[after][0]
        for i in range(before + 1, after):
            share = sum(hops[: i - before]) / sum(hops)
            second = math.floor(start + (end - start) * share + 0.5)
            pairs[i] = second, second
    return pairs
