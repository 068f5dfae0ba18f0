"""Forgets what a pupil who leaves wrote, and its legal representative; what is counted stays."""

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
from geo_matching.applications.moving import withdraw_under_way


def erase(user: User) -> None:
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
