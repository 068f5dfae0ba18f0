"""The scan over prepared changes of trip: all njit functions of it, because they call each other.

Labels travel along the day's connections as in kernels.py, but a change of trip goes straight from
the connection that is alighted from to the one that is boarded (network/trip_transfers.py): no
queue of seconds, no label at stops. What a run brings is passed on unless an earlier trip of its
pattern has brought as much; the stops are looked at only to log arrivals.

That rule may not be replaced by the sharper "unless the stop was reached as well": a change that
was dropped because the same run can make it later would then wait for an event that never comes.

Two forms: bytes, for a window of departures, eight labels in one machine word; and wide labels
(lane, then seconds not walked), for an hour of arrival and its ties.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.network.patterns import Patterns
from transit.network.timetable import Connections
from transit.network.trip_transfers import TripTransfers, first_not_before
from transit.search.targets import Arrivals

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
CAN_ALIGHT, NO_LABEL = 2, -1
WALK_FULL = (1 << 24) - 1
# Bytes of a word: their high bits, and one in each of them. A byte holds lane + 1, 0 for none.
HIGH_BITS, ONE_EACH = np.uint64(0x8080808080808080), np.uint64(0x0101010101010101)
BYTE, LOW_7, FULL_BYTE = np.uint64(8), np.uint64(7), np.uint64(255)
NOBODY = np.uint64(0)
MOST_LANES, MOST_RIDES = 126, 8

Int32s = NDArray[np.int32]


class Lanes(NamedTuple):
    """Scalars of a scan; times in seconds of the (possibly mirrored) service day."""

    first: int  # first connection to look at
    last: int  # one past the last
    start_s: int  # departure of lane 0
    step_s: int
    lanes: int
    end_s: int  # arrivals after this are of no use
    board_wait_s: int
    rides: int
    walk_bits: int  # of a wide label: lane << walk_bits | seconds not walked


class Boardings(NamedTuple):
    """Connections that can be boarded from the origin's access walks."""

    connection: Int32s
    lane: Int32s  # latest lane that is in time
    walk_s: Int32s


class Log(NamedTuple):
    """Arrivals of a window that beat those before at their stop, in order of departure."""

    stop: Int32s  # event -> stop
    arrival: Int32s  # event -> seconds
    lane: Int32s  # event -> latest lane


class LaneState(NamedTuple):
    """Scratch of one scan: of words of bytes, or with a column for each number of rides."""

    pending: NDArray[Any]  # connection of the span -> labels waiting there; filled with none
    on_board: NDArray[Any]  # run -> labels on board; filled with none
    brought: NDArray[Any]  # place -> labels brought there by the trips before; filled with none
    best: NDArray[Any]  # of bytes: stop -> best lane logged; filled with none
    best_arrival: Int32s  # of bytes: stop -> when that one arrives


@njit(inline="always")
def byte_max(one: np.uint64, other: np.uint64) -> np.uint64:
    """Return the larger of each pair of bytes, all of them below 128."""
    not_less = ((one | HIGH_BITS) - other) & HIGH_BITS
    mask = (not_less >> LOW_7) * FULL_BYTE
    return (one & mask) | (other & ~mask)


@njit(cache=True, nogil=True)
def list_boardings(access_s: Int32s, patterns: Patterns, q: Lanes, found: Boardings) -> int:
    """List what can be boarded after the access walks of an origin; return how many there are."""
    stop_first, stop_place, first_row = patterns.stop_first, patterns.stop_place, patterns.first_row
    row_departure, row_connection = patterns.row_departure, patterns.row_connection
    connections, lanes, walks_s = found.connection, found.lane, found.walk_s
    count = 0
    for stop in range(len(access_s)):
        if access_s[stop] == UNREACHED:
            continue
        ahead_s = q.start_s + access_s[stop] + q.board_wait_s
        for at in range(stop_first[stop], stop_first[stop + 1]):
            row, end = first_row[stop_place[at]], first_row[stop_place[at] + 1]
            row = first_not_before(row_departure, row, end, ahead_s)
            while row < end and row_connection[row] < q.last:
                connections[count], walks_s[count] = row_connection[row], access_s[stop]
                lanes[count] = min((row_departure[row] - ahead_s) // q.step_s, q.lanes - 1)
                count += 1
                row += 1
    return count


@njit(cache=True, nogil=True)
def scan_bytes(  # noqa: C901 - one loop, see below
    c: Connections,
    transfers: TripTransfers,
    q: Lanes,
    boardings: tuple[Boardings, int],
    state: LaneState,
    log: Log,
) -> tuple[int, int]:
    """Scan with a byte for each number of rides; return the arrivals logged and changes made."""
    # Long because a split would pass arrays on inside the loop (see the head of kernels.py).
    runs, flags, arrivals, to_stop = c.run, c.flags, c.arrival, c.to_stop
    first_transfer, transfer_to, places = transfers.first, transfers.target, transfers.place
    pending, on_board, brought = state.pending, state.on_board, state.brought
    best_lane, best_arrival = state.best, state.best_arrival
    event_stop, event_arrival, event_lane = log.stop, log.arrival, log.lane
    kept = ~NOBODY >> np.uint64(8 * (MOST_RIDES - q.rides))
    top = np.uint64(8 * (q.rides - 1))
    for at in range(boardings[1]):
        lane = boardings[0].lane[at]
        pending[boardings[0].connection[at] - q.first] = (np.uint64(lane + 1) * ONE_EACH) & kept
    events, changes = 0, 0
    for i in range(q.first, q.last):
        run = runs[i]
        label = on_board[run]
        if pending[i - q.first] != NOBODY:
            label = byte_max(label, pending[i - q.first])
            on_board[run] = label
        arrival = arrivals[i]
        if label == NOBODY or not flags[i] & CAN_ALIGHT or arrival > q.end_s:
            continue
        with_mine = byte_max(brought[places[i]], label)
        if with_mine == brought[places[i]]:
            continue
        brought[places[i]] = with_mine
        stop, lane = to_stop[i], np.int32(label >> top)
        if lane > best_lane[stop] or (lane > 0 and arrival < best_arrival[stop]):
            if lane > best_lane[stop]:
                best_lane[stop], best_arrival[stop] = lane, arrival
            event_stop[events], event_arrival[events] = stop, arrival
            event_lane[events] = lane - 1
            events += 1
        riding_again = (label << BYTE) & kept
        if riding_again == NOBODY:
            continue
        for k in range(first_transfer[i], first_transfer[i + 1]):
            target = transfer_to[k] - q.first
            if target < len(pending):
                pending[target] = byte_max(pending[target], riding_again)
                changes += 1
    return events, changes


@njit(cache=True, nogil=True)
def scan_labels(
    c: Connections,
    transfers: TripTransfers,
    q: Lanes,
    boardings: tuple[Boardings, int],
    state: LaneState,
    log: Arrivals,
) -> tuple[int, int]:
    """Scan with a wide label for each number of rides, -1 for nobody's; else as `scan_bytes`.

    Logged is also what does not beat the arrivals before it: staircases leave it out for less.
    """
    # Long because a split would pass arrays on inside the loop (see the head of kernels.py).
    runs, flags, arrivals, to_stop = c.run, c.flags, c.arrival, c.to_stop
    first_transfer, transfer_to, places = transfers.first, transfers.target, transfers.place
    transfer_walk_s = transfers.walk_s
    pending, on_board, brought = state.pending, state.on_board, state.brought
    event_stop, event_arrival, event_lane = log.stop, log.arrival, log.lane
    event_ride, event_rest = log.ride, log.rest
    rides, events, changes = on_board.shape[1], 0, 0
    kind, all_s = pending.dtype.type, (1 << q.walk_bits) - 1
    for at in range(boardings[1]):
        lane, walk_s = np.int64(boardings[0].lane[at]), boardings[0].walk_s[at]
        label = kind((lane << q.walk_bits) + all_s - walk_s)
        pending[boardings[0].connection[at] - q.first, :] = label
    # Written whether it counts or not, as much below: a branch that is hard to guess costs more.
    rode, carried = np.empty(rides + 1, np.int64), np.empty(rides + 1, pending.dtype)
    for i in range(q.first, q.last):
        run, arrival, place, stop = runs[i], arrivals[i], places[i], to_stop[i]
        best, carry = kind(NO_LABEL), 0
        for ride in range(rides):
            label = max(on_board[run, ride], pending[i - q.first, ride])
            # With more rides allowed the label is no worse; only where it is better it is new.
            rode[carry], carried[carry] = ride + 1, label
            carry += label > best
            best = max(best, label)
            on_board[run, ride] = best
        if on_board[run, rides - 1] < 0 or not flags[i] & CAN_ALIGHT or arrival > q.end_s:
            continue
        brings, latest, fewest = False, best >> q.walk_bits, 0
        for ride in range(rides):
            label = on_board[run, ride]
            brings |= label > brought[place, ride]
            brought[place, ride] = max(label, brought[place, ride])
            fewest += label >> q.walk_bits < latest
        if not brings:
            continue
        event_stop[events], event_arrival[events] = stop, arrival
        event_lane[events], event_ride[events] = latest, fewest
        event_rest[events] = WALK_FULL - all_s + (on_board[run, fewest] & all_s)
        events += 1
        carry -= carry > 0 and rode[carry - 1] == rides
        for k in range(first_transfer[i], first_transfer[i + 1]):
            target, walk_s = transfer_to[k] - q.first, kind(transfer_walk_s[k])
            if target >= len(pending):
                continue
            changes += 1
            for at in range(carry):
                label = kind(carried[at] - walk_s)
                pending[target, rode[at]] = max(label, pending[target, rode[at]])
    return events, changes
