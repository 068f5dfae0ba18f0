"""What the classes ask of the engine; loaded when something is computed for the first time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.builder import build_network
from transit.network.footpaths import walk_seconds
from transit.network.network import Network
from transit.network.storage import FORMAT_VERSION, sha256_of
from transit.network.straight_walks import StraightWalks
from transit.network.street_walks import StreetWalks
from transit.network.walks import Walks
from transit.osm.linking import EdgeIndex, link_points
from transit.osm.reader import read_street_graph
from transit.osm.walk_paths import points_at
from transit.queries import (
    Journey,
    Leg,
    Place,
    TimesQuestion,
    open_network,
    plan_journey,
    travel_times,
)
from transit.r5py_like.modes import TransportMode, mode_of_route
from transit.r5py_like.request import Request

__all__ = ["FORMAT_VERSION", "sha256_of"]

Float = NDArray[np.float64]
Int32 = NDArray[np.int32]
Degrees = tuple[Float, Float]


def open_or_build(gtfs: Sequence[Path], osm: Path | None, folder: Path) -> Network:
    """Open a cached network; what is missing, half written or damaged is built again."""
    try:
        return open_network(folder)
    except InputError:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return open_network(build_network(gtfs, osm, folder))


def walks_of(osm: Path | None) -> Walks:
    """Return the walks of an OSM file read there and then."""
    if osm is None:
        return StraightWalks()
    graph, _ = read_street_graph(osm)
    return StreetWalks(graph, EdgeIndex.build(graph))


def only_modes(network: Network, modes: frozenset[TransportMode]) -> Network:
    """Return a view of a network in which only the routes of some modes run."""
    types = network.shown["route_type"]
    wanted = np.array([mode_of_route(int(one)) in modes for one in types], np.bool_)
    timetable = network.timetable
    never = np.zeros((1, timetable.active.shape[1]), np.bool_)
    runs = wanted[network.shown["trip_route"]]
    service = np.where(runs, timetable.service, len(timetable.active)).astype(np.int32)
    kept = timetable._replace(service=service, active=np.concatenate([timetable.active, never]))
    return replace(network, timetable=kept, _kept=type(network._kept)())  # noqa: SLF001


def snap(walks: Walks, lat: Float, lon: Float, radius_m: float) -> Degrees:
    """Return float64[n] latitudes and longitudes on the nearest street, nan beyond the radius."""
    if not isinstance(walks, StreetWalks):
        return lat, lon
    links = link_points(walks.index, lat, lon, max_link_m=radius_m)
    out = np.full(len(lat), np.nan), np.full(len(lat), np.nan)
    rows = np.flatnonzero(links.linked)
    out[0][rows], out[1][rows] = points_at(walks.graph, links.take(rows))
    return out


def matrix_rows(
    network: Network, request: Request, origins: Degrees, destinations: Degrees
) -> Iterator[Int32]:
    """Yield int32[destinations, percentiles] for each origin: seconds, UNREACHED where blank."""
    question = TimesQuestion(
        request.day,
        request.limits,
        request.depart_s,
        request.window_min,
        tuple(request.percentiles),
    )
    for row in travel_times(network, places(origins), places(destinations), question):
        yield row.times_s  # type: ignore[union-attr]  # a question with a departure


def walking_rows(
    walks: Walks, limits: Limits, origins: Degrees, destinations: Degrees
) -> Iterator[Int32]:
    """Yield int32[destinations] for each origin: seconds on foot, UNREACHED where too far."""
    starts, ends = walks.link(*origins), walks.link(*destinations)
    limit_m = limits.metres_in(limits.max_direct_walk_s)
    for i in range(len(starts.edge)):
        found = walks.matrix(starts.take([i]), ends, limit_m=limit_m)
        seconds = walk_seconds(found.metres, limits.speed_ms)
        row = np.full(len(ends.edge), UNREACHED, np.int32)
        row[found.target] = np.where(seconds <= limits.max_minutes * 60, seconds, UNREACHED)
        yield row


def places(points: Degrees) -> list[Place]:
    return [Place(float(lat), float(lon)) for lat, lon in zip(*points, strict=True)]


def walk_all_the_way(walks: Walks, origin: Place, target: Place, limits: Limits) -> Leg | None:
    """Return the walk from place to place that starts at second 0; None where it is too far."""
    start, end = (
        walks.link(np.array([place.lat]), np.array([place.lon])) for place in (origin, target)
    )
    limit_m = limits.metres_in(limits.max_direct_walk_s)
    found = walks.matrix(start, end, limit_m=limit_m)
    if not len(found.metres):
        return None
    seconds = int(walk_seconds(found.metres, limits.speed_ms)[0])
    if seconds > limits.max_minutes * 60:
        return None
    return Leg("walk", 0, seconds, "", "", walks.path(start, end, limit_m=limit_m))


def rides(network: Network, request: Request, origin: Place, target: Place) -> list[Journey]:
    """Return the different journeys with rides of a window, each as late as it may start."""
    limits = replace(request.limits, max_direct_walk_s=0)
    last: dict[tuple[tuple[str, int], ...], Journey] = {}
    for minute in range(request.window_min):
        depart_s = request.depart_s + 60 * minute
        journey = plan_journey(
            network, origin, target, request.day, depart_s=depart_s, limits=limits
        )
        ridden = tuple((leg.trip, leg.departure) for leg in journey.legs if leg.mode == "ride")
        if ridden:
            last[ridden] = journey
    return list(last.values())
