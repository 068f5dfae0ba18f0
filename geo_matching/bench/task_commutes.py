"""Task: the commutes of every collège to every site, both ways of a working day."""

import datetime as dt
import time
from pathlib import Path
from typing import Any

import numpy as np

from geo_matching.bench.places import college_places, site_places
from geo_matching.bench.process import answer
from transit.queries import UNREACHED, commutes_from_many, open_network

HOURS_S = (9 * 3600, 17 * 3600)


def main(network: str, data: str, day: str, sites: int, sample: list[int]) -> dict[str, Any]:
    """Return the seconds of the whole table, and the evenings of the sampled sites to check."""
    start = time.perf_counter()
    opened = open_network(Path(network))
    origins, places = college_places(Path(data)), site_places(Path(data), sites)
    hours = np.tile(np.array(HOURS_S, np.int32), (sites, 1))
    on = dt.date.fromisoformat(day)
    next(commutes_from_many(opened, origins[:1], places[:1], hours[:1], on))
    first_s = time.perf_counter() - start
    start = time.perf_counter()
    tables = list(commutes_from_many(opened, origins, places, hours, on))
    seconds = time.perf_counter() - start
    both = sum(int(((t.morning_s < UNREACHED) & (t.evening_s < UNREACHED)).sum()) for t in tables)
    evenings = np.array([table.evening_s[sample] for table in tables])
    return {
        "seconds": seconds,
        "first_s": first_s,
        "colleges": len(origins),
        "pairs": len(origins) * sites,
        "reached_both_ways": both,
        "evenings_s": [[None if s == UNREACHED else int(s) for s in row] for row in evenings],
    }


if __name__ == "__main__":
    answer(main)
