"""Applying: the pupil's letter, its legal representative, and who is told."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from geo_matching.applications.deadlines import due_after
from geo_matching.applications.eligibility import Obstacle, choosable_weeks, why_not
from geo_matching.applications.models import Application, ApplicationMove, LegalRepresentative
from geo_matching.applications.refusals import RefusedError
from geo_matching.applications.states import State
from geo_matching.applications.steps import lock_offers, lock_student
from geo_matching.applications.telling import tell_pupil, tell_representative, tell_team
from geo_matching.schools.models import Student
from offers.models import Offer


@dataclass(frozen=True, slots=True)
class Letter:
    """What a pupil writes to a host; `email` and `phone` are optional."""

    week: int
    motivation: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Representative:
    """The legal representative: a name and at least one of both contacts."""

    name: str
    email: str = ""
    phone: str = ""


@transaction.atomic
def apply(
    student: Student, offer_pk: int, letter: Letter, representative: Representative
) -> Application:
    """Send an application; a pupil that has applied to this offer before gets the first one back.

    Raises
    ------
    RefusedError
        When the pupil may not apply, or not for this week.
    """
    student = lock_student(student.pk)
    offer = lock_offers([offer_pk])[offer_pk]
    first = Application.objects.filter(student=student, offer=offer).first()
    if first is not None:
        return first
    _check(student, offer, letter.week)
    application = Application.objects.create(
        student=student,
        offer=offer,
        week=letter.week,
        motivation=letter.motivation,
        email=letter.email,
        phone=letter.phone,
        due_at=due_after(State.SUBMITTED, letter.week, timezone.now()),
    )
    ApplicationMove.objects.create(
        application=application, to_state=State.SUBMITTED, actor=student.user
    )
    _keep(student, representative)
    tell_pupil("sent", application)
    tell_team("received", application)
    if representative.email:
        tell_representative(application, representative.email)
    return application


def _check(student: Student, offer: Offer, week: int) -> None:
    weeks = choosable_weeks(offer, student.college, timezone.localdate())
    obstacle = why_not(student, offer, weeks)
    if obstacle is None and week not in weeks:
        obstacle = Obstacle.WRONG_WEEK
    if obstacle is not None:
        raise RefusedError(obstacle.label)


def _keep(student: Student, representative: Representative) -> None:
    LegalRepresentative.objects.update_or_create(
        student=student,
        defaults={
            "name": representative.name,
            "email": representative.email,
            "phone": representative.phone,
        },
    )
