"""Task: the same questions asked of networkx, its answers in a file, and the seconds it took."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_matching.bench.process import answer
from geo_matching.bench.transit_answers import MINUTES, ORIGINS
from geo_matching.bench.transit_engine import (
    PERCENTILES,
    Engine,
    Links,
    Targets,
    percentile_ranks,
    walk_seconds,
)
from geo_matching.bench.transit_networkx import Streets, Timetable
from geo_matching.bench.transit_worlds import World, draw_places
from transit.queries import UNREACHED, Limits, Place

Int32 = NDArray[np.int32]
ASKED = 7


@dataclass(frozen=True)
class Asker:
    """One set of rules: the graph of the timetable under them, and walks."""

    engine: Engine
    streets: Streets
    timetable: Timetable

    @classmethod
    def of(cls, engine: Engine, streets: Streets) -> "Asker":
        world, longest_s = engine.world, engine.limits.max_minutes * 60
        begin, end = world.hours
        ranges = [
            (world.depart_s, world.depart_s + world.window_min * 60 + longest_s),
            (begin - longest_s, begin),
            (end, end + longest_s),
        ]
        return cls(engine, streets, Timetable(engine.connections, engine.changes, ranges))

    def walks_s(self, place: Links, others: Links, most_s: int, *, towards: bool = False) -> Int32:
        limits = self.engine.limits
        metres = self.streets.metres(place, others, limits.metres_in(most_s), towards=towards)
        seconds = np.full(len(metres), UNREACHED, np.int32)
        near = np.isfinite(metres)
        seconds[near] = walk_seconds(metres[near], limits.speed_ms)
        return seconds

    def access_s(self, place: Links, *, towards: bool = False) -> Int32:
        return self.walks_s(
            place, self.engine.stops, self.engine.limits.max_walk_s, towards=towards
        )

    def at_stops(self, access_s: Int32, depart_s: int) -> Int32:
        """Return int32[stops]: when one first gets off, in time for the longest travel time."""
        limits = self.engine.limits
        # An unreached stop must not overflow.
        access = np.where(access_s < UNREACHED, access_s, 0)
        ready = np.where(
            access_s < UNREACHED, access + (depart_s + limits.min_board_wait_s), UNREACHED
        ).astype(np.int32)
        return self.timetable.search(ready, depart_s + limits.max_minutes * 60)

    def times(self, arrivals: Int32, direct_s: Int32, targets: Targets, depart_s: int) -> Int32:
        """Return int32[targets]: travel times by any way, UNREACHED where too long."""
        egress = targets.egress
        walk_to = np.repeat(np.arange(len(direct_s)), np.diff(egress.first))
        there = arrivals[egress.stop].astype(np.int64) + egress.walk_s - depart_s
        best = direct_s.astype(np.int64)
        np.minimum.at(best, walk_to, there)
        in_time = best <= self.engine.limits.max_minutes * 60
        return np.where(in_time, best, UNREACHED).astype(np.int32)

    def direct_s(self, origin: Links, targets: Links) -> Int32:
        return self.walks_s(origin, targets, self.engine.limits.max_direct_walk_s)

    def door_to_door(self, origin: Place, targets: Targets) -> Int32:
        link, depart_s = self.engine.link([origin]), self.engine.world.depart_s
        direct_s = self.direct_s(link, targets.links)
        arrivals = self.at_stops(self.access_s(link), depart_s)
        return self.times(arrivals, direct_s, targets, depart_s)

    def arrival_s(self, origin: Links, target: Links, depart_s: int) -> int:
        """Return when one is at a single target, UNREACHED when not in time."""
        arrivals = self.at_stops(self.access_s(origin), depart_s)
        last_s = self.access_s(target, towards=True)
        ends = np.flatnonzero((arrivals < UNREACHED) & (last_s < UNREACHED))
        ridden = int((arrivals[ends].astype(np.int64) + last_s[ends]).min(initial=UNREACHED))
        best = min(ridden, depart_s + int(self.direct_s(origin, target)[0]))
        return best if best - depart_s <= self.engine.limits.max_minutes * 60 else UNREACHED


def main(
    world: dict[str, Any], folder: str, data: str | None, ours: str, out: str
) -> dict[str, Any]:
    """Return seconds of one departure and of a window (measured whole, or scaled)."""
    described = World.of(world)
    engine = Engine(Path(folder), described)
    places = draw_places(described, Path(data) if data else None, *engine.linked_stops())
    origins, targets = engine.origins(places.origins, ASKED), engine.targets(places.destinations)
    start = time.perf_counter()
    streets = Streets(engine.streets)
    peer = Asker.of(engine, streets)
    build_s = time.perf_counter() - start
    single, seconds = [], []
    for origin in origins:
        start = time.perf_counter()
        single.append(peer.door_to_door(origin, targets))
        seconds.append(time.perf_counter() - start)
    found, window = windows(peer, origins[0], targets, whole=described.whole_window)
    found["one"] = np.array(single[:ORIGINS])
    service = Asker.of(Engine(Path(folder), described, Limits()), streets)
    with np.load(ours) as asked:
        found |= service_answers(service, origins, targets, asked["journey_to"])
        found |= commutes(service, origins[0], [places.sites[i] for i in asked["site"]], asked)
    np.savez(out, allow_pickle=False, **found)
    seconds.sort()
    one = {"seconds": seconds[len(seconds) // 2], "best_s": seconds[0], "build_s": build_s}
    return {"one_departure": one, "window": window}


def windows(
    peer: Asker, origin: Place, targets: Targets, *, whole: bool
) -> tuple[dict[str, NDArray], dict[str, Any]]:
    """Search departure by departure: all of them, or only those that are compared."""
    world = peer.engine.world
    minutes = range(world.window_min) if whole else MINUTES
    start = time.perf_counter()
    link = peer.engine.link([origin])
    access_s, direct_s = peer.access_s(link), peer.direct_s(link, targets.links)
    departures = [world.depart_s + 60 * minute for minute in minutes]
    at_stops = [peer.at_stops(access_s, depart_s) for depart_s in departures]
    search_s = time.perf_counter() - start
    rows = [
        peer.times(arrivals, direct_s, targets, depart_s)
        for arrivals, depart_s in zip(at_stops, departures, strict=True)
    ]
    seconds = time.perf_counter() - start
    scale = world.window_min / len(departures)
    kept = [at_stops[list(minutes).index(minute)] for minute in MINUTES]
    found = {"at_stops": np.array(kept)}
    if whole:
        ranks = percentile_ranks(PERCENTILES, len(rows))
        found["window"] = np.sort(np.array(rows), axis=0)[ranks].T
    searched = {"search_s": search_s * scale, "seconds": seconds * scale}
    return found, {**searched, "departures": len(departures)}


def service_answers(
    service: Asker, origins: list[Place], targets: Targets, journey_to: NDArray[np.int64]
) -> dict[str, NDArray]:
    """Answer what journeys and isochrones are compared with, under the service's own rules."""
    # Walks at the destinations depend on the speed, which the peers' rules may set otherwise.
    targets = Targets.prepare(service.engine.network, targets.links, service.engine.limits)
    rows = [service.door_to_door(origin, targets) for origin in origins[:ORIGINS]]
    journeys = [row[to] for row, to in zip(rows, journey_to, strict=True)]
    return {"journey_s": np.array(journeys), "reach_s": rows[0]}


def commutes(service: Asker, college: Place, sites: list[Place], asked: Any) -> dict[str, NDArray]:
    """Search the evenings, and the mornings at our departure and one second after it."""
    engine, (start_s, end_s) = service.engine, service.engine.world.hours
    home = engine.link([college])
    evenings, mornings, later = [], [], []
    for i, site in enumerate(sites):
        place = engine.link([site])
        evenings.append(service.arrival_s(place, home, end_s) - end_s)
        leave_s = start_s - int(asked["morning_s"][i])
        mornings.append(service.arrival_s(home, place, leave_s))
        later.append(service.arrival_s(home, place, leave_s + 1))
    names = ("evening_s", "morning_at_s", "later_at_s")
    return {
        name: np.array(column, np.int32)
        for name, column in zip(names, (evenings, mornings, later), strict=True)
    }


if __name__ == "__main__":
    answer(main)
