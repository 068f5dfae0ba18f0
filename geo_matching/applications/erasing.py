"""Forgets what a pupil who leaves wrote, and its legal representative; what is counted stays."""

from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.applications.models import Application, ApplicationMove, LegalRepresentative
from geo_matching.applications.states import State


def erase(user: User) -> None:
    LegalRepresentative.objects.filter(student__user=user).delete()
    mine = Application.objects.filter(student__user=user)
    # Nobody waits for an answer any more, and seats are free again.
    live = list(mine.live().select_for_update())
    ApplicationMove.objects.bulk_create(
        ApplicationMove(
            application=application, from_state=application.state, to_state=State.WITHDRAWN
        )
        for application in live
    )
    mine.live().update(state=State.WITHDRAWN, changed_at=timezone.now())
    mine.update(motivation="", email="", phone="", answer="")
    ApplicationMove.objects.filter(application__in=mine).update(message="")
    # What a member of a host's team or of a school wrote to others goes with its author's name.
    ApplicationMove.objects.filter(actor=user).update(actor=None)
