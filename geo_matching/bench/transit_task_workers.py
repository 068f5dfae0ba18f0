"""Task: origins a second with one worker and with two."""

import time
from pathlib import Path
from typing import Any

import numpy as np

from geo_matching.bench.process import MeasureError, answer
from geo_matching.bench.transit_engine import PERCENTILES, Engine
from geo_matching.bench.transit_worlds import World, draw_places
from transit.queries import Place, TimesQuestion, WindowTimes, travel_times

# The first rows come while a second worker still starts: they are asked for, and not timed.
ASKED, NOT_TIMED = 3000, 1000


def main(world: dict[str, Any], folder: str, data: str | None) -> dict[str, Any]:
    """Return the rates once all are started: starting is another figure."""
    engine = Engine(Path(folder), World.of(world))
    places = draw_places(engine.world, Path(data) if data else None, *engine.linked_stops())
    near = engine.origins(places.origins, 100)
    origins = [near[i % len(near)] for i in range(ASKED)]
    one, two = (run(engine, origins, places.destinations, workers) for workers in (1, 2))
    if one["sums"] != two["sums"]:
        raise MeasureError("two workers answer otherwise than one")
    return {"one": one["rate"], "two": two["rate"]}


def run(
    engine: Engine, origins: list[Place], destinations: list[Place], workers: int
) -> dict[str, Any]:
    question = TimesQuestion(
        engine.day, engine.limits, engine.world.depart_s, engine.world.window_min, PERCENTILES
    )
    rows = travel_times(engine.network, origins, destinations, question, workers=workers)
    sums = [checksum(next(rows)) for _ in range(NOT_TIMED)]
    begun = time.perf_counter()
    sums += [checksum(row) for row in rows]
    timed = len(origins) - NOT_TIMED
    return {"rate": timed / (time.perf_counter() - begun), "sums": sums}


def checksum(row: Any) -> int:
    if not isinstance(row, WindowTimes):
        raise TypeError("a window of departures was asked for")
    return int(row.times_s.astype(np.int64).sum())


if __name__ == "__main__":
    answer(main)
