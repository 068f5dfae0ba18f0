"""The Monday after: pupils and teachers are asked, once, how the stage was."""

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.urls import reverse

from geo_matching.accounts.models import TerritoryScope, User
from geo_matching.accounts.roles import Role
from geo_matching.applications.feedback.giving import finished, last_finished_week
from geo_matching.applications.models import Application
from geo_matching.notifications.models import Notification
from geo_matching.notifications.sending import notify
from offers.weeks import week_in_words

PUPIL_KIND, TEACHER_KIND = "feedback_pupil", "feedback_teacher"


@transaction.atomic
def ask(today: dt.date) -> int:
    """Ask for feedback on the stages of the last finished week; return how many were asked.

    The message itself is the record: who has it is not asked again.
    """
    week = last_finished_week(today)
    stages = finished(today).filter(week=week).select_related("student__user", "offer")
    asked = sum(_ask_pupil(application) for application in stages)
    return asked + sum(_ask_teachers(college, n, week) for college, n in _by_college(week, today))


def _by_college(week: int, today: dt.date) -> list[tuple[str, int]]:
    pupils: defaultdict[str, int] = defaultdict(int)
    rows = finished(today).filter(week=week).values_list("student__college_id", flat=True)
    for college in rows.order_by():
        pupils[college] += 1
    return sorted(pupils.items())


def _ask_pupil(application: Application) -> bool:
    path = reverse("feedback_give", args=[application.pk])
    user = application.student.user
    return _ask_once(PUPIL_KIND, user, path, {"offer": application.offer})


def _ask_teachers(college: str, pupils: int, week: int) -> int:
    """Ask the teachers of one collège, once a week, not once a pupil."""
    path = f"{reverse('feedback_list')}?semaine={week}"
    level = TerritoryScope.Level.COLLEGE
    scopes = TerritoryScope.objects.filter(level=level, college_id=college)
    teachers = User.objects.filter(
        pk__in=scopes.values("user"),
        role=Role.TEACHER,
        is_active=True,
        approved_at__isnull=False,
    )
    context = {"pupils": pupils, "week": week_in_words(week)}
    return sum(_ask_once(TEACHER_KIND, teacher, path, context) for teacher in teachers)


def _ask_once(kind: str, user: User, path: str, context: dict) -> bool:
    if Notification.objects.filter(recipient=user, kind=kind, path=path).exists():
        return False
    notify(kind, user, path=path, **context)
    return True
