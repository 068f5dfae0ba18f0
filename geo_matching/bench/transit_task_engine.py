"""Task: everything that is measured of the engine in one world; answers go to a file first."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from geo_matching.bench.process import answer
from geo_matching.bench.transit_answers import MINUTES, ORIGINS, SITES, THRESHOLDS
from geo_matching.bench.transit_engine import Engine, Targets
from geo_matching.bench.transit_timing import time_calls
from geo_matching.bench.transit_worlds import Places, World, draw_places
from transit.queries import UNREACHED, Limits, Place, isochrones, plan_journey

ASKED = 100
Int32 = NDArray[np.int32]


class Subject:
    """The engine with its places prepared, as a service has them ready.

    `engine` asks under the rules of the peers, `service` under those of the service.
    """

    def __init__(self, engine: Engine, places: Places) -> None:
        self.engine, self.places = engine, places
        self.service = Engine(engine.network.folder, engine.world, Limits())
        self.origins = engine.origins(places.origins, ASKED)
        self.targets = engine.targets(places.destinations)
        self.far = engine.targets(places.sites)
        self.sites = self.service.sites(places.sites)
        self.homes = self.service.homes(places.sites)
        near = self.service.targets(places.destinations)
        reach = [self.service.door_to_door(o, near, 1)[:, 0] for o in self.origins]
        # Each origin's journey goes to its destination of middling travel time.
        self.journey_to = [middle(times_s) for times_s in reach]

    def journey(self, i: int) -> Any:
        engine = self.service
        return plan_journey(
            engine.network,
            self.origins[i],
            self.places.destinations[self.journey_to[i]],
            engine.day,
            depart_s=engine.world.depart_s,
            limits=engine.limits,
        )

    def isochrones(self, origin: Place) -> list[dict[str, Any]]:
        engine = self.service
        return isochrones(
            engine.network, origin, engine.day, engine.world.depart_s, THRESHOLDS, engine.limits
        )

    def cached(self, targets: Targets) -> list[tuple[Int32, Int32]]:
        """Return the walks of every origin, as a service keeps them."""
        links = [self.engine.link([origin]) for origin in self.origins]
        return [(self.engine.access(link), self.engine.direct(link, targets)) for link in links]


def middle(times_s: Int32) -> int:
    """Return the index of the median of those reached; of any where none is."""
    reached = int((times_s < UNREACHED).sum())
    return int(np.argsort(times_s, kind="stable")[reached // 2])


def main(world: dict[str, Any], folder: str, data: str | None, out: str) -> dict[str, Any]:
    described = World.of(world)
    start = time.perf_counter()
    engine = Engine(Path(folder), described)
    load_s = time.perf_counter() - start
    start = time.perf_counter()
    size = {"stops": len(engine.stops.edge), "connections": len(engine.connections.departure)}
    size["changes"] = len(engine.changes.target)
    cut_s = time.perf_counter() - start
    start = time.perf_counter()
    engine.prepare()
    prepare_s = time.perf_counter() - start
    places = draw_places(described, Path(data) if data else None, *engine.linked_stops())
    subject = Subject(engine, places)
    np.savez(out, allow_pickle=False, **answers(subject))
    return {
        "load": {"seconds": load_s, "cut_s": cut_s},
        "prepare": {"seconds": prepare_s},
        "size": size,
        "work": work(subject),
        "figures": figures(subject),
    }


def figures(subject: Subject) -> dict[str, dict[str, Any]]:
    """Time every kind of question; what is kept between origins is prepared before."""
    engine, origins, targets = subject.engine, subject.origins, subject.targets
    minutes, sites = engine.world.window_min, subject.far
    near, far = subject.cached(targets), subject.cached(sites)
    calls: dict[str, tuple[Callable[[Any], object], Any]] = {
        "one_departure": (lambda o: engine.door_to_door(o, targets, 1), origins),
        "window_stops": (lambda walks: engine.search(walks[0]), near),
        "window_destinations_cached": (
            lambda walks: engine.from_cached(walks[0], walks[1], targets),
            near,
        ),
        "window_destinations": (lambda o: engine.door_to_door(o, targets, minutes), origins),
        "window_sites_cached": (lambda walks: engine.from_cached(walks[0], walks[1], sites), far),
        "window_sites": (lambda o: engine.door_to_door(o, sites, minutes), origins),
        "commutes": (lambda o: subject.service.commutes(o, subject.sites), origins),
        "commutes_back": (lambda o: subject.service.commutes_back(o, subject.homes), origins),
        "journey": (subject.journey, range(len(origins))),
        "isochrones": (subject.isochrones, origins),
    }
    return {name: time_calls(call, items) for name, (call, items) in calls.items()}


def work(subject: Subject) -> dict[str, float]:
    """Return medians over origins of what the search of a window does."""
    engine = subject.engine
    links = [engine.link([origin]) for origin in subject.origins[:20]]
    counts = [engine.work(engine.access(link)) for link in links]
    return {name: median(count[name] for count in counts) for name in counts[0]}


def answers(subject: Subject) -> dict[str, NDArray]:
    engine, targets, first = subject.engine, subject.targets, subject.origins[0]
    origins = subject.origins[:ORIGINS]
    access_s = engine.access(engine.link([first]))
    table = subject.service.commutes(first, subject.sites)
    both = np.flatnonzero((table.morning_s < UNREACHED) & (table.evening_s < UNREACHED))
    sample = both[:: max(1, len(both) // SITES)][:SITES]
    homes = subject.service.homes([first])
    back = [subject.service.commutes_back(subject.places.sites[i], homes) for i in sample]
    inside, nested = areas(subject, first)
    return {
        "one": np.array([engine.door_to_door(o, targets, 1)[:, 0] for o in origins]),
        "at_stops": in_time(engine, engine.search(access_s).time_s),
        "any_rides": in_time(engine, engine.search_any_rides(access_s)),
        "window": engine.door_to_door(first, targets, engine.world.window_min),
        "site": sample,
        "morning_s": table.morning_s[sample],
        "evening_s": table.evening_s[sample],
        "back_s": np.array([(t.morning_s[0], t.evening_s[0]) for t in back]).reshape(-1, 2).T,
        "journey_s": np.array([journey_s(subject.journey(i)) for i in range(ORIGINS)], np.int32),
        "journey_to": np.array(subject.journey_to[:ORIGINS]),
        "inside": inside,
        "nested": np.array(nested),
    }


def in_time(engine: Engine, earliest: Int32) -> Int32:
    """Return int32[minutes, stops] of the compared minutes, without what takes too long."""
    departures = engine.world.depart_s + 60 * np.array(MINUTES)
    chosen = earliest[:, MINUTES].T
    late = chosen.astype(np.int64) - departures[:, None] > engine.limits.max_minutes * 60
    return np.where(late, UNREACHED, chosen).astype(np.int32)


def journey_s(journey: Any) -> int:
    """Return the seconds of a journey whose legs follow each other; UNREACHED without one."""
    legs = journey.legs
    if journey.status != "ok":
        return UNREACHED
    follow = all(one.arrival <= other.departure for one, other in pairwise(legs))
    ends = legs[0].departure == journey.departure and legs[-1].arrival == journey.arrival
    return int(journey.travel_time_s) if follow and ends else -1


def areas(subject: Subject, origin: Place) -> tuple[NDArray[np.bool_], bool]:
    """Return bool[thresholds, targets]: where targets meet the streets; and whether bands nest."""
    bands = [shape(band["geometry"]) for band in subject.isochrones(origin)]
    lat, lon = subject.engine.on_streets(subject.targets.links)
    points = shapely.points(lon, lat)
    nested = all(other.buffer(1e-7).covers(one) for one, other in pairwise(bands))
    return np.array([shapely.covers(band, points) for band in bands]), nested


if __name__ == "__main__":
    answer(main)
