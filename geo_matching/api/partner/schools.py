"""Collèges by name, town or place: public data, asked without an account."""

import math
from collections import defaultdict
from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point, Polygon
from django.contrib.gis.measure import D
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.api.partner.errors import invalid
from geo_matching.api.partner.limits import count_schools
from geo_matching.api.partner.reading import read_object
from geo_matching.api.partner.schema import Boolean, Char, compatible, example, inline
from geo_matching.api.partner.views import JsonView
from geo_matching.common.text import normalise
from qpv_data.models import College, EducationPriority

NEARBY_M = 60_000
_MOST = 100
_LONGEST, _FEWEST = 100, 2
_METRES_A_DEGREE = 111_000


class SchoolSerializer(serializers.Serializer):
    code_uai = Char()
    name = Char()
    city = Char()
    zipcode = Char()
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    is_public = Boolean()
    rep_kind = Char(allow_null=True, help_text="rep, rep_plus ou null.")


_KINDS = {EducationPriority.REP: "rep", EducationPriority.REP_PLUS: "rep_plus"}


class SchoolSearch(JsonView):
    """Collèges par leur nom ou leur commune."""

    public = True

    @compatible(
        "Cherche des collèges\u202f; `no_match` dit que rien n'a été trouvé.",
        {
            200: inline(
                "PartnerSchoolMatches",
                {
                    "match_by_city": serializers.DictField(child=SchoolSerializer(many=True)),
                    "match_by_name": SchoolSerializer(many=True),
                    "no_match": Boolean(),
                },
            )
        },
        request=inline(
            "PartnerSchoolQuery",
            {
                "query": Char(),
                "grade": Char(required=False),
            },
        ),
        statuses=(400, 413, 422),
        is_open=True,
        examples=[example("par la ville", {"query": "Grenoble"}, request=True)],
    )
    def post(self, request: Request) -> Response:
        count_schools(request)
        text = read_object(request).get("query")
        if not isinstance(text, str) or not _FEWEST <= len(normalise(text)) <= _LONGEST:
            raise invalid(
                "query", f"query\u202f: de {_FEWEST} à {_LONGEST} lettres sont attendues."
            )
        by_city: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        by_name = []
        # "\x00" is no letter: it does not reach the database.
        found = College.objects.open().named(normalise(text)).select_related("commune")
        for college in found.order_by("name", "uai")[:_MOST]:
            city = normalise(college.commune.name)
            if normalise(text) in city or normalise(text) in college.postcode:
                by_city[college.commune.name].append(_json(college))
            else:
                by_name.append(_json(college))
        none = not by_city and not by_name
        return Response({"match_by_city": by_city, "match_by_name": by_name, "no_match": none})


class SchoolsNearby(JsonView):
    """Collèges autour d'un point."""

    public = True

    @compatible(
        "Collèges à 60\u202fkm au plus, les plus proches d'abord, 100 au plus.",
        {200: SchoolSerializer(many=True)},
        request=inline(
            "PartnerPlace",
            {
                "latitude": serializers.FloatField(),
                "longitude": serializers.FloatField(),
            },
        ),
        statuses=(400, 413, 422),
        is_open=True,
        examples=[
            example("un lieu", {"latitude": 45.1885, "longitude": 5.7245}, request=True),
        ],
    )
    def post(self, request: Request) -> Response:
        count_schools(request)
        given = read_object(request)
        lat, lon = _degrees(given, "latitude", 90), _degrees(given, "longitude", 180)
        high = NEARBY_M / _METRES_A_DEGREE
        wide = high / max(math.cos(math.radians(lat)), 0.01)
        box = Polygon.from_bbox((lon - wide, lat - high, lon + wide, lat + high))
        box.srid = 4326
        found = (
            College.objects.open()
            .filter(point__bboverlaps=box)
            .annotate(away=Distance("point", Point(lon, lat, srid=4326)))
            .filter(away__lte=D(m=NEARBY_M))
            .select_related("commune")
            .order_by("away", "uai")[:_MOST]
        )
        return Response([_json(college) for college in found])


def _degrees(given: dict[str, Any], name: str, most: int) -> float:
    try:
        value = float(given[name])
    except (KeyError, TypeError, ValueError, OverflowError):
        value = math.nan
    if not -most <= value <= most:
        raise invalid(name, f"{name}\u202f: des degrés de -{most} à {most} sont attendus.")
    return value


def _json(college: College) -> dict[str, Any]:
    point = college.point
    return {
        "code_uai": college.uai,
        "name": college.name,
        "city": college.commune.name,
        "zipcode": college.postcode,
        "latitude": point.y if point else None,
        "longitude": point.x if point else None,
        "is_public": college.is_public,
        "rep_kind": _KINDS.get(EducationPriority(college.priority)),
    }
