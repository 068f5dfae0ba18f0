"""Writes collèges' commutes so that the table says what was computed, and nothing else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from geo_matching.matching.commute_worker import ComputedCommutes
from geo_matching.matching.computed_sites import keep_sites
from geo_matching.matching.copy_rows import write_rows
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.networks import Build
from geo_matching.matching.tables import SiteHours

_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS new_commutes (
  college_id varchar, site_id bigint, start_s integer, end_s integer, morning_s smallint,
  evening_s smallint, commute_s smallint, rides smallint, walk_s smallint) ON COMMIT DROP
"""
_DELETE = """
WITH gone AS (
  DELETE FROM matching_commute c WHERE c.college_id = ANY(%(uais)s) AND NOT EXISTS (
    SELECT 1 FROM new_commutes n
    WHERE n.college_id = c.college_id AND n.site_id = c.site_id
      AND n.start_s = c.start_s AND n.end_s = c.end_s)
  RETURNING c.college_id)
SELECT college_id, count(*) FROM gone GROUP BY 1
"""
# In the primary key's order: a collège's rows lie side by side. A site that an import removed
# meanwhile is left out by the join.
_UPSERT = """
WITH written AS (
  INSERT INTO matching_commute AS c (college_id, site_id, start_s, end_s, morning_s, evening_s,
                                     commute_s, rides, walk_s)
  SELECT n.* FROM new_commutes n JOIN offers_site s ON s.id = n.site_id ORDER BY 1, 2, 3, 4
  ON CONFLICT (college_id, site_id, start_s, end_s) DO UPDATE SET
    morning_s = excluded.morning_s, evening_s = excluded.evening_s,
    commute_s = excluded.commute_s, rides = excluded.rides, walk_s = excluded.walk_s
  WHERE (c.morning_s, c.evening_s, c.commute_s, c.rides, c.walk_s)
    IS DISTINCT FROM (excluded.morning_s, excluded.evening_s, excluded.commute_s, excluded.rides,
                      excluded.walk_s)
  RETURNING c.college_id, (c.xmax = 0) AS added)
SELECT college_id, count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added)
FROM written GROUP BY 1
"""
_DELETE_PAIRS = """
DELETE FROM matching_commute c
USING unnest(%(sites)s::bigint[], %(starts)s::int[], %(ends)s::int[]) AS gone (site, start_s, end_s)
WHERE c.college_id = ANY(%(uais)s) AND c.site_id = gone.site AND c.start_s = gone.start_s
  AND c.end_s = gone.end_s AND NOT EXISTS (
    SELECT 1 FROM new_commutes n
    WHERE n.college_id = c.college_id AND n.site_id = c.site_id
      AND n.start_s = c.start_s AND n.end_s = c.end_s)
"""
# A prefecture's hundreds of collèges follow one new site: one statement for all.
_SAY_FOLLOWED = """
UPDATE matching_computedcollege k
SET fingerprint = followed.fingerprint, computed_sites_id = %(sites)s, computed_at = %(now)s,
  sites = (SELECT count(DISTINCT site_id) FROM matching_commute c
           WHERE c.college_id = followed.uai)
FROM unnest(%(uais)s::text[], %(fingerprints)s::text[]) AS followed (uai, fingerprint)
WHERE k.college_id = followed.uai
"""


@dataclass(frozen=True, slots=True)
class Written:
    """Rows that a collège's new commutes added, changed and removed."""

    added: int
    changed: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def lock_colleges(uais: Collection[str]) -> None:
    """Wait until no other transaction computes or writes these collèges, and keep others out."""
    with connection.cursor() as cursor:
        # Everybody in the same order: two batches never wait for each other.
        for uai in sorted(uais):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('commutes'), hashtext(%s))", [uai]
            )


@transaction.atomic
def write_commutes(
    computed: Sequence[ComputedCommutes],
    build: Build,
    site_hours: SiteHours,
    fingerprints: Mapping[str, str],
) -> list[Written]:
    """Make the rows of some collèges what was computed, all at once; twice changes nothing."""
    uais = [one.uai for one in computed]
    lock_colleges(uais)
    with connection.cursor() as cursor:
        _stage(cursor, computed)
        cursor.execute(_DELETE, {"uais": uais})
        removed = dict(cursor.fetchall())
        cursor.execute(_UPSERT)
        written = {uai: (added, changed) for uai, added, changed in cursor.fetchall()}
    keep_sites(site_hours)
    _say_computed(computed, build, site_hours.sha256, fingerprints)
    return [Written(*written.get(uai, (0, 0)), removed.get(uai, 0)) for uai in uais]


def _say_computed(
    computed: Sequence[ComputedCommutes],
    build: Build,
    sites_sha256: str,
    fingerprints: Mapping[str, str],
) -> None:
    rows = [
        ComputedCollege(
            college_id=one.uai,
            build_id=build.pk,
            service_date=build.service_date,
            sites=_count_sites(one),
            fingerprint=fingerprints[one.uai],
            computed_sites_id=sites_sha256,
            computed_at=timezone.now(),
        )
        for one in computed
    ]
    names = ["build", "service_date", "sites", "fingerprint", "computed_sites", "computed_at"]
    ComputedCollege.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["college"], update_fields=names
    )


def _count_sites(computed: ComputedCommutes) -> int:
    return int(np.unique(computed.columns["site_id"]).size)


@transaction.atomic
def change_commutes(
    computed: Sequence[ComputedCommutes],
    changed: SiteHours,
    site_hours: SiteHours,
    fingerprints: Mapping[str, str],
) -> int:
    """Make the rows of the pairs that have changed what was computed; return how many changed.

    Other pairs stay, and the fingerprint becomes that of all `site_hours`. The caller holds the
    collèges' locks. `changed` are the pairs that are new, moved or gone.
    """
    parameters: dict[str, Any] = {
        "uais": [one.uai for one in computed],
        "sites": changed.site_id.tolist(),
        "starts": changed.start_s.tolist(),
        "ends": changed.end_s.tolist(),
    }
    with connection.cursor() as cursor:
        _stage(cursor, computed)
        cursor.execute(_DELETE_PAIRS, parameters)
        written = cursor.rowcount
        cursor.execute(_UPSERT)
        written += sum(added + updated for _, added, updated in cursor.fetchall())
        keep_sites(site_hours)
        cursor.execute(
            _SAY_FOLLOWED,
            {
                "uais": parameters["uais"],
                "fingerprints": [fingerprints[uai] for uai in parameters["uais"]],
                "sites": site_hours.sha256,
                "now": timezone.now(),
            },
        )
    return written


def _stage(cursor: Any, computed: Sequence[ComputedCommutes]) -> None:
    """Copy the rows of some collèges to where the statements find them."""
    cursor.execute(_STAGE)
    # Inside an outer transaction the table of the batch before is still there.
    cursor.execute("TRUNCATE new_commutes")
    for one in computed:
        uais = np.full(one.columns["site_id"].size, one.uai.encode())
        write_rows("new_commutes", {"college_id": uais, **one.columns})
    cursor.execute("ANALYZE new_commutes")
