"""Writes a collège's commutes so that the table says what was computed, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from geo_matching.matching.commute_worker import ComputedCommutes
from geo_matching.matching.copy_rows import write_rows
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.networks import Build

_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS new_commutes (
  college_id varchar, site_id bigint, start_s integer, end_s integer, morning_s integer,
  evening_s integer, commute_s integer, rides smallint, walk_s integer) ON COMMIT DROP
"""
_DELETE = """
DELETE FROM matching_commute c WHERE c.college_id = %(uai)s AND NOT EXISTS (
  SELECT 1 FROM new_commutes n
  WHERE n.site_id = c.site_id AND n.start_s = c.start_s AND n.end_s = c.end_s)
"""
# A site that an import removed meanwhile is left out by the join.
_UPSERT = """
WITH written AS (
  INSERT INTO matching_commute AS c (college_id, site_id, start_s, end_s, morning_s, evening_s,
                                     commute_s, rides, walk_s, service_date, build_id)
  SELECT n.college_id, n.site_id, n.start_s, n.end_s, n.morning_s, n.evening_s, n.commute_s,
         n.rides, n.walk_s, %(service_date)s, %(build)s
  FROM new_commutes n JOIN offers_site s ON s.id = n.site_id
  ON CONFLICT (college_id, site_id, start_s, end_s) DO UPDATE SET
    morning_s = excluded.morning_s, evening_s = excluded.evening_s,
    commute_s = excluded.commute_s, rides = excluded.rides, walk_s = excluded.walk_s,
    service_date = excluded.service_date, build_id = excluded.build_id
  WHERE (c.morning_s, c.evening_s, c.commute_s, c.rides, c.walk_s, c.service_date, c.build_id)
    IS DISTINCT FROM (excluded.morning_s, excluded.evening_s, excluded.commute_s, excluded.rides,
                      excluded.walk_s, excluded.service_date, excluded.build_id)
  RETURNING (c.xmax = 0) AS added)
SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) FROM written
"""


@dataclass(frozen=True, slots=True)
class Written:
    """Rows that a collège's new commutes added, changed and removed."""

    added: int
    changed: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def lock_college(uai: str) -> None:
    """Wait until no other transaction computes or writes this collège, and keep others out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('commutes'), hashtext(%s))", [uai])


@transaction.atomic
def write_commutes(computed: ComputedCommutes, build: Build, fingerprint: str) -> Written:
    """Make the collège's rows what was computed, at once; the same twice changes nothing."""
    lock_college(computed.uai)
    written = _replace_rows(computed, build)
    ComputedCollege.objects.update_or_create(
        college_id=computed.uai,
        defaults={
            "build_id": build.pk,
            "service_date": build.service_date,
            "sites": int(np.unique(computed.columns["site_id"]).size),
            "fingerprint": fingerprint,
        },
    )
    return written


@transaction.atomic
def add_commutes(
    computed: Sequence[ComputedCommutes], build: Build, fingerprints: Mapping[str, str]
) -> int:
    """Add commutes of new sites to computed collèges, at once; return the rows written.

    Their other rows stay, and the fingerprint becomes that of all. The caller holds their locks.
    """
    found = {one.uai: one for one in computed}
    with connection.cursor() as cursor:
        _stage(cursor, computed)
        cursor.execute(_UPSERT, {"service_date": build.service_date, "build": build.pk})
        written = sum(cursor.fetchone())
    rows = list(ComputedCollege.objects.filter(college_id__in=found))
    for row in rows:
        row.sites += int(np.unique(found[row.college_id].columns["site_id"]).size)
        row.fingerprint = fingerprints[row.college_id]
        row.computed_at = timezone.now()
    ComputedCollege.objects.bulk_update(rows, ["sites", "fingerprint", "computed_at"])
    return written


def _stage(cursor: Any, computed: Sequence[ComputedCommutes]) -> None:
    """Copy the rows of some collèges to where the statements find them."""
    cursor.execute(_STAGE)
    # Inside an outer transaction the table of the collège before is still there.
    cursor.execute("TRUNCATE new_commutes")
    for one in computed:
        uais = np.full(one.columns["site_id"].size, one.uai)
        write_rows("new_commutes", {"college_id": uais, **one.columns})
    cursor.execute("ANALYZE new_commutes")


def _replace_rows(computed: ComputedCommutes, build: Build) -> Written:
    parameters: dict[str, Any] = {
        "uai": computed.uai,
        "service_date": build.service_date,
        "build": build.pk,
    }
    with connection.cursor() as cursor:
        _stage(cursor, [computed])
        cursor.execute(_DELETE, parameters)
        removed = cursor.rowcount
        cursor.execute(_UPSERT, parameters)
        added, changed = cursor.fetchone()
    return Written(added, changed, removed)
