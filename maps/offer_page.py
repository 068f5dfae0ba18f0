"""An offer's public page: all that is known of it, for whoever looks at it."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from geo_matching.accounts.permissions import public
from geo_matching.applications.eligibility import is_over
from geo_matching.applications.models import Application
from geo_matching.matching.queries import week_of_trip
from geo_matching.schools.queries import weeks_of
from maps.context import college_json, map_config, suggested_colleges
from maps.neighbours import college_of, neighbours, read_list
from maps.offer_reader import Reader, reader_of
from maps.offer_text import audience_words, days_of, programme_of
from offers.coming import coming_week
from offers.models import Offer
from offers.sectors import SECTORS
from offers.weeks import format_week, weeks_in_words


@public
@require_safe
def offer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an offer; one that is over shows the way on, except to those it concerns."""
    offer = get_object_or_404(Offer.objects.select_related("site__host"), pk=pk)
    over = _over(offer)
    if over and not _concerns(request, offer):
        gone = {"page": "pupil", "over": over}
        return render(request, "maps/offer_gone.html", gone, status=HTTPStatus.GONE)
    reader = reader_of(request.user, offer)
    college = college_of(request.GET) or (reader.student.college if reader.student else None)
    config = {
        "map": map_config(),
        "offer": pk,
        "point": [offer.site.point.y, offer.site.point.x],
        "college": college_json(college) if college else None,
        "suggestions": [] if college else suggested_colleges(),
        "week": _trip_week(read_list(request.GET).weeks, offer, reader),
    }
    context = {
        **_facts(offer),
        "page": "pupil",
        "over": over,
        "reader": reader,
        "college": college,
        "config": config,
        "around": neighbours(request.GET, pk),
        "report": _report(pk),
        # Of the list the reader comes from: chosen once is enough.
        "asked_week": _asked_week(request),
    }
    return render(request, "maps/offer.html", context)


def _facts(offer: Offer) -> dict[str, Any]:
    website = offer.site.host.website
    return {
        "offer": offer,
        "host": offer.site.host,
        "website": website if website.startswith(("https://", "http://")) else "",
        "sector": SECTORS.get(offer.sector),
        "weeks": weeks_in_words(_weeks_told(offer)),
        "days": days_of(offer),
        "programme": programme_of(offer),
        "audience": audience_words(offer),
    }


def _weeks_told(offer: Offer) -> list[int]:
    """Return the weeks that one may still ask for; all of them once the offer is over."""
    coming = coming_week()
    return [week for week in offer.weeks if week >= coming] or offer.weeks


def _asked_week(request: HttpRequest) -> str:
    asked = read_list(request.GET).weeks
    return format_week(min(asked)) if len(asked) == 1 else ""


def _trip_week(asked: frozenset[int], offer: Offer, reader: Reader) -> str:
    """Return the week (2026-W49) for which the trip is told, "" when nobody names one to come.

    That of the list the reader comes from, or applied for; else one that its school takes too.
    """
    coming = coming_week()
    asked = asked & frozenset(offer.weeks) if offer.weeks else asked
    if asked and min(asked) >= coming:
        week: int | None = min(asked)
    elif reader.application:
        week = reader.application.week
    else:
        school = weeks_of(reader.student.college_id) if reader.student else frozenset()
        week = week_of_trip(offer.weeks, school, coming)
    return format_week(week) if week else ""


def _over(offer: Offer) -> str:
    """Return why nobody can have this offer any more, "" while it can be had."""
    if offer.published_at is None or offer.removed_at is not None:
        return "La structure a retiré cette offre."
    return "Ce stage est passé." if is_over(offer, timezone.localdate()) else ""


def _concerns(request: HttpRequest, offer: Offer) -> bool:
    """Say whether the reader applied to it or is of its host's team."""
    user = request.user
    if not user.is_authenticated:
        return False
    applied = Application.objects.filter(offer=offer, student__user=user)
    return applied.exists() or Offer.objects.managed_by(user).filter(pk=offer.pk).exists()


def _report(pk: int) -> str:
    """Return the address by which to report an offer, "" where the service has none."""
    try:
        return reverse("report_offer", args=[pk])
    except NoReverseMatch:
        return ""
