"""Walks between two rides: metres as the network stores them, seconds for one question."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NO_RULE, GUARANTEED, MINIMUM_TIME, FORBIDDEN = -1, 1, 2, 3


class StoredFootpaths(NamedTuple):
    """Pairs of stops that a rider may change between, CSR by the stop of alighting.

    A pair has a street walk, or a straight one (x 1.3, for stops of one station and pairs named in
    transfers.txt), or both; `inf` where it has none. A stop is in its own list only when a rule
    names it.
    """

    first: NDArray[np.int64]  # stop -> first pair, one more at the end
    target: NDArray[np.int32]  # pair -> stop of boarding
    street_m: NDArray[np.float64]  # pair -> metres through the streets
    straight_m: NDArray[np.float64]  # pair -> great circle x 1.3, in metres
    rule: NDArray[np.int8]  # pair -> transfer_type of its row, NO_RULE without one
    minimum_s: NDArray[np.int32]  # pair -> min_transfer_time of its row


class Footpaths(NamedTuple):
    """Changes of vehicle for one question, CSR by the stop of alighting, the same stop included."""

    first: NDArray[np.int64]  # stop -> first change, one more at the end
    target: NDArray[np.int32]  # change -> stop of boarding, soonest first
    change_s: NDArray[np.int32]  # change -> seconds from alighting to the first possible departure
    walk_s: NDArray[np.int32]  # change -> seconds of it that are walked
    has_instant_change: bool  # some change takes no time


def walk_seconds(metres: NDArray[np.float64], speed_ms: float) -> NDArray[np.int64]:
    """Round the seconds of whole walks up, once."""
    return np.ceil(metres / speed_ms).astype(np.int64)


def footpaths_for(
    stored: StoredFootpaths, *, speed_ms: float, limit_s: int, board_wait_s: int
) -> Footpaths:
    """Turn stored metres into the seconds of a question (reachability, section 3).

    The limit bounds a walk through the streets and a straight one inside a station; the straight
    walk of a row of transfers.txt has no limit.
    """
    stops = len(stored.first) - 1
    source = np.repeat(np.arange(stops), np.diff(stored.first))
    limit_m = limit_s * speed_ms
    street = np.where(stored.street_m <= limit_m, stored.street_m, np.inf)
    in_reach = (stored.straight_m <= limit_m) | (stored.rule != NO_RULE)
    metres = np.minimum(street, np.where(in_reach, stored.straight_m, np.inf))
    metres[stored.rule == GUARANTEED] = 0.0
    usable = np.isfinite(metres) & (stored.rule != FORBIDDEN)
    walk = np.zeros(len(metres), np.int64)
    walk[usable] = walk_seconds(metres[usable], speed_ms)
    change = walk + board_wait_s
    change[stored.rule == GUARANTEED] = 0
    minimum = stored.rule == MINIMUM_TIME
    change[minimum] = np.maximum(change[minimum], stored.minimum_s[minimum])
    # Changing at the same stop needs no row; a rule on the stop itself takes its place.
    plain = np.setdiff1d(np.arange(stops), stored.target[source == stored.target])
    columns = (
        np.concatenate([source[usable], plain]),
        np.concatenate([stored.target[usable], plain]),
        np.concatenate([change[usable], np.full(len(plain), board_wait_s)]),
        np.concatenate([walk[usable], np.zeros(len(plain), np.int64)]),
    )
    return _to_csr(*columns, stops=stops)


def reverse_footpaths(footpaths: Footpaths) -> Footpaths:
    """Return the changes by their stop of boarding, for a search that runs backwards."""
    stops = len(footpaths.first) - 1
    source = np.repeat(np.arange(stops), np.diff(footpaths.first))
    return _to_csr(footpaths.target, source, footpaths.change_s, footpaths.walk_s, stops=stops)


def _to_csr(
    source: NDArray, target: NDArray, change: NDArray, walk: NDArray, *, stops: int
) -> Footpaths:
    order = np.lexsort((target, change, source))
    counts = np.bincount(source, minlength=stops)
    return Footpaths(
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        target=np.ascontiguousarray(target[order], dtype=np.int32),
        change_s=np.ascontiguousarray(change[order], dtype=np.int32),
        walk_s=np.ascontiguousarray(walk[order], dtype=np.int32),
        has_instant_change=bool(np.any(change == 0)),
    )
