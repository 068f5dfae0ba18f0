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
class _Side:
    """Collèges of one network; their minutes are asked from a place's end."""

    build: Build
    colleges: tuple[College, ...]

    def ask(
        self, places: Sequence[Place], hours: Sequence[Hours]
    ) -> tuple[NDArray[np.int16], NDArray[np.int16], list[bool]]:
        """Return minutes there and back (int16[places, collèges]), and which places are linked."""
        with answering(self.build):
            tables = list(
                transit_queries.commutes_to_many(
                    open_build(self.build),
                    places,
                    [_place_of(college) for college in self.colleges],
                    np.array(hours, np.int32),
                    self.build.service_date,
                )
            )
        there = np.array([_minutes(table.morning_s) for table in tables])
        back = np.array([_minutes(table.evening_s) for table in tables])
        return there, back, [bool(table.origin_linked) for table in tables]


def reach_of(lat: float, lon: float, hours: Sequence[Hours], *, with_advice: bool = False) -> Reach:
    """Return which REP and REP+ collèges get to a place and back.

    Two searches for each pair of hours, whatever the number of collèges; nothing is stored.

    Parameters
    ----------
    lat, lon : float
        Degrees (WGS84).
    hours : sequence of (start_s, end_s)
        Distinct pairs; with several a collège counts as its worst day.
    with_advice : bool
        Where nobody comes, look for other hours and a meeting point: some sixteen more pairs.

    Raises
    ------
    NoTimetableError
        When no network covers the place.
    """
    place = Place(lat, lon)
    sides = _sides(place)
    if not sides:
        return _nobody(place)
    answers = [_reached(side, place, hours) for side in sides]
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
    return _with_advice(found, sides[0], place, hours)


def _nobody(place: Place) -> Reach:
    build = active_builds(Point(place.lon, place.lat, srid=4326)).first()
    if build is None:
        raise NoTimetableError("no network covers the place")
    bands = tuple((band, Count(0, 0, 0)) for band in BANDS)
    return Reach(build.service_date, any_college=False, linked=True, bands=bands, colleges=())


def _sides(place: Place) -> list[_Side]:
    """Return the networks around the place with their priority collèges, the most first."""
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
    sides = [_Side(build, tuple(group)) for build, group in groups if _covers(build, place)]
    return sorted(sides, key=lambda side: -len(side.colleges))


def _covers(build: Build, place: Place) -> bool:
    if build.bounds is None:
        return True
    west, south, east, north = build.bounds
    return (
        west - MARGIN_DEGREES <= place.lon <= east + MARGIN_DEGREES
        and south - MARGIN_DEGREES <= place.lat <= north + MARGIN_DEGREES
    )


def _reached(side: _Side, place: Place, hours: Sequence[Hours]) -> tuple[list[ReachedFrom], bool]:
    there, back, linked = side.ask([place] * len(hours), hours)
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


def _with_advice(found: Reach, side: _Side, place: Place, hours: Sequence[Hours]) -> Reach:
    """Try other hours, and the stops around at the hours asked for."""
    others = [pair for pair in _OTHER_HOURS if pair not in hours]
    better = [
        OtherHours(*pair, count)
        for pair, count in zip(others, _counts(side, [place] * len(others), others), strict=True)
        if count.colleges
    ]
    better.sort(key=lambda other: -other.count.colleges)
    return replace(
        found,
        other_hours=tuple(better[:_MOST_OTHER_HOURS]),
        meeting_point=_meeting_point(side, place, (min(hours)[0], max(end for _, end in hours))),
    )


def _meeting_point(side: _Side, place: Place, hours: Hours) -> MeetingPoint | None:
    with answering(side.build):
        stops = transit_queries.nearest_stops(open_build(side.build), place, _STOPS_TRIED)
    stops = [stop for stop in stops if stop.metres <= _FARTHEST_STOP_M]
    places = [Place(stop.lat, stop.lon) for stop in stops]
    counts = _counts(side, places, [hours] * len(places)) if places else []
    for stop, count in zip(stops, counts, strict=True):
        if count.colleges:
            return MeetingPoint(stop.name, stop.lat, stop.lon, round(stop.metres), count)
    return None


def _counts(side: _Side, places: Sequence[Place], hours: Sequence[Hours]) -> list[Count]:
    """Return who gets to each place within the last band."""
    there, back, _ = side.ask(places, hours)
    near = np.maximum(there, back) <= BANDS[-1]
    return [count_of([side.colleges[i] for i in np.flatnonzero(row).tolist()]) for row in near]


def _minutes(seconds: NDArray[np.int32]) -> NDArray[np.int16]:
    no_way = seconds > LONGEST_S
    return np.where(no_way, NO_WAY_MINUTES, whole_minutes(np.where(no_way, 0, seconds)))


def _place_of(college: College) -> Place:
    point = point_of(college)
    return Place(point.y, point.x)
