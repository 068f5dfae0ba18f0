"""The one door for messages: `notify` keeps one in the account and has it sent by e-mail."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.notifications.models import Notification


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
    text = render_to_string(f"notifications/{kind}.txt", {"recipient": account, **context})
    subject, _, body = text.strip().partition("\n")
    notification = Notification.objects.create(
        recipient=account, email=email, kind=kind, subject=subject, body=body.strip(), path=path
    )
    if email and not (account and account.wants_digest):
        from geo_matching.notifications.tasks import send_notification  # noqa: PLC0415 - tasks import this module

        send_notification.defer(notification_id=notification.pk)
    return notification


def send(notification: Notification) -> None:
    """Send one message by e-mail, unless it was sent before.

    Raises
    ------
    OSError
        When the mail server cannot be reached; the message stays to be sent.
    """
    if notification.emailed_at is not None or not notification.email:
        return
    link = f"{settings.SITE_URL}{notification.path}" if notification.path else ""
    Notification.objects.filter(pk=notification.pk).update(attempts=notification.attempts + 1)
    text = "\n\n".join(part for part in (notification.body, link) if part)
    send_mail(notification.subject, text, settings.DEFAULT_FROM_EMAIL, [notification.email])
    Notification.objects.filter(pk=notification.pk).update(emailed_at=timezone.now())
