"""The pages that are measured, and who looks at each: found in a filled database."""

from dataclasses import dataclass

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.applications.models import Application
from offers.models import Offer

BACKEND = "django.contrib.auth.backends.ModelBackend"
VIEWERS = 20


@dataclass(frozen=True, slots=True)
class Look:
    """One page as one person sees it; `cookie` is "" for a visitor."""

    page: str
    path: str
    cookie: str


def looks() -> list[Look]:
    """Return each page for several viewers."""
    return [*_visitors(), *_pupils(), *_hosts(), *_staff()]


def sign_in(user: User) -> str:
    """Return the key of a session in which this user is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _visitors() -> list[Look]:
    offers = Offer.objects.filter(source="mesures").order_by("pk")[:VIEWERS]
    return [
        Look("home", reverse("home"), ""),
        Look("search", reverse("pupil"), ""),
        *(Look("offer", reverse("offer_page", args=[offer.pk]), "") for offer in offers),
    ]


def _pupils() -> list[Look]:
    found = []
    for user in User.objects.filter(role=Role.PUPIL, username__startswith="eleve-")[:VIEWERS]:
        cookie = sign_in(user)
        offer = Offer.objects.filter(source="mesures").order_by("-pk").first()
        found += [
            Look("my_applications", reverse("my_applications"), cookie),
            Look("favourites", reverse("favourites"), cookie),
            Look("apply", reverse("apply", args=[offer.pk if offer else 0]), cookie),
            Look("messages", reverse("message_list"), cookie),
        ]
    return found


def _hosts() -> list[Look]:
    """Take the hosts of the latest applications: they have something to read."""
    found = []
    latest = Application.objects.order_by("-pk").select_related("offer__site__host")[:VIEWERS]
    for application in latest:
        member = application.offer.site.host.members.select_related("user").first()
        if member is None:
            continue
        cookie = sign_in(member.user)
        found += [
            Look("host_offers", reverse("host_dashboard"), cookie),
            Look("inbox", reverse("inbox"), cookie),
            Look("inbox_application", reverse("inbox_application", args=[application.pk]), cookie),
        ]
    return found


def _staff() -> list[Look]:
    found = []
    for user in User.objects.filter(username__startswith="prof-")[:VIEWERS]:
        cookie = sign_in(user)
        found += [
            Look("class", reverse("class_page"), cookie),
            Look("school_classes", reverse("school_classes"), cookie),
            Look("school_weeks", reverse("school_weeks"), cookie),
        ]
    return found
