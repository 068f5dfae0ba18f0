"""Hard filters: which offers may be shown at all, one bool an offer, by pure functions."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

# Codes of an offer's audience, in the order that OfferTable.audience counts them.
AUDIENCES = ("all", "rep", "qpv", "clg")
_COLLEGES = 3


def open_to(
    audience: NDArray[np.int8], named: Mask, *, in_priority_education: bool, near_qpv: bool
) -> Mask:
    """Keep the offers open to a collège's pupils.

    Offers kept for priority education want a REP or REP+ collège; offers kept for QPV want one
    in a QPV or close to it (a pupil's own address is not asked for); offers kept for chosen
    collèges want one of these.

    Parameters
    ----------
    audience : int8[n]
    named : bool[n]
        True where the offer names this collège.
    """
    allowed = np.array([True, in_priority_education, near_qpv, False])
    return allowed[audience] | ((audience == _COLLEGES) & named)


def in_sectors(sector: NDArray[np.int16], names: tuple[str, ...], wanted: Iterable[str]) -> Mask:
    """Keep the offers of the wanted sectors; `sector` indexes `names`."""
    wanted_codes = set(wanted)
    allowed = np.array([name in wanted_codes for name in names], dtype=bool)
    return allowed[sector] if names else np.zeros(sector.size, dtype=bool)


def in_weeks(in_week: Mask, any_week: Mask, known: tuple[int, ...], wanted: Iterable[int]) -> Mask:
    """Keep the offers that take pupils in at least one of the wanted weeks.

    Parameters
    ----------
    in_week : bool array of shape (n, w)
        Offer x known week.
    any_week : bool array of shape (n,)
        True where the offer names no week.
    known : tuple of w int
        Weeks as year * 100 + week.
    wanted : iterable of int
        Weeks in the same form; those that no offer names keep only `any_week`.
    """
    columns = [known.index(week) for week in set(wanted) if week in known]
    return any_week | in_week[:, columns].any(axis=1)


def at_least(values: NDArray, least: int) -> Mask:
    """Keep the offers whose quality, or capacity, is not below `least`."""
    return values >= least
