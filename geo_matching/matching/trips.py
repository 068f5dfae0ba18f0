"""The trip of a collège's pupil to an offer and back, leg by leg."""

import datetime as dt
from dataclasses import dataclass

from geo_matching.matching.computing import ensure_computed
from geo_matching.matching.networks import Build, answering, build_by_pk, open_build
from geo_matching.matching.origins import Origin
from offers.hours import DEFAULT_HOURS, distinct_hours
from offers.models import Offer
from qpv_data.models import College
from transit import queries as transit_queries

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
    journey: "transit_queries.Journey | None"
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
    college, site = origin.college, offer.site
    there = (_place(college.point), _place(site.point))
    trips = []
    for direction in directions:
        if direction == MORNING:
            names = (college.name, site.host.name)
            trips.append(_trip(build, direction, names, there, arrive_by_s=start_s))
        else:
            names = (site.host.name, college.name)
            trips.append(_trip(build, direction, names, there[::-1], depart_s=end_s))
    return trips


def worst_hours(college: College, offer: Offer) -> tuple[int, int]:
    """Return (start_s, end_s) of the offer's day with the largest commute from this collège.

    A day that cannot be done is the worst of all; of such, and of equals, the earliest.
    """
    known = {
        (row["start_s"], row["end_s"]): row
        for row in college.commutes.filter(site=offer.site_id, commute_s__isnull=False).values(
            "start_s", "end_s", "commute_s", "morning_s", "evening_s"
        )
    }
    hours = sorted((h.start_s, h.end_s) for h in offer.hours.all()) or [DEFAULT_HOURS]

    def badness(pair: tuple[int, int]) -> tuple[float, int]:
        row = known.get(pair)
        if row is None:
            return (float("inf"), 0)
        return (row["commute_s"], max(row["morning_s"], row["evening_s"]))

    return max(hours, key=badness)


def hours_of_day(offer: Offer, day: str) -> tuple[int, int] | None:
    """Return (start_s, end_s) of an offer on a day named in French, None when it is a day off.

    An offer that gives no hours at all has the default ones from Monday to Friday.
    """
    if not offer.daily_hours:
        return None if day in {"samedi", "dimanche"} else DEFAULT_HOURS
    if day not in offer.daily_hours:
        return None
    return distinct_hours({day: offer.daily_hours[day]})[0]


def _trip(
    build: Build,
    direction: str,
    names: tuple[str, str],
    places: tuple["transit_queries.Place", "transit_queries.Place"],
    **when: int,
) -> Trip:
    with answering(build):
        network = open_build(build)
        journey = transit_queries.plan_journey(network, *places, build.service_date, **when)
    if journey.status != "ok":
        return Trip(direction, build.service_date, *names, journey=None, total_s=0)
    left, done = journey.departure, journey.arrival
    total_s = when["arrive_by_s"] - left if "arrive_by_s" in when else done - when["depart_s"]
    return Trip(direction, build.service_date, *names, journey=journey, total_s=total_s)


def _place(point) -> "transit_queries.Place":  # noqa: ANN001 - GEOS points carry no types
    return transit_queries.Place(point.y, point.x)
