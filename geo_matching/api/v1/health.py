"""Whether the service can answer, and what it holds."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.api.v1.common import ErrorSerializer
from geo_matching.api.views import ApiView
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.networks import builds_in_service
from offers.models import Offer
from qpv_data.models import College


class NetworkSerializer(serializers.Serializer):
    area = serializers.CharField()
    service_date = serializers.DateField(help_text="Jour type des trajets.")
    covered_from = serializers.DateField()
    covered_to = serializers.DateField()


class HealthSerializer(serializers.Serializer):
    """`ok` : des offres, des collèges et un réseau sont là ; `empty` : il en manque."""

    status = serializers.ChoiceField(choices=["ok", "empty"])
    colleges = serializers.IntegerField()
    computed_colleges = serializers.IntegerField(help_text="Collèges dont les trajets sont prêts.")
    offers = serializers.IntegerField(help_text="Offres publiées.")
    networks = NetworkSerializer(many=True)


class Health(ApiView):
    """Le service répond-il, et que contient-il ?"""

    @extend_schema(
        responses={
            200: HealthSerializer,
            503: OpenApiResponse(ErrorSerializer, "La base de données ne répond pas."),
        },
        auth=[],
    )
    def get(self, _request: Request) -> Response:
        body: dict[str, Any] = {
            "colleges": College.objects.open().count(),
            "computed_colleges": ComputedCollege.objects.count(),
            "offers": Offer.objects.open().count(),
            "networks": builds_in_service(),
        }
        whole = body["colleges"] and body["offers"] and body["networks"]
        return Response({"status": "ok" if whole else "empty", **body})
