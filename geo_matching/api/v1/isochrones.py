"""What can be reached from a collège within some minutes, for a map."""

import json

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from geo_matching.api.v1.common import COLLEGE, documented, read_origin
from geo_matching.api.v1.parameters import CodesParameter
from geo_matching.api.views import ApiView, GeoJSONRenderer
from geo_matching.matching.queries import Band, isochrones_for

DEPART_S = 8 * 3600
DEFAULT_MINUTES = (15, 30, 45, 60, 90)
STEP, LONGEST = 5, 90
_MAX_AGE_S = 300


def parse_minutes(value: str) -> int:
    text = value.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 2):  # noqa: PLR2004 - 90 at most
        raise ValueError(value)
    minutes = int(text)
    if minutes % STEP or not STEP <= minutes <= LONGEST:
        raise ValueError(value)
    return minutes


MINUTES = CodesParameter(
    "minutes",
    (
        "Durées en minutes, de 5 en 5 jusqu'à 90\u202f; répétable. Sans elles\u202f: 15, 30, 45, "
        "60, 90."
    ),
    parse=parse_minutes,
    expected="des multiples de 5, de 5 à 90",
    item={"type": "integer", "minimum": STEP, "maximum": LONGEST, "multipleOf": STEP},
)


class MultiPolygonSerializer(serializers.Serializer):
    type = serializers.ChoiceField(choices=["MultiPolygon"])
    coordinates = serializers.JSONField()


class BandPropertiesSerializer(serializers.Serializer):
    college = serializers.CharField()
    minutes = serializers.IntegerField()


class BandSerializer(serializers.Serializer):
    type = serializers.ChoiceField(choices=["Feature"])
    properties = BandPropertiesSerializer()
    geometry = MultiPolygonSerializer()


class IsochronesSerializer(serializers.Serializer):
    """Zones atteintes en partant à 8 h un jour de semaine, chacune contenue dans la suivante."""

    type = serializers.ChoiceField(choices=["FeatureCollection"])
    features = BandSerializer(many=True)


def feature_json(uai: str, band: Band) -> str:
    """Return one Feature as text: its geometry is long, and is passed on as it came."""
    properties = json.dumps({"college": uai, "minutes": band.minutes})
    return f'{{"type": "Feature", "properties": {properties}, "geometry": {band.geojson}}}'


class Isochrones(ApiView):
    """Zones atteintes depuis un collège, départ à 8 h."""

    renderer_classes = (JSONRenderer, GeoJSONRenderer)

    @documented(
        {
            (200, "application/json"): IsochronesSerializer,
            (200, "application/geo+json"): IsochronesSerializer,
        },
        parameters=(COLLEGE, MINUTES),
        statuses=(400, 404, 406, 409, 503),
    )
    def get(self, request: Request) -> HttpResponse:
        minutes = sorted(MINUTES.read(request.query_params)) or list(DEFAULT_MINUTES)
        origin = read_origin(request)
        bands = isochrones_for(origin, minutes, DEPART_S)
        features = ", ".join(feature_json(origin.college.uai, band) for band in bands)
        response = HttpResponse(
            f'{{"type": "FeatureCollection", "features": [{features}]}}',
            content_type=request.accepted_renderer.media_type,
        )
        patch_cache_control(response, public=True, max_age=_MAX_AGE_S)
        return response
