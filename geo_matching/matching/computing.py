"""Brings collèges' commutes up to date: all at once by the command, one at a time on request."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import OuterRef, Subquery

from geo_matching.common.versions import bump
from geo_matching.matching.commute_worker import ComputedCommutes, Task, compute_list
from geo_matching.matching.computed_sites import forget_sites
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.networks import Build, active_builds, answering, build_by_pk
from geo_matching.matching.origins import Origin, point_of
from geo_matching.matching.pools import Pool, open_pool
from geo_matching.matching.site_hours import fingerprint, load_site_hours, site_hours_of
from geo_matching.matching.store import Written, lock_colleges, write_commutes
from geo_matching.matching.tables import SiteHours
from qpv_data.models import College

# Collèges of one network that a worker takes, and one transaction writes: few enough that their
# rows are a few megabytes, many enough that a day made ready is used again and again.
MOST_AT_ONCE, LEAST_AT_ONCE = 16, 4
# Batches a core: the last ones keep all cores busy.
BATCHES_A_CORE = 4


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one collège; `computed` is None where nothing had changed."""

    college: College
    computed: ComputedCommutes | None
    written: Written


def ensure_computed(origin: Origin) -> Build:
    """Compute the origin's commutes if they are not those of today's sites, hours and network.

    Returns the network that they were computed on.

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
        return build
    if build.handing_over and (newer := _successor(origin)):
        # Its sites have changed, or it moved to the new network a moment ago: never back again.
        return ensure_computed(newer)
    with answering(build), transaction.atomic():
        lock_colleges([origin.college.uai])
        if not _is_current(origin.college.uai, wanted):
            computed = compute_list(task_of([origin.college], build), site_hours)
            write_commutes(computed, build, site_hours, {origin.college.uai: wanted})
    return build


def _successor(origin: Origin) -> Origin | None:
    """Return the same origin on the network in service."""
    pk = builds_of([origin.college]).get(origin.college.uai)
    return replace(origin, build_pk=pk) if pk else None


@dataclass(frozen=True, slots=True)
class Batch:
    """Collèges of one network to compute and write together, after those that are up to date."""

    build: Build
    site_hours: SiteHours
    current: tuple[College, ...]
    stale: tuple[College, ...]
    wanted: dict[str, str]  # fingerprints

    @property
    def task(self) -> Task | None:
        return task_of(self.stale, self.build) if self.stale else None


def compute_colleges(
    colleges: Sequence[College], workers: int = 1, scheduler: str = ""
) -> Iterator[Done]:
    """Bring collèges up to date, network by network, in the order given within each.

    Collèges that no network covers are left out. The engine runs in this process, in so many
    others, or on the cluster of a dask scheduler; writing stays here, one transaction a batch, so
    the rows are the same wherever it ran. What a batch has written is not computed again by
    another run: after a crash the rest is done.

    Raises
    ------
    InputError
        When a network cannot be opened, or the workers are lost.
    """
    colleges = list(colleges)
    with open_pool(min(workers, len(colleges)), scheduler) as pool:
        for batch, computed in pool.run(_batches(colleges, pool)):
            yield from (Done(college, None, Written(0, 0, 0)) for college in batch.current)
            if computed:
                written = _write(batch, computed)
                yield from map(Done, batch.stale, computed, written)
    forget_sites()


def _batches(colleges: list[College], pool: Pool) -> Iterator[Batch]:
    """Yield the work network by network: a worker that has opened one goes on with it."""
    size = -(-len(colleges) // (pool.cores * BATCHES_A_CORE))
    size = max(LEAST_AT_ONCE, min(MOST_AT_ONCE, size))
    for build, group in by_build(colleges):
        site_hours = load_site_hours(build)
        wanted = {c.uai: fingerprint(build, point_of(c), site_hours) for c in group}
        stored = stored_fingerprints(group)
        stale = [c for c in group if stored.get(c.uai) != wanted[c.uai]]
        current = tuple(c for c in group if stored.get(c.uai) == wanted[c.uai])
        for first in range(0, max(len(stale), 1), size):
            some = tuple(stale[first : first + size])
            yield Batch(build, site_hours, () if first else current, some, wanted)


@transaction.atomic
def _write(batch: Batch, computed: list[ComputedCommutes]) -> list[Written]:
    written = write_commutes(computed, batch.build, batch.site_hours, batch.wanted)
    if any(written):
        bump("ranking", derived=True)
    return written


def stored_fingerprints(colleges: Iterable[College]) -> dict[str, str]:
    """Return what the commutes of computed collèges rest on."""
    uais = [college.uai for college in colleges]
    rows = ComputedCollege.objects.filter(college_id__in=uais)
    return dict(rows.values_list("college_id", "fingerprint"))


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
