"""Which days are worth preparing: those that are asked again and again."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

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

    def make() -> Prepared:
        day_key = (day, limits.wheelchair, mirrored)
        patterns = network.remember(
            ("patterns", *day_key), lambda: _patterns(network, connections, day_key)
        )
        transfers = network.find_kept("changes", key, TripTransfers)
        if transfers is not None:
            return Prepared(connections, patterns, transfers, span)
        weighs = window.weighs_walks
        ready = prepare(connections, footpaths, span, weighs_walks=weighs, patterns=patterns)
        if len(connections.departure) >= WORTH_KEEPING_CONNECTIONS:
            network.keep("day", day_key, connections)
            network.keep("patterns", day_key, patterns)
            network.keep("changes", key, ready.transfers)
        return ready

    ready: Prepared = network.prepared.get(key, make)
    return ready if ready.answers(window) else None


def _patterns(network: Network, connections: Connections, key: Hashable) -> Patterns:
    kept = network.find_kept("patterns", key, Patterns)
    return kept if kept is not None else sort_patterns(connections, network.stops)


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
