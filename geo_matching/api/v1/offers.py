"""Offers: ranked for a collège, as markers of a map, or one in full."""

from django.http import QueryDict
from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.accounts.models import current_season
from geo_matching.api.errors import ApiError
from geo_matching.api.pagination import PAGING, paged, read_page
from geo_matching.api.v1.common import COLLEGE, documented, read_origin
from geo_matching.api.v1.offer_json import (
    beyond_json,
    markers_json,
    offer_json,
    ranked_json,
    timetable_json,
)
from geo_matching.api.v1.offer_schema import (
    BeyondSerializer,
    MarkersSerializer,
    OfferSerializer,
    RankedOfferSerializer,
    TimetableSerializer,
)
from geo_matching.api.v1.parameters import ChoiceParameter, CodesParameter, IntegerParameter
from geo_matching.api.v1.schema import page_of
from geo_matching.api.views import ApiView
from geo_matching.matching.queries import Filters, Sort, find_all_for, find_offers_for
from offers.models import Offer
from offers.sectors import SECTORS
from offers.weeks import parse_week

LARGEST_ID = 2**63 - 1
_CLOSED = "La recherche est fermée pour le moment."
_OPENS = "Elle rouvre avec la prochaine saison de stages."


def parse_sector(value: str) -> str:
    code = value.strip().lower()
    if code not in SECTORS:
        raise ValueError(value)
    return code


_CODE = {"type": "string", "pattern": "^s[0-9]{1,2}$", "example": "s33"}
MAX_MINUTES = IntegerParameter(
    "max_minutes",
    "Durée que le plus long des deux trajets ne dépasse pas\u202f; sans elle, toutes les offres.",
    low=1,
    high=180,
)
MIN_QUALITY = IntegerParameter("min_quality", "Qualité minimale.", low=0, high=100, default=0)
SECTOR = CodesParameter(
    "sector",
    "Domaine (code)\u202f; répétable. Les autres sont cachés.",
    parse=parse_sector,
    expected="des codes de domaine comme s33",
    item=_CODE,
)
WISHES = CodesParameter(
    "wishes",
    "Domaines souhaités (codes)\u202f; répétable. Ils remontent, aucun n'est caché.",
    parse=parse_sector,
    expected="des codes de domaine comme s33",
    item=_CODE,
)
WEEK = CodesParameter(
    "week",
    "Semaine ISO\u202f; répétable. Une offre convient si elle accueille l'une d'elles.",
    parse=parse_week,
    expected="des semaines comme 2026-W48",
    item={"type": "string", "pattern": "^[0-9]{4}-W[0-9]{1,2}$", "example": "2026-W48"},
)
SORT = ChoiceParameter("sort", "Ordre.", choices=Sort.ALL, default=Sort.FOR_ME)
FILTERS = (COLLEGE, MAX_MINUTES, SECTOR, WEEK, MIN_QUALITY, WISHES, SORT)


def read_filters(query: QueryDict) -> Filters:
    return Filters(
        max_minutes=MAX_MINUTES.read(query),
        sectors=SECTOR.read(query),
        weeks=WEEK.read(query),
        min_quality=MIN_QUALITY.read(query) or 0,
        wishes=WISHES.read(query),
        sort=SORT.read(query) or Sort.FOR_ME,
    )


def refuse_when_closed() -> None:
    """Answer as the search page does while an administrator has closed the search.

    Raises
    ------
    ApiError
        403, with the administrator's words.
    """
    season = current_season()
    if not season.search_open:
        message = f"{_CLOSED} {season.message or _OPENS}"
        raise ApiError(403, "SEARCH_CLOSED", message)


class OfferList(ApiView):
    """Offres atteignables depuis un collège, les meilleures d'abord."""

    @documented(
        page_of(
            RankedOfferSerializer,
            beyond=BeyondSerializer(allow_null=True),
            timetable=TimetableSerializer(),
        ),
        parameters=(*FILTERS, *PAGING),
        statuses=(400, 403, 404, 406, 409, 503),
        operation_id="offers_list",
    )
    def get(self, request: Request) -> Response:
        refuse_when_closed()
        page, filters = read_page(request), read_filters(request.query_params)
        origin = read_origin(request)
        found = find_offers_for(origin, filters, page=page.number, page_size=page.size)
        results = [ranked_json(ranked) for ranked in found.results]
        about = {
            "beyond": beyond_json(found.beyond),
            "timetable": timetable_json(origin.timetable, filters.weeks),
        }
        return Response(paged(request, page, found.count, results, **about))


class OfferMarkers(ApiView):
    """Les mêmes offres, toutes à la fois et en bref, pour une carte."""

    @documented(MarkersSerializer, parameters=FILTERS, statuses=(400, 403, 404, 406, 409, 503))
    def get(self, request: Request) -> Response:
        refuse_when_closed()
        filters = read_filters(request.query_params)
        origin = read_origin(request)
        timetable = timetable_json(origin.timetable, filters.weeks)
        return Response(markers_json(*find_all_for(origin, filters)) | {"timetable": timetable})


class OfferDetail(ApiView):
    """Une offre en entier."""

    @documented(OfferSerializer, parameters=(), statuses=(404, 406))
    def get(self, _request: Request, pk: int) -> Response:
        offer = get_offer(pk)
        hours = tuple((row.start_s, row.end_s) for row in offer.hours.order_by("start_s", "end_s"))
        return Response(offer_json(offer, hours))


def get_offer(pk: int) -> Offer:
    """Return a published offer with its site and host.

    Raises
    ------
    ApiError
        404 when there is none.
    """
    offers = Offer.objects.open().select_related("site__host")
    offer = offers.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if offer is None:
        raise ApiError(404, "NOT_FOUND", "Cette offre n'existe pas ou n'est plus publiée.", "id")
    return offer
