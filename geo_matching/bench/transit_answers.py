"""What both sides answer before they are timed, and how the answers are compared."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo_matching.bench.process import MeasureError
from transit.queries import UNREACHED

# Origins of the single departures, minutes of the window, and sites that are compared.
ORIGINS, SITES = 3, 4
MINUTES = (0, 30, 60, 90, 119)
# Of isochrones; the last is the longest travel time of the service's own rules.
THRESHOLDS = (15, 30, 45, 60, 90)
# Where the baseline rides more often than we allow, it may be earlier: on this share at most.
LEAST_EQUAL = 0.9

Times = NDArray[np.int32]


class Equal(NamedTuple):
    """Answers that are equal, of so many that either side has."""

    equal: int
    answers: int

    def __str__(self) -> str:
        return f"{self.equal} of {self.answers} equal"


def compare(what: str, ours: Times, theirs: Times, least: float = LEAST_EQUAL) -> Equal:
    """Count equal seconds among the answers (UNREACHED: none) that either side has.

    Raises
    ------
    MeasureError
        When we are ever earlier than the baseline, which has fewer rules, or too seldom equal.
    """
    answered = (ours < UNREACHED) | (theirs < UNREACHED)
    count, equal = int(answered.sum()), int((answered & (ours == theirs)).sum())
    too_good = int((ours < theirs).sum())
    if too_good:
        raise MeasureError(f"{what}: {too_good} of {count} answers are too good to be true")
    if not count or equal < least * count:
        raise MeasureError(f"{what}: only {equal} of {count} answers equal the baseline's")
    return Equal(equal, count)


def check_mornings(arrivals: Times, arrivals_later: Times, start_s: int) -> str:
    """Check departures of arrive-by: in time, and a second later too late.

    Raises
    ------
    MeasureError
        When one comes too late, or most could have left later.
    """
    in_time, latest = int((arrivals <= start_s).sum()), int((arrivals_later > start_s).sum())
    if in_time < len(arrivals) or latest < LEAST_EQUAL * len(arrivals) - 1:
        raise MeasureError(f"mornings: {in_time} in time, {latest} latest of {len(arrivals)}")
    return f"{in_time} mornings in time, {latest} too late a second later, of {len(arrivals)}"


def check_areas(inside: NDArray[np.bool_], times_s: Times, *, nested: bool) -> str:
    """Check that what the baseline reaches in time lies in the isochrone, and that bands nest.

    Parameters
    ----------
    inside : bool[thresholds, targets]

    Raises
    ------
    MeasureError
        When a target that is reached lies outside, or an area is not inside the next.
    """
    due = np.array([times_s <= minutes * 60 for minutes in THRESHOLDS])
    missed = int((due & ~inside).sum())
    if missed > (1 - LEAST_EQUAL) * due.sum() or not nested:
        raise MeasureError(f"isochrones: {missed} of {due.sum()} lie outside, nested: {nested}")
    return f"{int(due.sum()) - missed} of {due.sum()} reached points inside"
