"""What a set of origins can reach, kept: the commutes of a new site without a new search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.network import Network
from transit.network.storage import MANIFEST, Kind, load_network, sha256_of
from transit.osm.linking import Links
from transit.reachability.areas import area_of
from transit.reachability.cells import neighbours, trace_outlines
from transit.reachability.commutes import (
    CommuteTable,
    commute_table,
    returned,
)
from transit.reachability.compute import with_direct, within_limits
from transit.reachability.grid import NO_TIME, Cells
from transit.reachability.places import (
    Place,
    link_all,
    link_places,
    walks_to_places,
    walks_to_stops,
)
from transit.search.steps import Steps, answers_at_place
from transit.search.targets import Answers

# Raise the version whenever an array changes its meaning: folders of another one are refused.
SURFACES = Kind("set of surfaces", "build_surfaces", 1)
Int32 = NDArray[np.int32]
Hours = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SurfaceQuestion:
    """What surfaces can answer: a day, hours of work between bounds, limits; in seconds."""

    day: date
    limits: Limits
    starts: Hours = (8 * 3600, 10 * 3600)  # earliest and latest start of work
    ends: Hours = (16 * 3600, 18 * 3600)  # earliest and latest end of work
    cell_hours: Hours = (9 * 3600, 17 * 3600)  # start and end of work in the cells

    def __post_init__(self) -> None:
        for name, (earliest, latest) in (("starts", self.starts), ("ends", self.ends)):
            if not 0 <= earliest <= latest:
                raise InputError(f"{name} must be two hours, the earlier first")


@dataclass(frozen=True, eq=False)
class Surfaces:
    """A folder of surfaces, mapped. Cells hold seconds of the commute, `grid.NO_TIME` for never."""

    folder: Path
    question: SurfaceQuestion
    origin_ids: Sequence[str]
    origins: Links
    there: tuple[Steps, int, int]  # arrivals at the stops; base_s of times, start_s of lanes
    back: tuple[Steps, int, int]  # with time mirrored
    cells: Cells
    cell_morning_s: NDArray[np.uint16]  # origin, cell
    cell_evening_s: NDArray[np.uint16]  # origin, cell


def folder_beside(network: Network) -> Path:
    """Return where the surfaces of a network stand unless told otherwise."""
    return network.folder.with_name(f"{network.folder.name}.surfaces")


def open_surfaces(network: Network, folder: Path) -> Surfaces:
    """Map a folder of surfaces.

    Raises
    ------
    InputError
        When it is none, half written, of another version, or of another network.
    """
    arrays, texts, manifest = load_network(folder, SURFACES)
    if manifest["network_sha256"] != sha256_of(network.folder / MANIFEST):
        raise InputError(
            f"was built on another network: build it again with {SURFACES.command}",
            file=str(folder),
        )
    question = _question_of(manifest)
    bases, starts = manifest["base_s"], manifest["start_s"]
    there, back = (
        Steps(*(arrays[f"{way}_{field}"] for field in Steps._fields)) for way in ("there", "back")
    )
    column, row = arrays["cell_column"], arrays["cell_row"]
    origins = link_places(network, arrays["origin_lat"], arrays["origin_lon"], question.limits)
    return Surfaces(
        folder=folder,
        question=question,
        origin_ids=texts["origin_id"],
        origins=origins,
        there=(there, bases[0], starts[0]),
        back=(back, bases[1], starts[1]),
        cells=Cells(tuple(manifest["frame"]), column, row),
        cell_morning_s=arrays["cell_morning_s"],
        cell_evening_s=arrays["cell_evening_s"],
    )


def commutes_to(network: Network, surfaces: Surfaces, place: Place, hours: Hours) -> CommuteTable:
    """Compute the commutes of all origins and one site without a search of the timetable.

    The figures are those of `commutes_of`; arrays of the origins, as `commutes_towards`.

    Raises
    ------
    InputError
        When the hours lie outside those that the surfaces were built for.
    """
    question, (start_s, end_s) = surfaces.question, hours
    for hour, (earliest, latest) in ((start_s, question.starts), (end_s, question.ends)):
        if not earliest <= hour <= latest:
            raise InputError(
                f"{hour} s lies outside the hours that these surfaces know: "
                f"{earliest} to {latest} s",
                file=str(surfaces.folder),
            )
    limits, site = question.limits, link_all(network, [place], question.limits)
    count = len(surfaces.origins.edge)
    start, end = np.full(count, start_s, np.int32), np.full(count, end_s, np.int32)
    egress_s, direct_s = _walks(network, site, surfaces, towards=True)
    ridden = _read(surfaces.there, egress_s, start_s, earliest_first=True)
    answer = with_direct(ridden, surfaces.there[2], direct_s, start)
    morning = within_limits(answer, site, surfaces.origins, limits)
    access_s, direct_s = _walks(network, site, surfaces, towards=False)
    ridden = _read(surfaces.back, access_s, -end_s - limits.min_board_wait_s, earliest_first=False)
    evening = returned(ridden, surfaces.back[2], direct_s, end, limits.max_minutes * 60)
    return commute_table((morning, evening), (start, end), surfaces.origins, site)


def commute_bands(
    surfaces: Surfaces, origin_id: str, minutes: Sequence[int]
) -> list[dict[str, Any]]:
    """Return [{"minutes": m, "geometry": MultiPolygon}]: cells whose mean commute is within m.

    Raises
    ------
    InputError
        For an origin that these surfaces do not know.
    """
    ids = list(surfaces.origin_ids)
    if origin_id not in ids:
        raise InputError(f"knows no origin {origin_id!r}", file=str(surfaces.folder))
    origin, cells = ids.index(origin_id), surfaces.cells
    morning_s, evening_s = surfaces.cell_morning_s[origin], surfaces.cell_evening_s[origin]
    commute_s = (morning_s.astype(np.int64) + evening_s + 1) // 2
    both_ways = (morning_s < NO_TIME) & (evening_s < NO_TIME)
    places = np.column_stack([cells.column, cells.row]).astype(np.int64)
    near = neighbours(places)
    bands = []
    for m in sorted(set(minutes)):
        outlines = trace_outlines(places, near, both_ways & (commute_s <= 60 * m))
        bands.append({"minutes": m, "geometry": area_of(outlines, cells.frame).as_geojson()})
    return bands


def _walks(
    network: Network, site: Links, surfaces: Surfaces, *, towards: bool
) -> tuple[Int32, Int32]:
    limits = surfaces.question.limits
    return (
        walks_to_stops(network, site, limits, towards=towards),
        walks_to_places(network, site, surfaces.origins, limits, towards=towards),
    )


def _read(
    way: tuple[Steps, int, int], walk_s: Int32, deadline_s: int, *, earliest_first: bool
) -> Answers:
    steps, base_s, start_s = way
    stops = np.flatnonzero(walk_s < UNREACHED)
    count = (len(steps.first) - 1) // max(len(walk_s), 1)
    answers = Answers.nowhere(count)
    times = (base_s, start_s, deadline_s)
    answers_at_place(steps, (stops, walk_s[stops]), times, earliest_first, answers)
    return answers


def _question_of(manifest: dict[str, Any]) -> SurfaceQuestion:
    asked = manifest["question"]
    ranges = {name: tuple(asked[name]) for name in ("starts", "ends", "cell_hours")}
    return SurfaceQuestion(date.fromisoformat(asked["day"]), Limits(**asked["limits"]), **ranges)
