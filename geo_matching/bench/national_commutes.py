"""Commutes of the rehearsal: computed on this machine, then again on a cluster, and compared."""

import resource
from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo_matching.bench.process import Clock, MeasureError
from geo_matching.bench.report import Result

if TYPE_CHECKING:
    from geo_matching.bench.national import Rehearsal

# Limits of the full size; with fewer cities they shrink alike.
COMMUTES_S, TABLE_GB = 30 * 60, 5
GB = 1e9
MB = 1e6


def compute(run: "Rehearsal") -> Iterator[Result]:
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


def compute_on_cluster(run: "Rehearsal") -> Iterator[Result]:
    """Empty the table, compute it again on a dask cluster of this machine, compare the bytes."""
    task = run.means.task
    alone, _ = task("task_national_rows")
    emptied, _ = task("task_national_rows", forget=True)
    if emptied["rows"]:
        raise MeasureError(f"{emptied['rows']} commutes are left in the emptied table")
    before = _busy_of_children()
    clock = Clock()
    with run.means.cluster(run.folder / "cluster", run.workers) as scheduler:
        started_s = clock.seconds()
        done = run.means.manage("compute_commutes", "--scheduler", scheduler)
    again, _ = task("task_national_rows")
    if again != alone:
        raise MeasureError(f"the cluster wrote {again}, this machine alone {alone}")
    yield Result(
        "national_cluster",
        f"the same commutes on a dask cluster of this machine, {run.workers} workers",
        seconds=done.seconds,
        limit_s=run.part(COMMUTES_S),
        peak_mb=done.peak_mb,
        checked=f"{again['rows']} rows and {again['colleges']} collèges, in the order of their "
        f"keys, are the same bytes: sha256 {again['sha256'][:16]}",
        size={"colleges": again["colleges"], "rows": again["rows"]},
        more={
            "cluster_start_s": started_s,
            "writer_busy_s": done.busy_s,
            "workers_busy_s": _busy_of_children() - before - done.busy_s,
        },
    )


def _busy_of_children() -> float:
    """Return the processor's seconds of all processes that have ended under this one."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
