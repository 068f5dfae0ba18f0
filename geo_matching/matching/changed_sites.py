"""Brings computed collèges up to date when few sites have changed: from the sites' own end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from geo_matching.common.versions import bump
from geo_matching.matching.commute_worker import ComputedCommutes, compute_backwards
from geo_matching.matching.computed_sites import forget_sites, kept_sites
from geo_matching.matching.computing import by_build, stored_fingerprints, task_of
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.networks import Build
from geo_matching.matching.origins import point_of
from geo_matching.matching.site_hours import changed_pairs, fingerprint, load_site_hours_of, part_of
from geo_matching.matching.store import change_commutes, lock_colleges
from geo_matching.matching.tables import SiteHours
from qpv_data.models import College

# A search from a site costs as much as one from a collège; with more, one begins at the collèges.
ALWAYS_FEW = 16


@dataclass(frozen=True, slots=True)
class ChangedSites:
    """What became of changed sites; `left` are collèges that are to be computed as a whole."""

    pairs: int  # sites and hours that are new, moved or gone
    colleges: int  # now up to date
    rows: int  # commutes written or removed
    left: tuple[College, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """Collèges of one network that were computed for the same sites, and what changed since."""

    build: Build
    colleges: tuple[College, ...]
    known: dict[str, str]  # fingerprints of before
    gone: SiteHours
    come: SiteHours
    now: SiteHours

    @property
    def pairs(self) -> int:
        return len({*_keys(self.gone), *_keys(self.come)})


def follow_sites() -> ChangedSites:
    """Compute what is new, moved or has other hours since each computed collège was computed.

    Two searches a site and hours, whatever the number of collèges. Left are those for which more
    has changed (the network, their own place), or too many sites.

    Raises
    ------
    InputError
        When a network cannot be opened.
    """
    pairs, done, rows = 0, 0, 0
    left: list[College] = []
    groups = by_build(College.objects.filter(computedcollege__isnull=False))
    site_hours = load_site_hours_of([build for build, _ in groups]) if groups else iter(())
    for (build, group), now in zip(groups, site_hours, strict=True):
        wanted = {c.uai: fingerprint(build, point_of(c), now) for c in group}
        stored = stored_fingerprints(group)
        stale = [c for c in group if stored.get(c.uai) != wanted[c.uai]]
        for step in _steps(build, stale, stored, now):
            if step.pairs > max(ALWAYS_FEW, len(step.colleges)):
                continue
            computed = compute_backwards(task_of(step.colleges, build), step.come)
            rows += _write(computed, step, wanted)
            pairs, done = pairs + step.pairs, done + len(step.colleges)
            stale = [c for c in stale if c not in step.colleges]
        left += stale
    forget_sites()
    return ChangedSites(pairs, done, rows, tuple(left))


def _steps(
    build: Build, stale: Sequence[College], stored: dict[str, str], now: SiteHours
) -> Iterator[_Step]:
    """Yield the collèges for which only sites have changed, by the sites they were computed for."""
    uais = [college.uai for college in stale]
    digests = dict(
        ComputedCollege.objects.filter(college_id__in=uais, computed_sites__isnull=False)
        .order_by("computed_sites")
        .values_list("college_id", "computed_sites")
    )
    for digest, before in kept_sites(set(digests.values())).items():
        known = {
            c.uai: stored[c.uai]
            for c in stale
            if digests.get(c.uai) == digest
            and stored[c.uai] == fingerprint(build, point_of(c), before)
        }
        if known:
            gone, come = changed_pairs(before, now)
            colleges = tuple(c for c in stale if c.uai in known)
            yield _Step(build, colleges, known, part_of(before, gone), part_of(now, come), now)


@transaction.atomic
def _write(computed: Sequence[ComputedCommutes], step: _Step, wanted: dict[str, str]) -> int:
    """Write what nobody else has brought up to date meanwhile; return the rows that changed."""
    lock_colleges([one.uai for one in computed])
    stored = stored_fingerprints(step.colleges)
    current = [one for one in computed if stored.get(one.uai) == step.known[one.uai]]
    written = change_commutes(current, step.gone, step.now, wanted) if current else 0
    if written:
        bump("ranking", derived=True)
    return written


def _keys(pairs: SiteHours) -> Iterator[tuple[int, int, int]]:
    columns = (pairs.site_id, pairs.start_s, pairs.end_s)
    return zip(*(np.asarray(column).tolist() for column in columns), strict=True)
