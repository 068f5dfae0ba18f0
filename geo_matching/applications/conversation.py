"""Messages of an application: pupil and host write to each other while something is under way."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.applications.deadlines import may_be_written_to
from geo_matching.applications.models import Application, ApplicationMessage
from geo_matching.applications.refusals import RefusedError, refuse_masked
from geo_matching.applications.steps import lock
from geo_matching.applications.telling import tell_pupil, tell_team
from geo_matching.notifications.sending import notify

Side = ApplicationMessage.Side
# Of one side about one application, so that nobody is flooded.
MOST_A_DAY = 10
OVER = "Cette candidature est close\u202f: les messages aussi."
_TOO_MANY = {
    Side.PUPIL: f"Tu as déjà écrit {MOST_A_DAY} messages aujourd'hui. Tu pourras écrire demain.",
    Side.HOST: f"Déjà {MOST_A_DAY} messages de votre équipe aujourd'hui\u202f: écrivez demain.",
}


@transaction.atomic
def write(pk: int, by: User, side: str, text: str) -> ApplicationMessage:
    """Keep a message about an application and tell the other side that there is one.

    The same words sent twice in a row are kept once.

    Raises
    ------
    RefusedError
        When the application is over, its offer is masked, or the side has written enough today.
    """
    application = lock(pk)
    last = application.messages.order_by("-pk").first()
    if last is not None and (last.text, last.author_id) == (text, by.pk):
        return last
    _check(application, side)
    kept = ApplicationMessage.objects.create(
        application=application, side=side, author=by, text=text
    )
    if side == Side.PUPIL:
        tell_team("message_host", application)
    else:
        tell_pupil("message", application)
    return kept


def _check(application: Application, side: str) -> None:
    refuse_masked(application)
    if not may_be_written_to(application.state, application.week, timezone.localdate()):
        raise RefusedError(OVER)
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    today = application.messages.filter(side=side, sent_at__gte=midnight)
    if today.count() >= MOST_A_DAY:
        raise RefusedError(_TOO_MANY[Side(side)])


def report(message: ApplicationMessage, by: User) -> None:
    """Put a message before the moderators; who comes second changes nothing."""
    waiting = ApplicationMessage.objects.filter(pk=message.pk, reported_at__isnull=True)
    waiting.update(reported_at=timezone.now(), reported_by=by)


@transaction.atomic
def decide(message: ApplicationMessage, *, remove: bool) -> bool:
    """Close a report, with the message off the pages or left there; False when it was closed."""
    rows = ApplicationMessage.objects.reported().select_for_update(of=("self",))
    locked = rows.select_related("author", "reported_by").get(pk=message.pk)
    if locked.decided_at is not None:
        return False
    locked.decided_at = timezone.now()
    locked.removed_at = locked.decided_at if remove else None
    locked.save(update_fields=["decided_at", "removed_at"])
    if locked.reported_by is not None:
        notify("message_report_decided", locked.reported_by, removed=remove)
    if remove and locked.author is not None:
        notify("message_removed", locked.author)
    return True
