"""Background jobs of messages."""

import datetime as dt

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from geo_matching.notifications.mail import MailNotSentError
from geo_matching.notifications.models import Notification
from geo_matching.notifications.sending import send, send_together

# About 1, 2, 10, 70 minutes and 9 hours later: a mail server that is down comes back.
LATER = RetryStrategy(
    max_attempts=5, wait=60, exponential_wait=8, retry_exceptions=[MailNotSentError]
)
EVERY_MORNING = "0 7 * * *"
EVERY_NIGHT = "30 1 * * *"
# A job of its own takes care of younger ones.
LEFT_OVER_AFTER = dt.timedelta(hours=12)


@app.task(retry=LATER)
def send_notification(notification_id: int) -> None:
    notification = Notification.objects.filter(pk=notification_id).first()
    if notification is not None:
        send(notification)


@app.task(retry=LATER)
def send_digest(user_id: int) -> None:
    """Send one person all that is waiting, in one e-mail."""
    send_together(Notification.objects.filter(recipient_id=user_id))


@app.periodic(cron=EVERY_MORNING)
@app.task(queueing_lock="send-digests")
def send_digests(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time
    """Ask for the e-mail of everybody who wants one a day and has messages waiting."""
    waiting = Notification.objects.to_send().filter(recipient__wants_digest=True)
    for user_id in waiting.order_by().values_list("recipient_id", flat=True).distinct():
        send_digest.defer(user_id=user_id)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queueing_lock="take-up-unsent")
def take_up_unsent(timestamp: int) -> None:  # noqa: ARG001
    """Try again what was never sent: its job was lost, or gave up while the server was down."""
    left = Notification.objects.to_send().exclude(recipient__wants_digest=True)
    for pk in left.filter(created_at__lt=timezone.now() - LEFT_OVER_AFTER).values_list(
        "pk", flat=True
    ):
        send_notification.defer(notification_id=pk)
