"""A GTFS feed in memory: frozen tables of numpy arrays that point at each other by index."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.notices import Notice


@dataclass(frozen=True)
class Stops:
    """Places of stops.txt in file order: quays, stations, entrances.

    `lat` and `lon` are degrees, nan where the file gives none. `parent` is an index into this
    table, -1 without one. `wheelchair` is 0 unknown, 1 possible, 2 not possible; a stop that says
    nothing has its station's value.
    """

    ids: list[str]
    names: list[str]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    location_type: NDArray[np.int8]
    parent: NDArray[np.int32]
    wheelchair: NDArray[np.int8]


@dataclass(frozen=True)
class Routes:
    """Lines in file order; colours are `#rrggbb`, "" where the file gives none."""

    ids: list[str]
    agencies: list[str]
    short_names: list[str]
    long_names: list[str]
    colours: list[str]
    text_colours: list[str]
    types: NDArray[np.int32]


@dataclass(frozen=True)
class Trips:
    """Kept trips in file order, each frequency trip replaced in place by its expansion.

    `route`, `service` and `shape` are indexes into the tables of those names; `block` numbers the
    blocks of the feed. -1 is none. `first_stop_time` (t + 1 values) cuts `StopTimes` into trips.
    """

    ids: list[str]
    route: NDArray[np.int32]
    service: NDArray[np.int32]
    shape: NDArray[np.int32]
    block: NDArray[np.int32]
    headsigns: list[str]
    wheelchair: NDArray[np.int8]
    from_frequency: NDArray[np.bool_]
    first_stop_time: NDArray[np.int64]


@dataclass(frozen=True)
class StopTimes:
    """Calls of all trips, by trip and then by stop_sequence.

    `arrival` and `departure` are seconds since the start of the service day, complete and never
    going back within a trip. `pickup` and `drop_off` are 0 allowed, 1 not allowed. `shape_dist` is
    in the feed's own unit, nan where blank, and None where the feed gives none at all.
    """

    stop: NDArray[np.int32]
    arrival: NDArray[np.int32]
    departure: NDArray[np.int32]
    pickup: NDArray[np.int8]
    drop_off: NDArray[np.int8]
    shape_dist: NDArray[np.float32] | None


@dataclass(frozen=True)
class Shapes:
    """Drawn paths; the points of shape k are first_point[k] to first_point[k + 1], in degrees."""

    ids: list[str]
    first_point: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


@dataclass(frozen=True)
class Services:
    """Which service runs on which day.

    `active` has one row for each service and one column for each day from `first_day`. `used` tells
    the services of at least one kept trip.
    """

    ids: list[str]
    first_day: date
    active: NDArray[np.bool_]
    used: NDArray[np.bool_]

    def active_on(self, day: date) -> NDArray[np.bool_]:
        """Return bool[services]: those that run on `day`, none outside the covered days."""
        column = (day - self.first_day).days
        if 0 <= column < self.active.shape[1]:
            return self.active[:, column]
        return np.zeros(len(self.ids), dtype=np.bool_)

    def covered(self) -> tuple[date, date]:
        """Return the first and the last day on which a service used by a kept trip runs."""
        days = np.flatnonzero(self.active[self.used].any(axis=0))
        first = self.first_day.toordinal()
        return date.fromordinal(first + int(days[0])), date.fromordinal(first + int(days[-1]))


@dataclass(frozen=True)
class TransferRow:
    """One usable row of transfers.txt; the stops are indexes into `Stops`, stations left whole."""

    from_stop: int
    to_stop: int
    type: int
    min_time_s: int


@dataclass(frozen=True)
class Feed:
    """Everything that the engine needs of one GTFS feed, checked and complete."""

    name: str
    stops: Stops
    routes: Routes
    trips: Trips
    stop_times: StopTimes
    shapes: Shapes
    services: Services
    transfers: list[TransferRow]
    notices: list[Notice]
    timezone: str
