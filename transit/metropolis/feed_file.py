"""Writes the metropolis as a GTFS zip, row by row: memory does not grow with the trips."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from transit.metropolis.plan import BUS, RAIL, RING, Line, Plan
from transit.metropolis.trips import SERVICES, Series, series_of

# Fixed, so that the same seed gives the same bytes on any day.
FIRST_DAY, LAST_DAY = "20260101", "20261231"
HOLIDAYS = ("20260101", "20260501", "20260714", "20261225")
STAMP = (1980, 1, 1, 0, 0, 0)
LONGEST_S = 48 * 3600
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RUNS_ON = {"weekday": WEEK[:5], "saturday": WEEK[5:6], "sunday": WEEK[6:]}
COLOURS = {RAIL: "0055C8", RING: "6E491E", BUS: "82C8E6"}
PREFIX = {RAIL: "M", RING: "T", BUS: ""}


def write_feed(plan: Plan, trips: int, seed: int, out: Path) -> int:
    """Write the zip; return the number of rows of stop_times.txt."""
    rows = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, lines in (
            ("agency.txt", _agency()),
            ("stops.txt", _stops(plan)),
            ("routes.txt", _routes(plan)),
            ("calendar.txt", _calendar()),
            ("calendar_dates.txt", _holidays()),
            ("shapes.txt", _shapes(plan)),
            ("trips.txt", _trips(plan, series_of(plan, trips, seed))),
            ("stop_times.txt", _stop_times(series_of(plan, trips, seed))),
        ):
            rows = _write(archive, name, lines)
    return rows - 1


def _write(archive: zipfile.ZipFile, name: str, blocks: Iterable[str]) -> int:
    """Write blocks of whole lines; return the number of lines."""
    member = zipfile.ZipInfo(name, STAMP)
    member.compress_type = zipfile.ZIP_DEFLATED
    rows = 0
    with archive.open(member, "w", force_zip64=True) as stream:
        for block in blocks:
            stream.write(block.encode())
            rows += block.count("\n")
    return rows


def _agency() -> Iterator[str]:
    yield "agency_id,agency_name,agency_url,agency_timezone\n"
    yield "METRO,Transports de la métropole,https://metropole.example,Europe/Paris\n"


def _stops(plan: Plan) -> Iterator[str]:
    yield "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding\n"
    for stop in plan.stops:
        lat, lon = stop.lat_lon
        parent = f"S{stop.parent}" if stop.parent >= 0 else ""
        kind = 1 if stop.is_station else 0
        # A stop in a station leaves the question of wheelchairs to it.
        wheelchair = "" if parent else 1 + (stop.number % 7 == 0)
        yield f"S{stop.number},{stop.name},{lat:.6f},{lon:.6f},{kind},{parent},{wheelchair}\n"


def _routes(plan: Plan) -> Iterator[str]:
    yield "route_id,agency_id,route_short_name,route_long_name,route_type,route_color\n"
    for line in plan.lines:
        name = f"{PREFIX[line.route_type]}{line.number + 1}"
        ends = " - ".join(_terminus(plan, line, direction) for direction in (1, 0))
        colour = COLOURS[line.route_type]
        yield f"L{line.number:04d},METRO,{name},{ends},{line.route_type},{colour}\n"


def _calendar() -> Iterator[str]:
    yield f"service_id,{','.join(WEEK)},start_date,end_date\n"
    for service, _ in SERVICES:
        runs = ",".join("1" if day in RUNS_ON[service] else "0" for day in WEEK)
        yield f"{service},{runs},{FIRST_DAY},{LAST_DAY}\n"


def _holidays() -> Iterator[str]:
    yield "service_id,date,exception_type\n"
    for day in HOLIDAYS:
        yield f"weekday,{day},2\nsunday,{day},1\n"


def _shapes(plan: Plan) -> Iterator[str]:
    yield "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n"
    for line in plan.lines:
        for direction in (0, 1):
            for k, stop in enumerate(line.stops(direction)):
                lat, lon = plan.stops[stop].lat_lon
                yield f"L{line.number:04d}-{direction},{lat:.6f},{lon:.6f},{k}\n"


def _trips(plan: Plan, series: Iterable[Series]) -> Iterator[str]:
    yield "route_id,service_id,trip_id,trip_headsign,direction_id,shape_id,wheelchair_accessible\n"
    for some in series:
        route = f"L{some.line.number:04d}"
        headsign = _terminus(plan, some.line, some.direction)
        wheelchair = 1 + (some.line.number % 11 == 0)
        tail = f"{headsign},{some.direction},{route}-{some.direction},{wheelchair}\n"
        yield "".join(
            f"{route},{some.service},{some.trip_id(k)},{tail}"
            for k in range(len(some.departures_s))
        )


def _stop_times(series: Iterable[Series]) -> Iterator[str]:
    clock = [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(LONGEST_S)]
    yield "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    for some in series:
        stops = some.line.stops(some.direction)
        tails = [f",S{stop},{k}\n" for k, stop in enumerate(stops, start=1)]
        calls = list(zip(some.arrive_s, some.leave_s, tails, strict=True))
        for k, start in enumerate(some.departures_s):
            trip = some.trip_id(k)
            yield "".join(
                f"{trip},{clock[start + arrive]},{clock[start + leave]}{tail}"
                for arrive, leave, tail in calls
            )


def _terminus(plan: Plan, line: Line, direction: int) -> str:
    return plan.stops[line.stops(direction)[-1]].name
