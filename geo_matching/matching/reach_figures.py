"""What a place's reach is told in: collèges with their minutes, counts, and what would help."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from qpv_data.models import College


@dataclass(frozen=True, slots=True)
class ReachedFrom:
    """A collège with the minutes of its worst day; `minutes` is the longer of the two ways."""

    college: College
    minutes: int
    morning: int
    evening: int


@dataclass(frozen=True, slots=True)
class Count:
    """Collèges, their pupils of 3e, and how many of them have no known number of pupils."""

    colleges: int
    pupils_3e: int
    unknown: int


@dataclass(frozen=True, slots=True)
class OtherHours:
    start_s: int
    end_s: int
    count: Count


@dataclass(frozen=True, slots=True)
class MeetingPoint:
    """A stop that pupils get to, `metres` from the place as the crow flies."""

    name: str
    lat: float
    lon: float
    metres: int
    count: Count


@dataclass(frozen=True, slots=True)
class Reach:
    """Who could come. `bands` counts within 30, 45 and 60 minutes both ways.

    Attributes
    ----------
    any_college : bool
        False where no network around serves any REP or REP+ collège.
    linked : bool
        False where no street is near enough to walk from.
    colleges : tuple of ReachedFrom
        Within the longest commute that counts, the nearest in time first.
    other_hours, meeting_point
        Looked for on request, and only where nobody comes within the last band.
    """

    service_date: dt.date
    any_college: bool
    linked: bool
    bands: tuple[tuple[int, Count], ...]
    colleges: tuple[ReachedFrom, ...]
    other_hours: tuple[OtherHours, ...] = ()
    meeting_point: MeetingPoint | None = None

    @property
    def is_served(self) -> bool:
        return self.bands[-1][1].colleges > 0


def count_of(colleges: Sequence[College]) -> Count:
    """Return how many collèges and pupils these are; nobody's number is guessed."""
    known = [college.pupils_3e for college in colleges if college.pupils_3e is not None]
    return Count(len(colleges), sum(known), len(colleges) - len(known))
