"""Computes a collège's commutes with the engine alone: no database, so it runs in any process."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo_matching.matching.tables import SiteHours, part
from transit import queries as transit_queries

# A way that takes longer, waiting at the door included, is no way: nobody is shown it.
LONGEST_S = transit_queries.Limits().max_minutes * 60


@dataclass(frozen=True, slots=True)
class Task:
    """Collèges of one network, for one day: UAI, and places as (latitude, longitude)."""

    folder: Path
    service_date: dt.date
    uais: tuple[str, ...]
    places: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ComputedCommutes:
    """Commutes of a collège that can be done at least one way; seconds, masked where they cannot.

    `origin_linked` is False when the collège stands too far from any street to leave it.
    """

    uai: str
    columns: dict[str, np.ma.MaskedArray]
    pairs: int
    both_ways: int
    origin_linked: bool
    seconds: float


def compute(task: Task, site_hours: SiteHours) -> Iterator[ComputedCommutes]:
    """Yield the commutes of each collège to every site and hours.

    Sites that nobody could walk to from any stop or from these collèges are not searched. What is
    searched once for all collèges, the walks at the sites, is kept for the next task of this
    process with the same sites.

    Raises
    ------
    InputError
        When the network cannot be opened, or nothing runs on the day.
    """
    network = transit_queries.open_network(task.folder)
    near = part(
        site_hours, transit_queries.within_walks(network, _places(task), *_degrees(site_hours))
    )
    hours = np.column_stack((near.start_s, near.end_s)).astype(np.int32)
    sites = _prepared(network, near)
    tables = transit_queries.commutes_from_many(
        network, _places(task), sites, hours, task.service_date
    )
    began = time.perf_counter()
    for uai, table in zip(task.uais, tables, strict=True):
        seconds = time.perf_counter() - began
        yield replace(_computed(uai, table, near, seconds), pairs=site_hours.site_id.size)
        began = time.perf_counter()


# One network's sites at a time: a large city's walks are tens of megabytes.
_walks: dict[tuple[int, bytes, bytes], tuple["transit_queries.Network", "transit_queries.Sites"]]
_walks = {}


def _prepared(network: "transit_queries.Network", sites: SiteHours) -> "transit_queries.Sites":
    key = (id(network), sites.latitude.tobytes(), sites.longitude.tobytes())
    kept = _walks.get(key)
    if kept is None:
        # The network is kept beside them: no other one can get its number.
        kept = network, transit_queries.prepare_sites(network, _sites(sites)[0])
        _walks.clear()
        _walks[key] = kept
    return kept[1]


def compute_list(task: Task, site_hours: SiteHours) -> list[ComputedCommutes]:
    """Return `compute` as a list, which can travel between processes."""
    return list(compute(task, site_hours))


def compute_backwards(task: Task, site_hours: SiteHours) -> list[ComputedCommutes]:
    """Return what `compute` yields, asked from the sites: quicker for few sites, many collèges.

    Raises
    ------
    InputError
        When the network cannot be opened, or nothing runs on the day.
    """
    began = time.perf_counter()
    tables = []
    if site_hours.site_id.size:
        network = transit_queries.open_network(task.folder)
        sites, hours = _sites(site_hours)
        day, places = task.service_date, _places(task)
        tables = list(transit_queries.commutes_to_many(network, sites, places, hours, day))
    seconds = (time.perf_counter() - began) / max(len(task.uais), 1)
    return [
        _computed(uai, _of_origin(tables, i), site_hours, seconds)
        for i, uai in enumerate(task.uais)
    ]


def _of_origin(
    by_site: list["transit_queries.CommuteTable"], origin: int
) -> "transit_queries.CommuteTable":
    """Return the table of one origin over the sites from those of the sites over the origins."""

    def column(name: str) -> NDArray[np.int32]:
        return np.array([getattr(table, name)[origin] for table in by_site], np.int32)

    return transit_queries.CommuteTable(
        morning_s=column("morning_s"),
        evening_s=column("evening_s"),
        morning_rides=column("morning_rides"),
        evening_rides=column("evening_rides"),
        morning_walk_s=column("morning_walk_s"),
        evening_walk_s=column("evening_walk_s"),
        linked=np.array([table.origin_linked for table in by_site], np.bool_),
        origin_linked=not by_site or bool(by_site[0].linked[origin]),
    )


def _places(task: Task) -> list["transit_queries.Place"]:
    return [transit_queries.Place(lat, lon) for lat, lon in task.places]


def _degrees(site_hours: SiteHours) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return site_hours.latitude, site_hours.longitude


def _sites(site_hours: SiteHours) -> tuple[list["transit_queries.Place"], NDArray[np.int32]]:
    degrees = zip(site_hours.latitude.tolist(), site_hours.longitude.tolist(), strict=True)
    hours = np.column_stack((site_hours.start_s, site_hours.end_s)).astype(np.int32)
    return [transit_queries.Place(lat, lon) for lat, lon in degrees], hours


def _computed(
    uai: str, table: "transit_queries.CommuteTable", site_hours: SiteHours, seconds: float
) -> ComputedCommutes:
    columns = commute_columns(table, site_hours)
    return ComputedCommutes(
        uai=uai,
        columns=columns,
        pairs=site_hours.site_id.size,
        both_ways=int(columns["commute_s"].count()),
        origin_linked=bool(table.origin_linked),
        seconds=seconds,
    )


def commute_columns(
    table: "transit_queries.CommuteTable", site_hours: SiteHours
) -> dict[str, np.ma.MaskedArray]:
    """Return the columns of the Commute table for every pair that has a way within the limit.

    `commute_s` is the mean of the two ways, rounded half up; `rides` and `walk_s` the larger.
    """
    # The evening is within the limit already; in the morning one may wait for hours at the door.
    no_morning, no_evening = table.morning_s > LONGEST_S, table.evening_s > LONGEST_S
    kept = ~(no_morning & no_evening)
    morning, evening = _masked(table.morning_s, no_morning), _masked(table.evening_s, no_evening)
    columns = {
        "morning_s": morning,
        "evening_s": evening,
        "commute_s": (morning + evening + 1) // 2,
        "rides": _larger(table.morning_rides, table.evening_rides, no_morning, no_evening),
        "walk_s": _larger(table.morning_walk_s, table.evening_walk_s, no_morning, no_evening),
    }
    return {
        "site_id": np.ma.asarray(site_hours.site_id[kept]),
        "start_s": np.ma.asarray(site_hours.start_s[kept]),
        "end_s": np.ma.asarray(site_hours.end_s[kept]),
        **{name: column[kept].astype(np.int16) for name, column in columns.items()},
    }


def _masked(seconds: NDArray, no_way: NDArray[np.bool_]) -> np.ma.MaskedArray:
    return np.ma.masked_array(np.where(no_way, 0, seconds).astype(np.int32), mask=no_way)


def _larger(
    there: NDArray, back: NDArray, no_there: NDArray[np.bool_], no_back: NDArray[np.bool_]
) -> np.ma.MaskedArray:
    """The larger of the two ways that can be done."""
    return np.ma.asarray(np.maximum(np.where(no_there, 0, there), np.where(no_back, 0, back)))
