"""Task: people look at their pages at the same time; the p95 of each page, on a second pass."""

import http.client
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from geo_matching.bench.process import answer

OK = 200


def ask(port: int, look: dict[str, str]) -> float:
    headers = {"Cookie": f"sessionid={look['cookie']}"} if look["cookie"] else {}
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", look["path"], headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != OK:
        raise RuntimeError(f"{look['path']} answered {response.status}: {body[:200]!r}")
    return time.perf_counter() - start


def main(
    port: int, looks: list[dict[str, str]], in_flight: int, requests: int
) -> dict[str, list[float]]:
    """Return per page [p50, p95] in seconds: at least `requests` each, `in_flight` at a time."""
    by_page: dict[str, list[dict[str, str]]] = defaultdict(list)
    for look in looks:
        by_page[look["page"]].append(look)
    times: dict[str, list[float]] = {}
    with ThreadPoolExecutor(in_flight) as pool:
        for page, some in by_page.items():
            asked = (some * (requests // len(some) + 1))[:requests]
            for _ in range(2):
                seconds = sorted(pool.map(lambda look: ask(port, look), asked))
            times[page] = [seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]]
    return times


if __name__ == "__main__":
    result: Any = main
    answer(result)
