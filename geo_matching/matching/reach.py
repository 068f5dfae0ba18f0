"""Who could come to a place at some hours: REP and REP+ collèges, asked from the place's end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.contrib.gis.geos import Point, Polygon
from numpy.typing import NDArray

from geo_matching.matching.commute_worker import LONGEST_S
from geo_matching.matching.computing import by_build
from geo_matching.matching.errors import NoTimetableError
from geo_matching.matching.networks import (
    MARGIN_DEGREES,
    Build,
    active_builds,
    answering,
    open_build,
)
from geo_matching.matching.origins import point_of
from geo_matching.matching.reach_figures import (
    Count,
    MeetingPoint,
    OtherHours,
    Reach,
    ReachedFrom,
    count_of,
)
from geo_matching.matching.tables import NO_WAY_MINUTES, whole_minutes
from qpv_data.models import College
from transit import queries as transit_queries
from transit.queries import Place

Hours = tuple[int, int]
BANDS = (30, 45, 60)
# Nobody comes from farther in the time of the longest commute: some 150 km of fast train.
_BOX_DEGREES = 1.5
# Later starts and earlier ends that a host might agree to, the mildest first.
_OTHER_HOURS = tuple(
    (int(start * 3600), int(end * 3600))
    for start, end in ((9.5, 16.5), (9, 16), (10, 17), (8.5, 16.5))
)
_MOST_OTHER_HOURS = 2
# Stops around the place that are tried as meeting points, the nearest first.
_STOPS_TRIED = 12
_FARTHEST_STOP_M = 20_000


@dataclass(frozen=True, slots=True)
class Day:
    """Where a pupil is to be, and from when to when (seconds)."""

    place: Place
    hours: Hours


@dataclass(frozen=True, slots=True)
class _Side:
    """Collèges of one network; their minutes are asked from a place's end."""

    build: Build
    colleges: tuple[College, ...]

    def ask(self, days: Sequence[Day]) -> tuple[NDArray[np.int16], NDArray[np.int16], list[bool]]:
        """Return minutes there and back (int16[days, collèges]), and which places are linked."""
        with answering(self.build):
            tables = list(
                transit_queries.commutes_to_many(
                    open_build(self.build),
                    [day.place for day in days],
                    [_place_of(college) for college in self.colleges],
                    np.array([day.hours for day in days], np.int32),
                    self.build.service_date,
                )
            )
        there = np.array([_minutes(table.morning_s) for table in tables])
        back = np.array([_minutes(table.evening_s) for table in tables])
        return there, back, [bool(table.origin_linked) for table in tables]


def reach_of(days: Sequence[Day], *, with_advice: bool = False) -> Reach:
    """Return which REP and REP+ collèges get to a place and back, on each of some days.

    Two searches a day, whatever the number of collèges; nothing is stored.

    Parameters
    ----------
    days : sequence of Day
        Distinct; a collège counts as its worst day, as the commutes of an offer do.
    with_advice : bool
        Where nobody comes, look for other hours (four more pairs a place) and, where all days are
        at one place, for a meeting point (some twelve).

    Raises
    ------
    NoTimetableError
        When no network covers one of the places.
    """
    places = list(dict.fromkeys(day.place for day in days))
    sides = _sides(places)
    if not sides:
        return _nobody(places)
    answers = [_reached(side, days) for side in sides]
    reached = sorted(
        (one for some, _ in answers for one in some), key=lambda r: (r.minutes, r.college.uai)
    )
    found = Reach(
        service_date=sides[0].build.service_date,
        any_college=True,
        linked=any(linked for _, linked in answers),
        bands=tuple((band, count_of(_within(reached, band))) for band in BANDS),
        colleges=tuple(reached),
    )
    if found.is_served or not with_advice:
        return found
    return _with_advice(found, sides[0], days)


def _nobody(places: Sequence[Place]) -> Reach:
    builds = [active_builds(Point(one.lon, one.lat, srid=4326)).first() for one in places]
    build = builds[0]
    if build is None or None in builds:
        raise NoTimetableError("no network covers the place")
    bands = tuple((band, Count(0, 0, 0)) for band in BANDS)
    return Reach(build.service_date, any_college=False, linked=True, bands=bands, colleges=())


def _sides(places: Sequence[Place]) -> list[_Side]:
    """Return the networks around all the places with their priority collèges, the most first."""
    # Who comes to the others comes to the first as well.
    place = places[0]
    box = Polygon.from_bbox(
        (
            place.lon - _BOX_DEGREES,
            place.lat - _BOX_DEGREES,
            place.lon + _BOX_DEGREES,
            place.lat + _BOX_DEGREES,
        )
    )
    box.srid = 4326
    around = College.objects.open().in_priority_education().filter(point__within=box)
    groups = by_build(around.select_related("commune").order_by("uai"))
    sides = [
        _Side(build, tuple(group))
        for build, group in groups
        if all(_covers(build, one) for one in places)
    ]
    return sorted(sides, key=lambda side: -len(side.colleges))


def _covers(build: Build, place: Place) -> bool:
    if build.bounds is None:
        return True
    west, south, east, north = build.bounds
    return (
        west - MARGIN_DEGREES <= place.lon <= east + MARGIN_DEGREES
        and south - MARGIN_DEGREES <= place.lat <= north + MARGIN_DEGREES
    )


def _reached(side: _Side, days: Sequence[Day]) -> tuple[list[ReachedFrom], bool]:
    there, back, linked = side.ask(days)
    longer = np.maximum(there, back)
    worst = longer.argmax(axis=0)
    rows = [
        ReachedFrom(
            college, int(longer[day, i]), morning=int(there[day, i]), evening=int(back[day, i])
        )
        for i, (college, day) in enumerate(zip(side.colleges, worst.tolist(), strict=True))
        if longer[day, i] < NO_WAY_MINUTES
    ]
    return rows, all(linked)


def _within(reached: Sequence[ReachedFrom], minutes: int) -> list[College]:
    return [one.college for one in reached if one.minutes <= minutes]


def _with_advice(found: Reach, side: _Side, days: Sequence[Day]) -> Reach:
    """Try other hours, and the stops around at the hours asked for."""
    places = list(dict.fromkeys(day.place for day in days))
    hours = [day.hours for day in days]
    others = [pair for pair in _OTHER_HOURS if set(hours) != {pair}]
    counts = _counts(side, [[Day(place, pair) for place in places] for pair in others])
    better = [
        OtherHours(*pair, count)
        for pair, count in zip(others, counts, strict=True)
        if count.colleges
    ]
    better.sort(key=lambda other: -other.count.colleges)
    whole_day = (min(start for start, _ in hours), max(end for _, end in hours))
    return replace(
        found,
        other_hours=tuple(better[:_MOST_OTHER_HOURS]),
        meeting_point=_meeting_point(side, places[0], whole_day) if len(places) == 1 else None,
    )


def _meeting_point(side: _Side, place: Place, hours: Hours) -> MeetingPoint | None:
    with answering(side.build):
        stops = transit_queries.nearest_stops(open_build(side.build), place, _STOPS_TRIED)
    stops = [stop for stop in stops if stop.metres <= _FARTHEST_STOP_M]
    counts = _counts(side, [[Day(Place(stop.lat, stop.lon), hours)] for stop in stops])
    for stop, count in zip(stops, counts, strict=True):
        if count.colleges:
            return MeetingPoint(stop.name, stop.lat, stop.lon, round(stop.metres), count)
    return None


def _counts(side: _Side, weeks: Sequence[Sequence[Day]]) -> list[Count]:
    """Return for each week who does all of its days within the last band; asked at once."""
    if not weeks:
        return []
    there, back, _ = side.ask([day for week in weeks for day in week])
    longer = np.maximum(there, back)
    ends = np.cumsum([len(week) for week in weeks])[:-1]
    near = [days.max(axis=0) <= BANDS[-1] for days in np.split(longer, ends)]
    return [count_of([side.colleges[i] for i in np.flatnonzero(row).tolist()]) for row in near]


def _minutes(seconds: NDArray[np.int32]) -> NDArray[np.int16]:
    no_way = seconds > LONGEST_S
    return np.where(no_way, NO_WAY_MINUTES, whole_minutes(np.where(no_way, 0, seconds)))


def _place_of(college: College) -> Place:
    point = point_of(college)
    return Place(point.y, point.x)
