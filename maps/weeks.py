"""The weeks that a page lets people choose from."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Func, IntegerField
from django.utils import timezone

from geo_matching.common.versions import current
from geo_matching.matching.versioned_cache import VersionedCache
from offers.models import Offer
from offers.weeks import format_week, week_in_words, week_of

# The weeks of a hundred thousand offers are read once, not at each visit.
_published: VersionedCache[list[int]] = VersionedCache(2)


@dataclass(frozen=True, slots=True)
class WeekChoice:
    """An ISO week as a form sends it (2026-W48), and in French."""

    number: int
    value: str
    label: str


def offered_weeks(among: Collection[int] = ()) -> list[WeekChoice]:
    """Return the weeks, from this one on, for which some offer is published.

    Parameters
    ----------
    among
        The weeks of a collège (202648), which no other may join; empty = every week.
    """
    this_week = week_of(timezone.localdate())
    return [
        WeekChoice(number, format_week(number), week_in_words(number))
        for number in _published.get(current("ranking"), _weeks_published)
        if number >= this_week and (not among or number in among)
    ]


def _weeks_published() -> list[int]:
    unnest = Func(F("weeks"), function="unnest", output_field=IntegerField())
    numbers = Offer.objects.open().order_by().annotate(week=unnest).values_list("week", flat=True)
    return sorted(set(numbers.distinct()))
