"""Reads a GTFS zip into a Feed: every table in turn, then what joins them."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from geo_matching.common.errors import InputError
from transit.gtfs.archive import FeedArchive
from transit.gtfs.calendar import read_services
from transit.gtfs.calls import Calls
from transit.gtfs.feed import Feed, Services, StopTimes, Trips
from transit.gtfs.frequencies import Departures, expand_frequencies, read_departures
from transit.gtfs.interpolation import fill_missing_times
from transit.gtfs.routes import read_routes, read_timezone
from transit.gtfs.shapes import read_shapes
from transit.gtfs.stop_times import read_calls
from transit.gtfs.stops import read_stops
from transit.gtfs.transfers import read_transfers
from transit.gtfs.trips import TripRows, pick_trips, read_trips
from transit.gtfs.validation import NoticeBook


def read_feed(path: Path, *, name: str, allow_on_demand: bool = False) -> Feed:
    """Read a GTFS feed.

    Parameters
    ----------
    path : Path
        A zip file, its tables at the root or in one folder.
    name : str
        What the feed is called in the network.
    allow_on_demand : bool
        Whether a pick-up or drop-off that must be asked for by phone (type 2) counts as allowed.

    Returns
    -------
    Feed
        Complete and sound: what could not be used is left out, with a notice each.

    Raises
    ------
    InputError
        When the feed cannot be used at all: it names the file, the row and the column.
    """
    book = NoticeBook()
    with FeedArchive(path) as archive:
        timezone = read_timezone(archive, book)
        stops, stop_index = read_stops(archive, book)
        routes, route_index = read_routes(archive, book)
        services, service_index = read_services(archive, book)
        shapes, shape_index = read_shapes(archive, book)
        indexes = {"route_id": route_index, "service_id": service_index, "shape_id": shape_index}
        rows = read_trips(archive, indexes, book)
        departures = read_departures(archive, rows, book)
        calls = read_calls(archive, rows, stop_index, book, allow_on_demand=allow_on_demand)
        transfers = read_transfers(archive, stop_index, book)
    trips, stop_times = _timetable(rows, fill_missing_times(calls, stops), departures)
    return Feed(
        name=name,
        stops=stops,
        routes=routes,
        trips=trips,
        stop_times=stop_times,
        shapes=shapes,
        services=_with_use(services, trips, path),
        transfers=transfers,
        notices=book.notices,
        timezone=timezone,
    )


def _timetable(rows: TripRows, calls: Calls, departures: Departures) -> tuple[Trips, StopTimes]:
    """Return the kept trips and their stop times, frequencies expanded."""
    kept = np.flatnonzero(~rows.dropped)
    if not kept.size:
        message = f"none of the {rows.dropped.size} trips can be used; expected at least one"
        raise InputError(message, file=rows.table.file)
    lengths = np.bincount(calls.trip, minlength=rows.dropped.size)[kept]
    first = np.zeros(kept.size + 1, dtype=np.int64)
    np.cumsum(lengths, out=first[1:])
    stop_times = StopTimes(
        stop=calls.stop,
        arrival=calls.arrival,
        departure=calls.departure,
        pickup=calls.pickup,
        drop_off=calls.drop_off,
        shape_dist=calls.shape_dist,
    )
    place = {trip: new for new, trip in enumerate(kept.tolist()) if trip in departures}
    starts = {new: departures[trip] for trip, new in place.items()}
    return expand_frequencies(pick_trips(rows.trips, kept, first), stop_times, starts)


def _with_use(services: Services, trips: Trips, path: Path) -> Services:
    used = np.zeros(len(services.ids), dtype=np.bool_)
    used[trips.service] = True
    if not services.active[used].any():
        message = "no service at all: expected at least one day on which a usable trip runs"
        raise InputError(message, file=str(path))
    return replace(services, used=used)
