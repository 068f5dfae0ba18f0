"""The trip of a collège's pupil to an offer and back, leg by leg."""

import datetime as dt
import math
from dataclasses import dataclass

from django.contrib.gis.geos import Point

from geo_matching.matching.computing import ensure_computed
from geo_matching.matching.networks import Build, answering, build_by_pk, open_build
from geo_matching.matching.origins import Origin
from offers.hours import DEFAULT_HOURS, distinct_hours
from offers.models import Offer
from qpv_data.models import College
from transit import queries as transit_queries
from transit.queries import Journey, Place

MORNING, EVENING = "morning", "evening"


@dataclass(frozen=True, slots=True)
class Trip:
    """One way; `journey` is None where it cannot be done.

    `total_s` runs from leaving to the start of work, or from its end to being back: the wait for
    the opening counts, as in a Commute.
    """

    direction: str
    date: dt.date
    from_name: str
    to_name: str
    journey: Journey | None
    total_s: int


def trips_for(
    origin: Origin, offer: Offer, directions: tuple[str, ...], hours: tuple[int, int] | None = None
) -> list[Trip]:
    """Return the trips of an offer, for the given hours, else for those of its worst day.

    A collège without commutes is computed first: they say which day is the worst.

    Raises
    ------
    NoTimetableError
        When the network cannot be opened.
    """
    build = build_by_pk(origin.build_pk)
    if hours is None:
        ensure_computed(origin)
    start_s, end_s = hours or worst_hours(origin.college, offer)
    ends = (_place(origin.point), _place(offer.site.point))
    names = (origin.college.name, offer.site.host.name)
    trips = []
    for direction in directions:
        if direction == MORNING:
            journey = _plan(build, ends, arrive_by_s=start_s)
            total_s = start_s - journey.departure if journey else 0
            trips.append(Trip(direction, build.service_date, *names, journey, total_s))
        else:
            journey = _plan(build, ends[::-1], depart_s=end_s)
            total_s = journey.arrival - end_s if journey else 0
            trips.append(Trip(direction, build.service_date, *names[::-1], journey, total_s))
    return trips


def worst_hours(college: College, offer: Offer) -> tuple[int, int]:
    """Return (start_s, end_s) of the offer's day with the largest commute from this collège.

    A day that cannot be done is the worst of all; of such, and of equals, the earliest.
    """
    both_ways = college.commutes.filter(site=offer.site_id, commute_s__isnull=False)
    known = {
        (start_s, end_s): (float(commute_s), max(morning_s, evening_s))
        for start_s, end_s, commute_s, morning_s, evening_s in both_ways.values_list(
            "start_s", "end_s", "commute_s", "morning_s", "evening_s"
        )
        if commute_s is not None and morning_s is not None and evening_s is not None
    }
    hours = sorted((h.start_s, h.end_s) for h in offer.hours.all()) or [DEFAULT_HOURS]
    return max(hours, key=lambda pair: known.get(pair, (math.inf, 0)))


def hours_of_day(offer: Offer, day: str) -> tuple[int, int] | None:
    """Return (start_s, end_s) of an offer on a day named in French, None when it is a day off.

    An offer that gives no hours at all has the default ones from Monday to Friday.
    """
    if not offer.daily_hours:
        return None if day in {"samedi", "dimanche"} else DEFAULT_HOURS
    if day not in offer.daily_hours:
        return None
    return distinct_hours({day: offer.daily_hours[day]})[0]


def _plan(
    build: Build,
    ends: tuple[Place, Place],
    *,
    depart_s: int | None = None,
    arrive_by_s: int | None = None,
) -> Journey | None:
    with answering(build):
        journey = transit_queries.plan_journey(
            open_build(build), *ends, build.service_date, depart_s=depart_s, arrive_by_s=arrive_by_s
        )
    return journey if journey.status == "ok" else None


def _place(point: Point) -> Place:
    return Place(point.y, point.x)
