"""Builds surfaces: one search from every origin, written as steps at the stops and cells."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.network.network import Network
from transit.network.storage import MANIFEST, save_network, sha256_of
from transit.osm.linking import Links
from transit.reachability.commutes import Sites, commutes_of, scan_returns
from transit.reachability.compute import arrive_by_scan
from transit.reachability.grid import Cells, cells_around, in_16_bits
from transit.reachability.places import Place, link_all, walks_to_stops
from transit.reachability.surfaces import SURFACES, SurfaceQuestion
from transit.search.steps import Steps, join_steps
from transit.search.targets import Stairs, staircases


def build_surfaces(
    network: Network,
    ids: Sequence[str],
    places: Sequence[Place],
    question: SurfaceQuestion,
    out: Path,
) -> None:
    """Search from every origin once and write what the folder `out` answers from.

    Raises
    ------
    InputError
        When nothing runs on the day, there is no origin, or the folder cannot be written.
    """
    limits = question.limits
    if not places:
        raise InputError("surfaces need at least one origin")
    origins = link_all(network, places, limits)
    cells, centres = cells_around(network, origins, limits)
    sites = Sites.prepare(network, centres, limits)
    hours = np.tile(np.array([question.cell_hours], np.int32), (len(cells.row), 1))
    scans: tuple[list[Stairs], list[Stairs]] = ([], [])
    times = np.empty((2, len(places), len(cells.row)), np.uint16)
    starts = (0, 0)
    for i in range(len(places)):
        origin = origins.take([i])
        found, starts = _steps_of(network, origin, question)
        for kept, stairs in zip(scans, found, strict=True):
            kept.append(stairs)
        table = commutes_of(network, origin, sites, question.day, hours, limits)
        times[0, i], times[1, i] = in_16_bits(table.morning_s), in_16_bits(table.evening_s)
    there, back = (join_steps(*both) for both in zip(scans, starts, strict=True))
    arrays = _arrays_of(places, cells, times, (there[0], back[0]))
    manifest = _manifest_of(network, question, cells, (there[1], back[1]), starts)
    save_network(out, arrays, {"origin_id": ids}, manifest, kind=SURFACES)


def _steps_of(
    network: Network, origin: Links, question: SurfaceQuestion
) -> tuple[tuple[Stairs, Stairs], tuple[int, int]]:
    """Return the steps of an origin there and back, and where the lanes of each begin."""
    limits, day = question.limits, question.day
    access_s = walks_to_stops(network, origin, limits)
    there = arrive_by_scan(network, access_s, day, question.starts, limits, whole_day=True)
    access_s = walks_to_stops(network, origin, limits, towards=True)
    back = scan_returns(network, access_s, day, question.ends, limits)
    floor_back_s = -question.ends[1] - limits.min_board_wait_s - limits.max_walk_s
    stairs = (
        staircases(there.arrivals, True, question.starts[0] - limits.max_walk_s),
        staircases(back.arrivals, False, floor_back_s),
    )
    return stairs, (there.start_s, back.start_s)


def _arrays_of(
    places: Sequence[Place], cells: Cells, times: NDArray[np.uint16], steps: tuple[Steps, Steps]
) -> dict[str, NDArray]:
    arrays = {
        "origin_lat": np.array([place.lat for place in places], np.float64),
        "origin_lon": np.array([place.lon for place in places], np.float64),
        "cell_column": cells.column,
        "cell_row": cells.row,
        "cell_morning_s": times[0],
        "cell_evening_s": times[1],
    }
    for way, table in zip(("there", "back"), steps, strict=True):
        arrays |= {f"{way}_{field}": getattr(table, field) for field in Steps._fields}
    return arrays


def _manifest_of(
    network: Network,
    question: SurfaceQuestion,
    cells: Cells,
    bases: tuple[int, int],
    starts: tuple[int, int],
) -> dict[str, Any]:
    return {
        "network_sha256": sha256_of(network.folder / MANIFEST),
        "question": {**asdict(question), "day": question.day.isoformat()},
        "frame": list(cells.frame),
        "base_s": list(bases),
        "start_s": list(starts),
    }
