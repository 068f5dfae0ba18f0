"""A network folder opened for questions: mapped arrays, and what is cut out of them once."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.limits import Limits
from transit.network.footpaths import (
    Footpaths,
    StoredFootpaths,
    footpaths_for,
    reverse_footpaths,
)
from transit.network.kept import Part, is_kept, place_of, read_part, write_part
from transit.network.shelf import Shelf
from transit.network.storage import TextTable, load_network
from transit.network.straight_walks import StraightWalks
from transit.network.street_walks import StreetWalks
from transit.network.timetable import Connections, Timetable, cut_day, mirror
from transit.network.transfers import Rules, combine
from transit.network.walks import SortedTargets, Walks
from transit.osm.linking import EdgeIndex, Links
from transit.osm.street_graph import StreetGraph

# Footpath sets and the like, and days, that one process keeps; each is a few megabytes for a city.
KEPT, KEPT_PREPARED = 24, 6
# Each week may be asked for its own day: of a capital's, 100 megabytes each, only a few are kept.
KEPT_CONNECTIONS = 12_000_000


def _shelf_of_days() -> Shelf:
    return Shelf(KEPT, KEPT_CONNECTIONS, lambda day: len(day.departure))


@dataclass(frozen=True, eq=False)
class Network:
    """Everything the search reads; safe to share between threads."""

    folder: Path
    manifest: dict[str, Any]
    timetable: Timetable
    footpaths: StoredFootpaths
    rules: Rules
    station: NDArray[np.int64]
    walks: Walks
    links: Links
    shown: dict[str, NDArray]
    texts: dict[str, TextTable]
    _kept: Shelf = field(default_factory=lambda: Shelf(KEPT))
    _days: Shelf = field(default_factory=_shelf_of_days)
    # Prepared days are ten times as large as the rest.
    prepared: Shelf = field(default_factory=lambda: Shelf(KEPT_PREPARED))
    # Whether the folder says all of it, so that what is made may be kept there too.
    is_stored: bool = True

    @property
    def stops(self) -> int:
        return len(self.links.edge)

    @property
    def covered(self) -> tuple[date, date]:
        """First and last day on which anything runs."""
        first, last = self.manifest["covered"]
        return date.fromisoformat(first), date.fromisoformat(last)

    def with_timetable(self, timetable: Timetable) -> "Network":
        """Return the same network with other trips; nothing is kept of what was cut out before."""
        return replace(
            self,
            timetable=timetable,
            _kept=Shelf(KEPT),
            _days=_shelf_of_days(),
            prepared=Shelf(KEPT_PREPARED),
            is_stored=False,
        )

    def remember(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what `make` gives, made once for a key and kept while it is among the recent."""
        return self._kept.get(key, make)

    def service_days(self) -> list[date]:
        """Return the days on which some trip runs, ascending."""
        used = np.zeros(len(self.timetable.active), np.bool_)
        used[self.timetable.service] = True
        first = date.fromisoformat(self.manifest["first_day"])
        days = np.flatnonzero(self.timetable.active[used].any(axis=0))
        return [first + timedelta(int(day)) for day in days]

    def trips_on(self, day: date) -> int:
        """Return the number of trips of the day's own services."""
        index = (day - date.fromisoformat(self.manifest["first_day"])).days
        if not 0 <= index < self.timetable.active.shape[1]:
            return 0
        return int(self.timetable.active[self.timetable.service, index].sum())

    def runs_alike(self, day: date, other: date) -> bool:
        """Say whether one cut serves both days: the same services run on them and their eves."""
        first = date.fromisoformat(self.manifest["first_day"])
        active = self.timetable.active

        def running(index: int) -> NDArray:
            inside = 0 <= index < active.shape[1]
            return active[:, index] if inside else np.zeros(active.shape[0], active.dtype)

        at, beside = ((one - first).days for one in (day, other))
        return all(np.array_equal(running(at - n), running(beside - n)) for n in (0, 1))

    def notes(self, *, wheelchair: bool) -> list[str]:
        """Say what a reader of the results has to know about the data they rest on."""
        notes = []
        if not self.manifest["parameters"]["streets"]:
            notes.append("no street file: walks are the great circle x 1.3")
        anchored = self.manifest["counts"]["trips_from_frequencies"]
        if anchored:
            notes.append(f"{anchored} trips of frequencies.txt were anchored at their start times")
        if wheelchair:
            trips = int(np.count_nonzero(self.timetable.trip_wheelchair == 0))
            stops = int(np.count_nonzero(self.timetable.stop_wheelchair == 0))
            notes.append(f"{trips} trips and {stops} stops say nothing of wheelchairs: used")
        return notes

    def connections(self, day: date, *, wheelchair: bool, mirrored: bool = False) -> Connections:
        """Cut a service day, or return the cut one.

        Raises
        ------
        InputError
            When no service runs on the day; the message names the covered range.
        """

        def cut() -> Connections:
            if self.trips_on(day) == 0:
                first, last = self.covered
                raise InputError(
                    f"no service runs on {day}: the timetable covers {first} to {last}",
                    file=str(self.folder),
                )
            index = (day - date.fromisoformat(self.manifest["first_day"])).days
            return cut_day(self.timetable, index, wheelchair=wheelchair)

        def find() -> Connections:
            kept = self.find_kept("day", (day, wheelchair, mirrored), Connections)
            if kept is not None:
                return kept
            if not mirrored:
                return cut()
            return mirror(self.connections(day, wheelchair=wheelchair))

        return self._days.get((day, wheelchair, mirrored), find)  # type: ignore[no-any-return]

    def find_kept(self, kind: str, key: Hashable, like: type[Part]) -> Part | None:
        """Return what another process has kept in the folder, None where there is nothing."""
        return read_part(place_of(self.folder, kind, key), like) if self.is_stored else None

    def has_kept(self, kind: str, key: Hashable) -> bool:
        return self.is_stored and is_kept(place_of(self.folder, kind, key))

    def keep(self, kind: str, key: Hashable, part: NamedTuple) -> None:
        """Keep in the folder what took long to make, for other processes."""
        if self.is_stored:
            write_part(place_of(self.folder, kind, key), part)

    def changes(self, limits: Limits, *, mirrored: bool = False) -> Footpaths:
        """Return the changes of vehicle under the limits of a question."""
        wheelchair, limit_s = limits.wheelchair, limits.max_transfer_walk_s
        rules = (limits.speed_ms, limit_s, limits.min_board_wait_s, wheelchair)

        def make() -> Footpaths:
            return footpaths_for(
                self._stored_for(limits),
                speed_ms=limits.speed_ms,
                limit_s=limit_s,
                board_wait_s=limits.min_board_wait_s,
            )

        plain = self.remember(("changes", rules), make)
        if not mirrored:
            return plain
        return self.remember(("mirrored changes", rules), lambda: reverse_footpaths(plain))

    def stop_links(self, *, wheelchair: bool) -> Links:
        """Return where the stops meet the streets; a wheelchair's links avoid steps."""
        if not wheelchair:
            return self.links
        return self.remember(
            "wheelchair links",
            lambda: self.walks.link(self.links.lat, self.links.lon, allow_steps=False),
        )

    def sorted_stops(self, *, wheelchair: bool, towards: bool = False) -> SortedTargets:
        """Return the stops sorted for walks from places to them, or from them to places."""
        back = towards and not self.walks.symmetric
        links = self.stop_links(wheelchair=wheelchair)
        return self.remember(  # type: ignore[no-any-return]
            ("sorted stops", wheelchair, back),
            lambda: self.walks.sort_targets(links, allow_steps=not wheelchair, towards=back),
        )

    def _stored_for(self, limits: Limits) -> StoredFootpaths:
        """Return stored pairs, searched again where the question reaches beyond what was stored."""
        limit_m = limits.metres_in(limits.max_transfer_walk_s)
        enough = limit_m <= self.manifest["parameters"]["stored_transfer_m"]
        if enough and not limits.wheelchair:
            return self.footpaths
        links = self.stop_links(wheelchair=limits.wheelchair)
        street = self.walks.matrix(links, links, limit_m=limit_m, allow_steps=not limits.wheelchair)
        return combine(
            (street.first, street.target, street.metres),
            self.station,
            self.rules,
            self.links.lat,
            self.links.lon,
        )


def open_folder(folder: Path) -> Network:
    """Map a network folder; see `storage.load_network` for what is refused."""
    arrays, texts, manifest = load_network(folder)

    def part(prefix: str) -> dict[str, NDArray]:
        return {
            name.removeprefix(prefix): array
            for name, array in arrays.items()
            if name.startswith(prefix)
        }

    walks: Walks = StraightWalks()
    if manifest["parameters"]["streets"]:
        graph = StreetGraph(**part("street_"), names=texts["street_name"])
        walks = StreetWalks(graph, EdgeIndex.of(graph, part("grid_")))
    return Network(
        folder=folder,
        manifest=manifest,
        timetable=Timetable(**part("timetable_")),
        footpaths=StoredFootpaths(**part("footpath_")),
        rules=Rules(**part("rule_")),
        station=arrays["stop_station"],
        walks=walks,
        links=Links(**part("link_"), lat=arrays["stop_lat"], lon=arrays["stop_lon"]),
        shown=part("shown_"),
        texts=texts,
    )
