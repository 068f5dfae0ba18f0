"""The weeks that a page lets people choose from, and what to say when all of them are past."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Func, IntegerField, Value, When

from geo_matching.common.versions import current
from geo_matching.matching.versioned_cache import VersionedCache
from offers.coming import coming_week
from offers.models import Offer
from offers.weeks import format_week, week_in_words

# The weeks of a hundred thousand offers are read once, not at each visit.
_published: VersionedCache[list[int]] = VersionedCache(2)
# Stands for the weeks of an offer that names none.
_ALL_YEAR = 0
ALL_PAST = "Les semaines de ces stages sont passées."
SCHOOL_PAST = "Les semaines de stage de ton collège sont passées."


@dataclass(frozen=True, slots=True)
class WeekChoice:
    """An ISO week as a form sends it (2026-W48), and in French."""

    number: int
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class OfferedWeeks:
    """Weeks to choose from; `over` says in French why nothing can be had any more, or is ""."""

    choices: list[WeekChoice]
    over: str


def offered_weeks(among: Collection[int] = ()) -> OfferedWeeks:
    """Return the weeks that have not begun and for which some offer is published.

    Parameters
    ----------
    among
        The weeks of a collège (202648), which no other may join; empty = every week.
    """
    coming = coming_week()
    known = _published.get(current("ranking"), _weeks_published)
    choices = [
        WeekChoice(number, format_week(number), week_in_words(number))
        for number in known
        if number >= coming and (not among or number in among)
    ]
    return OfferedWeeks(choices, _over(known, among, coming))


def _over(known: list[int], among: Collection[int], coming: int) -> str:
    if known and _ALL_YEAR not in known and known[-1] < coming:
        return ALL_PAST
    return SCHOOL_PAST if among and max(among) < coming else ""


def _weeks_published() -> list[int]:
    of_weeks = ArrayField(IntegerField())
    named = Case(
        When(weeks=[], then=Value([_ALL_YEAR], output_field=of_weeks)),
        default=F("weeks"),
        output_field=of_weeks,
    )
    unnest = Func(named, function="unnest", output_field=IntegerField())
    numbers = Offer.objects.open().order_by().annotate(week=unnest).values_list("week", flat=True)
    return sorted(set(numbers.distinct()))
