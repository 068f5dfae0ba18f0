"""Task: one origin to all stops over a window of departures, the targets prepared once."""

import datetime as dt
import time
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from geo_matching.bench.places import college_places, stop_places
from geo_matching.bench.process import answer
from transit.queries import (
    UNREACHED,
    Limits,
    TimesQuestion,
    WindowTimes,
    open_network,
    travel_times,
)


def main(network: str, data: str, day: str, window_min: int, origin: int) -> dict[str, Any]:
    """Return the median travel time to each stop (None: unreached) and the times it took.

    `seconds` is what each further origin costs; `first_s` opens the network, compiles or loads
    the kernels, links all stops and answers once.
    """
    start = time.perf_counter()
    opened = open_network(Path(network))
    stops, origins = stop_places(Path(data)), college_places(Path(data))
    question = TimesQuestion(
        dt.date.fromisoformat(day),
        Limits(),
        depart_s=7 * 3600,
        window_min=window_min,
        percentiles=(50,),
    )
    rows = travel_times(opened, [origins[origin], *origins], stops, question)
    first = next(rows)
    first_s = time.perf_counter() - start
    seconds = []
    for _ in islice(range(len(origins)), 20):
        start = time.perf_counter()
        next(rows)
        seconds.append(time.perf_counter() - start)
    start = time.perf_counter()
    list(travel_times(opened, [origins[origin]], stops, question))
    if not isinstance(first, WindowTimes):
        raise TypeError("a window of departures was asked for")
    return {
        "seconds": median(seconds),
        "slowest_s": max(seconds),
        "with_linking_s": time.perf_counter() - start,
        "first_s": first_s,
        "medians_s": [None if s == UNREACHED else int(s) for s in first.times_s[:, 0]],
    }


if __name__ == "__main__":
    answer(main)
