"""Offers as the compatible API writes them: one in full after a change, or a line of a list."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone

from geo_matching.accounts.models import Partner
from offers.models import Offer, PointPrecision
from offers.partner_writing import details_of
from offers.sectors import SECTORS
from offers.sources.partner_requests import SECONDE
from offers.weeks import MONTHS, format_week, monday_of

MASK = "Structure d'accueil"
_UNKNOWN_STREET = "N/A"
_FRIDAY = timedelta(days=4)
_NOT_FOR_3E = (
    "Cette offre de seconde est gardée, mais n'est pas montrée\u202f: le service est pour la 3e."
)
_ROUGH = (
    "Le point est le centre du code postal\u202f: les trajets sont faux de plusieurs minutes. "
    "Envoyez coordinates, ou une rue que nous connaissons."
)


def offer_answer(offer: Offer, partner: Partner) -> dict[str, Any]:
    """Return the answer to a POST, PATCH or DELETE."""
    site, details = offer.site, details_of(offer)
    grades = grades_of(offer)
    # An offer for seconde only has no date of its own: no pupil sees it.
    hidden = grades == [SECONDE] and details is not None
    published = details.published_at if hidden and details else offer.published_at
    notices = [_NOT_FOR_3E] if hidden else []
    notices += [_ROUGH] if site.precision == PointPrecision.POSTCODE else []
    return {
        "title": offer.title,
        "description": offer.description,
        **_employer(offer, masked=partner.masked_data),
        "street": site.street or _UNKNOWN_STREET,
        "zipcode": site.postcode,
        "city": site.city,
        "remote_id": offer.remote_id,
        "permalink": offer.permalink,
        "max_candidates": offer.capacity,
        "published_at": iso(published),
        "is_public": site.host.is_public,
        "formatted_coordinates": {"latitude": site.point.y, "longitude": site.point.x},
        "weeks": [format_week(week, padded=False) for week in offer.weeks],
        "grades": grades,
        "coordinates_precision": str(site.precision),
        **({"notice": " ".join(notices)} if notices else {}),
    }


def offer_line(offer: Offer, caller: Partner, *, masked: bool, is_partners: bool) -> dict[str, Any]:
    """Return a line of a list; only partners' offers have an identifier and a page elsewhere."""
    site = offer.site
    mondays = [monday_of(week) for week in sorted(offer.weeks)]
    sector = SECTORS.get(offer.sector)
    query = urlencode({"utm_source": f"operator-{caller.pk}"})
    return {
        "id": offer.pk,
        "title": offer.title,
        "description": offer.description,
        **_employer(offer, masked=masked),
        "url": f"{settings.SITE_URL}/offres/{offer.pk}/?{query}",
        "city": site.city,
        "zipcode": site.postcode,
        "street": site.street or _UNKNOWN_STREET,
        "date_start": _day(mondays[0]) if mondays else None,
        "date_end": _day(mondays[-1] + _FRIDAY) if mondays else None,
        "latitude": site.point.y,
        "longitude": site.point.x,
        "image": f"{settings.SITE_URL}{static('maps/img/mark.svg')}",
        "sector": sector.name if sector else "",
        "handicap_accessible": offer.accessible,
        "period": 0,
        "weeks": ", ".join(f"du {day:%d/%m/%Y} au {day + _FRIDAY:%d/%m/%Y}" for day in mondays),
        "remote_id": offer.remote_id if is_partners else None,
        "is_public": site.host.is_public,
        "grades": grades_of(offer),
        "permalink": offer.permalink or None,
        "rep": offer.audience == "rep",
        "qpv": offer.audience == "qpv",
    }


def grades_of(offer: Offer) -> list[str]:
    """Return the grades; offers that partners did not post are for pupils of 3e."""
    details = details_of(offer)
    return list(details.grades) if details else ["troisieme"]


def iso(moment: datetime | None) -> str | None:
    """Return local time with its offset, to the millisecond."""
    if moment is None:
        return None
    return timezone.localtime(moment).isoformat(timespec="milliseconds")


def _employer(offer: Offer, *, masked: bool) -> dict[str, Any]:
    host, details = offer.site.host, details_of(offer)
    chosen = details.employer_chosen_name if details else ""
    return {
        "employer_name": (chosen or MASK) if masked else host.name,
        "employer_description": host.description or None,
        # A site would tell the name all the same.
        "employer_website": None if masked else host.website or None,
    }


def _day(day: Any) -> str:
    # A day of one digit has a blank before it: that is how existing clients know it.
    return f"{day.day:2} {MONTHS[day.month - 1]} {day.year}"
