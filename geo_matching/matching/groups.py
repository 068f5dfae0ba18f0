"""For a teacher: the hosts that can take a whole group in one week, with the group's trip."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo_matching.matching.cards import read_cards
from geo_matching.matching.catalogue import RankedOffer, ids_at, offers_of, with_cards
from geo_matching.matching.criteria import Filters
from geo_matching.matching.figures import CommuteFigures
from geo_matching.matching.origins import Origin
from geo_matching.matching.seats import seats_left
from geo_matching.matching.selection import CollegeOffers, select
from offers.models import Host, Offer, Site

MOST_HOSTS = 50


@dataclass(frozen=True, slots=True)
class GroupHost:
    """A host's site that can take the group.

    Attributes
    ----------
    offer : Offer
        The first of them, with its site and host, which are those of all.
    offers : tuple of RankedOffer
        The fewest offers that hold the group, the largest first.
    places : int
        Their free places together.
    commute : CommuteFigures
        Of the offer with the longest trip: the day the group must be able to do. The same trip
        serves for going and coming back, since all offers are at one site.
    """

    offer: Offer
    offers: tuple[RankedOffer, ...]
    places: int
    commute: CommuteFigures

    @property
    def site(self) -> Site:
        return self.offer.site

    @property
    def host(self) -> Host:
        return self.site.host


def groups_of_offers(
    origin: Origin, week: int, group_size: int, max_minutes: int
) -> list[list[RankedOffer]]:
    """Return for each of these sites the offers that hold the group, in one query.

    Parameters
    ----------
    origin : Origin
    week : int
        ISO week as year * 100 + week.
    group_size : int
        Pupils; the free places of one site, over its offers of that week, must hold them.
    max_minutes : int
        Bound on the longer of the two ways, for every offer used.

    Raises
    ------
    NoTimetableError
    """
    filters = Filters(max_minutes=max_minutes, weeks=frozenset({week}))
    offers = offers_of(origin)
    left = seats_left(offers.table, origin.seats_version)
    positions = select(offers, filters, left).positions
    chosen = _sites_with_room(offers, positions, left, group_size)
    positions = np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.int64)
    cards = read_cards(ids_at(offers, positions))
    groups = [with_cards(offers, group, cards) for group in chosen]
    return [group for group in groups if _places(group) >= group_size]


def read_hosts(groups: Sequence[Sequence[RankedOffer]]) -> list[GroupHost]:
    """Return the hosts of these groups of offers, in two queries."""
    found = Offer.objects.open().select_related("site__host").prefetch_related("days")
    rows = found.in_bulk([group[0].offer.pk for group in groups])
    # One taken down since its group was read is left out.
    return [_group_host(group, rows[pk]) for group in groups if (pk := group[0].offer.pk) in rows]


def _sites_with_room(
    offers: CollegeOffers, positions: np.ndarray, seats_left: np.ndarray, group_size: int
) -> list[np.ndarray]:
    """Return for the best sites the positions of the fewest offers that hold the group."""
    rows = offers.offer[positions]
    room = seats_left[rows]
    _, first, site = np.unique(offers.table.site_id[rows], return_index=True, return_inverse=True)
    # Sites as their best offer ranks; in a site the largest first; of equals the better ranked.
    order = np.lexsort((np.arange(rows.size), -room, first[site]))
    room, rank = room[order], first[site][order]
    starts = np.flatnonzero(np.diff(rank, prepend=-1))
    ends = np.append(starts[1:], rows.size)
    sums = np.cumsum(room) - room
    needed = sums - np.repeat(sums[starts], ends - starts) < group_size
    has_room = np.add.reduceat(room, starts) >= group_size if rows.size else np.zeros(0, bool)
    # Few of thousands of sites are shown: only these are cut out.
    cuts = [slice(starts[one], ends[one]) for one in np.flatnonzero(has_room)[:MOST_HOSTS]]
    return [positions[order[cut]][needed[cut]] for cut in cuts]


def _group_host(ranked: Sequence[RankedOffer], first: Offer) -> GroupHost:
    worst = max(ranked, key=lambda r: (r.commute.commute_s, r.commute.minutes, r.offer.pk))
    return GroupHost(
        offer=first, offers=tuple(ranked), places=_places(ranked), commute=worst.commute
    )


def _places(group: Sequence[RankedOffer]) -> int:
    return sum(ranked.offer.seats_left for ranked in group)
