"""Kernels that settle between the ride and the walk all the way, target by target in one pass."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from transit.search.targets import Answers

# Frozen by numba when it compiles (see transit.constants).
UNREACHED = 2_147_483_647
NEVER = -9_223_372_036_854_775_808

Int32 = NDArray[np.int32]


class There(NamedTuple):
    """Latest departures of each target; the first two are UNREACHED where there is none."""

    departure_s: Int32
    arrival_s: Int32
    rides: Int32
    walk_s: Int32


class Back(NamedTuple):
    """Earliest arrivals from each target; all UNREACHED where there is none."""

    arrival_s: Int32
    rides: Int32
    walk_s: Int32


def room(targets: int, columns: int) -> list[Int32]:
    """Return that many columns to be filled."""
    return [np.empty(targets, np.int32) for _ in range(columns)]


@njit(cache=True, nogil=True)
def settle_there(
    ridden: Answers, start_s: int, direct_s: Int32, arrive_by_s: Int32, there: There
) -> None:
    """Take the walk all the way where it leaves later, or as late and no worse."""
    lanes, arrivals, rides, walks_s = ridden.lane, ridden.arrival_s, ridden.rides, ridden.walk_s
    departure_s, arrival_s, times, walk_s = there
    for target in range(len(direct_s)):
        lane, hour = lanes[target], np.int64(arrive_by_s[target])
        by_ride = lane + start_s if lane >= 0 else NEVER
        on_foot = hour - direct_s[target] if direct_s[target] < UNREACHED else NEVER
        if on_foot > by_ride or (
            on_foot == by_ride and on_foot > NEVER and arrivals[target] >= hour
        ):
            departure_s[target], arrival_s[target] = on_foot, hour
            times[target], walk_s[target] = 0, direct_s[target]
        else:
            departure_s[target] = by_ride if lane >= 0 else UNREACHED
            arrival_s[target], times[target] = arrivals[target], rides[target]
            walk_s[target] = walks_s[target]


@njit(cache=True, nogil=True)
def blank_long(there: There, longest_s: int) -> None:
    """Make UNREACHED what takes longer."""
    departure_s, arrival_s, rides, walk_s = there
    for target in range(len(departure_s)):
        travel_s = np.int64(arrival_s[target]) - departure_s[target]
        if departure_s[target] == UNREACHED or travel_s > longest_s:
            departure_s[target], arrival_s[target] = UNREACHED, UNREACHED
            rides[target], walk_s[target] = UNREACHED, UNREACHED


@njit(cache=True, nogil=True)
def settle_back(
    ridden: Answers,
    start_s: int,
    direct_s: Int32,
    leave_s: Int32,
    longest_s: int,
    back: Back,
) -> None:
    """Take the walk all the way where it is there as soon; blank what takes too long."""
    lanes, rides, walks_s = ridden.lane, ridden.rides, ridden.walk_s
    arrival_s, times, walk_s = back
    for target in range(len(direct_s)):
        lane, leave, direct = lanes[target], np.int64(leave_s[target]), direct_s[target]
        by_ride = -(lane + start_s) if lane >= 0 else UNREACHED
        on_foot = leave + direct if direct < UNREACHED else UNREACHED
        walks = on_foot <= by_ride
        arrival = on_foot if walks else by_ride
        if arrival >= UNREACHED or arrival - leave > longest_s:
            arrival_s[target], times[target], walk_s[target] = UNREACHED, UNREACHED, UNREACHED
        else:
            arrival_s[target] = arrival
            times[target] = 0 if walks else rides[target]
            walk_s[target] = direct if walks else walks_s[target]
