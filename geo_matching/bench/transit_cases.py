"""The cases of `bin/bench transit`: world by world built, answers compared, then measured."""

import math
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from geo_matching.bench.process import Ended, MeasureError, manage, run, task
from geo_matching.bench.report import Result
from geo_matching.bench.transit_answers import check_areas, check_mornings, compare
from geo_matching.bench.transit_targets import WHAT, limits_of
from geo_matching.bench.transit_worlds import GRENOBLE, TRIPS_A_STOP, World, worlds

NETWORKX = "time-dependent Dijkstra on a networkx.DiGraph, one search a departure"
FIVE_NAMES = (
    "TransportNetwork",
    "TravelTimeMatrix",
    "Isochrones",
    "DetailedItineraries",
    "TransportMode",
)
IMPORTS = {
    "import_transit": ("import transit", 0.1),
    "import_five_names": (
        f"from transit import {', '.join(FIVE_NAMES)}",
        1.5,
    ),
}
Task = dict[str, Any]


@dataclass(frozen=True)
class Stage:
    """A world on disk: where its network is, and the arguments that every task takes."""

    world: World
    folder: Path
    data: Path | None

    @property
    def network(self) -> Path:
        return self.folder / "network"

    @property
    def arguments(self) -> dict[str, Any]:
        data = str(self.data) if self.data else None
        return {"world": asdict(self.world), "folder": str(self.network), "data": data}

    def task(self, module: str, **arguments: Any) -> tuple[Task, Ended]:
        """Run a task on this world and tell, without any figure, how far the measurement is."""
        answer, ended = task(module, **self.arguments, **arguments)
        print(f"  {module}: {ended.seconds:.0f} s in all", file=sys.stderr, flush=True)  # noqa: T201
        return answer, ended

    def row(self, figure: str, seconds: float, **more: Any) -> Result:
        limit_s, limit_mb, elsewhere = limits_of(self.world, figure)
        row = {"limit_s": limit_s, "limit_mb": limit_mb, "elsewhere": elsewhere} | more
        what = f"{self.world.title}: {WHAT[figure]}"
        return Result(case=f"{self.world.name}.{figure}", what=what, seconds=seconds, **row)

    def build(self) -> Ended:
        """Build the network; the files of an invented world are generated before."""
        if not self.world.stops:
            if self.data is None:
                raise MeasureError("the real files have no folder")
            gtfs, osm = [self.data / name for name in self.world.gtfs], self.data / self.world.osm
        else:
            gtfs, osm = [self.folder / "feed.zip"], self.folder / "streets.osm.pbf"
            size = ["--stops", self.world.stops, "--trips", self.world.stops * TRIPS_A_STOP]
            files = ["--out", gtfs[0], "--osm", osm]
            manage("generate_feed", *(str(part) for part in (*size, *files)))
        feeds = [text for path in gtfs for text in ("--gtfs", str(path))]
        return manage("build_network", *feeds, "--osm", str(osm), "--out", str(self.network))


def results(data: Path | None, *, large: bool) -> Iterator[Result]:
    """Yield all rows; a world whose answers are wrong, or whose files are absent, gives one."""
    for name, (statement, limit_s) in IMPORTS.items():
        timed = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
        ended = run([sys.executable, "-c", timed])
        yield Result(name, statement, seconds=float(ended.output), limit_s=limit_s)
    rows: list[Result] = []
    for world in worlds(large=large):
        lacking = [name for name in world.files if data is None or not (data / name).is_file()]
        if lacking:
            note = f"real data: set STAGES_DATA to a folder with {', '.join(lacking)}"
            yield Result(world.name, world.title, status="skipped", note=note)
            continue
        print(f"measuring {world.title} ...", file=sys.stderr, flush=True)  # noqa: T201
        with tempfile.TemporaryDirectory(prefix="stages-bench-") as folder:
            try:
                found = list(of_world(Stage(world, Path(folder), data)))
            except MeasureError as error:
                found = [Result(world.name, world.title, status="failed", note=str(error))]
        rows += found
        yield from found
    yield from growth(rows)


def of_world(stage: Stage) -> Iterator[Result]:
    built = stage.build()
    ours, theirs = stage.folder / "ours.npz", stage.folder / "networkx.npz"
    engine, _ = stage.task("transit_task_engine", out=str(ours))
    baseline, _ = stage.task("transit_task_networkx", ours=str(ours), out=str(theirs))
    with np.load(ours) as mine, np.load(theirs) as others:
        checked = check(stage.world, dict(mine), dict(others))
    yield stage.row("build", built.seconds, peak_mb=built.peak_mb, size=engine["size"])
    load = engine["load"]
    yield stage.row("load", load["seconds"], more={"cut_day_s": load["cut_s"]})
    yield stage.row("prepare", engine["prepare"]["seconds"])
    for figure, times in engine["figures"].items():
        more = {"p90_s": times["p90_s"], "origins": times["origins"]}
        if figure == "window_stops":
            more["work"] = engine["work"]
        yield stage.row(
            figure,
            times["seconds"],
            best_s=times["best_s"],
            checked=checked.get(figure, ""),
            more=more,
            **baseline_of(figure, baseline),
        )
    yield npm_peer(stage)
    yield from serving(stage)


def baseline_of(figure: str, found: Task) -> dict[str, Any]:
    """Return the seconds of networkx for the same work, where it does it."""
    window, one = found["window"], found["one_departure"]
    seconds = {
        "one_departure": one["seconds"],
        "window_stops": window["search_s"],
        "window_destinations_cached": window["seconds"],
        "window_destinations": window["seconds"],
    }.get(figure)
    if seconds is None:
        return {}
    scaled = f", scaled from {window['departures']}" if window["departures"] < 120 else ""  # noqa: PLR2004
    return {"baseline_s": seconds, "baseline": NETWORKX + (scaled if "window" in figure else "")}


def check(world: World, ours: Task, theirs: Task) -> dict[str, str]:
    """Compare all answers; return what was compared, by figure.

    Raises
    ------
    MeasureError
        When some do not agree as they must: no time counts then.
    """
    any_rides = compare("any rides", ours["any_rides"], theirs["at_stops"], least=1.0)
    at_stops = compare("stops", ours["at_stops"], theirs["at_stops"])
    one = compare("one departure", ours["one"], theirs["one"])
    checked = {
        "one_departure": str(one),
        "window_stops": f"{at_stops}; without the limit on rides {any_rides}",
        "journey": str(compare("journeys", ours["journey_s"], theirs["journey_s"], least=0.5)),
    }
    if "window" in theirs:
        window = str(compare("window", ours["window"], theirs["window"]))
        checked |= dict.fromkeys(("window_destinations", "window_destinations_cached"), window)
    evenings = compare("evenings", ours["evening_s"], theirs["evening_s"], least=0.5)
    mornings = check_mornings(theirs["morning_at_s"], theirs["later_at_s"], world.hours[0])
    checked["commutes"] = f"evenings {evenings}; {mornings}"
    both_ways = np.array([ours["morning_s"], ours["evening_s"]])
    back = compare("from the site's end", ours["back_s"], both_ways, least=1.0)
    checked["commutes_back"] = f"{back}: what the commutes are from the other end"
    nested = bool(ours["nested"])
    checked["isochrones"] = check_areas(ours["inside"], theirs["reach_s"], nested=nested)
    return checked


def npm_peer(stage: Stage) -> Result:
    found, _ = stage.task("transit_task_npm")
    if "reason" in found:
        case, what = f"{stage.world.name}.raptor_npm", WHAT["raptor_npm"]
        return Result(case, what, status="skipped", note=found["reason"])
    shares = found["shares"]
    return stage.row(
        "raptor_npm",
        found["ours_s"],
        best_s=found["ours_best_s"],
        baseline_s=found["theirs_s"],
        baseline="raptor-journey-planner on node, other rules",
        checked=f"{shares['reached_by_both']:.0%} of stops reached by both, "
        f"{shares['within_a_minute']:.0%} of them within a minute",
        more=shares,
    )


def serving(stage: Stage) -> Iterator[Result]:
    """Measure what a running service is judged by, on the network that has targets for it."""
    if stage.world.name != GRENOBLE.name:
        return
    _, first = stage.task("transit_task_serving", everything=False)
    yield stage.row("first_answer", first.seconds, peak_mb=first.peak_mb)
    answered, ended = stage.task("transit_task_serving", everything=True)
    yield stage.row("serving", answered["seconds"], peak_mb=ended.peak_mb)
    if (os.cpu_count() or 1) > 1:
        rate, _ = stage.task("transit_task_workers")
        yield stage.row(
            "two_workers",
            1 / rate["two"],
            limit_s=1 / rate["one"] / 1.8,
            baseline_s=1 / rate["one"],
            baseline="one worker",
            checked="both give the same answers",
            more={"origins_a_second": rate, "speedup": rate["two"] / rate["one"]},
        )


def growth(rows: list[Result]) -> Iterator[Result]:
    """Yield the exponents of every figure in the number of stops, from size to size."""
    points: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        world, _, figure = row.case.partition(".")
        if world.startswith("generated_") and row.seconds:
            stops = float(world.removeprefix("generated_"))
            points.setdefault(figure, []).append((math.log(stops), math.log(row.seconds)))
    exponents = {
        figure: [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(sorted(found))]
        for figure, found in points.items()
        if len(found) > 1
    }
    if exponents:
        shown = (f"{name} {' '.join(f'{e:.2f}' for e in es)}" for name, es in exponents.items())
        note = f"time is stops to the power of: {', '.join(shown)}"
        yield Result("growth", "generated worlds", more={"exponents": exponents}, note=note)
