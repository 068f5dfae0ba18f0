"""Times calls one by one: the median counts, the minimum tells how much the machine disturbed."""

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

FEWEST = 3
# The engine prepares a day when it is asked for the fourth time.
WARM_UPS = 4


def time_calls(
    call: Callable[[Any], object], items: Sequence[Any], most_s: float = 2.0
) -> dict[str, Any]:
    """Return median, minimum and 90th percentile in seconds, after some calls to warm up.

    No further item is begun once `most_s` have passed and a few are done.
    """
    for _ in range(WARM_UPS):
        call(items[0])
    seconds: list[float] = []
    begun = time.perf_counter()
    for item in items:
        start = time.perf_counter()
        call(item)
        seconds.append(time.perf_counter() - start)
        if len(seconds) >= FEWEST and time.perf_counter() - begun > most_s:
            break
    ordered = sorted(seconds)
    return {
        "seconds": median(ordered),
        "best_s": ordered[0],
        "p90_s": ordered[int(len(ordered) * 0.9)],
        "origins": len(ordered),
    }
