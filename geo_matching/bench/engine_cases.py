"""Cases of the transit engine: building a network, a window of departures, commutes."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from geo_matching.bench.places import GTFS, STREETS
from geo_matching.bench.process import MeasureError, manage, task
from geo_matching.bench.report import Result

DAY = "2023-05-02"
WINDOW_MIN, SITES, ORIGIN = 120, 1000, 0
SAMPLE = list(range(0, SITES, 50))
# The baseline changes less on foot and links to nodes: it may be slower, hardly ever faster.
LATE_S, IN_TIME_SHARE, BOTH_SHARE, MEDIAN_S = 120, 0.95, 0.95, 120


@dataclass(frozen=True, slots=True)
class Built:
    """A network built for this run, and what building it cost."""

    folder: Path
    seconds: float
    peak_mb: float
    counts: dict[str, Any]


@contextmanager
def built_network(data: Path) -> Iterator[Built]:
    with tempfile.TemporaryDirectory(prefix="stages-bench-") as folder:
        out = Path(folder) / "network"
        inputs = ["--gtfs", str(data / GTFS), "--osm", str(data / STREETS)]
        ended = manage("build_network", *inputs, "--out", str(out))
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        yield Built(out, ended.seconds, ended.peak_mb, manifest["counts"])


def check_agreement(ours: list[int | None], theirs: list[int | None]) -> str:
    """Compare seconds (None: unreached) with the baseline's.

    Raises
    ------
    MeasureError
        When they differ by more than the baseline's simplicity explains: no time counts then.
    """
    wanted = [(a, b) for a, b in zip(ours, theirs, strict=True) if b is not None]
    later = [a - b for a, b in wanted if a is not None]
    in_time = sum(seconds <= LATE_S for seconds in later)
    if len(later) < max(1, BOTH_SHARE * len(wanted)):
        raise MeasureError(f"{len(later)} answers where the baseline has {len(wanted)}")
    if in_time < IN_TIME_SHARE * len(later) or abs(median(later)) > MEDIAN_S:
        raise MeasureError(f"only {in_time} of {len(later)} answers agree with the baseline")
    return f"{in_time} of {len(later)} answers at most {LATE_S} s later than the baseline's"


def build(data: Path, network: Built) -> Result:
    baseline, _ = task("task_baseline", data=str(data), day=DAY)
    if network.counts.get("stops", 0) < baseline["stops"]:
        raise MeasureError(
            f"the network holds {network.counts}, the baseline {baseline['stops']} stops"
        )
    return Result(
        case="build_network",
        what="Grenoble, timetable of 55 days and streets, from files to a network folder",
        seconds=network.seconds,
        limit_s=20,
        peak_mb=network.peak_mb,
        limit_mb=1024,
        baseline_s=baseline["build_s"],
        baseline="pandas and networkx, one day only, stops on the nearest junction",
        checked="as many stops as the baseline or more",
        size=network.counts,
    )


def window(data: Path, network: Built) -> Result:
    question = {"window_min": WINDOW_MIN, "origin": ORIGIN}
    ours, ended = task(
        "task_window", network=str(network.folder), data=str(data), day=DAY, **question
    )
    theirs, _ = task("task_baseline", data=str(data), day=DAY, **question)
    return Result(
        case="window",
        what="one collège x all stops, 120 departures from 7:00, medians; a further origin",
        seconds=ours["seconds"],
        limit_s=0.05,
        peak_mb=ended.peak_mb,
        baseline_s=theirs["seconds"],
        baseline="one Dijkstra over stops and trips in Python for each departure",
        checked=check_agreement(ours["medians_s"], theirs["medians_s"]),
        size={"stops": len(ours["medians_s"]), "departures": WINDOW_MIN},
        more={name: ours[name] for name in ("slowest_s", "with_linking_s", "first_s")},
    )


def commutes(data: Path, network: Built) -> Result:
    question = {"sites": SITES, "sample": SAMPLE}
    ours, ended = task(
        "task_commutes", network=str(network.folder), data=str(data), day=DAY, **question
    )
    theirs, _ = task("task_baseline", data=str(data), day=DAY, **question)
    flat = [[value for row in found["evenings_s"] for value in row] for found in (ours, theirs)]
    return Result(
        case="commutes",
        what="45 collèges x 1 000 sites, 9:00 to 17:00, both ways",
        seconds=ours["seconds"],
        limit_s=10,
        peak_mb=ended.peak_mb,
        baseline_s=theirs["seconds"],
        baseline=f"the same search {theirs['searches']} times, scaled from {len(SAMPLE)} of them",
        checked=check_agreement(*flat),
        size={name: ours[name] for name in ("colleges", "pairs", "reached_both_ways")},
        more={"first_s": ours["first_s"]},
    )


CASES: dict[str, Callable[[Path, Built], Result]] = {
    "build_network": build,
    "window": window,
    "commutes": commutes,
}
