"""Offers and commutes as arrays, and the join of the two: an offer's commute is its worst day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

# Minutes of an offer that cannot be reached both ways; above any real figure.
NO_WAY_MINUTES = np.int16(32_767)
_SECOND_BITS = 17  # seconds of a day fit in 17 bits


@dataclass(frozen=True, slots=True)
class OfferTable:
    """All offers that can still be had, ascending by id; n offers, h hours in all, w weeks.

    Attributes
    ----------
    offer_id, site_id : int64[n]
    sector : int16[n]
        Index into `sectors`.
    sectors : tuple of str
    quality : int16[n]
        0 to 100.
    capacity : int32[n]
    audience : int8[n]
        Index into `AUDIENCES` of eligibility.py.
    longitude, latitude : float64[n]
        For markers only: no rank reads them.
    first_hour : int64[n + 1]
        Offer -> its rows in `hour_key`.
    hour_key : int64[h]
        Site and hours in one number (`pair_key`); an offer that several hosts share has a site of
        its own on each day.
    weeks : tuple of int
        Distinct weeks that have not begun, ascending.
    in_week : bool[n, w]
    any_week : bool[n]
        True where the offer names no week: it takes pupils in all.
    reserved : mapping of UAI to int64 array
        Rows of the offers kept for chosen collèges that name this one.
    coming : int
        The first week that had not begun when the table was read.
    """

    offer_id: NDArray[np.int64]
    site_id: NDArray[np.int64]
    sector: NDArray[np.int16]
    sectors: tuple[str, ...]
    quality: NDArray[np.int16]
    capacity: NDArray[np.int32]
    audience: NDArray[np.int8]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    first_hour: NDArray[np.int64]
    hour_key: NDArray[np.int64]
    weeks: tuple[int, ...]
    in_week: NDArray[np.bool_]
    any_week: NDArray[np.bool_]
    reserved: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    coming: int = 0

    def naming(self, uai: str) -> NDArray[np.bool_]:
        """Tell which offers name this collège among those they are kept for."""
        named = np.zeros(self.offer_id.size, dtype=bool)
        if uai in self.reserved:
            named[self.reserved[uai]] = True
        return named


@dataclass(frozen=True, slots=True)
class CommuteRows:
    """Commutes of one collège that can be done both ways, ascending by `key`; all in seconds."""

    key: NDArray[np.int64]
    morning_s: NDArray[np.int32]
    evening_s: NDArray[np.int32]
    commute_s: NDArray[np.int32]
    rides: NDArray[np.int16]
    walk_s: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Reachable:
    """Offers that a collège can reach both ways every day, each with its worst day; m offers.

    `offer` is the row in the OfferTable (ascending), `row` the row in the CommuteRows; `minutes`
    the longer of the two ways in whole minutes, rounded up.
    """

    offer: NDArray[np.int64]
    row: NDArray[np.int64]
    minutes: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class SiteHours:
    """n distinct pairs of a site and its working hours, ascending; degrees and seconds.

    `sha256` covers all of it: equal digests mean that there is nothing new to compute.
    """

    site_id: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    start_s: NDArray[np.int32]
    end_s: NDArray[np.int32]
    sha256: str


def part(site_hours: SiteHours, kept: NDArray[np.bool_]) -> SiteHours:
    """Return some of the pairs; the digest stays that of all."""
    columns = (f.name for f in fields(site_hours) if f.name != "sha256")
    return replace(site_hours, **{name: getattr(site_hours, name)[kept] for name in columns})


def pair_key(site_id: NDArray, start_s: NDArray, end_s: NDArray) -> NDArray[np.int64]:
    """Return one number for a site and its working hours; equal only for equal triples."""
    site = np.asarray(site_id, dtype=np.int64)
    start = np.asarray(start_s, dtype=np.int64)
    end = np.asarray(end_s, dtype=np.int64)
    return (site << (2 * _SECOND_BITS)) | (start << _SECOND_BITS) | end


def hours_of_key(key: int) -> tuple[int, int]:
    """Return (start_s, end_s) of a `pair_key`."""
    mask = (1 << _SECOND_BITS) - 1
    return (key >> _SECOND_BITS) & mask, key & mask


def whole_minutes(seconds: NDArray) -> NDArray[np.int16]:
    """Return minutes rounded up, as people are told them."""
    return (-(-np.asarray(seconds, dtype=np.int64) // 60)).astype(np.int16)


def worst_day(offers: OfferTable, commutes: CommuteRows) -> Reachable:
    """Join offers with a collège's commutes.

    The worst day is the one with the largest mean commute, of equals the one with the longest
    way, then the first by site and hours. An offer one of whose days cannot be done both ways is
    left out.
    """
    row = _rows_of_keys(offers.hour_key, commutes.key)
    found = row >= 0
    offer_of_hour = np.repeat(np.arange(offers.offer_id.size), np.diff(offers.first_hour))
    complete = np.ones(offers.offer_id.size, dtype=bool)
    complete[offer_of_hour[~found]] = False
    complete &= np.diff(offers.first_hour) > 0
    kept = found & complete[offer_of_hour]
    offer, row = offer_of_hour[kept], row[kept]
    longest = np.maximum(commutes.morning_s[row], commutes.evening_s[row])
    order = np.lexsort((-row, longest, commutes.commute_s[row], offer))
    last = np.r_[np.diff(offer[order]) > 0, True] if order.size else np.zeros(0, dtype=bool)
    worst = order[last]
    return Reachable(offer[worst], row[worst], whole_minutes(longest[worst]))


def _rows_of_keys(wanted: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each wanted key its row among the ascending known ones, -1 where there is none."""
    if not known.size:
        return np.full(wanted.size, -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(known, wanted), known.size - 1)
    return np.where(known[place] == wanted, place, -1)
