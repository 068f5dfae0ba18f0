"""The agreement of a confirmed application, filled from what is known."""

from collections.abc import Mapping

from django.db import transaction

from geo_matching.accounts.models import User
from geo_matching.applications.agreements.telling import tell_host
from geo_matching.applications.models import Agreement, AgreementMove, Application
from geo_matching.applications.states import State
from geo_matching.common.text import shorten, typeset
from offers.hours import DAYS
from offers.models import Offer
from qpv_data.models import College

# As long as what is kept of it.
_LONGEST_PLACE = 300


class NotConfirmedError(ValueError):
    """Only a confirmed application has an agreement."""


@transaction.atomic
def agreement_for(application: Application, actor: User | None = None) -> Agreement:
    """Return the agreement of a confirmed application, made on the first call.

    Raises
    ------
    NotConfirmedError
        When the application is not confirmed.
    """
    if application.state != State.CONFIRMED:
        raise NotConfirmedError(application.pk)
    agreement, is_new = Agreement.objects.get_or_create(
        application=application,
        defaults={
            **_host_part(application.offer),
            **_school_part(application.student.college),
        },
    )
    if is_new:
        AgreementMove.objects.create(agreement=agreement, to_status=agreement.status, actor=actor)
        tell_host(agreement, "agreement_host_part")
    return agreement


def _host_part(offer: Offer) -> dict[str, object]:
    host = offer.site.host
    return {
        "host_name": host.name,
        "host_siret": host.siret,
        "place": _place(offer),
        "tutor_name": offer.tutor_name,
        "tutor_trade": offer.tutor_trade,
        "daily_hours": _whole_days(offer.daily_hours),
        "lunch": offer.lunch_break,
        "activities": _activities(offer),
    }


def _place(offer: Offer) -> str:
    """Return the address; where hosts share the week, whose each day is (the host may shorten)."""
    days: dict[str, list[str]] = {}
    for one in offer.days.select_related("site__host"):
        days.setdefault(f"{one.site.host.name}, {one.site}", []).append(one.day)
    told = "\u202f; ".join(f"{', '.join(names)}\u202f: {where}" for where, names in days.items())
    # On one line every blank is the same: the narrow ones are set again.
    return typeset(shorten(told, _LONGEST_PLACE)) if told else str(offer.site)


def _school_part(college: College) -> dict[str, str]:
    town = f"{college.postcode} {college.commune.name}".strip()
    return {
        "school_name": college.name,
        "school_address": ", ".join(filter(None, (college.address, town))),
    }


def _whole_days(daily_hours: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return first arrival and last departure of each day that has hours."""
    return {day: [times[0], times[-1]] for day, times in daily_hours.items() if times}


def _activities(offer: Offer) -> str:
    programme = offer.programme or {}
    days = [f"{day.capitalize()}\u202f: {programme[day]}" for day in DAYS if programme.get(day)]
    return "\n".join(days) or offer.description
