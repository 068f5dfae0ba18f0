"""Who may say what after a stage, and what answers change: the offer's quality, three at a time."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.applications.erasure import last_boundary
from geo_matching.applications.feedback.questions import PUPIL, TEACHER, Question, rating
from geo_matching.applications.feedback.together import Answer, told_together
from geo_matching.applications.models import Application, Feedback
from geo_matching.applications.states import State
from offers.models import Offer, OfferOpinions
from offers.rescoring import rescore
from offers.weeks import week_of

_SATURDAY = 5
_PUPIL = Feedback.Voice.PUPIL


def questions_for(user: User) -> tuple[Question, ...]:
    return PUPIL if user.is_pupil else TEACHER


def last_finished_week(today: dt.date) -> int:
    """Return the latest ISO week whose Friday is over."""
    return week_of(today if today.weekday() >= _SATURDAY else today - dt.timedelta(weeks=1))


def finished(today: dt.date) -> QuerySet[Application]:
    """Return the stages of this school year that are over."""
    return Application.objects.filter(
        state=State.CONFIRMED,
        week__lte=last_finished_week(today),
        week__gte=week_of(last_boundary(today)),
    )


def may_rate(user: User, today: dt.date) -> QuerySet[Application]:
    """Return the finished stages this user may speak of."""
    return finished(today) & Application.objects.followed_by(user)


def still_to_rate(user: User, today: dt.date) -> QuerySet[Application]:
    """Return the finished stages this user has not spoken of yet."""
    own = Feedback.objects.filter(application=OuterRef("pk"), author=user)
    return may_rate(user, today).exclude(Exists(own))


@transaction.atomic
def give(
    application: Application, author: User, answers: Mapping[str, Any], comment: str = ""
) -> tuple[Feedback, bool]:
    """Keep one answer; a second one finds the first. Each third moves the offer's quality.

    Returns
    -------
    tuple of Feedback and bool
        What is kept, and whether this call kept it.
    """
    # Two answers at once wait for each other here, so that the sums hold both.
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=application.offer_id)
    voice = _PUPIL if author.is_pupil else Feedback.Voice.TEACHER
    kept, is_new = Feedback.objects.get_or_create(
        application=application,
        author=author,
        defaults={
            "offer": offer,
            "voice": voice,
            "answers": dict(answers),
            "rating": rating(questions_for(author), answers),
            "comment": comment,
        },
    )
    if is_new:
        _add_up(offer)
    return kept, is_new


@transaction.atomic
def take_back(feedback: QuerySet[Feedback]) -> int:
    """Take off what moderators refuse, words too, and score its offers without it.

    Returns
    -------
    int
        How many; those taken off before are not counted.
    """
    offers = Offer.objects.filter(pk__in=feedback.values("offer")).order_by("pk")
    concerned = list(offers.select_for_update(of=("self",)))
    standing = feedback.filter(taken_back_at__isnull=True)
    count = standing.update(taken_back_at=timezone.now(), comment="")
    for offer in concerned:
        _add_up(offer)
    return count


def _add_up(offer: Offer) -> None:
    """Write the sums of what may be told of an offer: its quality never shows one answer alone."""
    given = list(Feedback.objects.filter(offer=offer).order_by("pk"))
    told = told_together(Answer(one.pk, one.voice, one.application_id) for one in given)
    counted = [one for one in given if one.pk in told and one.taken_back_at is None]
    pupils = [one.rating for one in counted if one.voice == _PUPIL]
    teachers = [one.rating for one in counted if one.voice != _PUPIL]
    sums = {
        "pupils": len(pupils),
        "pupil_total": sum(pupils),
        "teachers": len(teachers),
        "teacher_total": sum(teachers),
    }
    OfferOpinions.objects.update_or_create(offer=offer, defaults=sums)
    rescore([offer.pk])
