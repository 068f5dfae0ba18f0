"""The offers of one collège as arrays, and what a person's filters keep of them, in order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo_matching.matching import eligibility, ranking
from geo_matching.matching.criteria import Filters, Sort
from geo_matching.matching.figures import CommuteFigures
from geo_matching.matching.tables import CommuteRows, OfferTable, hours_of_key, worst_day

# How much further the count of "just beyond" looks, in minutes at a time.
BEYOND_STEP_MINUTES = 10


@dataclass(frozen=True, slots=True)
class CollegeOffers:
    """Offers that a collège's pupils may take and can reach both ways; m offers, ascending by id.

    Attributes
    ----------
    table : OfferTable
        All offers; `offer` (int64[m]) are the rows of these.
    commutes : CommuteRows
        The collège's commutes; `row` (int64[m]) is each offer's worst day.
    minutes : int16[m]
        The longer of the two ways, rounded up.
    orders : dict of sort to int64[m]
        Positions 0..m-1 in each order that needs no wishes.
    """

    table: OfferTable
    commutes: CommuteRows
    offer: NDArray[np.int64]
    row: NDArray[np.int64]
    minutes: NDArray[np.int16]
    orders: dict[str, NDArray[np.int64]]

    def figures(self, position: int) -> CommuteFigures:
        row = self.row[position]
        start_s, end_s = hours_of_key(int(self.commutes.key[row]))
        return CommuteFigures(
            start_s=start_s,
            end_s=end_s,
            morning_s=int(self.commutes.morning_s[row]),
            evening_s=int(self.commutes.evening_s[row]),
            commute_s=int(self.commutes.commute_s[row]),
            rides=int(self.commutes.rides[row]),
            walk_s=int(self.commutes.walk_s[row]),
        )


@dataclass(frozen=True, slots=True)
class Beyond:
    """`count` more offers appear when the bound is raised to `minutes`."""

    minutes: int
    count: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Positions in a CollegeOffers, best first, and what lies just beyond the bound."""

    positions: NDArray[np.int64]
    beyond: Beyond | None


def college_offers(
    table: OfferTable,
    commutes: CommuteRows,
    uai: str,
    *,
    in_priority_education: bool,
    near_qpv: bool,
) -> CollegeOffers:
    """Join, keep what the collège's pupils may take, and order once for all requests."""
    reachable = worst_day(table, commutes)
    kept = eligibility.open_to(
        table.audience[reachable.offer],
        table.naming(uai)[reachable.offer],
        in_priority_education=in_priority_education,
        near_qpv=near_qpv,
    )
    offer, row = reachable.offer[kept], reachable.row[kept]
    offer_id, quality = table.offer_id[offer], table.quality[offer]
    commute_s, minutes = commutes.commute_s[row], reachable.minutes[kept]
    orders = {
        Sort.FOR_ME: ranking.order_by_score(
            ranking.score_offers(commute_s, quality), quality, offer_id
        ),
        Sort.COMMUTE: ranking.order_by_commute(minutes, commute_s, quality, offer_id),
        Sort.QUALITY: ranking.order_by_quality(commute_s, quality, offer_id),
    }
    return CollegeOffers(table, commutes, offer, row, minutes, orders)


def select(
    offers: CollegeOffers, filters: Filters, seats_left: NDArray[np.int32] | None = None
) -> Selection:
    """Return what the filters keep, in the order asked for.

    `seats_left` (int32[n], by row of the table) leaves out what is full; None: seats do not count.
    """
    kept = _fitting(offers, filters)
    if seats_left is not None:
        kept &= eligibility.at_least(seats_left[offers.offer], 1)
    beyond = None
    if filters.max_minutes is not None:
        beyond = _just_beyond(offers.minutes[kept], filters.max_minutes)
        kept &= offers.minutes <= filters.max_minutes
    order = _order(offers, filters)
    return Selection(order[kept[order]], beyond)


def _fitting(offers: CollegeOffers, filters: Filters) -> NDArray[np.bool_]:
    """Every filter but the bound on the commute."""
    table, rows = offers.table, offers.offer
    kept = eligibility.at_least(table.quality[rows], filters.min_quality)
    if filters.sectors:
        kept &= eligibility.in_sectors(table.sector[rows], table.sectors, filters.sectors)
    if filters.weeks:
        # A week that has begun is nobody's any more, not even that of an offer for all weeks.
        asked = [week for week in filters.weeks if week >= table.coming]
        if not asked:
            return np.zeros(rows.size, dtype=bool)
        kept &= eligibility.in_weeks(table.in_week[rows], table.any_week[rows], table.weeks, asked)
    return kept


def _order(offers: CollegeOffers, filters: Filters) -> NDArray[np.int64]:
    if filters.sort != Sort.FOR_ME or not filters.wishes:
        return offers.orders[filters.sort]
    table, rows = offers.table, offers.offer
    quality = table.quality[rows]
    wished = eligibility.in_sectors(table.sector[rows], table.sectors, filters.wishes)
    score = ranking.score_offers(offers.commutes.commute_s[offers.row], quality, wished)
    return ranking.order_by_score(score, quality, table.offer_id[rows])


def _just_beyond(minutes: NDArray[np.int16], bound: int) -> Beyond | None:
    further = minutes[minutes > bound]
    if not further.size:
        return None
    steps = -(-(int(further.min()) - bound) // BEYOND_STEP_MINUTES)
    limit = bound + steps * BEYOND_STEP_MINUTES
    return Beyond(limit, int(np.count_nonzero(further <= limit)))
