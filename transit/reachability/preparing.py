"""Which days are worth preparing: those that are asked again and again."""

from dataclasses import dataclass
from datetime import date

from transit.limits import Limits
from transit.network.network import Network
from transit.search.lanes import Prepared, prepare
from transit.search.search import Window, span_of

# Preparing costs as much as tens of searches: the first questions do without.
QUESTIONS_BEFORE = 3
# Longer days are prepared by whole hours around the question.
WHOLE_DAY_CONNECTIONS = 400_000
HOUR_S = 3600


@dataclass
class _Asked:
    times: int = 0


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
    if connections.has_instant_hop and footpaths.has_instant_change:
        return None
    count = len(connections.departure)
    span = (0, count)
    if count > WHOLE_DAY_CONNECTIONS:
        start_s = window.start_s // HOUR_S * HOUR_S
        span = span_of(connections, start_s, -(-window.end_s // HOUR_S) * HOUR_S)
    rules = (limits.speed_ms, limits.max_transfer_walk_s, limits.min_board_wait_s)
    key = (day, limits.wheelchair, rules, mirrored, window.weighs_walks, span)
    asked = network.remember(("asked", key), _Asked)
    asked.times += 1
    if asked.times <= QUESTIONS_BEFORE and not at_once:
        return None
    ready: Prepared = network.remember(
        ("prepared", key),
        lambda: prepare(connections, footpaths, span, weighs_walks=window.weighs_walks),
    )
    return ready if ready.answers(window) else None
