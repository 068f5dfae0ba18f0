"""The timetable as a struct of arrays, and the connections of one service day cut out of it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transit.constants import CAN_ALIGHT, CAN_BOARD, NOT_ACCESSIBLE

DAY_S = 86_400
Int32 = NDArray[np.int32]
Int8 = NDArray[np.int8]


class Timetable(NamedTuple):
    """All trips of all feeds over the whole covered period.

    Array comments read *index -> content*. Times are int32 seconds since the start of the service
    day; a stop is an index among the stops that trips use.
    """

    first_stop_time: NDArray[
        np.int64
    ]  # trip -> first row of the stop_time arrays, one more at the end
    stop: Int32  # stop_time -> stop
    arrival: Int32  # stop_time -> seconds
    departure: Int32  # stop_time -> seconds
    pickup: Int8  # stop_time -> 0 allowed, 1 not
    drop_off: Int8  # stop_time -> 0 allowed, 1 not
    service: Int32  # trip -> service
    block: Int32  # trip -> block, -1 for none (unique over all feeds)
    trip_wheelchair: Int8  # trip -> GTFS wheelchair_accessible
    stop_wheelchair: Int8  # stop -> GTFS wheelchair_boarding, its station's where it says nothing
    active: NDArray[np.bool_]  # service, day since the first covered day -> runs


class Connections(NamedTuple):
    """Every hop between two stops that a service day offers, by departure, then place in the run.

    A run is a trip, or the trips of a block that a rider may stay on board through.
    """

    departure: Int32  # connection -> seconds
    arrival: Int32  # connection -> seconds
    from_stop: Int32  # connection -> stop
    to_stop: Int32  # connection -> stop
    run: Int32  # connection -> run
    flags: NDArray[np.uint8]  # connection -> CAN_BOARD | CAN_ALIGHT
    stop_time: NDArray[np.int64]  # connection -> stop_time of its departure
    runs: int
    has_instant_hop: bool  # some hop takes no time: order inside a second then matters


class _Trips(NamedTuple):
    trip: NDArray[np.int64]
    shift_s: Int32  # 86 400 for the trips of the day before


def cut_day(timetable: Timetable, day: int, *, wheelchair: bool = False) -> Connections:
    """Cut the connections of one service day.

    Parameters
    ----------
    day : int
        Day counted from the first covered day; the trips of `day` - 1 that still run after 24:00
        come along with their times minus 86 400.
    wheelchair : bool
        Leave out trips and stops that say they cannot take a wheelchair.
    """
    chosen = _trips_of_day(timetable, day, wheelchair=wheelchair)
    first = timetable.first_stop_time[chosen.trip]
    hops = (timetable.first_stop_time[chosen.trip + 1] - first - 1).astype(np.int64)
    owner = np.repeat(np.arange(len(hops)), hops)
    place = np.arange(hops.sum()) - np.repeat(np.cumsum(hops) - hops, hops)
    row = first[owner] + place
    run, runs, place_in_run = _join_blocks(timetable, chosen, hops, place, owner)
    shift = chosen.shift_s[owner]
    departure = timetable.departure[row] - shift
    arrival = timetable.arrival[row + 1] - shift
    order = np.lexsort((place_in_run, departure))
    flags = _boarding_flags(timetable, row, wheelchair=wheelchair)
    return Connections(
        departure=np.ascontiguousarray(departure[order], dtype=np.int32),
        arrival=np.ascontiguousarray(arrival[order], dtype=np.int32),
        from_stop=np.ascontiguousarray(timetable.stop[row[order]], dtype=np.int32),
        to_stop=np.ascontiguousarray(timetable.stop[row[order] + 1], dtype=np.int32),
        run=np.ascontiguousarray(run[order], dtype=np.int32),
        flags=np.ascontiguousarray(flags[order]),
        stop_time=np.ascontiguousarray(row[order]),
        runs=runs,
        has_instant_hop=bool(np.any(arrival == departure)),
    )


def mirror(connections: Connections) -> Connections:
    """Return the same day with time running backwards: times negated, every hop turned round."""
    backwards = np.argsort(-connections.arrival[::-1], kind="stable")

    def turned(values: NDArray) -> NDArray:
        return np.ascontiguousarray(values[::-1][backwards])

    flags = turned(connections.flags)
    swapped = ((flags & CAN_BOARD) * (CAN_ALIGHT // CAN_BOARD)) | (
        (flags & CAN_ALIGHT) // (CAN_ALIGHT // CAN_BOARD)
    )
    return Connections(
        departure=-turned(connections.arrival),
        arrival=-turned(connections.departure),
        from_stop=turned(connections.to_stop),
        to_stop=turned(connections.from_stop),
        run=turned(connections.run),
        flags=swapped.astype(np.uint8),
        stop_time=turned(connections.stop_time),
        runs=connections.runs,
        has_instant_hop=connections.has_instant_hop,
    )


def _trips_of_day(timetable: Timetable, day: int, *, wheelchair: bool) -> _Trips:
    usable = (
        timetable.trip_wheelchair != NOT_ACCESSIBLE
        if wheelchair
        else np.ones(len(timetable.service), bool)
    )
    days = timetable.active.shape[1]
    today = np.flatnonzero(timetable.active[timetable.service, day] & usable)
    yesterday = np.empty(0, np.int64)
    if 0 < day <= days:
        last_arrival = timetable.arrival[timetable.first_stop_time[1:] - 1]
        running = timetable.active[timetable.service, day - 1] & (last_arrival > DAY_S)
        yesterday = np.flatnonzero(running & usable)
    shift = np.repeat(np.array([0, DAY_S], np.int32), [len(today), len(yesterday)])
    return _Trips(np.concatenate([today, yesterday]).astype(np.int64), shift)


def _join_blocks(
    timetable: Timetable,
    chosen: _Trips,
    hops: NDArray[np.int64],
    place: NDArray[np.int64],
    owner: NDArray[np.int64],
) -> tuple[NDArray[np.int64], int, NDArray[np.int64]]:
    """Number the runs, and each hop's place in its run."""
    count = len(chosen.trip)
    first = timetable.first_stop_time[chosen.trip]
    last = timetable.first_stop_time[chosen.trip + 1] - 1
    block = timetable.block[chosen.trip]
    # The service day is part of the key: a block of yesterday never goes on in one of today.
    order = np.lexsort((np.arange(count), timetable.departure[first], block, chosen.shift_s))
    before, after = order[:-1], order[1:]
    joined = (
        (block[before] >= 0)
        & (block[before] == block[after])
        & (chosen.shift_s[before] == chosen.shift_s[after])
        & (timetable.stop[last[before]] == timetable.stop[first[after]])
        & (timetable.departure[first[after]] >= timetable.arrival[last[before]])
    )
    starts_run = np.concatenate([[True], ~joined]) if count else np.empty(0, bool)
    run_in_order = np.cumsum(starts_run) - 1
    run = np.empty(count, np.int64)
    run[order] = run_in_order
    hops_before = np.cumsum(hops[order]) - hops[order]
    at_run_start = hops_before[starts_run][run_in_order] if count else hops_before
    offset = np.empty(count, np.int64)
    offset[order] = hops_before - at_run_start
    return run[owner], int(starts_run.sum()), place + offset[owner]


def _boarding_flags(
    timetable: Timetable, row: NDArray[np.int64], *, wheelchair: bool
) -> NDArray[np.uint8]:
    boards = timetable.pickup[row] == 0
    alights = timetable.drop_off[row + 1] == 0
    if wheelchair:
        boards &= timetable.stop_wheelchair[timetable.stop[row]] != NOT_ACCESSIBLE
        alights &= timetable.stop_wheelchair[timetable.stop[row + 1]] != NOT_ACCESSIBLE
    return (boards * CAN_BOARD + alights * CAN_ALIGHT).astype(np.uint8)
