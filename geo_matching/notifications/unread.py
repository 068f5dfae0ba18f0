"""How many messages wait to be read: the figure beside "Messages" in the header of every page."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from geo_matching.notifications.models import Notification

# Beyond this many, "99+" is said: the database need not count further.
MOST_COUNTED = 100


def unread_messages(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """Context processor: `unread_messages`, "" when there is none; asked when a template asks."""

    @cache
    def figure() -> str:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return ""
        count = Notification.objects.visible_to(user).unread().order_by()[:MOST_COUNTED].count()
        return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count or "")

    return {"unread_messages": figure}
