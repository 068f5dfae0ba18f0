"""Forgets the messages of somebody who leaves."""

from geo_matching.accounts.models import User
from geo_matching.notifications.models import Notification


def erase(user: User) -> None:
    mine = Notification.objects.filter(recipient=user)
    if user.email:
        mine |= Notification.objects.filter(email__iexact=user.email)
    mine.delete()
