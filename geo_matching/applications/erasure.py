"""What is erased at the end of each school year, and when: pupils are minors.

Erased of every stage of the years before: representatives, what pupils wrote and how to reach
them, words joined to answers and to feedback, agreements with their signatures and papers,
messages, addresses of people invited into a team, and the accounts of the pupils of those years'
classes. Kept, without words or names: applications with their states, and ratings of offers.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from geo_matching.accounts.erasing import erase as erase_account
from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.applications.agreements.papers import sweep
from geo_matching.applications.models import (
    Agreement,
    AnswerLink,
    Application,
    ApplicationMessage,
    ApplicationMove,
    Feedback,
    LegalRepresentative,
)
from geo_matching.notifications.models import Notification
from offers.models import HostInvitation
from offers.weeks import week_of

# The school year ends here: first day of August.
MONTH, DAY = 8, 1
# A night's share: the others go the nights after.
MOST_PUPILS = 50_000


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows were emptied or deleted."""

    representatives: int
    applications: int
    agreements: int
    messages: int
    pupils: int
    papers: int


def last_boundary(today: dt.date) -> dt.date:
    """Return the latest end of a school year that is not after today."""
    this_year = dt.date(today.year, MONTH, DAY)
    return this_year if today >= this_year else this_year.replace(year=today.year - 1)


def erase(today: dt.date) -> Erased:
    """Erase what belongs to the school years before the latest boundary; twice changes nothing."""
    boundary = last_boundary(today)
    with transaction.atomic():
        counts = _erase_rows(boundary)
    pupils = _erase_pupils(boundary.year)
    # Files after the rows: a file that is left is taken by the next night, one too few never.
    return Erased(*counts, pupils=pupils, papers=sweep())


def _erase_rows(boundary: dt.date) -> tuple[int, int, int, int]:
    before = Q(week__lt=week_of(boundary))
    year = boundary.year
    representatives = LegalRepresentative.objects.filter(
        student__school_class__school_year__lt=year
    )
    removed, _ = representatives.delete()
    old = Application.objects.filter(before)
    emptied = old.exclude(motivation="", email="", phone="", answer="").update(
        motivation="", email="", phone="", answer=""
    )
    ApplicationMove.objects.filter(application__in=old).exclude(message="").update(message="")
    ApplicationMessage.objects.filter(application__in=old).delete()
    AnswerLink.objects.filter(application__in=old).delete()
    Feedback.objects.filter(application__in=old).exclude(comment="").update(comment="")
    _, kinds = Agreement.objects.filter(application__in=old).delete()
    moment = timezone.make_aware(dt.datetime.combine(boundary, dt.time.min))
    messages, _ = Notification.objects.filter(created_at__lt=moment).delete()
    HostInvitation.objects.filter(created_at__lt=moment).delete()
    return removed, emptied, kinds.get(Agreement._meta.label, 0), messages  # noqa: SLF001 - Django's way to a label


def _erase_pupils(year: int) -> int:
    """Erase the accounts of pupils of older classes, each by itself; the rest waits a night."""
    pupils = User.objects.filter(
        role=Role.PUPIL, erased_at__isnull=True, student__school_class__school_year__lt=year
    )
    chosen = list(pupils.order_by("pk")[:MOST_PUPILS])
    for pupil in chosen:
        erase_account(pupil)
    return len(chosen)
