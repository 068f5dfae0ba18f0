"""Moves a generated feed and its streets to another place, as streams; metres stay metres."""

import csv
import io
import math
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import osmium

from transit.metropolis.feed_file import STAMP
from transit.metropolis.places import CENTRE_LAT, CENTRE_LON

# Columns of degrees in each table that has such.
POINTS = {
    "stops.txt": ("stop_lat", "stop_lon"),
    "shapes.txt": ("shape_pt_lat", "shape_pt_lon"),
}
# A copy is read once or twice: quick to write counts for more than a tenth of its size.
LEVEL = 1
Move = Callable[[float, float], tuple[float, float]]


def move_to(lat: float, lon: float) -> Move:
    """Return what takes (latitude, longitude) around the generated centre to around a place."""
    widen = math.cos(math.radians(CENTRE_LAT)) / math.cos(math.radians(lat))
    return lambda y, x: (lat + (y - CENTRE_LAT), lon + (x - CENTRE_LON) * widen)


def shift_feed(source: Path, out: Path, move: Move) -> None:
    """Write a feed with its points moved; every other table as it is."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            member = zipfile.ZipInfo(entry.filename, STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member._compresslevel = LEVEL  # type: ignore[attr-defined]  # noqa: SLF001 - 3.13 names it
            with old.open(entry) as read, new.open(member, "w", force_zip64=True) as write:
                if entry.filename in POINTS:
                    _move_points(read, write, POINTS[entry.filename], move)
                else:
                    shutil.copyfileobj(read, write, 1 << 20)


def _move_points(read: IO[bytes], write: IO[bytes], columns: tuple[str, str], move: Move) -> None:
    rows = csv.reader(io.TextIOWrapper(read, "utf-8", newline=""))
    text = io.TextIOWrapper(write, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    header = next(rows)
    writer.writerow(header)
    at_lat, at_lon = (header.index(name) for name in columns)
    for row in rows:
        lat, lon = move(float(row[at_lat]), float(row[at_lon]))
        row[at_lat], row[at_lon] = f"{lat:.6f}", f"{lon:.6f}"
        writer.writerow(row)
    text.flush()
    text.detach()


def shift_streets(source: Path, out: Path, move: Move) -> None:
    """Write an OSM file with its nodes moved."""
    with osmium.SimpleWriter(str(out), overwrite=True) as writer:
        for thing in osmium.FileProcessor(str(source)):
            if isinstance(thing, osmium.osm.Node):
                lat, lon = move(thing.location.lat, thing.location.lon)
                writer.add_node(thing.replace(location=(lon, lat)))
            else:
                writer.add(thing)
