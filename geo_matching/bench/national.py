"""The national rehearsal: France generated, imported, computed and asked, each step measured."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from geo_matching.bench import process
from geo_matching.bench.cluster import local_cluster
from geo_matching.bench.national_asking import asking_cases, gunicorn
from geo_matching.bench.national_commutes import compute, compute_on_cluster
from geo_matching.bench.national_filling import fill, register
from geo_matching.bench.national_steps import Journal
from geo_matching.bench.national_world import make_world, read_about
from geo_matching.bench.process import Ended, MeasureError
from geo_matching.bench.report import Result

FULL_CITIES = 100


@dataclass(frozen=True)
class Means:
    """How steps are run: each in a process of its own, but for tests, which run them in theirs."""

    manage: Callable[..., Ended] = process.manage
    task: Callable[..., tuple[dict[str, Any], Ended]] = process.task
    serve: Callable[[], AbstractContextManager[int]] = gunicorn
    cluster: Callable[[Path, int], AbstractContextManager[str]] = local_cluster


@dataclass
class Rehearsal:
    """One run: where it writes, how large France is, and the steps that were done before."""

    folder: Path
    cities: int
    offers: int
    data: Path | None = None
    shrink: float = 1.0
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    means: Means = field(default_factory=Means)

    @property
    def france(self) -> Path:
        return self.folder / "france"

    @property
    def networks(self) -> Path:
        return self.folder / "networks"

    @property
    def about(self) -> dict[str, Any]:
        """What the generator has told of the France it wrote."""
        return read_about(self.france)

    def part(self, full: float) -> float:
        """Return the share of a limit of the full size that this size has."""
        return full * self.cities / FULL_CITIES

    def facts(self) -> dict[str, Any]:
        return self.means.task("task_national_facts")[0]


def rehearse(run: Rehearsal) -> Iterator[Result]:
    """Yield each step's results; those of steps done before in the same folder are read there.

    After a failure the steps that rest on it are skipped.
    """
    steps: dict[str, Callable[[], Iterator[Result]]] = {
        "national_world": partial(make_world, run),
        "national_imports": partial(fill, run),
        "national_register": partial(register, run),
        "national_commutes": partial(compute, run),
        "national_cluster": partial(compute_on_cluster, run),
        "national_asking": partial(asking_cases, run),
    }
    try:
        journal = Journal(run.folder, {"cities": run.cities, "offers": run.offers})
    except MeasureError as error:
        yield Result("national", "", status="failed", note=str(error))
        return
    failed = ""
    for name, step in steps.items():
        if failed:
            yield Result(name, "", status="skipped", note=f"{failed} failed")
            continue
        try:
            yield from _once(journal, name, step)
        except MeasureError as error:
            failed = name
            yield Result(name, "", status="failed", note=str(error))


def _once(journal: Journal, name: str, step: Callable[[], Iterator[Result]]) -> Iterator[Result]:
    """Yield the results of a step, done now or before, with the machine's load around each."""
    known = journal.results(name)
    if known is not None:
        yield from known
        return
    note = journal.begin(name)
    done = []
    load = [os.getloadavg()[0]]
    for result in step():
        load = [load[-1], os.getloadavg()[0]]
        done.append(replace(result, note=note, more={**result.more, "load": load}))
        yield done[-1]
    journal.end(name, done)
