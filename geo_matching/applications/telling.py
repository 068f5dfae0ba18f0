"""Tells both sides of an application what has happened and where to act."""

from typing import Any

from django.urls import reverse

from geo_matching.accounts.models import User
from geo_matching.applications.models import Application
from geo_matching.notifications.sending import notify
from offers.weeks import week_in_words


def tell_pupil(kind: str, application: Application) -> None:
    """Write to the pupil; texts of the host stay in the account."""
    path = reverse("my_applications")
    if kind == "message":
        path = reverse("application_messages", args=[application.pk])
    notify(f"application_{kind}", application.student.user, path=path, **_words(application))


def tell_team(kind: str, application: Application) -> None:
    """Write to each member of the host's team."""
    path = reverse("inbox_application", args=[application.pk])
    words = _words(application)
    for member in team_of(application.offer.site.host_id):
        notify(f"application_{kind}", member, path=path, **words)


def tell_representative(application: Application, email: str) -> None:
    """Inform the legal representative that the pupil has applied."""
    pupil = application.student.user.get_full_name()
    words: dict[str, Any] = {**_words(application), "pupil": pupil}
    notify("application_representative", email, **words)


def tell_colleague(application: Application, email: str, token: str, by: User) -> None:
    """Send somebody without an account the link by which to read and answer."""
    path = reverse("answer_link", args=[token])
    words: dict[str, Any] = {**_words(application), "sender": str(by)}
    notify("application_link", email, path=path, **words)


def team_of(host_id: int) -> list[User]:
    members = User.objects.filter(host_memberships__host=host_id, is_active=True)
    return list(members.order_by("pk"))


def _words(application: Application) -> dict[str, Any]:
    offer = application.offer
    return {
        "title": offer.title,
        "host": offer.site.host.name,
        "week": week_in_words(application.week),
        "due_at": application.due_at,
        "seats_left": offer.seats_left,
    }
