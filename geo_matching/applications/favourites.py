"""What a pupil has kept: what can still be had, and what has gone since."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from geo_matching.accounts.models import User
from geo_matching.applications.models import Application
from offers.coming import coming_week, going_on
from offers.models import Favourite

MOST_GONE = 5


@dataclass(frozen=True, slots=True)
class Gone:
    """A kept offer that cannot be had any more, and why."""

    favourite: Favourite
    why: str


def kept_by(user: User, today: dt.date) -> QuerySet[Favourite]:
    """Return the favourites to be had still, the latest first; `applied`: asked for already."""
    sent = Application.objects.filter(student__user=user, offer=OuterRef("offer"))
    return _rows(user).filter(_open(today)).annotate(applied=Exists(sent))


def gone(user: User, today: dt.date) -> list[Gone]:
    """Return the favourites that are full, past or withdrawn, at most MOST_GONE."""
    rows = _rows(user).exclude(_open(today))[:MOST_GONE]
    return [Gone(row, _why(row)) for row in rows]


def kept_ids(user: User) -> list[int]:
    """Return the offers a pupil has kept, for the hearts of a page."""
    return list(Favourite.objects.filter(user=user).values_list("offer", flat=True))


def _open(today: dt.date) -> Q:
    published = Q(offer__published_at__isnull=False, offer__removed_at__isnull=True)
    free = Q(offer__seats_taken__lt=F("offer__capacity"))
    return published & free & going_on(coming_week(today), "offer__")


def _rows(user: User) -> QuerySet[Favourite]:
    return Favourite.objects.filter(user=user).select_related("offer__site__host")


def _why(favourite: Favourite) -> str:
    offer = favourite.offer
    if offer.published_at is None or offer.removed_at is not None:
        return "La structure a retiré cette offre."
    return "Toutes les places sont prises." if offer.seats_left <= 0 else "Ce stage est passé."
