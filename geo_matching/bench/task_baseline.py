"""Task: the same questions asked of the baseline."""

import datetime as dt
import time
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd

from geo_matching.bench.baseline import Baseline
from geo_matching.bench.places import GTFS, STREETS, college_places, read_stops, site_places
from geo_matching.bench.process import answer
from transit.queries import Place

ACCESS_S, LONGEST_S = 1200, 5400
FIRST_S, LEAVE_S = 7 * 3600, 17 * 3600
# A morning is searched minute by minute over the two hours before work.
MORNING_SEARCHES = 120


def main(data: str, day: str, **question: Any) -> dict[str, Any]:
    folder = Path(data)
    start = time.perf_counter()
    network = Baseline(folder / GTFS, folder / STREETS, dt.date.fromisoformat(day))
    built = {"build_s": time.perf_counter() - start, "stops": len(network.stop_ids)}
    if "origin" in question:
        return built | window(network, folder, **question)
    if "sample" in question:
        return built | evenings(network, folder, **question)
    return built


def walks_of(network: Baseline, places: list[Place]) -> list[dict[str, int]]:
    points = pd.DataFrame([(p.lat, p.lon) for p in places], columns=["stop_lat", "stop_lon"])
    return [network.walks_from(point, ACCESS_S) for point in network.nearest(points)]


def window(network: Baseline, data: Path, window_min: int, origin: int) -> dict[str, Any]:
    """Return the median over the window of each stop's travel time (None: unreached)."""
    start = time.perf_counter()
    (walks,) = walks_of(network, [college_places(data)[origin]])
    departures = [FIRST_S + 60 * k for k in range(window_min)]
    runs = [(depart_s, network.search(walks, depart_s, LONGEST_S)) for depart_s in departures]
    medians: list[int | None] = []
    for stop in read_stops(data)["stop_id"]:
        times = [found.get(stop, depart_s + 10**9) - depart_s for depart_s, found in runs]
        nearest_rank = sorted(times)[-(-len(times) // 2) - 1]
        medians.append(nearest_rank if nearest_rank <= LONGEST_S else None)
    return {"seconds": time.perf_counter() - start, "medians_s": medians}


def evenings(network: Baseline, data: Path, sites: int, sample: list[int]) -> dict[str, Any]:
    """Return the evenings from the sampled sites to every collège, and what all would cost."""
    homes, places = walks_of(network, college_places(data)), site_places(data, sites)
    table, seconds = [], []
    for walks in walks_of(network, [places[i] for i in sample]):
        start = time.perf_counter()
        found = network.search(walks, LEAVE_S, LONGEST_S)
        seconds.append(time.perf_counter() - start)
        table.append([_home(found, home) for home in homes])
    searches = len(homes) * MORNING_SEARCHES + sites
    return {
        "seconds": median(seconds) * searches,
        "searches": searches,
        "evenings_s": [list(row) for row in zip(*table, strict=True)],
    }


def _home(found: dict[str, int], home: dict[str, int]) -> int | None:
    back = min((found[stop] + walk for stop, walk in home.items() if stop in found), default=None)
    return None if back is None or back - LEAVE_S > LONGEST_S else back - LEAVE_S


if __name__ == "__main__":
    answer(main)
