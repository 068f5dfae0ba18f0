"""Cases of the whole service: ranked offers under load, and the second start of the demo."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from geo_matching.bench.process import ROOT, SETTINGS, MeasureError, manage, task
from geo_matching.bench.report import Result
from geo_matching.bench.serving import first_page, free_port, get_json, serving, wait_for

OFFERS, IN_FLIGHT, REQUESTS, MINUTES = 20_000, 10, 600, 45
GUNICORN = ("-c", "python:geo_matching.serving")


def ranked_offers(data: Path) -> Result:
    """Load Grenoble with many offers by its own command, then ask the API as a class does."""
    with tempfile.TemporaryDirectory(prefix="stages-bench-") as folder:
        place = {"DATA_DIR": folder, "NETWORKS_DIR": folder, "DJANGO_SETTINGS_MODULE": SETTINGS}
        manage("migrate", "--no-input", "-v", "0", **place)
        manage("load_grenoble", str(data), "--offers", str(OFFERS), **place)
        port = free_port()
        server = (sys.executable, "-m", "gunicorn", "geo_matching.wsgi", *GUNICORN)
        environment = os.environ | place
        with serving([*server, "-b", f"127.0.0.1:{port}"], environment, signal.SIGTERM) as pid:
            wait_for(port, pid)
            return _measure_offers(port)


def _measure_offers(port: int) -> Result:
    baseline, _ = task("task_orm", max_minutes=MINUTES)
    uais = baseline["uais"]
    pages = [first_page(port, uai, MINUTES) for uai in uais]
    if [[offer["id"] for offer in page["results"]] for page in pages] != baseline["pages"]:
        raise MeasureError("the API ranks other offers than the ORM does")
    if [page["count"] for page in pages] != baseline["counts"]:
        raise MeasureError("the API counts other offers than the ORM does")
    times, _ = task("task_clients", port=port, uais=uais, in_flight=IN_FLIGHT, requests=REQUESTS)
    return Result(
        case="ranked_offers",
        what=f"offers API, p95 of {REQUESTS} requests, {IN_FLIGHT} in flight, 2 processes",
        seconds=times["p95_s"],
        limit_s=0.1,
        baseline_s=baseline["seconds"],
        baseline="ORM objects and Python's sort, one request at a time, median",
        checked=f"counts and first pages of {len(uais)} collèges equal the baseline's",
        size={"offers": OFFERS, "colleges": len(uais), "matching": baseline["counts"]},
        more={name: value for name, value in times.items() if name != "p95_s"},
    )


def second_start() -> Result:
    """Start the demo twice in a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="stages-bench-") as folder:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        environment |= {"DATA_DIR": folder}
        try:
            (first_s, before), (second_s, after) = (_start(environment) for _ in range(2))
        finally:
            stop = [str(ROOT / "bin" / "demo"), "--stop"]
            subprocess.run(stop, env=environment, check=False, capture_output=True)  # noqa: S603
    if not before or before != after:
        raise MeasureError(f"the second start ranks {after} offers, the first {before}")
    return Result(
        case="second_start",
        what="bin/demo from its call to its first answer, PostGIS left running by Ctrl-C",
        seconds=second_s,
        limit_s=10,
        baseline_s=first_s,
        baseline="the first start, with all packages in place",
        checked=f"the same {before} offers after both starts",
        size={"offers": before},
    )


def _start(environment: dict[str, str]) -> tuple[float, int]:
    """Return the seconds until the demo answers, and the number of offers that it ranks."""
    port, start = free_port(), time.perf_counter()
    demo = [str(ROOT / "bin" / "demo"), "--port", str(port)]
    with serving(demo, environment, signal.SIGINT) as pid:
        wait_for(port, pid)
        seconds = time.perf_counter() - start
        college = get_json(port, "colleges/?priority=REP%2B")["results"][0]
        return seconds, int(first_page(port, college["uai"], 90)["count"])
