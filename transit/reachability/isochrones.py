"""Isochrones: what can be reached and walked to in the time left, as nested MultiPolygons."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.geo import EARTH_RADIUS_M
from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.network import Network
from transit.network.straight import DETOUR
from transit.network.street_walks import StreetWalks
from transit.network.walks import Walks
from transit.osm.linking import Links
from transit.osm.spreading import reached_points, spread_from
from transit.reachability.areas import Frame, area_of
from transit.reachability.cells import earliest_in_cells, neighbours, trace_outlines
from transit.reachability.places import Place, link_places, walks_to_stops
from transit.reachability.preparing import prepared_for
from transit.search.search import Window
from transit.search.windows import earliest_arrivals

# Side of a cell. Half of what the specification allows: edges look calmer, areas are truer.
CELL_M = 50.0
# Streets are sampled this often, so that no cell that a street crosses is missed.
SAMPLE_M = 20.0

Float = NDArray[np.float64]


def isochrone_bands(
    network: Network,
    origin: Place,
    day: date,
    depart_s: int,
    minutes: Sequence[int],
    limits: Limits,
) -> list[dict[str, Any]]:
    """Return [{"minutes": m, "geometry": GeoJSON MultiPolygon}], ascending, each inside the next.

    A cell counts for m minutes when some point of it can be reached within them. Nothing at all
    gives an empty MultiPolygon.
    """
    longest_s = max(minutes, default=0) * 60
    link = link_places(network, np.array([origin.lat]), np.array([origin.lon]), limits)
    points = _reached_points(network, link, day, (depart_s, longest_s), limits)
    cells, seconds, frame = to_cells(*points, origin)
    near = neighbours(cells)
    bands = []
    for m in sorted(set(minutes)):
        area = area_of(trace_outlines(cells, near, seconds <= m * 60), frame)
        bands.append({"minutes": m, "geometry": area.as_geojson()})
    return bands


def _reached_points(
    network: Network, link: Links, day: date, timing: tuple[int, int], limits: Limits
) -> tuple[Float, Float, Float]:
    """Return (lat, lon, seconds since departure) of points all over what is reached."""
    depart_s, longest_s = timing
    if not link.linked[0]:
        return np.empty(0), np.empty(0), np.empty(0)
    stop_s = earliest_at_stops(network, link, day, timing, limits)
    links = network.stop_links(wheelchair=limits.wheelchair)
    reached = np.flatnonzero((stop_s < UNREACHED) & links.linked)
    after_ride = (links.take(reached), stop_s[reached] - depart_s, limits.max_walk_s)
    on_foot = (link, np.zeros(1, np.int32), limits.max_direct_walk_s)
    parts = [
        walked_points(network.walks, *part, longest_s, limits) for part in (on_foot, after_ride)
    ]
    lat, lon, seconds = (np.concatenate(column) for column in zip(*parts, strict=True))
    return lat, lon, seconds


def walked_points(
    walks: Walks,
    sources: Links,
    start_s: NDArray[np.int32],
    walk_s: int,
    longest_s: int,
    limits: Limits,
) -> tuple[Float, Float, Float]:
    """Return (lat, lon, second) of points where walkers come who leave `sources` at `start_s`."""
    if not isinstance(walks, StreetWalks):
        return _discs(sources, start_s, walk_s, longest_s, limits)
    spread = spread_from(
        walks.graph,
        sources,
        start_s,
        speed_ms=limits.speed_ms,
        limit_m=limits.metres_in(walk_s),
        until_s=longest_s,
        allow_steps=not limits.wheelchair,
    )
    return reached_points(spread, spacing_m=SAMPLE_M)


def earliest_at_stops(
    network: Network, link: Links, day: date, timing: tuple[int, int], limits: Limits
) -> NDArray[np.int32]:
    """Return int32[stops]: earliest alighting when leaving once, UNREACHED beyond the time."""
    depart_s, longest_s = timing
    window = replace(Window.of_one(depart_s, depart_s + longest_s, limits), weighs_walks=False)
    earliest = earliest_arrivals(
        network.connections(day, wheelchair=limits.wheelchair),
        network.changes(limits),
        walks_to_stops(network, link, limits),
        window,
        prepared_for(network, day, window, limits),
    )
    return earliest.time_s[:, 0]


def _discs(
    sources: Links, start_s: NDArray[np.int32], walk_s: int, longest_s: int, limits: Limits
) -> tuple[Float, Float, Float]:
    """Spread without streets: rings of points around each source, great circle x 1.3."""
    parts: list[tuple[Float, Float, Float]] = []
    for lat, lon, start in zip(sources.lat, sources.lon, start_s, strict=True):
        radius = limits.metres_in(min(walk_s, longest_s - int(start))) / DETOUR
        if radius < 0:
            continue
        side = np.arange(-radius, radius + CELL_M / 2, CELL_M / 2)
        x, y = (axis.ravel() for axis in np.meshgrid(side, side))
        away = np.hypot(x, y)
        x, y, away = x[away <= radius], y[away <= radius], away[away <= radius]
        per_degree = np.radians(1.0) * EARTH_RADIUS_M
        parts.append(
            (
                lat + y / per_degree,
                lon + x / (per_degree * np.cos(np.radians(lat))),
                start + away * DETOUR / limits.speed_ms,
            )
        )
    if not parts:
        return np.empty(0), np.empty(0), np.empty(0)
    columns = zip(*parts, strict=True)
    lat_all, lon_all, seconds = (np.concatenate(column) for column in columns)
    return lat_all, lon_all, seconds


def to_cells(
    lat: Float, lon: Float, seconds: Float, origin: Place, *, cell_m: float = CELL_M
) -> tuple[NDArray[np.int64], Float, Frame]:
    """Return the cells reached (column, row), the first time in each, and the grid's frame."""
    per_degree = np.radians(1.0) * EARTH_RADIUS_M
    height = cell_m / per_degree
    width = height / np.cos(np.radians(origin.lat))
    frame = (origin.lon, origin.lat, width, height)
    if not len(seconds):
        return np.empty((0, 2), np.int64), np.empty(0), frame
    column = np.floor((lon - origin.lon) / width).astype(np.int64)
    row = np.floor((lat - origin.lat) / height).astype(np.int64)
    return *earliest_in_cells(column, row, np.ascontiguousarray(seconds)), frame
