"""The first step of the rehearsal: France generated as files, and each city's network built."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_matching.bench import process
from geo_matching.bench.process import Ended, MeasureError
from geo_matching.bench.report import Result

if TYPE_CHECKING:
    from geo_matching.bench.national import Rehearsal

WORLD_S, WORLD_DISK_GB = 45 * 60, 15
ABOUT = "france.json"
GB = 1e9
MB = 1e6


def make_world(run: "Rehearsal") -> Iterator[Result]:
    """Generate all files, then build each city's network, as many at once as there are cores."""
    made = _generate(run)
    about = run.about
    cities = about["cities"]
    clock = process.Clock()
    with ThreadPoolExecutor(run.workers) as pool:
        built = list(pool.map(partial(_build, run), [city["code"] for city in cities]))
    builds_s = clock.seconds()
    counted = ("colleges", "priority", "offers", "sites", "stops")
    yield Result(
        "national_world",
        f"generation of all files, then {len(cities)} networks built, {run.workers} at a time",
        seconds=made.seconds + builds_s,
        limit_s=run.part(WORLD_S),
        peak_mb=max(made.peak_mb, *(one.peak_mb for one in built)),
        checked="as many cities and offers as were asked for; every network was built",
        size={"cities": len(cities)} | {name: about[name] for name in counted},
        more=_disk(run)
        | {
            "generation_s": made.seconds,
            "generation_busy_s": made.busy_s,
            "generation_peak_mb": made.peak_mb,
            "builds_s": builds_s,
            "builds_busy_s": sum(one.busy_s for one in built),
            "slowest_build_s": max(one.seconds for one in built),
        },
    )


def _disk(run: "Rehearsal") -> dict[str, Any]:
    disk = {"files": size_of(run.france), "networks": size_of(run.networks)}
    if sum(disk.values()) > run.part(WORLD_DISK_GB * GB):
        raise MeasureError(f"{sum(disk.values()) / GB:.1f} GB on disk: too much")
    return {f"{name}_mb": round(size / MB) for name, size in disk.items()}


def read_about(france: Path) -> dict[str, Any]:
    """Return what the generator has written of the France in a folder."""
    about: dict[str, Any] = json.loads((france / ABOUT).read_text(encoding="utf-8"))
    return about


def _generate(run: "Rehearsal") -> Ended:
    wanted = ["--cities", str(run.cities), "--offers", str(run.offers), "--shrink", str(run.shrink)]
    data = ["--data", str(run.data)] if run.data else []
    made = run.means.manage("make_france", "--out", str(run.france), *wanted, *data)
    about = run.about
    cities, offers = len(about["cities"]), about["offers"]
    if cities != run.cities or offers != run.offers:
        raise MeasureError(f"{cities} cities and {offers} offers were made")
    return made


def _build(run: "Rehearsal", code: str) -> Ended:
    cities = run.france / "cities"
    files = ("--gtfs", str(cities / f"{code}.zip"), "--osm", str(cities / f"{code}.osm.pbf"))
    return run.means.manage("build_network", *files, "--out", str(run.networks / code))


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
