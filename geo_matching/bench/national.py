"""The national rehearsal: France generated, imported, computed and asked, each step measured."""

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from geo_matching.bench import process
from geo_matching.bench.national_asking import asking_cases, gunicorn
from geo_matching.bench.process import Ended, MeasureError
from geo_matching.bench.report import Result

FULL_CITIES = 100
# The limits of the full size; with fewer cities they shrink alike.
WORLD_S, WORLD_DISK_GB = 45 * 60, 15
IMPORTS_S, COMMUTES_S, TABLE_GB = 10 * 60, 30 * 60, 5
GB = 1e9
MB = 1e6
# A Tuesday of the generated feeds.
DAY = "2026-05-12"
SOURCES = ("communes", "colleges", "qpv_2024")


@dataclass(frozen=True)
class Means:
    """How steps are run: each in a process of its own, but for tests, which run them in theirs."""

    manage: Callable[..., Ended] = process.manage
    task: Callable[..., tuple[dict[str, Any], Ended]] = process.task
    serve: Callable[[], AbstractContextManager[int]] = gunicorn


@dataclass
class Rehearsal:
    """One run: where it writes, how large France is, and what the steps have told so far."""

    folder: Path
    cities: int
    offers: int
    data: Path | None = None
    shrink: float = 1.0
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    means: Means = field(default_factory=Means)
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def france(self) -> Path:
        return self.folder / "france"

    @property
    def networks(self) -> Path:
        return self.folder / "networks"

    def part(self, full: float) -> float:
        """Return the share of a limit of the full size that this size has."""
        return full * self.cities / FULL_CITIES

    def facts(self) -> dict[str, Any]:
        return self.means.task("task_national_facts")[0]


def rehearse(run: Rehearsal) -> Iterator[Result]:
    """Yield each step's result; after a failure the steps that rest on it are skipped."""
    steps: dict[str, Callable[[], Iterator[Result]]] = {
        "national_world": partial(_world, run),
        "national_imports": partial(_imports, run),
        "national_register": partial(_register, run),
        "national_commutes": partial(_commutes, run),
        "national_asking": partial(asking_cases, run),
    }
    failed = ""
    for name, step in steps.items():
        if failed:
            yield Result(name, "", status="skipped", note=f"{failed} failed")
            continue
        try:
            yield from step()
        except MeasureError as error:
            failed = name
            yield Result(name, "", status="failed", note=str(error))


def _world(run: Rehearsal) -> Iterator[Result]:
    """Generate all files, then build each city's network, as many at once as there are cores."""
    load = os.getloadavg()[0]
    made = _generate(run)
    cities = run.about["cities"]
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
        size={"cities": len(cities)} | {name: run.about[name] for name in counted},
        more=_disk(run)
        | {
            "generation_s": made.seconds,
            "generation_busy_s": made.busy_s,
            "generation_peak_mb": made.peak_mb,
            "builds_s": builds_s,
            "builds_busy_s": sum(one.busy_s for one in built),
            "slowest_build_s": max(one.seconds for one in built),
            "load_at_start": load,
        },
    )


def _disk(run: Rehearsal) -> dict[str, Any]:
    disk = {"files": size_of(run.france), "networks": size_of(run.networks)}
    if sum(disk.values()) > run.part(WORLD_DISK_GB * GB):
        raise MeasureError(f"{sum(disk.values()) / GB:.1f} GB on disk: too much")
    return {f"{name}_mb": round(size / MB) for name, size in disk.items()}


def _generate(run: Rehearsal) -> Ended:
    wanted = ["--cities", str(run.cities), "--offers", str(run.offers), "--shrink", str(run.shrink)]
    data = ["--data", str(run.data)] if run.data else []
    made = run.means.manage("make_france", "--out", str(run.france), *wanted, *data)
    run.about = json.loads((run.france / "france.json").read_text(encoding="utf-8"))
    cities, offers = len(run.about["cities"]), run.about["offers"]
    if cities != run.cities or offers != run.offers:
        raise MeasureError(f"{cities} cities and {offers} offers were made")
    return made


def _build(run: Rehearsal, code: str) -> Ended:
    cities = run.france / "cities"
    files = ("--gtfs", str(cities / f"{code}.zip"), "--osm", str(cities / f"{code}.osm.pbf"))
    return run.means.manage("build_network", *files, "--out", str(run.networks / code))


def _imports(run: Rehearsal) -> Iterator[Result]:
    """Run the ordinary importers, each in its turn, on an empty database."""
    manage = run.means.manage
    manage("migrate", "--no-input", "-v", "0")
    sources = [word for name in SOURCES for word in ("--source", name)]
    official = ("--all", "--from", str(run.france / "official"), *sources)
    steps = {"territory": manage("import_territory", *official, "--apply")}
    for number, name in enumerate(run.about["offer_files"]):
        path = str(run.france / "offers" / name)
        source = ("--source", f"partner-{number:02d}")
        steps[path] = manage("import_offers", path, *source, "--apply")
    facts = run.facts()
    for name in ("colleges", "priority", "offers", "qpv"):
        if facts[name] != run.about[name]:
            raise MeasureError(f"{facts[name]} {name} were imported, not {run.about[name]}")
    offers_s = sum(one.seconds for name, one in steps.items() if name != "territory")
    yield Result(
        "national_imports",
        "territories, collèges and QPV by import_territory, offers by import_offers",
        seconds=steps["territory"].seconds + offers_s,
        limit_s=run.part(IMPORTS_S),
        peak_mb=max(one.peak_mb for one in steps.values()),
        checked="collèges, labels, QPV and offers in the database are those that were written",
        size={name: facts[name] for name in ("communes", "colleges", "qpv", "offers", "sites")},
        more={
            "territory_s": steps["territory"].seconds,
            "offers_s": offers_s,
            "busy_s": sum(one.busy_s for one in steps.values()),
            "database_mb": round(facts["database_bytes"] / MB),
        },
    )


def _register(run: Rehearsal) -> Iterator[Result]:
    codes = [city["code"] for city in run.about["cities"]]
    done = [
        run.means.manage(
            "register_network", "--network", str(run.networks / code), "--area", code, "--date", DAY
        )
        for code in codes
    ]
    facts = run.facts()
    if facts["networks"] != len(codes):
        raise MeasureError(f"{facts['networks']} networks are in service, not {len(codes)}")
    yield Result(
        "national_register",
        "register_network for each city, one after the other",
        seconds=sum(one.seconds for one in done),
        peak_mb=max(one.peak_mb for one in done),
        checked="as many networks in service as cities",
        size={"networks": facts["networks"], "stops": facts["stops"]},
        more={"busy_s": sum(one.busy_s for one in done)},
    )


def _commutes(run: Rehearsal) -> Iterator[Result]:
    done = run.means.manage("compute_commutes", "--workers", str(run.workers))
    check, _ = run.means.task("task_national_check")
    if check["wrong"]:
        raise MeasureError(
            f"{len(check['wrong'])} of {check['pairs']} commutes: {check['wrong'][0]}"
        )
    if not check["reached"]:
        raise MeasureError(f"none of {check['pairs']} sampled commutes can be done")
    facts = run.facts()
    if facts["table_bytes"] > run.part(TABLE_GB * GB):
        raise MeasureError(f"the table has {facts['table_bytes'] / GB:.2f} GB: too much")
    yield Result(
        "national_commutes",
        f"compute_commutes of the REP and REP+ collèges, {run.workers} workers",
        seconds=done.seconds,
        limit_s=run.part(COMMUTES_S),
        peak_mb=done.peak_mb,
        checked=f"{check['pairs']} pairs of {check['colleges']} collèges equal queries.commutes, "
        f"{check['reached']} of them reached",
        size={"colleges": facts["computed"], "rows": facts["rows"]},
        more={
            "busy_s": done.busy_s,
            "pairs_a_second": round(facts["pairs"] / done.seconds),
            "pairs": facts["pairs"],
            "table_mb": round(facts["table_bytes"] / MB),
            "database_mb": round(facts["database_bytes"] / MB),
        },
    )


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
