"""Task: people look at their pages at the same time; the p95 of each page, on a second pass."""

import http.client
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from typing import Any

from geo_matching.bench.process import answer

OK = 200
Look = dict[str, Any]


def ask(port: int, look: Look) -> float:
    headers = {"Cookie": f"sessionid={look['cookie']}"} if look["cookie"] else {}
    if look["token"]:
        headers["Authorization"] = f"Bearer {look['token']}"
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
    port: int, looks: list[Look], in_flight: int, requests: int
) -> dict[str, dict[str, float]]:
    """Return p50, p95 and the very first request of each page, in seconds.

    At least `requests` each, `in_flight` at a time; where there are looks enough none is asked
    twice.
    """
    by_page: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        by_page[look["page"]].append(look)
    times = {}
    with ThreadPoolExecutor(in_flight) as pool:
        for page, some in by_page.items():
            first = ask(port, some[0])
            endless = cycle(some[1:] or some)
            for _ in range(2):
                asked = list(islice(endless, requests))
                seconds = sorted(pool.map(lambda look: ask(port, look), asked))
            p95 = seconds[int(len(seconds) * 0.95)]
            times[page] = {"p50_s": seconds[len(seconds) // 2], "p95_s": p95, "first_s": first}
    return times


if __name__ == "__main__":
    answer(main)
