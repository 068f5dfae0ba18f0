"""Which days are worth preparing: those that are asked again and again."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import partial

from transit.limits import Limits
from transit.network.footpaths import Footpaths
from transit.network.network import Network
from transit.network.patterns import Patterns, sort_patterns
from transit.network.timetable import Connections
from transit.network.trip_transfers import TripTransfers
from transit.search.lanes import Prepared, fits_bytes, prepare
from transit.search.search import Window, span_of

# Preparing costs as much as tens of searches: the first questions do without.
QUESTIONS_BEFORE = 3
# Longer days are prepared by whole hours around the question.
WHOLE_DAY_CONNECTIONS = 400_000
# Of a smaller day a process makes all it needs in a fraction of a second.
WORTH_KEEPING_CONNECTIONS = 200_000
HOUR_S = 3600


@dataclass
class _Asked:
    times: int = 0

    def again(self, at_once: bool) -> int:
        """Count one question, or as many as make a day worth preparing."""
        self.times += QUESTIONS_BEFORE + 1 if at_once else 1
        return self.times


def is_many(questions: int) -> bool:
    """Tell whether so many questions of one kind are worth preparing their day at once."""
    return questions > QUESTIONS_BEFORE


def prepared_for(
    network: Network,
    day: date,
    window: Window,
    limits: Limits,
    *,
    mirrored: bool = False,
    at_once: bool = False,
) -> Prepared | None:
    """Return the day prepared for a window, None while the plain scan is the better choice.

    With `at_once`, the first question prepares the day: for whoever knows that many will follow.

    The answers are the same. A day whose timetable has hops and changes without duration is never
    prepared: their order inside a second counts.
    """
    connections = network.connections(day, wheelchair=limits.wheelchair, mirrored=mirrored)
    footpaths = network.changes(limits, mirrored=mirrored)
    if not _is_of_use(connections, footpaths, window):
        return None
    span = _span_to_prepare(connections, window)
    rules = (limits.speed_ms, limits.max_transfer_walk_s, limits.min_board_wait_s)
    key = (day, limits.wheelchair, rules, mirrored, window.weighs_walks, span)
    asked = network.remember(("asked", key), _Asked).again(at_once)
    if asked <= QUESTIONS_BEFORE and not network.has_kept("changes", key):
        return None

    keys = (day, limits.wheelchair, mirrored), key
    make = partial(_make_ready, network, (connections, footpaths), keys, span, window.weighs_walks)
    ready: Prepared = network.prepared.get(key, make)
    return ready if ready.answers(window) else None


def _make_ready(
    network: Network,
    day: tuple[Connections, Footpaths],
    keys: tuple[Hashable, Hashable],
    span: tuple[int, int],
    weighs_walks: bool,
) -> Prepared:
    made = _kept(network, day[0], keys, span)
    if made is None:
        patterns = _patterns(network, day[0], keys[0])
        made = prepare(*day, span, weighs_walks=weighs_walks, patterns=patterns)
        _keep(network, made, keys)
    return made


def _kept(
    network: Network,
    connections: Connections,
    keys: tuple[Hashable, Hashable],
    span: tuple[int, int],
) -> Prepared | None:
    """Return a day that another process has made ready, None where there is none."""
    transfers = network.find_kept("changes", keys[1], TripTransfers)
    if transfers is None:
        return None
    return Prepared(connections, _patterns(network, connections, keys[0]), transfers, span)


def _keep(network: Network, made: Prepared, keys: tuple[Hashable, Hashable]) -> None:
    """Keep a large day that was made ready, for the next process."""
    if len(made.connections.departure) >= WORTH_KEEPING_CONNECTIONS:
        network.keep("day", keys[0], made.connections)
        network.keep("patterns", keys[0], made.patterns)
        network.keep("changes", keys[1], made.transfers)


def _patterns(network: Network, connections: Connections, key: Hashable) -> Patterns:
    def find() -> Patterns:
        kept = network.find_kept("patterns", key, Patterns)
        return kept if kept is not None else sort_patterns(connections, network.stops)

    patterns: Patterns = network.remember(("patterns", key), find)
    return patterns


def _is_of_use(connections: Connections, footpaths: Footpaths, window: Window) -> bool:
    """Tell whether the scan over prepared changes can answer a window at all."""
    if connections.has_instant_hop and footpaths.has_instant_change:
        return False
    # Windows with too many rides for a word of bytes take the plain scan.
    return window.max_rides > 0 and (window.weighs_walks or fits_bytes(window))


def _span_to_prepare(connections: Connections, window: Window) -> tuple[int, int]:
    """Return the connections of the whole day, or of a long day the hours around the window."""
    count = len(connections.departure)
    if count <= WHOLE_DAY_CONNECTIONS:
        return 0, count
    start_s = window.start_s // HOUR_S * HOUR_S
    return span_of(connections, start_s, -(-window.end_s // HOUR_S) * HOUR_S)
