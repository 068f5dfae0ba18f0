"""Brings collèges' commutes up to date: all at once by the command, one at a time on request."""

import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction
from django.db.models import OuterRef, Subquery

from geo_matching.common.versions import bump
from geo_matching.matching.commute_worker import ComputedCommutes, Task, compute, compute_list
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.networks import Build, active_builds, answering, build_by_pk
from geo_matching.matching.origins import Origin, point_of
from geo_matching.matching.site_hours import fingerprint, load_site_hours, site_hours_of
from geo_matching.matching.store import Written, lock_college, write_commutes
from geo_matching.matching.tables import SiteHours
from qpv_data.models import College

# Collèges a worker takes at a time; each time it searches the walks at the sites anew.
MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one collège; `computed` is None where nothing had changed."""

    college: College
    computed: ComputedCommutes | None
    written: Written


def ensure_computed(origin: Origin) -> None:
    """Compute the origin's commutes if they are not those of today's sites, hours and network.

    Two requests at once compute once: the second waits, then finds it done. The version of
    "ranking" stays: nobody can hold this collège's offers of this version without having come here.

    Raises
    ------
    NoTimetableError
        When the network cannot be opened.
    """
    build = build_by_pk(origin.build_pk)
    site_hours = site_hours_of(build, origin.version)
    wanted = fingerprint(build, origin.point, site_hours)
    if _is_current(origin.college.uai, wanted):
        return
    if build.handing_over and (newer := _successor(origin)):
        # Its sites have changed, or it moved to the new network a moment ago: never back again.
        ensure_computed(newer)
        return
    with answering(build), transaction.atomic():
        lock_college(origin.college.uai)
        if not _is_current(origin.college.uai, wanted):
            (computed,) = compute(task_of([origin.college], build), site_hours)
            write_commutes(computed, build, wanted)


def _successor(origin: Origin) -> Origin | None:
    """Return the same origin on the network in service."""
    pk = builds_of([origin.college]).get(origin.college.uai)
    return replace(origin, build_pk=pk) if pk else None


def compute_colleges(colleges: Sequence[College], workers: int = 1) -> Iterator[Done]:
    """Bring collèges up to date, one after the other in the order given within each network.

    Collèges that no network covers are left out. With several workers the engine runs in as many
    processes; writing stays here, so the rows are the same whatever their number.
    """
    for build, group in by_build(colleges):
        site_hours = load_site_hours(build)
        wanted = {c.uai: fingerprint(build, point_of(c), site_hours) for c in group}
        stale = [c for c in group if not _is_current(c.uai, wanted[c.uai])]
        fresh = {c.uai for c in group} - {c.uai for c in stale}
        yield from (Done(c, None, Written(0, 0, 0)) for c in group if c.uai in fresh)
        results = _run(stale, build, site_hours, workers)
        for college, computed in zip(stale, results, strict=True):
            with transaction.atomic():
                written = write_commutes(computed, build, wanted[college.uai])
                if written:
                    bump("ranking")
            yield Done(college, computed, written)


def _run(
    colleges: list[College], build: Build, site_hours: SiteHours, workers: int
) -> Iterator[ComputedCommutes]:
    if not colleges:
        return
    if workers <= 1 or len(colleges) == 1:
        yield from compute(task_of(colleges, build), site_hours)
        return
    size = min(MOST_AT_ONCE, -(-len(colleges) // workers))
    tasks = [task_of(colleges[i : i + size], build) for i in range(0, len(colleges), size)]
    # spawn: a forked child would inherit this process's database connection and threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=context) as pool:
        for chunk in pool.map(partial(compute_list, site_hours=site_hours), tasks):
            yield from chunk


def builds_of(colleges: Iterable[College]) -> dict[str, int]:
    """Return the key of the network that answers for each collège, without those that have none."""
    rows = (
        College.objects.filter(uai__in=[college.uai for college in colleges], point__isnull=False)
        .annotate(answering_build=Subquery(active_builds(OuterRef("point")).values("pk")[:1]))
        .values_list("uai", "answering_build")
    )
    return {uai: pk for uai, pk in rows if pk is not None}


def by_build(colleges: Iterable[College]) -> list[tuple[Build, list[College]]]:
    """Return collèges with the network that answers for them; without one they are left out."""
    colleges = list(colleges)
    builds = builds_of(colleges)
    groups: dict[int, list[College]] = {}
    for college in colleges:
        if college.uai in builds:
            groups.setdefault(builds[college.uai], []).append(college)
    return [(build_by_pk(pk), group) for pk, group in groups.items()]


def task_of(colleges: Sequence[College], build: Build) -> Task:
    """Return what the engine needs to know of collèges."""
    points = [point_of(college) for college in colleges]
    return Task(
        folder=build.folder,
        service_date=build.service_date,
        uais=tuple(college.uai for college in colleges),
        places=tuple((point.y, point.x) for point in points),
    )


def _is_current(uai: str, wanted: str) -> bool:
    return ComputedCollege.objects.filter(college_id=uai, fingerprint=wanted).exists()
