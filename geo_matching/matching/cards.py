"""The offers of a page as a list shows them, read by one lean query."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from offers.models import Offer

# The ORM's models of a page take three times as long as all the rest of a ranking: columns that no
# list shows, and a geometry object for each point.
_QUERY = """
SELECT o.id, o.title, o.sector, o.capacity,
       o.capacity - o.seats_taken, o.weeks, o.quality_score, h.name, s.city,
       ST_X(s.point), ST_Y(s.point), o.quality_parts::text
FROM offers_offer o
JOIN offers_site s ON s.id = o.site_id
JOIN offers_host h ON h.id = s.host_id
WHERE o.id = ANY(%s) AND o.published_at IS NOT NULL AND o.removed_at IS NULL
"""
# Many offers have fulfilled the same rules.
_DISTINCT_PARTS = 4096


@dataclass(frozen=True, slots=True)
class OfferCard:
    """What a list shows of an offer; degrees. `quality_parts` are shared, and only to be read."""

    pk: int
    title: str
    sector: str
    capacity: int
    seats_left: int
    weeks: Sequence[int]
    quality_score: int
    host: str
    city: str
    longitude: float
    latitude: float
    quality_parts: Sequence[Mapping[str, Any]]


def read_cards(ids: Iterable[int]) -> dict[int, OfferCard]:
    """Return the cards of those offers that are published, by id, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [list(ids)])
        return {row[0]: _card(row) for row in cursor}


def card_of(offer: Offer) -> OfferCard:
    """Return the card of an offer whose site and host are at hand."""
    site = offer.site
    return OfferCard(
        pk=offer.pk,
        title=offer.title,
        sector=offer.sector,
        capacity=offer.capacity,
        seats_left=offer.seats_left,
        weeks=offer.weeks,
        quality_score=offer.quality_score,
        quality_parts=offer.quality_parts,
        host=site.host.name,
        city=site.city,
        longitude=site.point.x,
        latitude=site.point.y,
    )


def _card(row: Sequence[Any]) -> OfferCard:
    shown = dict(zip(OfferCard.__dataclass_fields__, row, strict=True))
    return OfferCard(**shown | {"quality_parts": _parts(row[-1])})


@lru_cache(maxsize=_DISTINCT_PARTS)
def _parts(text: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(text))
