"""How hosts answer: which share of applications, after how many days; computed each night."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Min, Q

from geo_matching.applications.models import Application
from geo_matching.applications.states import State
from offers.models import HostAnswers, Offer
from offers.quality_feedback import SLOWEST_DAYS
from offers.rescoring import rescore

# What a host did long ago is forgiven.
REMEMBERED = dt.timedelta(days=365)
_ANSWERS = (State.ACCEPTED, State.REJECTED)
_DAY = dt.timedelta(days=1)
_SUMS = ("due", "given", "days")


@transaction.atomic
def refresh(now: dt.datetime) -> int:
    """Write what has changed and score the offers of these hosts anew.

    Returns
    -------
    int
        The number of hosts whose figures have changed.
    """
    told = {host: HostAnswers(host_id=host, **sums) for host, sums in _sums(now).items()}
    for stored in HostAnswers.objects.select_for_update():
        fresh = told.get(stored.host_id)
        if fresh is None:
            if stored.due:
                told[stored.host_id] = HostAnswers(host_id=stored.host_id)
        elif all(getattr(fresh, name) == getattr(stored, name) for name in _SUMS):
            del told[stored.host_id]
    HostAnswers.objects.bulk_create(
        [told[host] for host in sorted(told)],
        update_conflicts=True,
        unique_fields=["host"],
        update_fields=list(_SUMS),
        batch_size=1000,
    )
    offers = Offer.objects.filter(site__host__in=list(told), removed_at__isnull=True)
    rescore(offers.values_list("pk", flat=True))
    return len(told)


def _sums(now: dt.datetime) -> dict[int, dict[str, Any]]:
    """Return host -> due, given, days; only hosts that had to answer."""
    first = Min("moves__at", filter=Q(moves__to_state__in=_ANSWERS))
    rows = (
        Application.objects.filter(submitted_at__gte=now - REMEMBERED)
        .order_by()
        .annotate(first_answer=first)
        .filter(Q(first_answer__isnull=False) | Q(state=State.EXPIRED))
        .values_list("offer__site__host", "submitted_at", "first_answer")
    )
    sums: dict[int, dict[str, Any]] = {}
    for host, submitted_at, answered_at in rows.iterator(chunk_size=5000):
        one = sums.setdefault(host, {"due": 0, "given": 0, "days": 0.0})
        one["due"] += 1
        if answered_at is not None:
            one["given"] += 1
            waited = max((answered_at - submitted_at) / _DAY, 0.0)
            one["days"] += min(waited, SLOWEST_DAYS)
    # Rounded, so that the same facts give the same row each night.
    return {host: {**one, "days": round(one["days"], 3)} for host, one in sums.items()}
