"""Task: clients that ask the ranked offers at the same time, as pupils of several classes do."""

import http.client
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

from geo_matching.bench.process import answer

SEED = 7
MINUTES = (30, 45, 60, 90)


def questions(uais: list[str], count: int) -> list[str]:
    """Return addresses drawn by a seed: collège, minutes, page, sometimes a week."""
    draw = random.Random(SEED)
    return [
        "/api/v1/offers/?"
        + urlencode(
            {
                "college": draw.choice(uais),
                "max_minutes": draw.choice(MINUTES),
                "page": draw.choice((1, 1, 1, 2, 3)),
                **({"min_quality": 50} if draw.random() < 0.3 else {}),  # noqa: PLR2004
            }
        )
        for _ in range(count)
    ]


def ask(port: int, addresses: list[str]) -> list[float]:
    """Ask one after the other on one connection; return the seconds of each answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    seconds = []
    for address in addresses:
        start = time.perf_counter()
        connection.request("GET", address)
        response = connection.getresponse()
        body = response.read()
        seconds.append(time.perf_counter() - start)
        # A page past the end of a short list is a 404 by the API's own rules.
        if response.status not in {200, 404}:
            raise RuntimeError(f"{address} answered {response.status}: {body[:200]!r}")
    connection.close()
    return seconds


def main(port: int, uais: list[str], in_flight: int, requests: int) -> dict[str, Any]:
    addresses = questions(uais, requests)
    ask(port, addresses[: in_flight * 4])
    with ThreadPoolExecutor(in_flight) as pool:
        start = time.perf_counter()
        parts = [addresses[i::in_flight] for i in range(in_flight)]
        seconds = sorted(s for part in pool.map(lambda a: ask(port, a), parts) for s in part)
        total = time.perf_counter() - start
    return {
        "p50_s": seconds[len(seconds) // 2],
        "p95_s": seconds[int(len(seconds) * 0.95)],
        "slowest_s": seconds[-1],
        "requests_a_second": len(seconds) / total,
    }


if __name__ == "__main__":
    answer(main)
