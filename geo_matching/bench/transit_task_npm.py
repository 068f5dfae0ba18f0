"""Task: single departures asked of the peer from npm and of the engine; their answers compared."""

import time
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np

from geo_matching.bench.process import MeasureError, answer
from geo_matching.bench.transit_engine import Engine
from geo_matching.bench.transit_npm import agreement, install, question_for, scan, with_changes
from geo_matching.bench.transit_timing import WARM_UPS
from geo_matching.bench.transit_worlds import World, draw_places

ASKED = 10


def main(world: dict[str, Any], folder: str, data: str | None) -> dict[str, Any]:
    """Return shares and seconds of both, or the reason why the peer did not run."""
    described = World.of(world)
    engine = Engine(Path(folder), described)
    places = draw_places(described, Path(data) if data else None, *engine.linked_stops())
    links = [engine.link([origin]) for origin in engine.origins(places.origins, ASKED)]
    accesses = [engine.access(link) for link in links]
    try:
        found = scan(install(), question_for(engine, accesses))
    except MeasureError as error:
        return {"reason": str(error)}
    end_s = described.depart_s + engine.limits.max_minutes * 60
    for _ in range(WARM_UPS):
        engine.search(accesses[0], 1)
    shares, seconds = [], []
    for walks, theirs in zip(accesses, found, strict=True):
        start = time.perf_counter()
        at_stops = engine.search(walks, 1).time_s[:, 0]
        seconds.append(time.perf_counter() - start)
        ours = with_changes(at_stops, walks, engine)
        shares.append(agreement(ours, np.array(theirs["arrivals"], np.int64), end_s))
    return {
        "shares": {name: mean(share[name] for share in shares) for name in shares[0]},
        "ours_s": median(seconds),
        "ours_best_s": min(seconds),
        "theirs_s": median(one["seconds"] for one in found),
    }


if __name__ == "__main__":
    answer(main)
