"""Reads what the base map shows of an OSM file: streets, water, green, rail, built land, places."""

import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import osmium
import shapely

from geo_matching.common.errors import InputError
from geo_matching.common.notices import Notice

# Zooms are those of a vector tile, which the page draws 512 pixels wide: one less than on screen.
STREETS = {
    "motorway": ("motorway", 6),
    "trunk": ("motorway", 7),
    "primary": ("primary", 8),
    "secondary": ("secondary", 10),
    "tertiary": ("tertiary", 11),
    "unclassified": ("street", 12),
    "residential": ("street", 12),
    "living_street": ("street", 12),
    "road": ("street", 12),
    "pedestrian": ("pedestrian", 13),
    "service": ("service", 14),
    "track": ("path", 14),
    "footway": ("path", 14),
    "path": ("path", 14),
    "steps": ("path", 14),
    "cycleway": ("path", 14),
}
RAILS = {"rail": 10, "light_rail": 11, "subway": 12, "tram": 12, "narrow_gauge": 11}
WATERWAYS = {"river": 9, "canal": 10, "stream": 13}
AREAS = {
    ("natural", "water"): "water",
    ("waterway", "riverbank"): "water",
    ("landuse", "reservoir"): "water",
    ("natural", "wood"): "green",
    ("natural", "scrub"): "green",
    ("natural", "grassland"): "green",
    ("landuse", "forest"): "green",
    ("landuse", "grass"): "green",
    ("landuse", "meadow"): "green",
    ("landuse", "cemetery"): "green",
    ("landuse", "allotments"): "green",
    ("landuse", "recreation_ground"): "green",
    ("leisure", "park"): "green",
    ("leisure", "garden"): "green",
    ("leisure", "pitch"): "green",
    ("leisure", "golf_course"): "green",
    ("landuse", "residential"): "building",
    ("landuse", "commercial"): "building",
    ("landuse", "retail"): "building",
    ("landuse", "industrial"): "building",
}
PLACES = {
    "city": 6,
    "town": 8,
    "suburb": 11,
    "village": 10,
    "quarter": 12,
    "neighbourhood": 13,
    "hamlet": 13,
}
AREA_KEYS = ("natural", "landuse", "leisure", "waterway", "building")
BUILDING_MIN_ZOOM = 14
# An area appears at the zoom where it is this many pixels wide.
AREA_MIN_PX = 4.0
MERCATOR_WORLD_M = 40_075_016.686
TILE_PX = 512


class BasemapRow(NamedTuple):
    """One feature to draw; `wkb` is a geometry in Web Mercator (3857)."""

    kind: str
    detail: str
    name: str
    min_zoom: int
    wkb: bytes


class Found(NamedTuple):
    """A feature as read: `wkb_hex` in degrees; an area (`polygon`) gets its zoom from its size."""

    kind: str
    detail: str
    name: str
    min_zoom: int
    wkb_hex: str
    polygon: bool = False


def read_basemap(path: Path) -> tuple[list[BasemapRow], list[Notice]]:
    """Read the features of the base map, lines of the same street joined, sorted.

    Parameters
    ----------
    path : Path
        An OSM file (.osm.pbf, .osm, .osm.bz2).

    Returns
    -------
    tuple
        The rows in a stable order, and a notice for each object whose geometry is broken.

    Raises
    ------
    InputError
        When the file cannot be read as OSM, or shows nothing at all.
    """
    notices: list[Notice] = []
    if not path.is_file():
        raise InputError("no such file", file=path.name)
    try:
        found = list(_scan(path, notices))
    except RuntimeError as error:
        raise InputError(f"not a readable OSM file ({error})", file=path.name) from error
    if not found:
        raise InputError("no street, water, green, rail or place in this file", file=path.name)
    return sorted(_project(found)), notices


def street_class(highway: str) -> tuple[str, int] | None:
    """Return (class, smallest zoom) of a highway value, None for what is not drawn."""
    return STREETS.get(highway.removesuffix("_link"))


def area_zoom(area_m2: float) -> int:
    """Return the smallest zoom at which an area of that many Mercator square metres is drawn."""
    width_m = math.sqrt(max(area_m2, 1.0))
    zoom = math.log2(AREA_MIN_PX * MERCATOR_WORLD_M / TILE_PX / width_m)
    return min(max(math.ceil(zoom), 0), BUILDING_MIN_ZOOM)


def _scan(path: Path, notices: list[Notice]) -> Iterator[Found]:
    shape = osmium.geom.WKBFactory()
    wanted = osmium.filter.KeyFilter("highway", "railway", "place", *AREA_KEYS)
    areas = osmium.filter.KeyFilter(*AREA_KEYS)
    for item in osmium.FileProcessor(str(path)).with_areas(areas).with_filter(wanted):
        try:
            found = _read_item(item, shape)
        except RuntimeError as error:
            place = f"{item.type_str()}{item.id}"
            notices.append(Notice(path.name, 0, place, "basemap_geometry", str(error)))
            continue
        if found:
            yield found


def _read_item(item: Any, shape: Any) -> Found | None:
    name = item.tags.get("name", "")[:200]
    if item.is_area():
        kind, detail = _area_class(item.tags)
        if not kind:
            return None
        return Found(kind, detail, name, 0, shape.create_multipolygon(item), polygon=True)
    if item.is_way():
        kind, detail, zoom = _line_class(item.tags)
        return Found(kind, detail, name, zoom, shape.create_linestring(item)) if kind else None
    if item.is_node():
        place = item.tags.get("place", "")
        if place in PLACES and name:
            return Found("place", place, name, PLACES[place], shape.create_point(item))
    return None


def _area_class(tags: Any) -> tuple[str, str]:
    for key in AREA_KEYS:
        kind = AREAS.get((key, tags.get(key, "")))
        if kind:
            return kind, tags.get(key)
    if tags.get("building", "no") != "no":
        return "building", "building"
    return "", ""


def _line_class(tags: Any) -> tuple[str, str, int]:
    underground = tags.get("tunnel", "no") not in {"no", "building_passage"}
    street = street_class(tags.get("highway", ""))
    if street:
        return "street", street[0], street[1]
    rail = tags.get("railway", "")
    if rail in RAILS and not underground:
        siding = "service" in tags
        return "rail", rail, 14 if siding else RAILS[rail]
    water = tags.get("waterway", "")
    if water in WATERWAYS and not underground:
        return "water", water, WATERWAYS[water]
    return "", "", 0


def _project(found: list[Found]) -> Iterator[BasemapRow]:
    geometries = shapely.transform(shapely.from_wkb([f.wkb_hex for f in found]), _to_mercator)
    lines: dict[tuple[str, str, str, int], list[Any]] = defaultdict(list)
    for item, geometry in zip(found, geometries, strict=True):
        if item.polygon:
            yield from _polygon_rows(item, geometry)
        elif item.kind == "place":
            yield BasemapRow(*item[:4], wkb=shapely.to_wkb(geometry))
        else:
            lines[item[:4]].append(geometry)
    for key, parts in lines.items():
        # One long line carries its street's name; a dozen short ones have no room for it.
        merged = shapely.line_merge(shapely.multilinestrings(parts))
        for line in shapely.get_parts(merged):
            yield BasemapRow(*key, wkb=shapely.to_wkb(line))


def _polygon_rows(item: Found, geometry: Any) -> Iterator[BasemapRow]:
    for part in shapely.get_parts(shapely.make_valid(geometry)):
        area_m2 = float(shapely.area(part))
        if not area_m2:
            continue
        zoom = BUILDING_MIN_ZOOM if item.detail == "building" else area_zoom(area_m2)
        yield BasemapRow(item.kind, item.detail, item.name, zoom, shapely.to_wkb(part))


def _to_mercator(degrees: np.ndarray) -> np.ndarray:
    radius_m = MERCATOR_WORLD_M / (2 * math.pi)
    lon, lat = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    return np.column_stack((radius_m * lon, radius_m * np.log(np.tan(math.pi / 4 + lat / 2))))
