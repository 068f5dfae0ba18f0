"""Invented hosts, sites and offers for tests, one by one or on a grid."""

import datetime as dt
from collections.abc import Iterable
from itertools import count

from django.utils import timezone

from offers.models import Host, Offer, Site, WorkingHours
from offers.weeks import week_of
from tests.qpv_data.factories import point_at

NINE_TO_FIVE = (9 * 3600, 17 * 3600)

_numbers = count(1)


def week_ahead(weeks: int) -> int:
    """Return the ISO week so many weeks from today: what is past is found by nobody."""
    return week_of(timezone.localdate() + dt.timedelta(weeks=weeks))


# Weeks of offers, one after the other.
SOON, LATER = week_ahead(2), week_ahead(3)


def make_host(name: str | None = None, **fields) -> Host:
    number = next(_numbers)
    name = name or f"Atelier {number}"
    return Host.objects.create(name=name, key=fields.pop("key", f"tests:{number}"), **fields)


def make_site(*, north_m: float = 0, east_m: float = 0, host: Host | None = None, **fields) -> Site:
    """Make a site so many metres north and east of the grid's middle."""
    values = {
        "host": host or make_host(),
        "street": f"{next(_numbers)} rue des Essais",
        "postcode": "38990",
        "city": "Valbourg",
        "point": point_at(north_m, east_m),
        **fields,
    }
    return Site.objects.create(**values)


def make_offer(
    site: Site | None = None, *, hours: Iterable[tuple[int, int]] = (NINE_TO_FIVE,), **fields
) -> Offer:
    """Make a published offer with these distinct working hours (start_s, end_s)."""
    number = next(_numbers)
    offer = Offer.objects.create(
        **{
            "site": site or make_site(),
            "source": "tests",
            "remote_id": f"t-{number}",
            "permalink": f"https://offres.example/{number}",
            "title": f"Découverte de l'atelier {number}",
            "description": "Accueil, visite, puis deux ateliers par jour avec l'équipe.",
            "sector": "s31",
            "capacity": 2,
            "weeks": [SOON],
            "published_at": timezone.now(),
            "quality_score": 50,
            **fields,
        }
    )
    WorkingHours.objects.bulk_create(
        [WorkingHours(offer=offer, start_s=start, end_s=end) for start, end in hours]
    )
    return offer


def make_offers_on_grid(rows: int, columns: int, *, step_m: float = 500, **fields) -> list[Offer]:
    """Make one offer at each knot of a grid that begins at the middle and goes north and east."""
    return [
        make_offer(make_site(north_m=row * step_m, east_m=column * step_m), **fields)
        for row in range(rows)
        for column in range(columns)
    ]
