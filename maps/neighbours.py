"""The offers before and after one in the list it was opened from."""

import re
from dataclasses import dataclass

import numpy as np
from django.http import QueryDict
from django.urls import reverse

from geo_matching.matching.criteria import Filters, Sort
from geo_matching.matching.errors import (
    CollegeNotLocatedError,
    NoTimetableError,
    UnknownCollegeError,
)
from geo_matching.matching.queries import find_all_for, origin_of
from maps.forms import DEFAULT_MINUTES
from offers.sectors import SECTORS
from offers.weeks import parse_week
from qpv_data.models import College

_UAI = re.compile(r"[0-9]{7}[A-Z]")
_LEAST, _MOST = 15, 90


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Addresses of the list, and of the offers before and after ("" at its ends)."""

    back: str
    before: str
    after: str
    place: int
    count: int


def college_of(query: QueryDict) -> College | None:
    """Return the collège that a page's address names, if there is one."""
    uai = _uai(query)
    if uai is None:
        return None
    return College.objects.select_related("commune").filter(uai=uai).first()


def neighbours(query: QueryDict, pk: int) -> Neighbours | None:
    """Return the neighbours of an offer in the list that the address describes.

    None without a collège in the address, or when the offer is not in that list.
    """
    uai = _uai(query)
    if uai is None:
        return None
    # Whoever comes from the list has had this collège computed already.
    try:
        offers, selection = find_all_for(origin_of(uai), read_list(query))
    except (UnknownCollegeError, CollegeNotLocatedError, NoTimetableError):
        return None
    ids = offers.table.offer_id[offers.offer[selection.positions]]
    found = np.flatnonzero(ids == pk)
    if not found.size:
        return None
    place, tail = int(found[0]), f"?{query.urlencode()}"
    return Neighbours(
        back=reverse("pupil") + tail,
        before=_address(ids, place - 1, tail),
        after=_address(ids, place + 1, tail),
        place=place + 1,
        count=int(ids.size),
    )


def read_list(query: QueryDict) -> Filters:
    """Read what the list was asked for, as state.js writes it; what is wrong is left out."""
    minutes = query.get("max", "")
    known = minutes.isdecimal() and minutes.isascii() and _LEAST <= int(minutes[:4]) <= _MOST
    sort = query.get("tri", Sort.FOR_ME)
    return Filters(
        max_minutes=int(minutes[:4]) if known else DEFAULT_MINUTES,
        sectors=frozenset(query.getlist("domaine")) & frozenset(SECTORS),
        weeks=_weeks(query.get("semaine", "")),
        sort=sort if sort in Sort.ALL else Sort.FOR_ME,
    )


def _uai(query: QueryDict) -> str | None:
    uai = query.get("college", "").upper()
    return uai if _UAI.fullmatch(uai) else None


def _weeks(text: str) -> frozenset[int]:
    try:
        return frozenset({parse_week(text)}) if text else frozenset()
    except ValueError:
        return frozenset()


def _address(ids: np.ndarray, place: int, tail: str) -> str:
    if not 0 <= place < ids.size:
        return ""
    return reverse("offer_page", args=[int(ids[place])]) + tail
