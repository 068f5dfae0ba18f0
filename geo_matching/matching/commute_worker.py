"""Computes a collège's commutes with the engine alone: no database, so it runs in any process."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo_matching.matching.tables import SiteHours
from transit import queries as transit_queries
from transit.queries import UNREACHED


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

    Raises
    ------
    InputError
        When the network cannot be opened, or nothing runs on the day.
    """
    network = transit_queries.open_network(task.folder)
    tables = transit_queries.commutes_from_many(
        network, _places(task), *_sites(site_hours), task.service_date
    )
    began = time.perf_counter()
    for uai, table in zip(task.uais, tables, strict=True):
        yield _computed(uai, table, site_hours, time.perf_counter() - began)
        began = time.perf_counter()


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
    network = transit_queries.open_network(task.folder)
    sites, hours = _sites(site_hours)
    tables = list(
        transit_queries.commutes_to_many(network, sites, _places(task), hours, task.service_date)
    )
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
        origin_linked=bool(by_site[0].linked[origin]),
    )


def _places(task: Task) -> list["transit_queries.Place"]:
    return [transit_queries.Place(lat, lon) for lat, lon in task.places]


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
    """Return the columns of the Commute table for every pair that has at least one way.

    `commute_s` is the mean of the two ways, rounded half up; `rides` and `walk_s` the larger.
    """
    no_morning, no_evening = table.morning_s == UNREACHED, table.evening_s == UNREACHED
    kept = ~(no_morning & no_evening)
    morning, evening = _masked(table.morning_s, no_morning), _masked(table.evening_s, no_evening)
    return {
        "site_id": np.ma.asarray(site_hours.site_id[kept]),
        "start_s": np.ma.asarray(site_hours.start_s[kept]),
        "end_s": np.ma.asarray(site_hours.end_s[kept]),
        "morning_s": morning[kept],
        "evening_s": evening[kept],
        "commute_s": ((morning + evening + 1) // 2)[kept],
        "rides": _larger(table.morning_rides, table.evening_rides, no_morning, no_evening)[kept],
        "walk_s": _larger(table.morning_walk_s, table.evening_walk_s, no_morning, no_evening)[kept],
    }


def _masked(seconds: NDArray, no_way: NDArray[np.bool_]) -> np.ma.MaskedArray:
    # Filled with 0 first: UNREACHED + UNREACHED would not fit in 32 bits.
    return np.ma.masked_array(np.where(no_way, 0, seconds).astype(np.int64), mask=no_way)


def _larger(
    there: NDArray, back: NDArray, no_there: NDArray[np.bool_], no_back: NDArray[np.bool_]
) -> np.ma.MaskedArray:
    """The larger of the two ways that can be done."""
    return np.ma.asarray(np.maximum(np.where(no_there, 0, there), np.where(no_back, 0, back)))
