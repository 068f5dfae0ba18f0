"""Whom posted offers can reach, from the commutes that are stored: nothing is computed here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from geo_matching.matching.models import ComputedCollege

STEPS_MINUTES = (30, 45, 60)
# An offer with several hours counts as its worst day; a day that cannot be done counts as never.
_REACH = """
SELECT worst.offer_id, step.minutes,
       count(*) FILTER (WHERE worst.way_s <= step.minutes * 60),
       coalesce(sum(worst.pupils) FILTER (WHERE worst.way_s <= step.minutes * 60), 0)
FROM (
  SELECT h.offer_id, c.college_id, k.pupils_3e AS pupils,
         max(greatest(c.morning_s, c.evening_s)) AS way_s
  FROM (SELECT h.*, o.site_id, count(*) OVER (PARTITION BY h.offer_id) AS days
        FROM offers_workinghours h JOIN offers_offer o ON o.id = h.offer_id
        WHERE o.id = ANY(%(offers)s)) h
  JOIN matching_commute c
    ON c.site_id = h.site_id AND c.start_s = h.start_s AND c.end_s = h.end_s
   AND c.commute_s IS NOT NULL
  JOIN qpv_data_college k ON k.uai = c.college_id AND k.is_open AND k.priority <> 'none'
  GROUP BY h.offer_id, c.college_id, k.pupils_3e, h.days HAVING count(*) = h.days) worst
CROSS JOIN unnest(%(steps)s::int[]) AS step (minutes)
GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """REP and REP+ collèges, and their pupils of 3e, within so many minutes each way."""

    minutes: int
    colleges: int
    pupils: int


def stored_reach(offers: Sequence[int]) -> dict[int, tuple[Reach, ...]]:
    """Return the reach of each offer for 30, 45 and 60 minutes, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_REACH, {"offers": list(offers), "steps": list(STEPS_MINUTES)})
        found = {(pk, minutes): (colleges, pupils) for pk, minutes, colleges, pupils in cursor}
    return {
        pk: tuple(Reach(step, *found.get((pk, step), (0, 0))) for step in STEPS_MINUTES)
        for pk in offers
    }


def reach_as_of() -> datetime | None:
    """Return when commutes were last computed, None when they never were."""
    return ComputedCollege.objects.aggregate(last=Max("computed_at"))["last"]
