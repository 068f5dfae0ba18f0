"""Where a host's offers stand: online, full, past or taken off, and what to do next with each."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, TextChoices

from offers.models import Offer
from offers.quality import next_advice
from offers.weeks import week_of

# Weeks that offers may still name; nobody plans further ahead.
_WEEKS_AHEAD = 110


class OfferState(TextChoices):
    ONLINE = "publiee", "publiée"
    FULL = "complete", "complète"
    PAST = "passee", "passée"
    OFF = "retiree", "retirée"
    MASKED = "masquee", "masquée"


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer of the list, with its state and the next thing to do."""

    offer: Offer
    state: OfferState
    todo: str


def _conditions(today: dt.date) -> dict[OfferState, Q]:
    ahead = [week_of(today + dt.timedelta(weeks=n)) for n in range(_WEEKS_AHEAD)]
    online = Q(published_at__isnull=False)
    current = Q(weeks=[]) | Q(weeks__overlap=ahead)
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
    if offer.weeks and max(offer.weeks) < week_of(today):
        return OfferState.PAST
    return OfferState.ONLINE if offer.seats_left > 0 else OfferState.FULL


def line_of(offer: Offer, today: dt.date) -> OfferLine:
    state, advice = state_of(offer, today), next_advice(offer.quality_parts)
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
