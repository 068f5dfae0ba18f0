"""Who could come to a place at some hours, for somebody who is posting an offer."""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.api.errors import ApiError, invalid, quoted
from geo_matching.api.signed_in import EngineThrottle, SignedInView
from geo_matching.api.v1.offer_json import DECIMALS, clock
from geo_matching.api.v1.parameters import ChoiceParameter, NumberParameter
from geo_matching.common.france import point_fault
from geo_matching.matching.errors import NoTimetableError
from geo_matching.matching.queries import Day, Reach, reach_of
from geo_matching.matching.reach_figures import Count, ReachedFrom
from offers.hours import DEFAULT_HOURS, parse_clock
from transit.queries import Place

LAT = NumberParameter("lat", "Latitude du lieu.", required=True, low=-90, high=90)
LON = NumberParameter("lon", "Longitude du lieu.", required=True, low=-180, high=180)
ADVICE = ChoiceParameter("advice", "1\u202f: chercher aussi ce qui aiderait.", choices=("0", "1"))
MOST_DAYS = 7
NO_TIMETABLE = (
    "Nous ne connaissons pas encore les horaires de transport autour de ce lieu. "
    "Votre offre peut être publiée\u202f: les trajets viendront avec les horaires."
)


@extend_schema(exclude=True)
class ReachView(SignedInView):
    """Collèges REP et REP+ dont les élèves peuvent venir et repartir."""

    required_action = "offers.post"
    throttle_classes = [EngineThrottle]

    def get(self, request: Request) -> Response:
        days = _days(request.query_params)
        with_advice = ADVICE.read(request.query_params) == "1"
        try:
            reach = reach_of(days, with_advice=with_advice)
        except NoTimetableError:
            raise ApiError(503, "NO_TIMETABLE", NO_TIMETABLE, "lat") from None
        return Response(reach_json(reach))


def reach_json(reach: Reach) -> dict[str, Any]:
    meeting = reach.meeting_point
    return {
        "date": reach.service_date.isoformat(),
        "any_college": reach.any_college,
        "served": reach.is_served,
        "linked": reach.linked,
        "bands": [{"minutes": band, **_count(count)} for band, count in reach.bands],
        "colleges": [_college(reached) for reached in reach.colleges],
        "other_hours": [
            {
                "start": clock(other.start_s)[:5],
                "end": clock(other.end_s)[:5],
                **_count(other.count),
            }
            for other in reach.other_hours
        ],
        "meeting_point": meeting
        and {
            "name": meeting.name,
            "lat": round(meeting.lat, DECIMALS),
            "lon": round(meeting.lon, DECIMALS),
            "metres": meeting.metres,
            **_count(meeting.count),
        },
    }


def _count(count: Count) -> dict[str, int]:
    return {
        "colleges": count.colleges,
        "pupils_3e": count.pupils_3e,
        "unknown": count.unknown,
    }


def _college(reached: ReachedFrom) -> dict[str, Any]:
    college = reached.college
    point = college.point
    return {
        "uai": college.uai,
        "name": college.name,
        "city": college.commune.name,
        "priority": college.priority.upper(),
        "pupils_3e": college.pupils_3e,
        "lat": round(point.y, DECIMALS) if point else None,
        "lon": round(point.x, DECIMALS) if point else None,
        "minutes": reached.minutes,
        "morning": reached.morning,
        "evening": reached.evening,
    }


def _days(query: QueryDict) -> list[Day]:
    """Return the distinct days; `start` and `end` may be repeated, `lat` and `lon` with them."""
    places, hours = _places(query), _hours(query)
    if len(places) == 1:
        places *= len(hours)
    if len(places) != len(hours):
        raise invalid("lat", "Donnez un seul lieu, ou autant de lieux que d'horaires.")
    return sorted(
        {Day(place, pair) for place, pair in zip(places, hours, strict=True)},
        key=lambda day: (day.hours, day.place.lat, day.place.lon),
    )


def _places(query: QueryDict) -> list[Place]:
    lats, lons = query.getlist("lat"), query.getlist("lon")
    if len(lats) != len(lons) or len(lats) > MOST_DAYS:
        raise invalid("lon", f"Donnez autant de longitudes que de latitudes, {MOST_DAYS} au plus.")
    return [_place(lat, lon) for lat, lon in zip(lats, lons, strict=True)] or [_place("", "")]


def _place(lat_text: str, lon_text: str) -> Place:
    one = QueryDict(urlencode({"lat": lat_text, "lon": lon_text}))
    lat, lon = LAT.read(one), LON.read(one)
    if lat is None or lon is None or point_fault(lat, lon):
        raise invalid("lat", "Ce point n'est pas en France.")
    return Place(lat, lon)


def _hours(query: QueryDict) -> list[tuple[int, int]]:
    """Return the pairs in their order; the usual day where none is given."""
    starts, ends = query.getlist("start"), query.getlist("end")
    if len(starts) != len(ends) or len(starts) > MOST_DAYS:
        raise invalid("end", f"Donnez autant de fins que de débuts, {MOST_DAYS} au plus.")
    pairs = [(_clock("start", a), _clock("end", b)) for a, b in zip(starts, ends, strict=True)]
    if any(end_s <= start_s for start_s, end_s in pairs):
        raise invalid("end", "La fin de la journée doit venir après son début.")
    return pairs or [DEFAULT_HOURS]


def _clock(name: str, text: str) -> int:
    try:
        return parse_clock(text)
    except ValueError:
        raise invalid(
            name, f"{quoted(name)} accepte une heure comme 9:00, pas {quoted(text)}."
        ) from None
