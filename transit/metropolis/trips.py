"""When the lines run: how many trips each has on each kind of day, and the times of every trip."""

import math
import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from geo_matching.common.errors import InputError
from transit.metropolis.plan import RAIL, RING, Line, Plan

# Service, its share of a weekday's trips.
SERVICES = (("weekday", 1.0), ("saturday", 0.6), ("sunday", 0.4))
FIRST_HOUR = 5
# How busy the hours are from five in the morning; the last ones are past midnight.
BUSY = (3, 8, 16, 18, 12, 9, 9, 10, 10, 9, 10, 14, 18, 17, 12, 8, 6, 5, 4, 2)
# Metres a second between stops and seconds at a stop.
PACE = {RAIL: (14.0, 25), RING: (7.5, 20)}
BUS_PACE = (6.0, 12)
ROUND_S = 15


@dataclass(frozen=True, slots=True)
class Series:
    """The trips of one line in one direction on one kind of day.

    `departures_s` are ascending; `arrive_s` and `leave_s` are seconds at each stop since the first
    departure; all in seconds of the service day.
    """

    line: Line
    direction: int
    service: str
    departures_s: tuple[int, ...]
    arrive_s: tuple[int, ...]
    leave_s: tuple[int, ...]

    def trip_id(self, k: int) -> str:
        return f"L{self.line.number:04d}-{self.direction}-{self.service[:2]}-{k:04d}"


def series_of(plan: Plan, trips: int, seed: int) -> Iterator[Series]:
    """Yield the trips line by line, exactly so many in all; the same seed, the same trips.

    Raises
    ------
    InputError
        When there are fewer trips than lines, directions and kinds of day.
    """
    dice = random.Random(seed + 1)
    counts = iter(_shares(plan.lines, trips))
    for line in plan.lines:
        slack = dice.uniform(0.9, 1.1)
        for direction in (0, 1):
            arrive_s, leave_s = _times(line, direction, slack)
            for service, _ in SERVICES:
                phase = dice.random()
                departures = _departures(next(counts), phase)
                yield Series(line, direction, service, departures, arrive_s, leave_s)


def _shares(lines: list[Line], trips: int) -> list[int]:
    """Share the trips out by weight, one at least, the largest remainders first."""
    weights = [line.weight * share for line in lines for _ in (0, 1) for _, share in SERVICES]
    if trips < len(weights):
        message = f"--trips must be at least {len(weights)} for {len(lines)} lines, not {trips}"
        raise InputError(message)
    free, total = trips - len(weights), math.fsum(weights)
    exact = [free * weight / total for weight in weights]
    counts = [1 + math.floor(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (math.floor(exact[i]) - exact[i], i))
    for i in by_remainder[: trips - sum(counts)]:
        counts[i] += 1
    return counts


def _departures(count: int, phase: float) -> tuple[int, ...]:
    """Spread departures over the day so that each stands for as many riders."""
    before = [0, *accumulate(BUSY)]
    found = []
    for k in range(count):
        riders = before[-1] * (k + phase) / count
        hour = min(bisect_right(before, riders) - 1, len(BUSY) - 1)
        part = (riders - before[hour]) / BUSY[hour]
        second = (FIRST_HOUR + hour + min(part, 1.0)) * 3600
        found.append(ROUND_S * round(second / ROUND_S))
    return tuple(found)


def _times(line: Line, direction: int, slack: float) -> tuple[tuple[int, ...], tuple[int, ...]]:
    speed_ms, dwell_s = PACE.get(line.route_type, BUS_PACE)
    arrive, leave = [0], [0]
    for metres in line.hops_m(direction):
        arrive.append(leave[-1] + max(20, round(slack * metres * 1.2 / speed_ms)))
        leave.append(arrive[-1] + dwell_s)
    leave[-1] = arrive[-1]
    return tuple(arrive), tuple(leave)
