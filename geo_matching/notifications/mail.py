"""The e-mail of one message or of a day's messages: text, and simple HTML in the service's look."""

import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from geo_matching.notifications.models import Notification

# Answers of a mail server from which no later try helps begin here.
_FOR_GOOD = 500


class MailNotSentError(Exception):
    """No mail went out; says why without an address, because it ends in logs.

    Attributes
    ----------
    for_good : bool
        True when the server refused the recipient for ever.
    """

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


def mail_of(notifications: Sequence[Notification]) -> EmailMultiAlternatives:
    """Return the e-mail that holds these messages, all of one person."""
    first = notifications[0]
    alone = len(notifications) == 1
    subject = first.subject if alone else f"Vos {len(notifications)} messages du jour"
    parts = [
        {
            "subject": "" if alone else one.subject,
            "body": one.body,
            "link": f"{settings.SITE_URL}{one.path}" if one.path else "",
        }
        for one in notifications
    ]
    text = "\n\n- - -\n\n".join(
        "\n\n".join(filter(None, (part["subject"], part["body"], part["link"]))) for part in parts
    )
    context = {"subject": subject, "parts": parts, "site": settings.SITE_URL}
    html = render_to_string("notifications/email/message.html", context)
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [first.email])
    mail.attach_alternative(html, "text/html")
    return mail


def send_mail(mail: EmailMultiAlternatives) -> None:
    """Hand an e-mail to the mail server.

    Raises
    ------
    MailNotSentError
        When the server is not reached, or does not take it.
    """
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        for_good = bool(codes) and min(codes) >= _FOR_GOOD
        raise MailNotSentError(f"recipient refused: {codes}", for_good=for_good) from None
    except OSError as error:
        # smtplib's errors are OSError too; their texts may hold addresses.
        raise MailNotSentError(type(error).__name__) from None
