"""Cases of a whole season: every page under load, its queries counted first."""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo_matching.bench.process import SETTINGS, Clock, MeasureError, manage, task
from geo_matching.bench.report import Result
from geo_matching.bench.service_cases import GUNICORN
from geo_matching.bench.serving import free_port, serving, wait_for

HOSTS, OFFERS, APPLICATIONS = 20_000, 100_000, 300_000
IN_FLIGHT, REQUESTS = 10, 200
PAGE_LIMIT_S, MOST_QUERIES = 0.2, 25


def season() -> Iterator[Result]:
    """Fill a database of its own, count each page's queries, then ask the pages over HTTP."""
    with tempfile.TemporaryDirectory(prefix="stages-season-") as folder:
        place = {"DATA_DIR": folder, "NETWORKS_DIR": folder, "DJANGO_SETTINGS_MODULE": SETTINGS}
        clock = Clock()
        _fill(folder, place)
        size, _ = task("task_season_fill", hosts=HOSTS, offers=OFFERS, applications=APPLICATIONS)
        manage("compute_commutes", "--all", **place)
        filled_s = clock.seconds()
        known, _ = task("task_season_pages")
        if known["wrong"]:
            raise MeasureError("; ".join(known["wrong"][:5]))
        yield from _pages(known, _timed(known["looks"], place), {**size, "filled_s": filled_s})


def _fill(folder: str, place: dict[str, str]) -> None:
    city = str(Path(folder) / "demo")
    manage("migrate", "--no-input", "-v", "0", **place)
    manage("make_demo_city", "--out", city, **place)
    manage("load_demo", city, **place)


def _timed(looks: list[dict[str, str]], place: dict[str, str]) -> dict[str, list[float]]:
    port = free_port()
    server = (sys.executable, "-m", "gunicorn", "geo_matching.wsgi", *GUNICORN)
    with serving([*server, "-b", f"127.0.0.1:{port}"], os.environ | place, signal.SIGTERM) as pid:
        wait_for(port, pid)
        times, _ = task(
            "task_season_clients", port=port, looks=looks, in_flight=IN_FLIGHT, requests=REQUESTS
        )
    return times


def _pages(
    known: dict[str, Any], times: dict[str, list[float]], size: dict[str, Any]
) -> Iterator[Result]:
    for page, (p50, p95) in times.items():
        queries = known["queries"][page]
        yield Result(
            case=f"page_{page}",
            what=f"p95 of {REQUESTS} requests, {IN_FLIGHT} in flight, 2 processes",
            status="ok" if queries <= MOST_QUERIES else "failed",
            seconds=p95,
            limit_s=PAGE_LIMIT_S,
            checked=f"every look answers 200, {queries} queries at most (limit {MOST_QUERIES})",
            size=size,
            more={"p50_s": p50, "queries": queries},
            note="" if queries <= MOST_QUERIES else f"{queries} queries",
        )
