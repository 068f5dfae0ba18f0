"""The soonest arrival and its ties, where numbers are so small that most of them are equal."""

import numpy as np

from transit.search.soonest import UNREACHED, WALK_FULL, Soonest, soonest_at_places
from transit.search.targets import Egress, Stairs

WAIT_S = 60


def drawn(draw: np.random.Generator, stops: int, places: int) -> tuple[Stairs, Egress]:
    steps = draw.integers(0, 3, stops)
    first = np.concatenate([[0], np.cumsum(steps)])
    columns = [draw.integers(0, 3, first[-1]).astype(np.int32) for _ in range(4)]
    columns[3] = WALK_FULL - columns[3]
    walks = [np.flatnonzero(draw.integers(0, 2, stops)) for _ in range(places)]
    first_walk = np.concatenate([[0], np.cumsum([len(found) for found in walks])])
    seconds = draw.integers(0, 3, first_walk[-1]).astype(np.int32)
    egress = Egress(first_walk, np.concatenate(walks).astype(np.int32), seconds)
    return Stairs(first, *columns, np.arange(first[-1], dtype=np.int32)), egress


def expected(stairs: Stairs, egress: Egress, place: int) -> tuple[int, int, int, int]:
    """Return time, lane, rides and walk of the best: all candidates compared as tuples."""
    candidates = []
    for k in range(egress.first[place], egress.first[place + 1]):
        step, walk = stairs.first[egress.stop[k]], egress.walk_s[k]
        if step < stairs.first[egress.stop[k] + 1]:
            walked = WALK_FULL - stairs.rest[step] + walk
            time = stairs.arrival[step] + walk + WAIT_S
            candidates.append((time, -stairs.lane[step], stairs.ride[step] + 1, walked))
    if not candidates:
        return UNREACHED, -1, 0, 0
    time, lane, rides, walked = min(candidates)
    return time, -lane, rides, walked


def test_every_tie_is_broken_in_its_order():
    draw, reached = np.random.default_rng(1), 0
    for _ in range(300):
        stairs, egress = drawn(draw, stops=5, places=4)
        soonest = Soonest.nowhere(4)
        soonest_at_places(stairs, egress, WAIT_S, soonest)
        for place in range(4):
            row = tuple(int(column[place]) for column in soonest)
            assert row == expected(stairs, egress, place)
            reached += row[0] < UNREACHED
    assert reached > 600
