"""How many pupils applied to offers, as numbers only: who they are stays out."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

from geo_matching.applications.models import Application
from geo_matching.applications.states import WAITING, State

NONE = {"total": 0, "waiting": 0, "accepted": 0, "confirmed": 0}


def application_counts(offers: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return for each offer: all, still to be answered, accepted but not confirmed, confirmed."""
    pks = list(offers)
    counted: Any = (
        Application.objects.filter(offer__in=pks)
        .order_by()
        .values("offer")
        .annotate(
            total=Count("pk"),
            waiting=Count("pk", filter=Q(state__in=WAITING)),
            accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
            confirmed=Count("pk", filter=Q(state=State.CONFIRMED)),
        )
    )
    found: dict[int, dict[str, int]] = {row.pop("offer"): row for row in counted}
    return {pk: found.get(pk, dict(NONE)) for pk in pks}
