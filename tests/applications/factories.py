"""Invented applications: a pupil, a host with a team, and a letter."""

import datetime as dt

from django.utils import timezone

from geo_matching.applications.applying import Letter, Representative, apply
from geo_matching.applications.models import Application
from offers.models import Offer
from offers.weeks import week_of
from tests.accounts.factories import make_host_user, make_student
from tests.offers.factories import make_offer

# Two months ahead: no deadline is cut short by the stage's Monday.
WEEK = week_of(timezone.localdate() + dt.timedelta(weeks=9))
NEXT_WEEK = week_of(timezone.localdate() + dt.timedelta(weeks=10))
MOTIVATION = "J'aime fabriquer des choses et j'aimerais voir comment travaille une équipe."
PARENT = Representative("Dominique Essai", "dominique@essais.example")


def make_open_offer(**fields) -> Offer:
    """Publish an offer of a host that has a team and takes applications here."""
    offer = make_offer(**{"permalink": "", "weeks": [WEEK, NEXT_WEEK], "capacity": 1, **fields})
    if not offer.site.host.members.exists():
        make_host_user(offer.site.host)
    return offer


def team_member(offer: Offer):
    return offer.site.host.members.order_by("pk").first().user


def letter(week: int = WEEK, **fields) -> Letter:
    return Letter(week, fields.pop("motivation", MOTIVATION), **fields)


def send(offer: Offer | None = None, student=None, week: int = WEEK) -> Application:
    """Apply as a pupil does."""
    offer = offer or make_open_offer()
    return apply(student or make_student(), offer.pk, letter(week), PARENT)
