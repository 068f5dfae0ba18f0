"""What pages and the web API may ask of matching: the one door to it."""

from dataclasses import dataclass

from geo_matching.matching.catalogue import RankedOffer, offers_of, ranked_offers
from geo_matching.matching.criteria import Filters, Sort
from geo_matching.matching.gaps import CollegeSeats, Gaps, QpvSeats, seats_within
from geo_matching.matching.groups import MOST_HOSTS, GroupHost, groups_of_offers, read_hosts
from geo_matching.matching.isochrones import Band, isochrones_for
from geo_matching.matching.origins import Origin, origin_of
from geo_matching.matching.reach import Day, reach_of
from geo_matching.matching.reach_figures import Reach
from geo_matching.matching.seats import seats_left
from geo_matching.matching.selection import Beyond, CollegeOffers, Selection, select
from geo_matching.matching.timetables import week_of_trip
from geo_matching.matching.trips import EVENING, MORNING, Stay, Trip, stay_on, trips_for
from qpv_data.models import College

__all__ = [
    "EVENING",
    "MORNING",
    "MOST_HOSTS",
    "Band",
    "Beyond",
    "CollegeOffers",
    "CollegeSeats",
    "Day",
    "Filters",
    "Gaps",
    "GroupHost",
    "OfferPage",
    "Origin",
    "QpvSeats",
    "RankedOffer",
    "Reach",
    "Selection",
    "Sort",
    "Stay",
    "Trip",
    "find_all_for",
    "find_offers_for",
    "groups_of_offers",
    "isochrones_for",
    "origin_of",
    "reach_of",
    "read_hosts",
    "seats_within",
    "stay_on",
    "trips_for",
    "week_of_trip",
]


@dataclass(frozen=True, slots=True)
class OfferPage:
    """One page of a ranking; `count` is that of all pages."""

    count: int
    beyond: Beyond | None
    results: list[RankedOffer]


def find_offers_for(
    college: College | Origin, filters: Filters, *, page: int = 1, page_size: int = 20
) -> OfferPage:
    """Return one page of the offers with free seats that a collège can reach, ranked.

    Two queries when the collège is in memory (one when an Origin is given). A collège without
    commutes is computed first. A page past the end is empty.

    Raises
    ------
    CollegeNotLocatedError, NoTimetableError
    """
    origin = college if isinstance(college, Origin) else origin_of(college.uai)
    offers = offers_of(origin)
    selection = select(offers, filters, seats_left(offers.table, origin.seats_version))
    first = (page - 1) * page_size
    positions = selection.positions[first : first + page_size]
    ranked = ranked_offers(offers, positions, filters.wishes)
    return OfferPage(int(selection.positions.size), selection.beyond, ranked)


def find_all_for(origin: Origin, filters: Filters) -> tuple[CollegeOffers, Selection]:
    """Return every matching offer as arrays (for a map), without a query of its own."""
    offers = offers_of(origin)
    left = seats_left(offers.table, origin.seats_version)
    return offers, select(offers, filters, left)
