"""Cases of a whole season: every page under load, its queries counted first; bulk posts last."""

import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo_matching.bench.process import SETTINGS, Clock, MeasureError, manage, task
from geo_matching.bench.report import Result
from geo_matching.bench.service_cases import GUNICORN
from geo_matching.bench.serving import free_port, serving, wait_for

PAGE_LIMIT_S, MOST_QUERIES = 0.2, 25
OFFERS_A_SECOND = 100


@dataclass(frozen=True, slots=True)
class Means:
    """How commands, tasks and the server run: in processes of their own, or in a test's."""

    manage: Callable[..., Any]
    task: Callable[..., Any]
    serve: Callable[[], AbstractContextManager[int]]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is written and asked."""

    hosts: int = 20_000
    offers: int = 100_000
    applications: int = 300_000
    in_flight: int = 10
    requests: int = 200
    bulk_requests: int = 2
    bulk_lines: int = 1000


def season(size: Size | None = None) -> Iterator[Result]:
    """Fill a database of its own, then measure it."""
    with tempfile.TemporaryDirectory(prefix="stages-season-") as folder:
        place = {"DATA_DIR": folder, "NETWORKS_DIR": folder, "DJANGO_SETTINGS_MODULE": SETTINGS}
        means = Means(
            lambda *arguments: manage(*arguments, **place),
            task,
            lambda: _served(place),
        )
        clock = Clock()
        size = size or Size()
        counts = filled(means, Path(folder), size)
        yield from measured(means, size, {**counts, "filled_s": round(clock.seconds(), 1)})


def filled(means: Means, folder: Path, size: Size) -> dict[str, Any]:
    """Write the demo city, then the season in it; return how many rows there are."""
    city = str(folder / "demo")
    means.manage("migrate", "--no-input", "-v", "0")
    means.manage("make_demo_city", "--out", city)
    means.manage("load_demo", city)
    counts, _ = means.task(
        "task_season_fill",
        hosts=size.hosts,
        offers=size.offers,
        applications=size.applications,
    )
    means.manage("compute_commutes", "--all")
    return dict(counts)


def measured(means: Means, size: Size, counts: dict[str, Any]) -> Iterator[Result]:
    """Check every look, count its queries, and time it over HTTP."""
    known, _ = means.task("task_season_pages", requests=size.requests)
    if known["wrong"]:
        raise MeasureError("; ".join(known["wrong"][:5]))
    with means.serve() as port:
        times, _ = means.task(
            "task_season_clients",
            port=port,
            looks=known["looks"],
            in_flight=size.in_flight,
            requests=size.requests,
        )
        bulk, _ = means.task(
            "task_season_bulk",
            port=port,
            keys=known["bulk"],
            requests=size.bulk_requests,
            lines=size.bulk_lines,
            weeks=known["weeks"],
        )
    yield from _pages(known, times, size, counts)
    yield _bulk(bulk, size)


@contextmanager
def _served(place: dict[str, str]) -> Iterator[int]:
    port = free_port()
    server = (sys.executable, "-m", "gunicorn", "geo_matching.wsgi", *GUNICORN)
    with serving([*server, "-b", f"127.0.0.1:{port}"], os.environ | place, signal.SIGTERM) as pid:
        wait_for(port, pid)
        yield port


def _pages(
    known: dict[str, Any], times: dict[str, dict[str, float]], size: Size, counts: dict[str, Any]
) -> Iterator[Result]:
    limits = {look["page"]: look["limit_s"] for look in known["looks"]}
    for page, seconds in times.items():
        queries = known["queries"][page]
        within = queries <= MOST_QUERIES
        yield Result(
            case=f"season_{page}",
            what=f"p95 of {size.requests} requests, {size.in_flight} in flight, 2 processes",
            status="ok" if within else "failed",
            seconds=seconds["p95_s"],
            limit_s=limits[page],
            checked=f"shows what it should, {queries} queries at most (limit {MOST_QUERIES})",
            size=counts,
            more={**seconds, "queries": queries},
            note="" if within else f"{queries} queries, {MOST_QUERIES} at most",
        )


def _bulk(bulk: dict[str, float], size: Size) -> Result:
    a_second = {name: round(bulk["offers"] / bulk[name]) for name in ("created", "unchanged")}
    return Result(
        case="season_bulk",
        what=f"100 offers in bulk, {size.bulk_lines} a request, two partners at a time",
        seconds=100 * bulk["created"] / bulk["offers"],
        limit_s=100 / OFFERS_A_SECOND,
        checked="each line created, and unchanged when it is sent again",
        size={"offers": bulk["offers"]},
        more={"offers_a_second": a_second["created"], "unchanged_a_second": a_second["unchanged"]},
    )
