"""The only door to the transit engine for the rest of the project."""

# Long because every question to the engine stands here, and nowhere else.

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.network import Network, open_folder
from transit.network.storage import FORMAT_VERSION as NETWORK_VERSION
from transit.reachability.commutes import CommuteTable, Sites, commutes_of, prepare_sites
from transit.reachability.compute import ArriveBy
from transit.reachability.isochrones import isochrone_bands
from transit.reachability.nearest_stops import nearest_stops
from transit.reachability.places import Place, link_places
from transit.reachability.planning import plan
from transit.reachability.reverse import Origins, commutes_towards
from transit.reachability.surface_building import build_surfaces
from transit.reachability.surfaces import (
    SurfaceQuestion,
    Surfaces,
    commute_bands,
    commutes_to,
    folder_beside,
    open_surfaces,
)
from transit.reachability.travel_times import Row, TimesQuestion, WindowTimes, rows_for
from transit.reachability.within_walks import within_walks
from transit.search.journeys import Journey, Leg
from transit.warming import warm_up

__all__ = [
    "NETWORK_VERSION",
    "UNREACHED",
    "ArriveBy",
    "CommuteTable",
    "Journey",
    "Leg",
    "Limits",
    "Network",
    "Place",
    "Row",
    "Sites",
    "SurfaceQuestion",
    "Surfaces",
    "TimesQuestion",
    "WindowTimes",
    "build_surfaces",
    "commute_bands",
    "commutes",
    "commutes_from_many",
    "commutes_to",
    "commutes_to_many",
    "commutes_to_site",
    "folder_beside",
    "isochrones",
    "nearest_stops",
    "notes_on",
    "open_network",
    "open_surfaces",
    "plan_journey",
    "prepare_sites",
    "runs_alike",
    "service_days",
    "stop_bounds",
    "street_points",
    "travel_times",
    "warm_up",
    "within_walks",
]

DEFAULT = Limits()


@lru_cache(maxsize=4)
def _opened(folder: Path, _changed_ns: int) -> Network:
    return open_folder(folder)


def open_network(folder: Path) -> Network:
    """Open a built network, once for this process while its folder does not change.

    Raises
    ------
    InputError
        When the folder is no network, half written or of another version.
    """
    manifest = folder / "manifest.json"
    changed_ns = manifest.stat().st_mtime_ns if manifest.exists() else 0
    return _opened(folder, changed_ns)


def street_points(network: Network) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return latitudes and longitudes of the junctions of the walkable streets (none without)."""
    return network.walks.junctions()


def notes_on(network: Network, limits: Limits = DEFAULT) -> list[str]:
    """Return remarks that belong beside every result of the network under these limits."""
    return network.notes(wheelchair=limits.wheelchair)


def stop_bounds(network: Network) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the stops, in degrees."""
    lat, lon = network.links.lat, network.links.lon
    lows, highs = (np.nanmin(lon), np.nanmin(lat)), (np.nanmax(lon), np.nanmax(lat))
    return float(lows[0]), float(lows[1]), float(highs[0]), float(highs[1])


def service_days(network: Network) -> list[date]:
    """Return the days on which anything runs, ascending."""
    return network.service_days()


def runs_alike(network: Network, day: date, other: date) -> bool:
    """Say whether every answer for one day is that for the other: their trips are the same."""
    return network.runs_alike(day, other)


def travel_times(
    network: Network,
    origins: Sequence[Place],
    destinations: Sequence[Place],
    question: TimesQuestion,
    *,
    workers: int = 1,
) -> Iterator[Row]:
    """Yield the answers of each origin to all destinations (`WindowTimes` or `ArriveBy`)."""
    return rows_for(network, origins, destinations, question, workers=workers)


def commutes(
    network: Network,
    origin: Place,
    sites: Sequence[Place],
    hours: NDArray[np.int32],
    day: date,
    limits: Limits = DEFAULT,
) -> CommuteTable:
    """Compute the commutes of one origin and every site; see `commutes_from_many`."""
    return next(commutes_from_many(network, [origin], sites, hours, day, limits))


def commutes_from_many(
    network: Network,
    origins: Sequence[Place],
    sites: Sequence[Place] | Sites,
    hours: NDArray[np.int32],
    day: date,
    limits: Limits = DEFAULT,
) -> Iterator[CommuteTable]:
    """Yield the commutes of several origins; walks at sites are searched once, or prepared.

    Parameters
    ----------
    hours : int32[sites, 2]
        Start and end of work in seconds of the service day.
    """
    network.connections(day, wheelchair=limits.wheelchair)
    starts = link_places(network, *_degrees(origins), limits)
    prepared = sites if isinstance(sites, Sites) else prepare_sites(network, sites, limits)
    hours = np.ascontiguousarray(hours, np.int32).reshape(-1, 2)
    for i in range(len(origins)):
        yield commutes_of(network, starts.take([i]), prepared, day, hours, limits)


def commutes_to_site(
    network: Network,
    site: Place,
    origins: Sequence[Place],
    hours: tuple[int, int],
    day: date,
    limits: Limits = DEFAULT,
) -> CommuteTable:
    """Compute the commutes of every origin and one site, by two scans that begin at the site.

    Parameters
    ----------
    hours : start and end of work, in seconds of the service day

    Returns
    -------
    CommuteTable
        Arrays of the origins: `linked` is theirs, `origin_linked` says it of the site.
    """
    both = np.array([hours], np.int32)
    return next(commutes_to_many(network, [site], origins, both, day, limits))


def commutes_to_many(
    network: Network,
    sites: Sequence[Place],
    origins: Sequence[Place],
    hours: NDArray[np.int32],
    day: date,
    limits: Limits = DEFAULT,
) -> Iterator[CommuteTable]:
    """Yield `commutes_to_site` of several sites; the walks at the origins are searched once.

    Parameters
    ----------
    hours : int32[sites, 2]
        Start and end of work in seconds of the service day.
    """
    network.connections(day, wheelchair=limits.wheelchair)
    ends = link_places(network, *_degrees(sites), limits)
    prepared = Origins.prepare(network, link_places(network, *_degrees(origins), limits), limits)
    for i, (start_s, end_s) in enumerate(np.asarray(hours).reshape(len(sites), 2).tolist()):
        yield commutes_towards(network, ends.take([i]), prepared, day, (start_s, end_s), limits)


def plan_journey(  # noqa: PLR0913 - two places, a day, one of two hours, limits
    network: Network,
    origin: Place,
    destination: Place,
    day: date,
    *,
    depart_s: int | None = None,
    arrive_by_s: int | None = None,
    limits: Limits = DEFAULT,
) -> Journey:
    """Return the best journey between two places, with its legs.

    Raises
    ------
    InputError
        When not exactly one of the two times is given, or no service runs on the day.
    """
    if (depart_s is None) == (arrive_by_s is None):
        raise InputError("give either a departure or an hour of arrival")
    return plan(
        network, (origin, destination), day, limits, depart_s=depart_s, arrive_by_s=arrive_by_s
    )


def isochrones(
    network: Network,
    origin: Place,
    day: date,
    depart_s: int,
    minutes: Sequence[int],
    limits: Limits = DEFAULT,
) -> list[dict[str, Any]]:
    """Return [{"minutes": m, "geometry": MultiPolygon}], ascending, each inside the next."""
    return isochrone_bands(network, origin, day, depart_s, minutes, limits)


def _degrees(places: Sequence[Place]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return (
        np.array([place.lat for place in places], np.float64),
        np.array([place.lon for place in places], np.float64),
    )
