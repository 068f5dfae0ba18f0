"""The pages that are measured, and who looks at each: found in a filled database."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.applications.models import Application
from geo_matching.applications.states import WAITING
from geo_matching.bench.season_people import DOMAIN
from geo_matching.bench.season_rows import SOURCE
from geo_matching.bench.season_writing import coming_weeks, this_year
from offers.models import Host, Offer
from offers.weeks import format_week
from qpv_data.models import College

VIEWERS = 20
MINUTES = 45


@dataclass(frozen=True, slots=True)
class Look:
    """One page as one person sees it; no `cookie` and no `token`: a visitor.

    Attributes
    ----------
    holds : str
        What stands on the page when it shows what it should.
    """

    page: str
    path: str
    cookie: str = ""
    token: str = ""
    holds: str = ""
    limit_s: float = 0.2


def page_looks() -> list[Look]:
    """Return each page for several viewers."""
    return [*_visitors(), *_pupils(), *_hosts(), *_staff(), *_administrator()]


def sign_in(user: User) -> str:
    """Return the key of a session in which this user is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _asked(name: str, **query: object) -> str:
    return f"{reverse(name)}?{urlencode(query)}"


def _visitors() -> Iterable[Look]:
    yield Look("home", reverse("home"))
    yield Look("search", reverse("pupil"))
    for offer in Offer.objects.filter(source=SOURCE).order_by("pk")[:VIEWERS]:
        yield Look("offer", reverse("offer_page", args=[offer.pk]), holds=offer.title)
    week = format_week(coming_weeks()[0])
    for college in College.objects.open().located().order_by("uai")[:VIEWERS]:
        asked = {"college": college.uai, "max_minutes": MINUTES}
        yield Look("ranked", _asked("offer-list", **asked), holds='"results"')
        yield Look("teacher", _asked("teacher", **asked, week=week, size=6), holds="Aller")
    code = College.objects.open().located().values_list("commune__departement", flat=True)[0]
    asked = {"departement": code, "minutes": MINUTES}
    yield Look("territory", _asked("territory", **asked), holds="pour 100")
    yield Look("territory_map", _asked("territory_geojson", **asked), holds="FeatureCollection")


def _pupils() -> Iterable[Look]:
    users = User.objects.filter(
        role=Role.PUPIL,
        last_name__startswith="Mesure ",
        student__school_class__school_year=this_year(),
    )
    for user in users.select_related("student").order_by("pk")[:VIEWERS]:
        cookie = sign_in(user)
        mine = Application.objects.filter(student=user.student)
        other = Offer.objects.filter(source=SOURCE).exclude(pk__in=mine.values("offer"))
        first = mine.select_related("offer").pupil_first()[0]
        yield Look("my_applications", reverse("my_applications"), cookie, holds=first.offer.title)
        yield Look("favourites", reverse("favourites"), cookie)
        apply = reverse("apply", args=[other.order_by("-pk")[0].pk])
        yield Look("apply", apply, cookie)
        yield Look("pupil_search", reverse("pupil"), cookie)
        yield Look("pupil_messages", reverse("message_list"), cookie, holds="Du nouveau")
        yield Look("pupil_agreements", reverse("agreement_list"), cookie)


def measured_hosts() -> list[Host]:
    """Return large hosts and ordinary ones, half and half; all got applications."""
    hosts = Host.objects.filter(key__startswith="mesures:").order_by("pk")
    half = VIEWERS // 2
    asked = Application.objects.filter(state__in=WAITING, offer__site__host__key__startswith="mes")
    some = asked.order_by("-pk").values_list("offer__site__host", flat=True)[: 4 * half]
    others = list(dict.fromkeys(some))[:half]
    return [*hosts[:half], *hosts.filter(pk__in=others).exclude(pk__in=hosts.values("pk")[:half])]


def _hosts() -> Iterable[Look]:
    for host in measured_hosts():
        user = host.members.select_related("user").order_by("pk")[0].user
        cookie = sign_in(user)
        got = Application.objects.answered_by(user).order_by("due_at", "pk")
        waiting = got.filter(state__in=WAITING).first()
        if waiting is None:
            continue
        name = waiting.student.user.last_name
        yield Look("host_offers", reverse("host_dashboard"), cookie, holds=host.name)
        yield Look("inbox", reverse("inbox"), cookie, holds=name)
        yield Look("inbox_all", _asked("inbox", etat="toutes"), cookie)
        one = reverse("inbox_application", args=[waiting.pk])
        yield Look("inbox_application", one, cookie, holds=name)
        yield Look("host_messages", reverse("message_list"), cookie, holds="Du nouveau")
        yield Look("host_agreements", reverse("agreement_list"), cookie)
        yield Look("feedback_received", reverse("feedback_received"), cookie)
        yield Look("host_teams", reverse("host_teams"), cookie, holds=host.name)


def _staff() -> Iterable[Look]:
    pages = ("class", "school_classes", "school_weeks", "pupil_codes", "agreement_list")
    names = {"agreement_list": "school_agreements"}
    users = User.objects.filter(role__in=(Role.TEACHER, Role.HEAD), email__endswith=DOMAIN)
    for user in users.order_by("pk")[:VIEWERS]:
        cookie = sign_in(user)
        for page in pages:
            yield Look(names.get(page, page), reverse(page), cookie)
        if user.role == Role.TEACHER:
            yield Look("school_feedback", reverse("feedback_list"), cookie)


def _administrator() -> Iterable[Look]:
    """Take the lists of many rows, and searches in them."""
    cookie = sign_in(User.objects.get(username="administration", email__endswith=DOMAIN))
    uai = str(College.objects.open().order_by("uai").values_list("uai", flat=True)[0])
    lists: dict[str, tuple[str, tuple[str, ...]]] = {
        "offers": ("admin:offers_offer_changelist", ("Découverte 12", "Structure 19")),
        "hosts": ("admin:offers_host_changelist", ("Structure 19",)),
        "applications": ("admin:applications_application_changelist", (uai, "Structure 19")),
        "users": ("admin:accounts_user_changelist", (uai, "eleve-12")),
    }
    for name, (route, searches) in lists.items():
        yield Look(f"admin_{name}", reverse(route), cookie, holds="result_list")
        for words in searches:
            found = f"{reverse(route)}?{urlencode({'q': words})}"
            yield Look(f"admin_{name}_search", found, cookie, holds="result_list")
    yield Look("admin", reverse("admin:index"), cookie)
