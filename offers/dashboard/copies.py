"""Drafts made from an offer: to change it, to post one like it, or the same next year."""

from django.utils import timezone

from geo_matching.accounts.models import User
from offers.models import Offer, OfferDraft
from offers.posting.drafts import PUBLISH_STEP, typed_of_offer
from offers.weeks import format_week, next_year, week_of


def draft_to_change(offer: Offer, user: User) -> OfferDraft:
    """Return the user's draft of changes to an offer, begun now if there is none."""
    draft, _ = OfferDraft.objects.get_or_create(
        user=user,
        offer=offer,
        defaults={
            "host": offer.site.host,
            "data": typed_of_offer(offer),
            "step": PUBLISH_STEP,
        },
    )
    return draft


def draft_of_copy(offer: Offer, user: User) -> OfferDraft:
    """Return a new draft that says what the offer says."""
    data = typed_of_offer(offer)
    data["content"]["title"] = [f"{offer.title[:140]} (copie)"]
    return _new(offer, user, data)


def draft_for_next_year(offer: Offer, user: User) -> OfferDraft:
    """Return a new draft of the offer, its weeks a year later, all ahead of today."""
    data = typed_of_offer(offer)
    this_week = week_of(timezone.localdate())
    weeks = set()
    for week in offer.weeks:
        later = next_year(week)
        while later < this_week:
            later = next_year(later)
        weeks.add(later)
    data["when"]["weeks"] = [format_week(week) for week in sorted(weeks)]
    return _new(offer, user, data)


def _new(offer: Offer, user: User, data: dict[str, dict[str, list[str]]]) -> OfferDraft:
    return OfferDraft.objects.create(user=user, host=offer.site.host, data=data, step=PUBLISH_STEP)
