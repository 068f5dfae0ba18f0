"""What the clock does every night: closes what has waited too long, and warns before."""

import datetime as dt
from collections import Counter

from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from geo_matching.applications.deadlines import WARN_HOST_DAYS, WARN_PUPIL_DAYS, due_after
from geo_matching.applications.models import Application, ApplicationMove
from geo_matching.applications.states import MOVES, WAITING, State
from geo_matching.applications.steps import lock_applications, lock_offers, seats_changed
from geo_matching.applications.telling import team_of, tell_pupil, tell_team
from geo_matching.notifications.sending import notify
from offers.models import Offer

BATCH = 200


def close_overdue(now: dt.datetime) -> int:
    """Close what nobody answered or confirmed in time; return how many.

    In batches, one transaction each: what was answered meanwhile is left alone, and a second run
    finds nothing to do.
    """
    closed = 0
    while done := _close_batch(now):
        closed += done
    return closed


@transaction.atomic
def _close_batch(now: dt.datetime) -> int:
    due = Application.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    candidates = list(due.values_list("pk", "offer")[:BATCH])
    offers = lock_offers(offer for _, offer in candidates)
    rows = lock_applications((pk for pk, _ in candidates), offers)
    late = [row for row in rows if row.due_at is not None and row.due_at <= now]
    moves: list[ApplicationMove] = []
    freed = Counter[int]()
    for row in late:
        before = State(row.state)
        rule = MOVES["expire_unconfirmed" if before == State.ACCEPTED else "expire"]
        # A deadline on a state that nobody has to answer would be a mistake of ours: drop it.
        if before in rule.sources:
            row.state, row.changed_at = rule.target, now
            moves.append(ApplicationMove(application=row, from_state=before, to_state=row.state))
            freed[row.offer_id] += before == State.ACCEPTED
        row.due_at = due_after(row.state, row.week, now)
    Application.objects.bulk_update(late, ["state", "changed_at", "due_at"])
    ApplicationMove.objects.bulk_create(moves)
    for move in moves:
        tell_pupil(move.to_state, move.application)
        tell_team(f"{move.to_state}_host", move.application)
    _free(freed)
    return len(late)


def _free(seats: Counter[int]) -> None:
    for pk, number in seats.items():
        if number:
            Offer.objects.filter(pk=pk).update(seats_taken=F("seats_taken") - number)
    if seats.total():
        seats_changed()


def warn_before(now: dt.datetime) -> int:
    """Tell those whose turn it is that the end comes near; return how many applications.

    A team gets one message a day, whatever the number; each application is told of once.
    """
    warned = _warn_pupils(now)
    while done := _warn_teams(now):
        warned += done
    return warned


def _warn_pupils(now: dt.datetime) -> int:
    near = now + dt.timedelta(days=WARN_PUPIL_DAYS)
    with transaction.atomic():
        rows = _unwarned(now, near).filter(state=State.ACCEPTED)
        found = list(rows.select_related("student__user", "offer__site__host"))
        Application.objects.filter(pk__in=[a.pk for a in found]).update(warned_at=now)
        for application in found:
            tell_pupil("confirm_soon", application)
    return len(found)


@transaction.atomic
def _warn_teams(now: dt.datetime) -> int:
    """Warn the team of one host, of all that it has to answer."""
    near = now + dt.timedelta(days=WARN_HOST_DAYS)
    waiting = _unwarned(now, near).filter(state__in=WAITING)
    host = waiting.values_list("offer__site__host", flat=True).first()
    if host is None:
        return 0
    pks = list(waiting.filter(offer__site__host=host).values_list("pk", flat=True))
    Application.objects.filter(pk__in=pks).update(warned_at=now)
    for member in team_of(host):
        notify("application_answer_soon", member, path=reverse("inbox"), count=len(pks))
    return len(pks)


def _unwarned(now: dt.datetime, near: dt.datetime) -> models.QuerySet:
    rows = Application.objects.filter(due_at__gt=now, due_at__lte=near, warned_at__isnull=True)
    # The job before this one may still be at it: each row belongs to one of them.
    return rows.order_by("due_at", "pk").select_for_update(of=("self",), skip_locked=True)


def run(now: dt.datetime | None = None) -> tuple[int, int]:
    """Close, then warn; return both figures."""
    now = now or timezone.now()
    return close_overdue(now), warn_before(now)
