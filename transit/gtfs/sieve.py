"""Drops the trips whose stop times cannot be trusted, each with one notice that says why."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from transit.gtfs.calls import Calls
from transit.gtfs.tables import Table
from transit.gtfs.times import MISSING, UNPARSABLE
from transit.gtfs.trips import TripRows
from transit.gtfs.validation import NoticeBook

# A trip with fewer calls moves nobody.
_FEWEST_CALLS = 2


class Sieve:
    """Looks at calls in order (by trip, then rank) and keeps those of sound trips."""

    def __init__(self, table: Table, trips: TripRows, book: NoticeBook) -> None:
        self.table, self.trips, self.book = table, trips, book

    def sieve(self, calls: Calls) -> Calls:
        """Return the calls of sound trips; of a lone arrival or departure, the other is the same.

        The order of the checks decides which notice a trip with several faults gets.
        """
        calls = self._without_repeats(calls)
        self._check_cells(calls)
        calls = replace(
            calls,
            arrival=np.where(calls.arrival == MISSING, calls.departure, calls.arrival),
            departure=np.where(calls.departure == MISSING, calls.arrival, calls.departure),
        )
        self._check_lengths(calls)
        self._check_ends(calls)
        self._check_direction(calls)
        return calls.where(~self.trips.dropped[calls.trip])

    def _without_repeats(self, calls: Calls) -> Calls:
        """Leave out rows that say the very same as the row before them."""
        again = _same_place(calls) & (calls.rank >= 0)
        for column in (calls.stop, calls.arrival, calls.departure, calls.pickup, calls.drop_off):
            again[1:] &= column[1:] == column[:-1]
        for call in _first_of_each_trip(calls, again):
            message = f"trip {self.trips.trips.ids[calls.trip[call]]!r} has the same row twice"
            place = (self.table, int(calls.position[call]), "stop_sequence")
            self.book.add(place, "repeated_stop_time", f"{message}: used once")
        return calls.where(~again)

    def _check_cells(self, calls: Calls) -> None:
        self._drop(calls, calls.rank < 0, "stop_sequence", ("bad_sequence", "is no whole number"))
        reason = ("duplicate_sequence", "comes twice")
        self._drop(calls, _same_place(calls), "stop_sequence", reason)
        self._drop(calls, calls.stop < 0, "stop_id", ("unknown_stop_id", "is not in stops.txt"))
        reason = ("bad_time", "is no time; expected HH:MM:SS")
        self._drop(calls, calls.arrival == UNPARSABLE, "arrival_time", reason)
        self._drop(calls, calls.departure == UNPARSABLE, "departure_time", reason)

    def _check_lengths(self, calls: Calls) -> None:
        dropped = self.trips.dropped
        lengths = np.bincount(calls.trip, minlength=len(dropped))
        for trip in np.flatnonzero((lengths < _FEWEST_CALLS) & ~dropped):
            self.trips.drop(
                int(trip), "trip_id", "too_few_stops", "fewer than two stops", self.book
            )

    def _check_ends(self, calls: Calls) -> None:
        missing = calls.arrival == MISSING
        border = calls.trip[1:] != calls.trip[:-1]
        first, last = np.append(True, border), np.append(border, True)
        reason = ("missing_time", "at the first stop; expected a time")
        self._drop(calls, missing & first[: missing.size], "departure_time", reason)
        reason = ("missing_time", "at the last stop; expected a time")
        self._drop(calls, missing & last[: missing.size], "arrival_time", reason)

    def _check_direction(self, calls: Calls) -> None:
        reason = ("time_goes_back", "is before the arrival at the same stop")
        self._drop(calls, calls.departure < calls.arrival, "departure_time", reason)
        timed = np.flatnonzero(calls.arrival != MISSING)
        before, after = timed[:-1], timed[1:]
        back = calls.arrival[after] < calls.departure[before]
        back &= calls.trip[after] == calls.trip[before]
        goes_back = np.zeros(calls.trip.size, dtype=np.bool_)
        goes_back[after[back]] = True
        reason = ("time_goes_back", "is before the departure from an earlier stop")
        self._drop(calls, goes_back, "arrival_time", reason)

    def _drop(
        self, calls: Calls, faulty: NDArray[np.bool_], column: str, reason: tuple[str, str]
    ) -> None:
        """Drop the trips of faulty calls, those that are not dropped yet; reason = code, why."""
        code, why = reason
        faulty = faulty & ~self.trips.dropped[calls.trip]
        cells = self.table.texts[column]
        for call in _first_of_each_trip(calls, faulty):
            position = int(calls.position[call])
            value = cells.values[cells.codes[position]]
            trip_id = self.trips.trips.ids[calls.trip[call]]
            message = f"trip {trip_id!r} is left out: {column} {value!r} {why}"
            self.book.add((self.table, position, column), code, message)
        self.trips.dropped[calls.trip[faulty]] = True


def _same_place(calls: Calls) -> NDArray[np.bool_]:
    """Tell the calls that have the trip and the rank of the one before."""
    same = np.zeros(calls.trip.size, dtype=np.bool_)
    same[1:] = (calls.trip[1:] == calls.trip[:-1]) & (calls.rank[1:] == calls.rank[:-1])
    return same


def _first_of_each_trip(calls: Calls, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    at = np.flatnonzero(chosen)
    return at[np.unique(calls.trip[at], return_index=True)[1]]
