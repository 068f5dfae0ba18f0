"""The facade of the scan over prepared changes: a day made ready once, asked for many origins."""

import threading
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from transit.constants import NO_LABEL, UNREACHED, WALK_BITS
from transit.network.footpaths import Footpaths
from transit.network.patterns import Patterns, sort_patterns
from transit.network.timetable import Connections
from transit.network.trip_transfers import TripTransfers, find_trip_transfers
from transit.search.lane_kernels import (
    MOST_LANES,
    MOST_RIDES,
    Boardings,
    Lanes,
    LaneState,
    Log,
    list_boardings,
    scan_bytes,
    scan_labels,
)
from transit.search.search import Found, Window, span_of
from transit.search.targets import Arrivals
from transit.search.window_kernels import arrivals_by_lane

BITS_OF_INT32 = 31
Int32 = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Prepared:
    """A day, or a part of it, with its useful changes of trip."""

    connections: Connections
    patterns: Patterns
    transfers: TripTransfers
    span: tuple[int, int]

    @cached_property
    def longest_change_s(self) -> int:
        """Seconds walked in the longest change."""
        return int(self.transfers.walk_s.max(initial=0))

    def answers(self, window: Window) -> bool:
        """Tell whether a window asks for nothing outside the part that was prepared."""
        lanes = self.lanes_of(window)
        inside = self.span[0] <= lanes.first and lanes.last <= self.span[1]
        return inside and window.max_rides > 0 and lanes.first < lanes.last

    def lanes_of(self, window: Window) -> Lanes:
        first, last = span_of(self.connections, window.start_s, window.end_s)
        return Lanes(
            first,
            last,
            window.start_s,
            window.step_s,
            window.lanes,
            window.end_s,
            window.board_wait_s,
            window.max_rides,
            WALK_BITS,
        )


def prepare(
    connections: Connections,
    footpaths: Footpaths,
    span: tuple[int, int],
    *,
    weighs_walks: bool,
    patterns: Patterns | None = None,
) -> Prepared:
    """Find the patterns of a day, if they are not given, and the useful changes inside a span.

    Raises
    ------
    ValueError
        When a hop and a change that both take no time could meet.
    """
    if connections.has_instant_hop and footpaths.has_instant_change:
        raise ValueError("hops and changes without duration need the scan of kernels.py")
    patterns = patterns or sort_patterns(connections, len(footpaths.first) - 1)
    transfers = find_trip_transfers(
        connections, footpaths, patterns, span, weighs_walks=weighs_walks
    )
    return Prepared(connections, patterns, transfers, span)


def fits_bytes(window: Window) -> bool:
    """Tell whether the number of rides of a window fits a word of bytes; lanes are cut to fit."""
    return 0 < window.max_rides <= MOST_RIDES


def lower_earliest(
    ready: Prepared, access_s: Int32, window: Window, earliest: NDArray[Any]
) -> dict[str, int]:
    """Lower earliest[stop, lane], seconds since the window's start; return the work done."""
    work = {"connections": 0, "arrivals": 0, "changes": 0}
    for lane in range(0, window.lanes, MOST_LANES):
        part = replace(
            window,
            start_s=window.start_s + lane * window.step_s,
            lanes=min(MOST_LANES, window.lanes - lane),
        )
        q = ready.lanes_of(part)
        log, events, changes = _scan_bytes(ready, access_s, q)
        columns = earliest[:, lane : lane + part.lanes]
        arrived = (log.stop[:events], log.arrival[:events], log.lane[:events])
        arrivals_by_lane(arrived, window.start_s, columns)
        for name, count in zip(work, (q.last - q.first, events, changes), strict=True):
            work[name] += count
    return work


def _scan_bytes(ready: Prepared, access_s: Int32, q: Lanes) -> tuple[Log, int, int]:
    c, stops, size = ready.connections, len(access_s), q.last - q.first
    state = LaneState(
        pending=_scratch("pending", size, np.uint64, 0),
        on_board=_scratch("on_board", c.runs, np.uint64, 0),
        brought=_scratch("brought", len(ready.patterns.place_pattern), np.uint64, 0),
        best=_scratch("best", stops, np.int32, 0),
        best_arrival=_scratch("best_arrival", stops, np.int32, UNREACHED),
    )
    log = Log(*(_scratch(name, size, np.int32) for name in ("stop", "arrival", "lane")))
    counts = scan_bytes(c, ready.transfers, q, _boardings(ready, access_s, q), state, log)
    return log, *counts


def _boardings(ready: Prepared, access_s: Int32, q: Lanes) -> tuple[Boardings, int]:
    size = q.last - q.first
    names = ("boarded", "boarding lane", "boarding walk")
    found = Boardings(*(_scratch(name, size, np.int32) for name in names))
    return found, list_boardings(access_s, ready.patterns, q, found)


def find_arrivals(ready: Prepared, access_s: Int32, window: Window) -> Found:
    """Log the arrivals of a window with their rides and walks, as `search.scan` does."""
    q, kind = _narrowed(ready, access_s, ready.lanes_of(window))
    rides = q.rides
    c, stops, size = ready.connections, len(access_s), q.last - q.first

    def columns(name: str, rows: int) -> NDArray[Any]:
        return _scratch(f"wide {name}", rows * rides, kind, NO_LABEL).reshape(rows, rides)

    state = LaneState(
        pending=columns("pending", size),
        on_board=columns("on_board", c.runs),
        brought=columns("brought", len(ready.patterns.place_pattern)),
        best=columns("best", 0),
        best_arrival=_scratch("best_arrival", 0, np.int32),
    )
    names = ("stop", "arrival", "lane", "ride", "rest")
    log = Arrivals(stops, *(_scratch(name, size, np.int32) for name in names))
    boardings = _boardings(ready, access_s, q)
    events, _ = scan_labels(c, ready.transfers, q, boardings, state, log)
    # Copied: the scratch is written again by the next scan.
    arrived = (column[:events].copy() for column in log[1:])
    return Found(Arrivals(stops, *arrived), window.start_s)


def _narrowed(ready: Prepared, access_s: Int32, q: Lanes) -> tuple[Lanes, DTypeLike]:
    """Return what labels are made of: 32 bits, half the memory to go through, where they fit."""
    reached_s = access_s[access_s < UNREACHED]
    longest_s = int(reached_s.max(initial=0)) + q.rides * ready.longest_change_s
    walk_bits = longest_s.bit_length()
    if walk_bits + q.lanes.bit_length() < BITS_OF_INT32:
        return q._replace(walk_bits=walk_bits), np.int32
    return q, np.int64


_LOCAL = threading.local()


def _scratch(name: str, size: int, dtype: DTypeLike, fill: int | None = None) -> NDArray[Any]:
    """Return this thread's array of a name, grown where needed, filled anew."""
    kept: dict[Any, NDArray[Any]] = _LOCAL.__dict__.setdefault("arrays", {})
    key = (name, np.dtype(dtype))
    if key not in kept or len(kept[key]) < size:
        kept[key] = np.empty(size + size // 4, dtype)
    array = kept[key][:size]
    if fill is not None:
        array.fill(fill)
    return array
