"""The offers of each collège, kept in memory as ranked arrays, and the cards of those to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo_matching.matching.cards import OfferCard, read_cards
from geo_matching.matching.computing import ensure_computed
from geo_matching.matching.explain import rank_reasons
from geo_matching.matching.figures import CommuteFigures
from geo_matching.matching.loading import load_commutes, load_offers
from geo_matching.matching.origins import Origin
from geo_matching.matching.selection import (
    CollegeOffers,
    college_offers,
)
from geo_matching.matching.tables import OfferTable, hours_of_key
from geo_matching.matching.versioned_cache import VersionedCache
from offers.sectors import SECTORS
from qpv_data.models import EducationPriority
from qpv_data.near_qpv import colleges_near_qpv

# Two tables, so that the requests of the version before do not fight those of the new one.
_tables: VersionedCache[OfferTable] = VersionedCache(2)
# The offers within reach of a network: some thousands, where all of France has hundreds of them.
_near: VersionedCache[OfferTable] = VersionedCache(8)
# About 0.8 MB each with 20 000 reachable offers.
_colleges: VersionedCache[CollegeOffers] = VersionedCache(64)


@dataclass(frozen=True, slots=True)
class RankedOffer:
    """An offer with its commute on its worst day, all its hours (s), and why it stands here."""

    offer: OfferCard
    commute: CommuteFigures
    hours: tuple[tuple[int, int], ...]
    reasons: list[str]


def offers_of(origin: Origin) -> CollegeOffers:
    """Return the origin's offers from memory, or computed and read now.

    Raises
    ------
    NoTimetableError
        When commutes must be computed and the network cannot be opened.
    """
    return _colleges.get(origin.cache_key, lambda: _load(origin))


def offer_table(version: int, coming: int) -> OfferTable:
    """Return all offers with a week from `coming` on as arrays.

    They are kept while the version of "ranking" and the week stay.
    """
    return _tables.get((version, coming), lambda: load_offers(coming))


def _load(origin: Origin) -> CollegeOffers:
    build = ensure_computed(origin)
    key = (build.pk, origin.version, origin.coming)
    table = _near.get(key, lambda: load_offers(origin.coming, build.reach))
    college = origin.college
    (commutes,) = load_commutes([college.uai])
    return college_offers(
        table,
        commutes,
        college.uai,
        in_priority_education=college.priority != EducationPriority.NONE,
        near_qpv=college.uai in colleges_near_qpv([college.uai]),
    )


def ranked_offers(
    offers: CollegeOffers, positions: Sequence[int] | np.ndarray, wishes: frozenset[str]
) -> list[RankedOffer]:
    """Return these positions of a CollegeOffers with their cards, in their order, in one query."""
    return with_cards(offers, positions, read_cards(ids_at(offers, positions)), wishes)


def ids_at(offers: CollegeOffers, positions: Sequence[int] | np.ndarray) -> list[int]:
    """Return the ids of the offers at these positions."""
    ids: list[int] = offers.table.offer_id[offers.offer[positions]].tolist()
    return ids


def with_cards(
    offers: CollegeOffers,
    positions: Sequence[int] | np.ndarray,
    cards: Mapping[int, OfferCard],
    wishes: frozenset[str] = frozenset(),
) -> list[RankedOffer]:
    """Return these positions with their cards, in their order, without a query."""
    # An offer taken down a moment ago is in memory still, but must not be shown.
    return [
        _ranked(offers, position, cards[pk], wishes)
        for position, pk in zip(positions, ids_at(offers, positions), strict=True)
        if pk in cards
    ]


def _ranked(
    offers: CollegeOffers, position: int, card: OfferCard, wishes: frozenset[str]
) -> RankedOffer:
    figures = offers.figures(position)
    row = offers.offer[position]
    first, last = offers.table.first_hour[row : row + 2]
    keys = offers.table.hour_key[first:last].tolist()
    wished = SECTORS[card.sector].name if card.sector in wishes else ""
    return RankedOffer(
        offer=card,
        commute=figures,
        # At several sites the same hours may come twice.
        hours=tuple(sorted({hours_of_key(key) for key in keys})),
        reasons=rank_reasons(figures, card.quality_parts, card.capacity, wished),
    )
