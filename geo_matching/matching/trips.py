"""The trip of a collège's pupil to an offer and back, leg by leg."""

import datetime as dt
import math
from dataclasses import dataclass

from django.contrib.gis.geos import Point

from geo_matching.matching.computing import ensure_computed
from geo_matching.matching.networks import Build, answering, build_by_pk, open_build
from geo_matching.matching.origins import Origin
from geo_matching.matching.versioned_cache import VersionedCache
from offers.hours import DEFAULT_HOURS, distinct_hours
from offers.models import Offer, Site
from qpv_data.models import College
from transit import queries as transit_queries
from transit.queries import Journey, Place

MORNING, EVENING = "morning", "evening"
# The pupils of a class look at the same trips, their teacher at one for six hosts at a time. A
# network never changes, another one has another key. 6 to 20 kB each.
_journeys: VersionedCache[Journey] = VersionedCache(512)


@dataclass(frozen=True, slots=True)
class Trip:
    """One way on `date`; `journey` is None where it cannot be done.

    `total_s` runs from leaving to the start of work, or from its end to being back: the wait for
    the opening counts, as in a Commute.
    """

    direction: str
    date: dt.date
    from_name: str
    to_name: str
    journey: Journey | None
    total_s: int


@dataclass(frozen=True, slots=True)
class Stay:
    """Where and when an offer takes place on one of its days; seconds since midnight."""

    site: Site
    start_s: int
    end_s: int


def trips_for(
    origin: Origin,
    offer: Offer,
    directions: tuple[str, ...],
    stay: Stay | None = None,
    week: int | None = None,
    build: Build | None = None,
) -> list[Trip]:
    """Return the trips of an offer, for the given stay, else for that of its worst day.

    A collège without commutes is computed first: they say which day is the worst.

    Parameters
    ----------
    week : int or None
        ISO week (202648) whose day counts, where its network has one; else, as for commutes, the
        network's standing day. `Trip.date` says which.
    build : Build or None
        The origin's, where the caller has it already.

    Raises
    ------
    NoTimetableError
        When the network cannot be opened.
    """
    build = build or build_by_pk(origin.build_pk)
    if stay is None:
        ensure_computed(origin)
        stay = worst_stay(origin.college, offer)
    date = build.day_of(week)
    start_s, end_s = stay.start_s, stay.end_s
    ends = (_place(origin.point), _place(stay.site.point))
    names = (origin.college.name, stay.site.host.name)
    trips = []
    for direction in directions:
        if direction == MORNING:
            journey = _plan(build, date, ends, arrive_by_s=start_s)
            total_s = start_s - journey.departure if journey else 0
            trips.append(Trip(direction, date, *names, journey, total_s))
        else:
            journey = _plan(build, date, ends[::-1], depart_s=end_s)
            total_s = journey.arrival - end_s if journey else 0
            trips.append(Trip(direction, date, *names[::-1], journey, total_s))
    return trips


def worst_stay(college: College, offer: Offer) -> Stay:
    """Return the offer's day with the largest commute from this collège.

    A day that cannot be done is the worst of all; of such, and of equals, the first by site and
    hours.
    """
    stays = stays_of(offer)
    sites = {stay.site.pk for stay in stays}
    both_ways = college.commutes.filter(site__in=sites, commute_s__isnull=False)
    known = {
        (site, start_s, end_s): (float(commute_s), max(morning_s, evening_s))
        for site, start_s, end_s, commute_s, morning_s, evening_s in both_ways.values_list(
            "site_id", "start_s", "end_s", "commute_s", "morning_s", "evening_s"
        )
        if commute_s is not None and morning_s is not None and evening_s is not None
    }
    return max(stays, key=lambda s: known.get((s.site.pk, s.start_s, s.end_s), (math.inf, 0)))


def stays_of(offer: Offer) -> list[Stay]:
    """Return the distinct stays of an offer, by site and hours; one a day where hosts share it."""
    stays = {
        (day.site_id, day.start_s, day.end_s): Stay(day.site, day.start_s, day.end_s)
        for day in offer.days.select_related("site__host")
    }
    if stays:
        return [stay for _, stay in sorted(stays.items(), key=lambda item: item[0])]
    hours = sorted((h.start_s, h.end_s) for h in offer.hours.all()) or [DEFAULT_HOURS]
    return [Stay(offer.site, *pair) for pair in hours]


def stay_on(offer: Offer, day: str) -> Stay | None:
    """Return where and when an offer takes place on a day named in French; None: a day off.

    An offer that gives no hours at all has the default ones from Monday to Friday.
    """
    days = list(offer.days.select_related("site__host"))
    if days:
        return next((Stay(d.site, d.start_s, d.end_s) for d in days if d.day == day), None)
    if not offer.daily_hours:
        return None if day in {"samedi", "dimanche"} else Stay(offer.site, *DEFAULT_HOURS)
    if day not in offer.daily_hours:
        return None
    return Stay(offer.site, *distinct_hours({day: offer.daily_hours[day]})[0])


def _plan(
    build: Build,
    date: dt.date,
    ends: tuple[Place, Place],
    *,
    depart_s: int | None = None,
    arrive_by_s: int | None = None,
) -> Journey | None:
    with answering(build):
        network = open_build(build)
        # Most weeks run as the standing day does: its cut is at hand, and serves them all.
        if transit_queries.runs_alike(network, date, build.service_date):
            date = build.service_date
        journey = _journeys.get(
            (build.pk, build.sha256, ends, date, depart_s, arrive_by_s),
            lambda: transit_queries.plan_journey(
                network, *ends, date, depart_s=depart_s, arrive_by_s=arrive_by_s
            ),
        )
    return journey if journey.status == "ok" else None


def _place(point: Point) -> Place:
    return Place(point.y, point.x)
