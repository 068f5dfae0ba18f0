"""Which pairs of stops a rider may change between: streets, stations, and rows of transfers.txt."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transit.gtfs.feed import Feed, TransferRow
from transit.network.footpaths import NO_RULE, StoredFootpaths
from transit.network.straight import straight_walks_m

Int = NDArray[np.int64]


@dataclass(frozen=True)
class Rules:
    """Rows of transfers.txt resolved to pairs of used stops, one row a pair."""

    source: Int
    target: Int
    rule: NDArray[np.int8]
    minimum_s: NDArray[np.int32]


def resolve_rules(feed: Feed, stop_index: NDArray[np.int32]) -> Rules:
    """Resolve stations to their stops; the more precise row wins, of equals the last.

    Parameters
    ----------
    stop_index : int32[rows of stops.txt]
        Index of the stop in the network, -1 for places that no trip uses.
    """
    members: dict[int, list[int]] = {}
    for row, parent in enumerate(feed.stops.parent):
        if parent >= 0 and stop_index[row] >= 0:
            members.setdefault(int(parent), []).append(int(stop_index[row]))
    best: dict[tuple[int, int], tuple[int, TransferRow]] = {}
    for transfer in feed.transfers:
        sources, from_stop = _stands_for(transfer.from_stop, feed, stop_index, members)
        targets, to_stop = _stands_for(transfer.to_stop, feed, stop_index, members)
        precision = from_stop + to_stop
        for pair in ((a, b) for a in sources for b in targets):
            if pair not in best or precision >= best[pair][0]:
                best[pair] = (precision, transfer)
    pairs = sorted(best)
    return Rules(
        source=np.array([a for a, _ in pairs], np.int64),
        target=np.array([b for _, b in pairs], np.int64),
        rule=np.array([best[pair][1].type for pair in pairs], np.int8),
        minimum_s=np.array([best[pair][1].min_time_s for pair in pairs], np.int32),
    )


def _stands_for(
    row: int, feed: Feed, stop_index: NDArray[np.int32], members: dict[int, list[int]]
) -> tuple[list[int], int]:
    """Return the used stops of a row's place, and 1 for a stop, 0 for a station."""
    if feed.stops.location_type[row] == 1:
        return members.get(row, []), 0
    return ([int(stop_index[row])] if stop_index[row] >= 0 else []), 1


def pair_within_stations(station: NDArray[np.int64]) -> tuple[Int, Int]:
    """Return all ordered pairs of different stops that share a station (-1 = none)."""
    order = np.argsort(station, kind="stable")
    order = order[station[order] >= 0]
    groups = np.split(order, np.flatnonzero(np.diff(station[order])) + 1) if len(order) else []
    source = [np.repeat(group, len(group)) for group in groups]
    target = [np.tile(group, len(group)) for group in groups]
    if not groups:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    a, b = np.concatenate(source), np.concatenate(target)
    return a[a != b], b[a != b]


def combine(
    street: tuple[Int, NDArray[np.int32], NDArray[np.float64]],
    station: NDArray[np.int64],
    rules: Rules,
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
) -> StoredFootpaths:
    """Merge street walks (CSR), station pairs and rules into the stored footpaths."""
    stops = len(lat)
    street_source = np.repeat(np.arange(stops), np.diff(street[0]))
    elsewhere = street_source != street[1]
    street_key = (street_source * stops + street[1])[elsewhere]
    station_source, station_target = pair_within_stations(station)
    rule_key = rules.source * stops + rules.target
    # Stops of one station, and pairs with a rule, may also walk straight.
    straight_key = np.union1d(station_source * stops + station_target, rule_key)
    key = np.union1d(street_key, straight_key)
    source, target = key // max(stops, 1), key % max(stops, 1)
    street_m = np.where(source == target, 0.0, np.inf)
    street_m[np.searchsorted(key, street_key)] = street[2][elsewhere]
    straight = np.full(len(key), np.inf)
    a, b = straight_key // max(stops, 1), straight_key % max(stops, 1)
    straight[np.searchsorted(key, straight_key)] = straight_walks_m(lat[a], lon[a], lat[b], lon[b])
    counts = np.bincount(source, minlength=stops)
    return StoredFootpaths(
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        target.astype(np.int32),
        street_m,
        straight,
        *_rules_of(key, rule_key, rules),
    )


def _rules_of(key: Int, rule_key: Int, rules: Rules) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """Return rule and least seconds of every pair, NO_RULE where no row names it."""
    rule, minimum_s = np.full(len(key), NO_RULE, np.int8), np.zeros(len(key), np.int32)
    at = np.searchsorted(key, rule_key)
    rule[at], minimum_s[at] = rules.rule, rules.minimum_s
    return rule, minimum_s
