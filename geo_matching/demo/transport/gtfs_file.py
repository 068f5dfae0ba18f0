"""Writes the network of lines as a GTFS zip that is the same, byte for byte, for the same city."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np

from geo_matching.demo.city.build import City
from geo_matching.demo.city.plan import CITY
from geo_matching.demo.city.terrain import to_lonlat
from geo_matching.demo.transport.calendars import SERVICES, exceptions, two_years_from
from geo_matching.demo.transport.network import Transport
from geo_matching.demo.transport.timetable import Trip

AGENCY = "SORVEO"
SITE = "https://sorveo.example/"
# Brighter line colours than this, of 255, are written on in black.
BRIGHT = 150
EPOCH = (1980, 1, 1, 0, 0, 0)
ROUTE_TYPE = {"tram": 0, "bus": 3}
Row = Iterable[object]


# Column names of each file, in the order of their rows below.
HEADERS = {
    "agency.txt": "agency_id agency_name agency_url agency_timezone agency_lang",
    "feed_info.txt": "feed_publisher_name feed_publisher_url feed_lang feed_start_date "
    "feed_end_date feed_version",
    "stops.txt": "stop_id stop_name stop_lat stop_lon location_type parent_station "
    "wheelchair_boarding",
    "routes.txt": "route_id agency_id route_short_name route_long_name route_type route_color "
    "route_text_color",
    "trips.txt": "route_id service_id trip_id trip_headsign direction_id shape_id "
    "wheelchair_accessible",
    "stop_times.txt": "trip_id arrival_time departure_time stop_id stop_sequence "
    "shape_dist_traveled",
    "shapes.txt": "shape_id shape_pt_lat shape_pt_lon shape_pt_sequence shape_dist_traveled",
    "calendar.txt": "service_id monday tuesday wednesday thursday friday saturday sunday "
    "start_date end_date",
    "calendar_dates.txt": "service_id date exception_type",
}


def write_feed(transport: Transport, city: City, start: date, path: Path) -> None:
    """Write the feed for two years from `start`; kilometres in shape_dist_traveled."""
    end = two_years_from(start)
    span = (day_text(start), day_text(end))
    publisher = (f"Ville inventée de {CITY}", SITE, "fr", *span, f"{city.seed}-{span[0]}")
    tables: dict[str, Iterable[Row]] = {
        "agency.txt": [(AGENCY, "Sorvéo", SITE, "Europe/Paris", "fr")],
        "feed_info.txt": [publisher],
        "stops.txt": _stops(transport, city),
        "routes.txt": _routes(transport),
        "trips.txt": (_trip(i, trip) for i, trip in enumerate(transport.trips)),
        "stop_times.txt": (r for i, t in enumerate(transport.trips) for r in _stop_times(i, t)),
        "shapes.txt": _shapes(transport),
        "calendar.txt": [(s.id, *s.weekdays, *span) for s in SERVICES],
        "calendar_dates.txt": [(s, day_text(day), kind) for s, day, kind in exceptions(start, end)],
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in tables.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, _csv(HEADERS[name].split(), rows), compresslevel=6)


def day_text(day: date) -> str:
    return f"{day:%Y%m%d}"


def clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def _csv(header: list[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _stops(transport: Transport, city: City) -> Iterable[Row]:
    for index, place in enumerate(transport.places):
        hub = index in transport.hubs
        if hub:
            lon, lat = _degrees(city.network.nodes[place.node])
            yield f"P{index:03d}", place.name, lat, lon, 1, "", ""
        for quay in sorted(place.quays, key=lambda quay: quay.id):
            lon, lat = _degrees((quay.x, quay.y))
            yield quay.id, place.name, lat, lon, 0, f"P{index:03d}" if hub else "", quay.wheelchair


def _degrees(point: Iterable[float]) -> tuple[str, str]:
    lon, lat = to_lonlat(np.asarray([tuple(point)]))[0]
    return f"{lon:.6f}", f"{lat:.6f}"


def _routes(transport: Transport) -> Iterable[Row]:
    for course in transport.courses:
        line = course.line
        stops = [via.stop for via in line.vias if via.stop]
        colour = line.colour.lstrip("#")
        red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
        bright = 0.299 * red + 0.587 * green + 0.114 * blue
        text = "000000" if bright > BRIGHT else "FFFFFF"
        name = f"{stops[0]} - {stops[-1]}"
        yield f"R{line.name}", AGENCY, line.name, name, ROUTE_TYPE[line.mode], colour, text


def _trip(index: int, trip: Trip) -> Row:
    calls = trip.calls
    shape = f"H{calls.line}-{calls.direction}"
    return (
        f"R{calls.line}", trip.service.id, f"T{index:05d}", calls.headsign, calls.direction, shape,
        trip.wheelchair,
    )  # fmt: skip


def _stop_times(index: int, trip: Trip) -> Iterable[Row]:
    for rank, (quay, second, metres) in enumerate(
        zip(trip.calls.quays, trip.times, trip.calls.metres, strict=True)
    ):
        yield f"T{index:05d}", clock(second), clock(second), quay, rank + 1, f"{metres / 1000:.3f}"


def _shapes(transport: Transport) -> Iterable[Row]:
    for course in transport.courses:
        points, run = transport.shapes[course.line.name]
        lonlat = to_lonlat(points)
        for direction in (0, 1):
            step = 1 if direction == 0 else -1
            metres = run if direction == 0 else run[-1] - run[::-1]
            for rank, ((lon, lat), m) in enumerate(zip(lonlat[::step], metres, strict=True)):
                row = (f"{lat:.6f}", f"{lon:.6f}", rank + 1, f"{m / 1000:.3f}")
                yield f"H{course.line.name}-{direction}", *row
