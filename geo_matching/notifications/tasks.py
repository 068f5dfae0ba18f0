"""Background jobs of messages."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from geo_matching.notifications.models import Notification
from geo_matching.notifications.sending import send

# 1, 4, 16 minutes ... about a day in all: a mail server that is down comes back.
LATER = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.task(retry=LATER)
def send_notification(notification_id: int) -> None:
    notification = Notification.objects.filter(pk=notification_id).first()
    if notification is not None:
        send(notification)
