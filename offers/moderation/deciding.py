"""Reporting an offer, deciding on it, contesting the decision: each step is told and kept."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.models import Partner, User
from geo_matching.common import versions
from geo_matching.notifications.sending import notify
from offers.lifecycle import mask, unmask
from offers.models import Decision, Ground, Offer, OfferReport

RANKING = "ranking"
# What a decision changes in an offer.
_FIELDS = ("published_at", "masked_at", "back_online", "removed_at", "updated_at")


class AlreadyAnsweredError(Exception):
    """Somebody has contested, or answered, before."""


def report(offer: Offer, user: User, ground: Ground | str, text: str) -> OfferReport:
    """Keep a report; a second one of the same person changes nothing."""
    found, _ = OfferReport.objects.get_or_create(
        offer=offer, user=user, defaults={"ground": ground, "text": text}
    )
    return found


@transaction.atomic
def decide(
    offer: Offer, moderator: User, outcome: Decision.Outcome | str, message: str
) -> Decision:
    """Close every waiting report and appeal of an offer by one decision, and tell those concerned.

    Masking takes the offer off the pages, removing takes it from the host's list too; keeping one
    that an earlier decision took off puts it back online, unless its host had taken it off.
    """
    locked = Offer.objects.select_for_update().get(pk=offer.pk)
    decision = Decision.objects.create(
        offer=locked, outcome=outcome, message=message, moderator=moderator
    )
    _apply(locked, decision)
    contested = locked.decisions.filter(appealed_at__isnull=False, answer__isnull=True)
    contested.exclude(pk=decision.pk).update(answer=decision)
    waiting = locked.reports.filter(decision__isnull=True)
    reporters = User.objects.filter(pk__in=list(waiting.values_list("user", flat=True)))
    waiting.update(decision=decision)
    _tell(decision, list(reporters))
    return decision


def _apply(offer: Offer, decision: Decision) -> None:
    """Change the offer as decided."""
    now = timezone.now()
    if decision.outcome == Decision.Outcome.KEPT and offer.masked_at is None:
        return
    # Moderators remove in the moment they mask; what its host removed stays removed.
    if offer.removed_at == offer.masked_at:
        offer.removed_at = None
    if decision.outcome == Decision.Outcome.KEPT:
        unmask(offer, now)
    else:
        mask(offer, now)
    if decision.outcome == Decision.Outcome.REMOVED:
        offer.removed_at = offer.removed_at or now
    offer.save(update_fields=_FIELDS)
    versions.bump(RANKING)


def _tell(decision: Decision, reporters: list[User]) -> None:
    for person in reporters:
        notify("report_decided", person, decision=decision)
    path = reverse("decision", args=[decision.pk])
    was_contested = Decision.objects.filter(answer=decision).exists()
    if decision.outcome == Decision.Outcome.KEPT and not was_contested:
        return  # The host need not hear of a report that led to nothing.
    for member in _concerned(decision.offer):
        notify("offer_moderated", member, path=path, decision=decision)


def _concerned(offer: Offer) -> QuerySet[User]:
    """Return the team of an offer's host, and the accounts of the partner that sent the offer."""
    people = Q(host_memberships__host__sites__offers=offer)
    partner = Partner.id_of(offer.source)
    if partner is not None:
        people |= Q(partner_membership__partner=partner)
    return User.objects.filter(people, is_active=True).order_by("pk").distinct()


@transaction.atomic
def contest(decision: Decision, text: str) -> None:
    """Keep what the host says against a decision, once.

    Raises
    ------
    AlreadyAnsweredError
    """
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if locked.appealed_at is not None:
        raise AlreadyAnsweredError
    locked.appeal, locked.appealed_at = text, timezone.now()
    locked.save(update_fields=["appeal", "appealed_at"])
