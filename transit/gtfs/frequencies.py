"""Reads frequencies.txt and replaces each of its trips by the trips that it stands for."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from transit.gtfs.archive import FeedArchive
from transit.gtfs.feed import StopTimes, Trips
from transit.gtfs.tables import Columns, Table, read_table
from transit.gtfs.times import format_time, parse_times
from transit.gtfs.trips import TripRows, pick_trips
from transit.gtfs.validation import NoticeBook, find_or_note, read_choice

_COLUMNS = Columns(
    required=("trip_id", "start_time", "end_time", "headway_secs"), optional=("exact_times",)
)
# In place of first departures: the trip runs once, as its stop times say.
_AS_IT_IS = np.array([-1], dtype=np.int32)

# Trip -> its first departures, ascending and each once.
Departures = dict[int, NDArray[np.int32]]


def read_departures(archive: FeedArchive, trips: TripRows, book: NoticeBook) -> Departures:
    """Return start_time + k x headway_secs < end_time of all usable rows, by trip.

    A trip whose rows give no departure at all is dropped: its own times are only a pattern.
    """
    table = read_table(archive, "frequencies.txt", _COLUMNS)
    if table is None:
        return {}
    trip = find_or_note(table, "trip_id", trips.index, book)
    start, end = _seconds(table, "start_time", book), _seconds(table, "end_time", book)
    headway = _headways(table, book)
    usable = (trip >= 0) & (start >= 0) & (end >= 0) & (headway > 0)
    _note_anchored(table, usable, book)
    bands: dict[int, list[NDArray[np.int32]]] = {int(at): [] for at in np.unique(trip[trip >= 0])}
    for row in np.flatnonzero(usable):
        departures = np.arange(start[row], end[row], headway[row], dtype=np.int32)
        bands[int(trip[row])].append(departures)
    found = {at: np.unique(np.concatenate([_AS_IT_IS[:0], *some])) for at, some in bands.items()}
    for at in [at for at, departures in found.items() if not departures.size]:
        if not trips.dropped[at]:
            why = "its rows in frequencies.txt give no departure"
            trips.drop(at, "trip_id", "no_departure", why, book)
    return found


def _seconds(table: Table, column: str, book: NoticeBook) -> NDArray[np.int32]:
    cells = table.texts[column]
    seconds = parse_times(cells.values)
    problem = "is no time (expected HH:MM:SS): the row is left out"
    book.add_values(table, column, seconds < 0, "bad_time", problem)
    return seconds[cells.codes]


def _headways(table: Table, book: NoticeBook) -> NDArray[np.int64]:
    cells = table.texts["headway_secs"]
    # More digits than a day has seconds would only overflow.
    plain = [value.isascii() and value.isdigit() and len(value) < 10 for value in cells.values]  # noqa: PLR2004
    headways = np.array([int(v) if ok else 0 for v, ok in zip(cells.values, plain, strict=True)])
    problem = "is no whole number of seconds above 0: the row is left out"
    book.add_values(table, "headway_secs", headways <= 0, "bad_headway", problem)
    return headways[cells.codes]


def _note_anchored(table: Table, usable: NDArray[np.bool_], book: NoticeBook) -> None:
    anchored = np.flatnonzero(usable & (read_choice(table, "exact_times", (0, 1), book) == 0))
    if anchored.size:
        message = f"{anchored.size} rows without exact times: trips leave from start_time on"
        book.add((table, int(anchored[0]), "exact_times"), "anchored_frequency", message)


def expand_frequencies(
    trips: Trips, stop_times: StopTimes, departures: Mapping[int, NDArray[np.int32]]
) -> tuple[Trips, StopTimes]:
    """Return both tables with each trip in `departures` replaced, in place, by its departures.

    The copies keep the running times of their trip, shifted so that the first departure fits; they
    belong to no block, and are called "<trip_id>@HH:MM:SS".
    """
    if not departures:
        return trips, stop_times
    starts = [departures.get(trip, _AS_IT_IS) for trip in range(len(trips.ids))]
    source = np.repeat(np.arange(len(starts)), [some.size for some in starts])
    start = np.concatenate(starts)
    lengths = np.diff(trips.first_stop_time)[source]
    first = np.zeros(source.size + 1, dtype=np.int64)
    np.cumsum(lengths, out=first[1:])
    calls = np.repeat(trips.first_stop_time[source] - first[:-1], lengths) + np.arange(first[-1])
    shift = np.where(start < 0, 0, start - stop_times.departure[calls[first[:-1]]])
    return (
        _as_frequency(pick_trips(trips, source, first), start),
        _shifted(stop_times, calls, np.repeat(shift, lengths)),
    )


def _as_frequency(trips: Trips, start: NDArray[np.int32]) -> Trips:
    from_frequency = start >= 0
    ids = [
        trip_id if seconds < 0 else f"{trip_id}@{format_time(seconds)}"
        for trip_id, seconds in zip(trips.ids, start.tolist(), strict=True)
    ]
    block = np.where(from_frequency, np.int32(-1), trips.block)
    return replace(trips, ids=ids, block=block, from_frequency=from_frequency)


def _shifted(
    stop_times: StopTimes, calls: NDArray[np.int64], shift: NDArray[np.int32]
) -> StopTimes:
    distance = stop_times.shape_dist
    return StopTimes(
        stop=stop_times.stop[calls],
        arrival=stop_times.arrival[calls] + shift,
        departure=stop_times.departure[calls] + shift,
        pickup=stop_times.pickup[calls],
        drop_off=stop_times.drop_off[calls],
        shape_dist=None if distance is None else distance[calls],
    )
