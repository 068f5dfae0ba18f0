"""The same ranking through the ORM's objects and Python's sort."""

import math
import time
from statistics import median
from typing import Any

from geo_matching.matching.criteria import DEFAULT_WEIGHTS
from geo_matching.matching.models import Commute
from offers.hours import DEFAULT_HOURS
from offers.models import Offer

PAGE = 20


def rank(uai: str, max_minutes: int) -> list[int]:
    """Return the ids of all matching offers, best first."""
    rows = Commute.objects.filter(college_id=uai, commute_s__isnull=False)
    commutes = {(c.site_id, c.start_s, c.end_s): c for c in rows}
    ranked = []
    found = Offer.objects.open().to_come()
    for offer in found.select_related("site__host").prefetch_related("hours"):
        hours = [(h.start_s, h.end_s) for h in offer.hours.all()] or [DEFAULT_HOURS]
        ways = [commutes[pair] for h in hours if (pair := (offer.site_id, *h)) in commutes]
        if len(ways) < len(hours):
            continue
        worst = max(ways, key=lambda way: way.commute_s or 0)
        if math.ceil(max(worst.morning_s or 0, worst.evening_s or 0) / 60) <= max_minutes:
            score = worth(worst.commute_s or 0, offer.quality_score)
            ranked.append((-score, -offer.quality_score, offer.pk))
    return [pk for _, _, pk in sorted(ranked)]


def worth(commute_s: int, quality: int) -> float:
    weights = DEFAULT_WEIGHTS
    utility = 1 / (1 + (commute_s / weights.half_commute_s) ** weights.steepness)
    score = weights.commute * utility + weights.quality * (quality / 100)
    return score / (weights.commute + weights.quality)


def rank_everywhere(max_minutes: int) -> dict[str, Any]:
    """Rank for every collège that has commutes; `seconds` is the median of one ranking."""
    uais = sorted(Commute.objects.values_list("college_id", flat=True).distinct())
    pages, counts, seconds = [], [], []
    for uai in uais:
        start = time.perf_counter()
        found = rank(uai, max_minutes)
        seconds.append(time.perf_counter() - start)
        pages.append(found[:PAGE])
        counts.append(len(found))
    return {"uais": uais, "pages": pages, "counts": counts, "seconds": median(seconds)}
