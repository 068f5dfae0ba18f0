"""The moves of an application once it was sent: one function each, allowed by `states.MOVES`.

Each is a transaction: locks, checks, the move and its history, seats, messages. What cannot be done
raises RefusedError with a French sentence, and nothing is written.
"""

from django.db import transaction
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.applications.agreements.making import agreement_for
from geo_matching.applications.deadlines import has_begun, may_be_reminded
from geo_matching.applications.eligibility import Obstacle, has_stage, is_over, why_not
from geo_matching.applications.models import AnswerLink, Application, ApplicationQuerySet
from geo_matching.applications.refusals import RefusedError, last_word, refuse_masked
from geo_matching.applications.states import MOVES, SEATED, WAITING, State
from geo_matching.applications.steps import (
    lock,
    lock_applications,
    lock_offers,
    lock_student,
    seats_changed,
    step,
)
from geo_matching.applications.telling import tell_colleague, tell_pupil, tell_team

TOO_LATE = "La semaine demandée a déjà commencé."
_HAS_BEGUN = "Ce stage a déjà commencé : c'est avec le collège que cela se règle."


@transaction.atomic
def read(pk: int, by: User | None) -> Application:
    """Mark as read what the host has opened; nothing happens to what is further on."""
    application = lock(pk)
    if application.state in {State.SUBMITTED, State.RESTORED}:
        step("read", application, by)
    return application


@transaction.atomic
def transfer(pk: int, by: User, email: str) -> Application:
    """Pass an application on to a co-worker by a link that needs no account.

    Raises
    ------
    RefusedError
        When it was answered already.
    """
    application = lock(pk)
    refuse_masked(application)
    if application.state not in WAITING:
        raise RefusedError(last_word(application))
    if application.state != State.TRANSFERRED:
        step("transfer", application, by)
        tell_pupil("transferred", application)
    token = AnswerLink.objects.issue(application, by)
    tell_colleague(application, email, token, by)
    return application


@transaction.atomic
def accept(pk: int, by: User | None, message: str = "") -> Application:
    """Hold a seat for a pupil, who has then to confirm.

    Raises
    ------
    RefusedError
        No seat left, the pupil has a stage, the week has begun, or somebody answered before.
    """
    return _accept("accept", pk, by, message)


@transaction.atomic
def accept_again(pk: int, by: User | None, message: str = "") -> Application:
    """Accept what was refused, cancelled or closed by the clock; refused as `accept` is."""
    return _accept("accept_again", pk, by, message)


def _accept(name: str, pk: int, by: User | None, message: str) -> Application:
    application = lock(pk)
    if application.state not in MOVES[name].sources:
        step(name, application, by, message)
        return application
    refuse_masked(application)
    if has_begun(application.week, timezone.localdate()):
        raise RefusedError(TOO_LATE)
    if has_stage(application.student):
        raise RefusedError("L'élève a déjà confirmé un autre stage.")
    application.answer = message
    step(name, application, by, message)
    tell_pupil("accepted", application)
    seats_changed()
    return application


@transaction.atomic
def reject(pk: int, by: User | None, message: str = "") -> Application:
    """Refuse an application, with words for the pupil."""
    application = lock(pk)
    application.answer = message
    if step("reject", application, by, message):
        tell_pupil("rejected", application)
    return application


@transaction.atomic
def cancel(pk: int, by: User | None, message: str = "") -> Application:
    """Take back what was accepted, before the stage begins; the seat is free again."""
    application = lock(pk)
    _refuse_begun_stage(application)
    application.answer = message
    if step("cancel", application, by, message):
        tell_pupil("cancelled", application)
        seats_changed()
    return application


@transaction.atomic
def confirm(pk: int, by: User) -> Application:
    """Take a stage: every other application of the pupil is withdrawn, and its seats are freed.

    Raises
    ------
    RefusedError
        When it is no longer accepted, the pupil has confirmed another stage, the week has begun or
        the offer is masked.
    """
    student = lock_student(Application.objects.values_list("student", flat=True).get(pk=pk))
    # Closed ones too: a host that accepts one anew at this moment waits for this transaction.
    mine = list(Application.objects.filter(student=student).values_list("pk", "offer"))
    offers = lock_offers(offer for _, offer in mine)
    by_pk = {a.pk: a for a in lock_applications((one for one, _ in mine), offers)}
    application = by_pk.pop(pk)
    if any(other.state == State.CONFIRMED for other in by_pk.values()):
        raise RefusedError(Obstacle.PLACED.label)
    if application.state == State.ACCEPTED:
        refuse_masked(application)
        if has_begun(application.week, timezone.localdate()):
            raise RefusedError(TOO_LATE)
    if not step("confirm", application, by):
        return application
    agreement_for(application, by)
    tell_team("confirmed", application)
    for other in by_pk.values():
        if other.state in WAITING | {State.ACCEPTED}:
            step("take_elsewhere", other, None)
            tell_team("taken_elsewhere", other)
    seats_changed()
    return application


@transaction.atomic
def withdraw(pk: int, by: User) -> Application:
    """Take back an application, at any time before the stage; a seat it held is free again."""
    application = lock(pk)
    _refuse_begun_stage(application)
    was_seated = application.state in SEATED
    if step("withdraw", application, by):
        tell_team("withdrawn", application)
        if was_seated:
            seats_changed()
    return application


def withdraw_under_way(sent: ApplicationQuerySet, by: User) -> None:
    """Take back all that can be: whoever leaves waits for nobody; stages that took place stay."""
    under_way = sent.under_way(timezone.localdate())
    # All at once, in the order of every move: one by one, two who leave would wait for each other.
    # What hosts answer until then is seen: it is no longer under way.
    lock_offers(under_way.values_list("offer", flat=True))
    for pk in list(under_way.order_by("pk").values_list("pk", flat=True)):
        withdraw(pk, by)


@transaction.atomic
def restore(pk: int, by: User) -> Application:
    """Send again, once, what the pupil had taken back or left for another stage."""
    lock_student(Application.objects.values_list("student", flat=True).get(pk=pk))
    application = lock(pk)
    if application.was_restored:
        if application.state == State.RESTORED:
            return application
        raise RefusedError("Une candidature ne peut être renvoyée qu'une fois.")
    today = timezone.localdate()
    offer = application.offer
    if has_begun(application.week, today) or is_over(offer, today):
        raise RefusedError(TOO_LATE)
    obstacle = why_not(application.student, offer, [application.week])
    if obstacle is not None:
        raise RefusedError(obstacle.label)
    application.was_restored = True
    step("restore", application, by)
    tell_team("restored", application)
    return application


@transaction.atomic
def remind(pk: int, by: User) -> Application:  # noqa: ARG001 - the verbs of a pupil are alike
    """Remind the host, once, that a pupil waits for its answer."""
    application = lock(pk)
    if application.reminded_at is not None:
        return application
    if application.state not in WAITING:
        raise RefusedError(last_word(application))
    now = timezone.now()
    if not may_be_reminded(application.submitted_at, now):
        raise RefusedError("Laisse encore quelques jours à la structure pour te répondre.")
    application.reminded_at = now
    application.save(update_fields=["reminded_at"])
    tell_team("reminder", application)
    return application


def _refuse_begun_stage(application: Application) -> None:
    # Taken back afterwards, a stage would leave the figures, and nobody could say how it was.
    if application.state == State.CONFIRMED and has_begun(application.week, timezone.localdate()):
        raise RefusedError(_HAS_BEGUN)
