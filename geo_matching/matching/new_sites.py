"""Adds new sites to the collèges already computed: two searches a site, whatever their number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from geo_matching.common.versions import bump
from geo_matching.matching.commute_worker import ComputedCommutes, compute_backwards
from geo_matching.matching.computing import by_build, task_of
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.networks import Build
from geo_matching.matching.origins import point_of
from geo_matching.matching.site_hours import fingerprint, load_site_hours, part_of
from geo_matching.matching.store import add_commutes, lock_college
from qpv_data.models import College


@dataclass(frozen=True, slots=True)
class AddedSites:
    """What became of new sites; `left` are collèges for which more has changed than these sites."""

    pairs: int  # sites and hours
    colleges: int  # now up to date
    rows: int  # commutes written
    left: tuple[College, ...]


def add_sites(site_ids: Collection[int]) -> AddedSites:
    """Compute new sites for every computed collège; those whose other figures are stale are left.

    A collège is up to date afterwards: what it was computed for and these sites are all there is.

    Raises
    ------
    InputError
        When a network cannot be opened.
    """
    pairs, colleges, rows = 0, 0, 0
    left: list[College] = []
    for build, group in by_build(College.objects.filter(computedcollege__isnull=False)):
        site_hours = load_site_hours(build)
        new = np.isin(site_hours.site_id, list(site_ids))
        before, added = part_of(site_hours, ~new), part_of(site_hours, new)
        stored = _stored(group)
        known = {c.uai: fingerprint(build, point_of(c), before) for c in group}
        wanted = {c.uai: fingerprint(build, point_of(c), site_hours) for c in group}
        ready = [c for c in group if new.any() and stored[c.uai] == known[c.uai]]
        behind = [c for c in group if stored[c.uai] not in (known[c.uai], wanted[c.uai])]
        computed = compute_backwards(task_of(ready, build), added) if ready else []
        rows += _write(computed, build, known, wanted)
        pairs, colleges = pairs + int(new.sum()), colleges + len(ready)
        left += behind
    return AddedSites(pairs, colleges, rows, tuple(left))


def _stored(colleges: Sequence[College]) -> dict[str, str]:
    uais = [college.uai for college in colleges]
    rows = ComputedCollege.objects.filter(college_id__in=uais)
    return dict(rows.values_list("college_id", "fingerprint"))


@transaction.atomic
def _write(
    computed: Sequence[ComputedCommutes],
    build: Build,
    known: dict[str, str],
    wanted: dict[str, str],
) -> int:
    """Write what nobody else has brought up to date meanwhile; return the rows written."""
    for uai in sorted(one.uai for one in computed):
        lock_college(uai)
    rows = ComputedCollege.objects.filter(college_id__in=[one.uai for one in computed])
    stored = dict(rows.values_list("college_id", "fingerprint"))
    current = [one for one in computed if stored.get(one.uai) == known[one.uai]]
    written = add_commutes(current, build, wanted) if current else 0
    if written:
        bump("ranking")
    return written
