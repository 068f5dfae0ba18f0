"""Task: a process that serves a network: its first answer, or a while of all kinds of questions."""

import time
from pathlib import Path
from typing import Any

from geo_matching.bench.process import answer
from geo_matching.bench.transit_engine import Engine
from geo_matching.bench.transit_task_engine import Subject
from geo_matching.bench.transit_worlds import World, draw_places

ASKED = 10


def main(world: dict[str, Any], folder: str, data: str | None, *, everything: bool) -> dict:
    start = time.perf_counter()
    engine = Engine(Path(folder), World.of(world))
    places = draw_places(engine.world, Path(data) if data else None, *engine.linked_stops())
    if not everything:
        engine.door_to_door(places.origins[0], engine.targets(places.destinations), 120)
        return {"seconds": time.perf_counter() - start}
    subject = Subject(engine, places)
    for i, origin in enumerate(subject.origins[:ASKED]):
        engine.door_to_door(origin, subject.far, 120)
        subject.service.commutes(origin, subject.sites)
        subject.journey(i)
        subject.isochrones(origin)
    return {"seconds": time.perf_counter() - start}


if __name__ == "__main__":
    answer(main)
