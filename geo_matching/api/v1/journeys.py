"""The journey to an offer and back, leg by leg."""

from dataclasses import replace

from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.api.errors import invalid, quoted
from geo_matching.api.v1.common import COLLEGE, documented, read_origin
from geo_matching.api.v1.offer_json import trip_timetable_json, way_json
from geo_matching.api.v1.offer_schema import JourneySerializer
from geo_matching.api.v1.offers import WEEK, get_offer
from geo_matching.api.v1.parameters import ChoiceParameter
from geo_matching.api.views import ApiView
from geo_matching.matching.queries import EVENING, MORNING, stay_on, trips_for, week_of_trip
from offers.coming import coming_week
from offers.hours import DAYS
from offers.models import Offer

DIRECTION = ChoiceParameter(
    "direction", "Un seul sens\u202f; sans elle, les deux.", choices=(MORNING, EVENING)
)
DAY = ChoiceParameter(
    "day",
    "Jour dont les horaires comptent\u202f; sans lui, le jour le moins favorable.",
    choices=DAYS,
)
TRIP_WEEK = replace(
    WEEK,
    description="Semaine ISO dont les horaires comptent\u202f; répétable\u202f: la première à "
    "venir que l'offre accueille. Sans elle, la première semaine à venir de l'offre.",
)


class OfferJourney(ApiView):
    """Trajet du collège à l'offre et retour, étape par étape."""

    @documented(
        JourneySerializer,
        parameters=(COLLEGE, DIRECTION, DAY, TRIP_WEEK),
        statuses=(400, 404, 406, 409, 503),
    )
    def get(self, request: Request, pk: int) -> Response:
        direction = DIRECTION.read(request.query_params)
        day = DAY.read(request.query_params)
        weeks = TRIP_WEEK.read(request.query_params)
        origin = read_origin(request)
        offer = get_offer(pk)
        stay = stay_on(offer, day) if day else None
        if day and stay is None:
            raise invalid(DAY.name, f"Cette offre n'accueille pas le jour {quoted(day)}.")
        directions = (direction,) if direction else (MORNING, EVENING)
        week = _chosen(weeks, offer)
        trips = trips_for(origin, offer, directions, stay, week)
        ways = {trip.direction: way_json(trip) for trip in trips}
        return Response({"timetable": trip_timetable_json(origin.timetable, week), **ways})


def _chosen(weeks: frozenset[int], offer: Offer) -> int | None:
    """Return the one week that is asked for, else the one that the offer's trip is told for."""
    return min(weeks) if len(weeks) == 1 else week_of_trip(offer.weeks, weeks, coming_week())
