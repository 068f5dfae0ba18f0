"""Points of a question, linked to the streets, and the walks between them and the stops."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.footpaths import walk_seconds
from transit.network.network import Network
from transit.network.walks import SortedTargets, transpose
from transit.osm.linking import Links
from transit.osm.walking import Csr
from transit.reachability.within_walks import within_walks
from transit.search.targets import Egress

# Walks of so many places take longer than reading them from disk.
WORTH_KEEPING_PLACES = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees."""

    lat: float
    lon: float


def link_places(network: Network, lat: NDArray, lon: NDArray, limits: Limits) -> Links:
    """Snap points to the streets as a question needs them (a wheelchair links to no steps)."""
    return network.walks.link(
        np.asarray(lat, np.float64),
        np.asarray(lon, np.float64),
        allow_steps=not limits.wheelchair,
    )


def link_all(network: Network, places: Sequence[Place], limits: Limits) -> Links:
    """Snap places to the streets; see `link_places`."""
    lat, lon = ([getattr(place, axis) for place in places] for axis in ("lat", "lon"))
    return link_places(network, np.array(lat, np.float64), np.array(lon, np.float64), limits)


def walks_to_stops(
    network: Network, place: Links, limits: Limits, *, towards: bool = False
) -> NDArray[np.int32]:
    """Return int32[stops]: seconds from one place to each stop, UNREACHED beyond the limit.

    With `towards`, from each stop to the place.
    """
    matrix = network.walks.matrix(
        place,
        network.sorted_stops(wheelchair=limits.wheelchair, towards=towards),
        limit_m=limits.metres_in(limits.max_walk_s),
        allow_steps=not limits.wheelchair,
        towards=towards,
    )
    return _spread(matrix, network.stops, limits)


def walks_to_places(
    network: Network,
    place: Links,
    places: Links | SortedTargets,
    limits: Limits,
    *,
    towards: bool = False,
) -> NDArray[np.int32]:
    """Return int32[places]: seconds of the walk all the way, UNREACHED beyond its limit."""
    count = len((places.links if isinstance(places, SortedTargets) else places).edge)
    matrix = network.walks.matrix(
        place,
        places,
        limit_m=limits.metres_in(limits.max_direct_walk_s),
        allow_steps=not limits.wheelchair,
        towards=towards,
    )
    return _spread(matrix, count, limits)


def last_walks(network: Network, places: Links, limits: Limits, *, towards: bool = True) -> Egress:
    """Return the walks from the stops to places; `towards` False: from places to the stops."""
    if len(places.edge) < WORTH_KEEPING_PLACES:
        return _last_walks(network, places, limits, towards=towards)
    # Only those near a stop: whoever asks leaves out others, as his origins lie.
    near = np.flatnonzero(within_walks(network, (), places.lat, places.lon, limits))
    some = places.take(near)
    where = hashlib.sha256(some.lat.tobytes() + some.lon.tobytes()).hexdigest()
    key = (where, limits, towards)
    kept = network.find_kept("walks", key, Egress)
    if kept is None:
        kept = _last_walks(network, some, limits, towards=towards)
        network.keep("walks", key, kept)
    walks = np.zeros(len(places.edge), np.int64)
    walks[near] = np.diff(kept.first)
    return kept._replace(first=np.concatenate([[0], np.cumsum(walks)]))


def _last_walks(network: Network, places: Links, limits: Limits, *, towards: bool) -> Egress:
    limit_m = limits.metres_in(limits.max_walk_s)
    steps = not limits.wheelchair
    if len(places.edge) <= network.stops:
        sorted_stops = network.sorted_stops(wheelchair=limits.wheelchair, towards=towards)
        matrix = network.walks.matrix(
            places, sorted_stops, limit_m=limit_m, allow_steps=steps, towards=towards
        )
    else:
        stops = network.stop_links(wheelchair=limits.wheelchair)
        by_stop = network.walks.matrix(
            stops, places, limit_m=limit_m, allow_steps=steps, towards=not towards
        )
        matrix = transpose(by_stop, len(places.edge))
    seconds = walk_seconds(matrix.metres, limits.speed_ms).astype(np.int32)
    # Shortest first.
    place = np.repeat(np.arange(len(matrix.first) - 1), np.diff(matrix.first))
    order = np.lexsort((matrix.target, seconds, place))
    return Egress(matrix.first, matrix.target[order], seconds[order])


def _spread(matrix: Csr, size: int, limits: Limits) -> NDArray[np.int32]:
    seconds = np.full(size, UNREACHED, np.int32)
    seconds[matrix.target] = walk_seconds(matrix.metres, limits.speed_ms)
    return seconds
