"""Where a host's offers stand: online, full, past or taken off, and what to do next with each."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, TextChoices

from offers.coming import coming_week, goes_on, going_on
from offers.models import Offer
from offers.quality import next_advice
from offers.weeks import week_of


class OfferState(TextChoices):
    ONLINE = "publiee", "publiée"
    FULL = "complete", "complète"
    PAST = "passee", "passée"
    OFF = "retiree", "retirée"
    MASKED = "masquee", "masquée"


_LAST_WEEK = (
    "Sa dernière semaine a commencé\u202f: les élèves ne la trouvent plus. "
    "Renouvelez-la pour l'an prochain."
)


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer of the list, with its state and the next thing to do."""

    offer: Offer
    state: OfferState
    todo: str


def _conditions(today: dt.date) -> dict[OfferState, Q]:
    online = Q(published_at__isnull=False)
    # For its host a stage is not past while it lasts, though nobody finds the offer any more.
    current = going_on(week_of(today))
    full = Q(seats_taken__gte=F("capacity"))
    return {
        OfferState.ONLINE: online & current & ~full,
        OfferState.FULL: online & current & full,
        OfferState.PAST: online & ~current,
        OfferState.OFF: ~online & Q(masked_at__isnull=True),
        OfferState.MASKED: Q(masked_at__isnull=False),
    }


def in_state(offers: QuerySet, state: OfferState, today: dt.date) -> QuerySet:
    return offers.filter(_conditions(today)[state])


def counts_by_state(offers: QuerySet, today: dt.date) -> dict[OfferState, int]:
    """Return how many offers are in each state, in one query."""
    conditions = _conditions(today)
    found = offers.aggregate(
        **{state.value: Count("pk", filter=where) for state, where in conditions.items()}
    )
    return {state: found[state.value] for state in conditions}


def state_of(offer: Offer, today: dt.date) -> OfferState:
    """Return what `in_state` finds an offer in."""
    if offer.masked_at is not None:
        return OfferState.MASKED
    if offer.published_at is None:
        return OfferState.OFF
    if not goes_on(offer.weeks, week_of(today)):
        return OfferState.PAST
    return OfferState.ONLINE if offer.seats_left > 0 else OfferState.FULL


def line_of(offer: Offer, today: dt.date) -> OfferLine:
    state, advice = state_of(offer, today), next_advice(offer.quality_parts)
    online = state in {OfferState.ONLINE, OfferState.FULL}
    if online and not goes_on(offer.weeks, coming_week(today)):
        return OfferLine(offer, state, _LAST_WEEK)
    todo = {
        OfferState.ONLINE: advice.advice if advice else "",
        OfferState.FULL: "Toutes les places sont prises. Vous pouvez en ajouter.",
        OfferState.PAST: "Ses semaines sont passées\u202f: renouvelez-la pour l'an prochain.",
        OfferState.OFF: (
            "Les élèves ne la voient pas\u202f: remettez-la en ligne quand vous voulez."
        ),
        OfferState.MASKED: "Masquée après relecture\u202f: lisez la décision dans vos messages.",
    }[state]
    return OfferLine(offer, state, todo)
