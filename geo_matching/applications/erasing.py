"""Forgets what a person who leaves wrote, and what others wait for; what is counted stays."""

from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.applications.models import (
    Agreement,
    AnswerLink,
    Application,
    ApplicationMessage,
    ApplicationMove,
    Feedback,
    LegalRepresentative,
)
from geo_matching.applications.moving import reject, withdraw_under_way
from geo_matching.applications.states import WAITING, State
from geo_matching.applications.steps import lock_offers
from offers.lifecycle import hosts_left_without
from offers.models import Offer

CLOSED = (
    "Cette structure a fermé son compte\u202f: elle n'accueille plus d'élèves par ce site. "
    "Tu n'y es pour rien."
)


def erase(user: User) -> None:
    _answer_before_leaving(user)
    LegalRepresentative.objects.filter(student__user=user).delete()
    mine = Application.objects.filter(student__user=user)
    # Nobody waits any more: seats are free again, and hosts are told.
    withdraw_under_way(mine, user)
    # It names the pupil and its family; signed papers are swept once no row names them.
    Agreement.objects.filter(application__in=mine).delete()
    Feedback.objects.filter(author=user).update(author=None, comment="")
    ApplicationMessage.objects.filter(application__in=mine).delete()
    AnswerLink.objects.filter(application__in=mine).delete()
    mine.update(motivation="", email="", phone="", answer="")
    ApplicationMove.objects.filter(application__in=mine).update(message="")
    # What a member of a host's team or of a school wrote to others goes with its author's name.
    ApplicationMove.objects.filter(actor=user).update(actor=None)
    ApplicationMessage.objects.filter(author=user).update(author=None)


def _answer_before_leaving(user: User) -> None:
    """Refuse, kindly, what nobody could answer any more: a pupil need not wait for a deadline.

    A colleague who holds a link still can: what was passed on waits for the time it has.
    """
    hosts = hosts_left_without(user)
    # Locked: whoever applies at this moment waits, and then finds the offer off the site.
    offers = lock_offers(Offer.objects.filter(site__host__in=hosts).values_list("pk", flat=True))
    waiting = Application.objects.filter(offer__in=offers, state__in=WAITING)
    passed_on = AnswerLink.objects.filter(expires_at__gt=timezone.now()).values("application")
    unanswered = waiting.exclude(state=State.TRANSFERRED, pk__in=passed_on)
    for pk in list(unanswered.order_by("pk").values_list("pk", flat=True)):
        reject(pk, user, CLOSED)
