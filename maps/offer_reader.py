"""What a reader of an offer's page may do there: apply, keep it, follow what it sent."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import may
from geo_matching.applications.eligibility import (
    Obstacle,
    choosable_weeks,
    closed_to_all,
    why_not,
)
from geo_matching.applications.models import Application
from geo_matching.schools.models import Student
from offers.models import Favourite, Offer


@dataclass(frozen=True, slots=True)
class Reader:
    """`student` is None for whoever is no pupil; `obstacle` is what keeps it from applying."""

    student: Student | None
    obstacle: Obstacle | None
    application: Application | None
    kept: bool
    may_apply: bool


def reader_of(user: User | AnonymousUser, offer: Offer) -> Reader:
    """Return what this reader may do; a visitor may apply, and is asked to sign in then."""
    student = _student(user)
    if student is None:
        obstacle = closed_to_all(offer)
        pupil_to_be = not user.is_authenticated and obstacle is None
        return Reader(None, obstacle, None, kept=False, may_apply=pupil_to_be)
    application = Application.objects.filter(student=student, offer=offer).first()
    weeks = choosable_weeks(offer, student.college, timezone.localdate())
    obstacle = why_not(student, offer, weeks)
    return Reader(
        student,
        obstacle,
        application,
        kept=Favourite.objects.filter(user=student.user_id, offer=offer).exists(),
        may_apply=obstacle is None and application is None,
    )


def _student(user: User | AnonymousUser) -> Student | None:
    if not isinstance(user, User) or not may(user, "applications.send"):
        return None
    return Student.objects.filter(user=user).select_related("college__commune").first()
