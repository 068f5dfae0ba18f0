"""Questions asked of the rehearsal's service: ranks under load, a new collège, a new site."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING, Any

from geo_matching.bench.process import SETTINGS, MeasureError
from geo_matching.bench.report import Result
from geo_matching.bench.service_cases import GUNICORN, IN_FLIGHT, MINUTES
from geo_matching.bench.serving import first_page, free_port, serving, wait_for

if TYPE_CHECKING:
    from geo_matching.bench.national import Rehearsal

REQUESTS = 600
RANKED_S, FIRST_REQUEST_S, NEW_SITE_S = 0.15, 2.0, 5.0
NEW_COLLEGES = 5
LATE_SOURCE = "late"


@contextmanager
def gunicorn() -> Iterator[int]:
    """Serve as in production, with two processes; yields the port."""
    port = free_port()
    command = (sys.executable, "-m", "gunicorn", "geo_matching.wsgi", *GUNICORN)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS}
    with serving([*command, "-b", f"127.0.0.1:{port}"], environment, signal.SIGTERM) as pid:
        wait_for(port, pid)
        yield port


def asking_cases(run: "Rehearsal") -> Iterator[Result]:
    with run.means.serve() as port:
        facts = run.facts()
        yield _ranked(run, port, facts)
        yield _first_request(run, port, facts)
        yield _new_site(run, port, facts)


def _ranked(run: "Rehearsal", port: int, facts: dict[str, Any]) -> Result:
    uais = facts["largest"]
    baseline, _ = run.means.task("task_national_ranks", uais=uais[:2], max_minutes=MINUTES)
    pages = [first_page(port, uai, MINUTES) for uai in uais[:2]]
    if [[offer["id"] for offer in page["results"]] for page in pages] != baseline["pages"]:
        raise MeasureError("the API ranks other offers than the ORM does")
    times, _ = run.means.task(
        "task_clients", port=port, uais=uais, in_flight=IN_FLIGHT, requests=REQUESTS
    )
    return Result(
        "national_ranked",
        f"offers API, p95 of {REQUESTS} requests, {IN_FLIGHT} in flight, collèges with most offers",
        seconds=times["p95_s"],
        limit_s=RANKED_S,
        baseline_s=baseline["seconds"],
        baseline="ORM objects and Python's sort, one request at a time",
        checked="first pages of two collèges equal the baseline's",
        size={"colleges": len(uais), "matching": baseline["counts"]},
        more={name: value for name, value in times.items() if name != "p95_s"},
    )


def _first_request(run: "Rehearsal", port: int, facts: dict[str, Any]) -> Result:
    """Ask for collèges that nobody has computed, spread over the networks."""
    uais = facts["uncomputed"][:NEW_COLLEGES]
    if not uais:
        raise MeasureError("every collège with a network is computed")
    seconds, counts = [], []
    for uai in uais:
        start = time.perf_counter()
        counts.append(first_page(port, uai, MINUTES)["count"])
        seconds.append(time.perf_counter() - start)
    now = run.facts()["computed"]
    if now != facts["computed"] + len(uais):
        raise MeasureError(f"{now - facts['computed']} of {len(uais)} collèges were computed")
    return Result(
        "national_first_request",
        f"ranked offers of a collège not computed yet: the slowest of {len(uais)}",
        seconds=max(seconds),
        best_s=min(seconds),
        limit_s=FIRST_REQUEST_S,
        checked="each was computed by its request",
        size={"matching": counts},
        more={"median_s": median(seconds)},
    )


def _new_site(run: "Rehearsal", port: int, facts: dict[str, Any]) -> Result:
    """Import one offer at a new site, compute it backwards, and wait until a page shows it."""
    late = str(run.france / "late.json")
    done, ended = run.means.task("task_national_site", path=late, source=LATE_SOURCE)
    uai = done["nearest"]
    if not uai:
        raise MeasureError(f"none of {facts['computed']} computed collèges reaches the new site")
    start = time.perf_counter()
    page = first_page(port, uai, MINUTES)
    seen_s = time.perf_counter() - start
    if not _is_ranked(port, uai, done["offer"]):
        raise MeasureError(f"the new offer is not on the pages of {uai}")
    return Result(
        "national_new_site",
        "one offer at a new site: import, its commutes of every computed collège, and a first page",
        seconds=done["import_s"] + done["commutes_s"] + seen_s,
        limit_s=NEW_SITE_S,
        peak_mb=ended.peak_mb,
        checked=f"the offer is among the {page['count']} of the nearest collège",
        size={"commutes": done["commutes"]},
        more={"import_s": done["import_s"], "commutes_s": done["commutes_s"], "page_s": seen_s},
    )


def _is_ranked(port: int, uai: str, offer: int) -> bool:
    page, seen = 1, 0
    while True:
        answer = first_page(port, uai, MINUTES, page=page)
        if any(one["id"] == offer for one in answer["results"]):
            return True
        seen += len(answer["results"])
        if not answer["results"] or seen >= answer["count"]:
            return False
        page += 1
