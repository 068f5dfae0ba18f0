"""The one door for messages: `notify` keeps one in the account and has it sent by e-mail."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.notifications.mail import MailNotSentError, mail_of, send_mail
from geo_matching.notifications.models import Notification

# Tries of one message, by the job itself and by the nightly one, before it is given up, and how
# long it is tried at least: a server that is down over a weekend uses up the tries in two nights.
MAX_ATTEMPTS = 12
TRIED_FOR = dt.timedelta(days=14)


def notify(kind: str, recipient: User | str, *, path: str = "", **context: Any) -> Notification:
    """Write a message from its template and have it sent once the transaction is committed.

    Parameters
    ----------
    kind
        Name of the template `notifications/<kind>.txt`: its first line is the subject (nothing
        personal in it), the rest the text.
    recipient
        An account, or the e-mail address of somebody who has none.
    path
        Where to act: the part of the address after the host.

    Raises
    ------
    TemplateDoesNotExist
        When no message of that kind was written.
    """
    account = recipient if isinstance(recipient, User) else None
    email = account.email if account else str(recipient)
    subject, body = _written(kind, {"recipient": account, **context})
    notification = Notification.objects.create(
        recipient=account, email=email, kind=kind, subject=subject, body=body, path=path
    )
    if email and not (account and account.wants_digest):
        from geo_matching.notifications.tasks import send_notification  # noqa: PLC0415 - tasks import this module

        # The job is a row of the same transaction: it exists if and only if the message does.
        send_notification.defer(notification_id=notification.pk)
    return notification


def send(notification: Notification) -> None:
    """Send one message by e-mail, unless it was sent or given up before.

    Raises
    ------
    MailNotSentError
        When it may go through later; the message is kept and the try counted.
    """
    send_together(Notification.objects.filter(pk=notification.pk))


def send_together(chosen: Any) -> None:
    """Send what is still to be sent of these messages, all of one person, in one e-mail.

    The rows are locked meanwhile: two workers with the same message send it once.

    Raises
    ------
    MailNotSentError
        When it may go through later; the messages are kept and the try counted.
    """
    with transaction.atomic():
        waiting = list(chosen.to_send().order_by("pk").select_for_update(skip_locked=True))
        if not waiting:
            return
        error = _try(waiting)
    if error is not None and not all(one.failed_at for one in waiting):
        raise error


def _try(waiting: list[Notification]) -> MailNotSentError | None:
    """Send these messages and write down what came of it."""
    now, failure = timezone.now(), None
    try:
        send_mail(mail_of(waiting))
    except MailNotSentError as error:
        failure = error
    for one in waiting:
        one.attempts += 1
        if failure is None:
            one.emailed_at = now
            if one.recipient_id is None:
                # A one-time link belongs to whoever got the mail: nobody else needs it here.
                one.path = ""
        elif failure.for_good or _is_tried_enough(one, now):
            one.failed_at = now
    Notification.objects.bulk_update(waiting, ["attempts", "emailed_at", "failed_at", "path"])
    return failure


def _is_tried_enough(one: Notification, now: dt.datetime) -> bool:
    return one.attempts >= MAX_ATTEMPTS and one.created_at <= now - TRIED_FOR


def _written(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return subject and text. They are plain text: an apostrophe stays an apostrophe."""
    # The backend's own render() would escape; the template below it takes a context that does not.
    template: Any = get_template(f"notifications/{kind}.txt")
    text = template.template.render(Context(context, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip()
