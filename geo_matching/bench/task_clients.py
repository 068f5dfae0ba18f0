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


def ask(port: int, address: str) -> float:
    """Ask on a connection of its own, as each pupil's device does; return the seconds."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    # A page past the end of a short list is a 404 by the API's own rules.
    if response.status not in {200, 404}:
        raise RuntimeError(f"{address} answered {response.status}: {body[:200]!r}")
    return time.perf_counter() - start


def run_all(port: int, addresses: list[str], in_flight: int) -> dict[str, float]:
    with ThreadPoolExecutor(in_flight) as pool:
        start = time.perf_counter()
        seconds = sorted(pool.map(lambda address: ask(port, address), addresses))
        total = time.perf_counter() - start
    return {
        "p50_s": seconds[len(seconds) // 2],
        "p95_s": seconds[int(len(seconds) * 0.95)],
        "slowest_s": seconds[-1],
        "requests_a_second": len(seconds) / total,
    }


def main(port: int, uais: list[str], in_flight: int, requests: int) -> dict[str, Any]:
    """Measure a second pass: in the first one every process reads the offers it has never seen."""
    addresses = questions(uais, requests)
    first = run_all(port, addresses, in_flight)
    return {**run_all(port, addresses, in_flight), "first_pass_p95_s": first["p95_s"]}


if __name__ == "__main__":
    answer(main)
