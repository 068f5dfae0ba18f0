"""A partner's own offers: quality and what to add, whom they reach, how often pupils applied."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from geo_matching.accounts.models import Partner
from geo_matching.api.partner.schema import Boolean, Char, Integer, inline
from geo_matching.api.v1.offer_json import timetable_json
from geo_matching.api.v1.offer_schema import QualitySerializer, TimetableSerializer
from geo_matching.api.v1.partner.schema import (
    COLLEGE,
    CURSOR,
    PAGE_SIZE,
    UPDATED_SINCE,
    cursor_after,
    owned,
)
from geo_matching.api.v1.partner.views import PartnerApiView
from geo_matching.applications.counts import application_counts
from geo_matching.matching.queries import Filters, Origin, find_all_for, origin_of
from geo_matching.matching.stored_reach import reach_as_of, stored_reach
from offers.models import Offer
from offers.quality import next_advice
from offers.weeks import format_week

_Reach = inline(
    "OfferReach",
    {
        "minutes": Integer(),
        "colleges": Integer(
            help_text="Collèges REP et REP+ à ces minutes, à l'aller comme au retour."
        ),
        "pupils": Integer(help_text="Leurs élèves de 3e, là où l'effectif est connu."),
    },
    many=True,
)
_Offer = inline(
    "OwnOffer",
    {
        "id": Integer(),
        "remote_id": Char(),
        "title": Char(),
        "status": serializers.ChoiceField(choices=["published", "unpublished", "removed"]),
        "updated_at": Char(),
        "permalink": Char(),
        "url": Char(),
        "weeks": serializers.ListField(child=Char(), help_text="2026-W09"),
        "coordinates_precision": Char(),
        "quality": QualitySerializer(),
        "next_advice": inline(
            "NextAdvice",
            {
                "rule": Char(),
                "advice": Char(),
                "points": Integer(help_text="Ce qu'il peut rapporter."),
            },
            allow_null=True,
        ),
        "reach": _Reach,
        "reach_pending": Boolean(
            help_text="Des trajets restent à calculer depuis le dernier changement."
        ),
        "applications": inline(
            "ApplicationCounts",
            {
                "total": Integer(),
                "waiting": Integer(),
                "accepted": Integer(),
                "confirmed": Integer(),
            },
        ),
        "commute_minutes": Integer(required=False, allow_null=True, help_text="Avec `college`."),
        "reachable": Boolean(required=False, help_text="Avec `college`."),
    },
    many=True,
)
_PAGE = inline(
    "OwnOfferPage",
    {
        "next": Char(allow_null=True),
        "timetable": TimetableSerializer(required=False),
        "results": _Offer,
    },
)


class OwnOffers(PartnerApiView):
    """Mes offres, du plus ancien changement au dernier : qualité, conseil, portée."""

    @owned(
        {200: _PAGE},
        parameters=(UPDATED_SINCE, COLLEGE, CURSOR, PAGE_SIZE),
        statuses=(400, 404, 406, 409, 503),
    )
    def get(self, request: Request) -> Response:
        query = request.query_params
        size = PAGE_SIZE.read(query) or 1
        uai = COLLEGE.text(query)
        rows = list(_wanted(self.caller.partner, request)[: size + 1])
        page = rows[:size]
        body: dict[str, Any] = {"next": _next(request, page) if len(rows) > size else None}
        commutes: dict[int, int] | None = None
        if uai is not None:
            origin = origin_of(uai.upper())
            body["timetable"] = timetable_json(origin.timetable, [])
            commutes = _minutes(origin)
        return Response({**body, "results": _results(page, commutes)})


def _wanted(partner: Partner, request: Request) -> QuerySet[Offer]:
    offers = Offer.objects.filter(source=partner.source).select_related("site")
    since = UPDATED_SINCE.read(request.query_params)
    after = CURSOR.read(request.query_params)
    if since is not None:
        offers = offers.filter(updated_at__gte=since)
    if after is not None:
        moment, pk = after
        offers = offers.filter(Q(updated_at__gt=moment) | Q(updated_at=moment, pk__gt=pk))
    return offers.order_by("updated_at", "pk")


def _next(request: Request, page: list[Offer]) -> str:
    whole = remove_query_param(request.build_absolute_uri(), "token")
    last = page[-1]
    return replace_query_param(whole, CURSOR.name, cursor_after(last.updated_at, last.pk))


def _minutes(origin: Origin) -> dict[int, int]:
    offers, _ = find_all_for(origin, Filters())
    ids = offers.table.offer_id[offers.offer]
    return dict(zip(ids.tolist(), offers.minutes.tolist(), strict=True))


def _results(page: list[Offer], commutes: dict[int, int] | None) -> list[dict[str, Any]]:
    pks = [offer.pk for offer in page]
    reach, as_of, counts = stored_reach(pks), reach_as_of(), application_counts(pks)
    results = []
    for offer in page:
        advice = next_advice(offer.quality_parts)
        result = {
            **_base(offer),
            "next_advice": advice._asdict() if advice else None,
            "reach": [
                {"minutes": r.minutes, "colleges": r.colleges, "pupils": r.pupils}
                for r in reach[offer.pk]
            ],
            "reach_pending": as_of is None or as_of < offer.updated_at,
            "applications": counts[offer.pk],
        }
        if commutes is not None:
            result["commute_minutes"] = commutes.get(offer.pk)
            result["reachable"] = offer.pk in commutes
        results.append(result)
    return results


def _base(offer: Offer) -> dict[str, Any]:
    published = "published" if offer.published_at else "unpublished"
    return {
        "id": offer.pk,
        "remote_id": offer.remote_id,
        "title": offer.title,
        "status": "removed" if offer.removed_at else published,
        "updated_at": timezone.localtime(offer.updated_at).isoformat(),
        "permalink": offer.permalink,
        "url": f"{settings.SITE_URL}/offres/{offer.pk}/",
        "weeks": [format_week(week) for week in offer.weeks],
        "coordinates_precision": str(offer.site.precision),
        "quality": {"score": offer.quality_score, "parts": offer.quality_parts},
    }
