"""Collèges, as a list or for a map."""

import re
from typing import Any

from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from geo_matching.api.errors import ApiError, invalid, quoted
from geo_matching.api.pagination import PAGING, paged, read_page
from geo_matching.api.v1.common import documented
from geo_matching.api.v1.parameters import CodesParameter, TextParameter
from geo_matching.api.v1.schema import page_of
from geo_matching.api.views import ApiView, GeoJSONRenderer
from qpv_data.models import College, Departement, EducationPriority
from qpv_data.models.college import CollegeQuerySet

_LABELS = {
    "REP+": EducationPriority.REP_PLUS,
    "REP": EducationPriority.REP,
    "NONE": EducationPriority.NONE,
}
_DEPARTEMENT = re.compile(r"([0-9]{2,3}|2[AB])\Z")
# Six decimals are some ten centimetres.
DECIMALS = 6


def parse_priority(value: str) -> str:
    """Return the label of "REP+", "REP" or "none"; a bare + in an address arrives as a blank."""
    text = value.upper().lstrip()
    if text.rstrip() == "REP" and text != "REP":
        text = "REP+"
    if text.strip() not in _LABELS:
        raise ValueError(value)
    return _LABELS[text.strip()]


PRIORITY = CodesParameter(
    "priority",
    "Label d'éducation prioritaire\u202f; répétable.",
    parse=parse_priority,
    expected="REP+, REP ou none",
    item={"type": "string", "enum": ["REP+", "REP", "none"]},
)
DEPARTEMENT = TextParameter("departement", "Code du département\u202f: 38, 2A, 974.")
Q_TEXT = TextParameter(
    "q", "Mots du nom, de la commune ou du code postal, avec ou sans accents\u202f; ou code UAI."
)


class DepartementSerializer(serializers.ModelSerializer):
    class Meta:
        model = Departement
        fields = ("code", "name")


class CollegeSerializer(serializers.ModelSerializer):
    """Un collège de l'annuaire du ministère."""

    city = serializers.CharField(source="commune.name")
    departement = DepartementSerializer(source="commune.departement")
    priority = serializers.SerializerMethodField(help_text="REP+, REP ou vide.")
    point = GeometryField(precision=DECIMALS, allow_null=True, help_text="Longitude, latitude.")

    class Meta:
        model = College
        fields = (
            "uai",
            "name",
            "city",
            "postcode",
            "departement",
            "is_public",
            "priority",
            "priority_year",
            "pupils",
            "pupils_3e",
            "pupils_year",
            "point",
        )

    def get_priority(self, college: College) -> str:
        if college.priority == EducationPriority.NONE:
            return ""
        return EducationPriority(college.priority).label


class CollegeFeatureSerializer(CollegeSerializer, GeoFeatureModelSerializer):  # type: ignore[misc]
    """Le même, comme objet d'une carte."""

    class Meta(CollegeSerializer.Meta):
        geo_field = "point"
        id_field = "uai"
        auto_bbox = False

    def to_representation(self, college: College) -> dict[str, Any]:
        """Keep the UAI among the properties too: some maps drop a feature's id."""
        feature: dict[str, Any] = super().to_representation(college)
        feature["properties"]["uai"] = college.uai
        return feature


class CollegeList(ApiView):
    """Collèges ouverts, par nom."""

    renderer_classes = (JSONRenderer, GeoJSONRenderer)

    @documented(
        {
            (200, "application/json"): page_of(CollegeSerializer),
            (200, "application/geo+json"): CollegeFeatureSerializer(many=True),
        },
        parameters=(PRIORITY, DEPARTEMENT, Q_TEXT, *PAGING),
        statuses=(400, 404, 406),
        operation_id="colleges_list",
    )
    def get(self, request: Request) -> Response:
        page = read_page(request)
        colleges = _wanted(request)
        if request.accepted_renderer.format == "geojson":
            return Response(CollegeFeatureSerializer(colleges, many=True).data)
        count = colleges.count()
        rows = colleges[page.first : page.first + page.size]
        return Response(paged(request, page, count, list(CollegeSerializer(rows, many=True).data)))


class CollegeDetail(ApiView):
    """Un collège."""

    @documented(CollegeSerializer, parameters=(), statuses=(404, 406))
    def get(self, _request: Request, uai: str) -> Response:
        college = _with_places(College.objects.filter(uai=uai.upper())).first()
        if college is None:
            raise ApiError(404, "NOT_FOUND", "Aucun collège n'a ce code UAI.", "uai")
        return Response(CollegeSerializer(college).data)


def _with_places(colleges: CollegeQuerySet) -> CollegeQuerySet:
    return colleges.select_related("commune__departement")


def _wanted(request: Request) -> CollegeQuerySet:
    """Return the collèges that fit the query string, in a stable order."""
    colleges = _with_places(College.objects.open()).order_by("name", "uai")
    query: Any = request.query_params
    if labels := PRIORITY.read(query):
        colleges = colleges.filter(priority__in=labels)
    if departement := DEPARTEMENT.text(query):
        if not _DEPARTEMENT.match(departement.upper()):
            raise invalid(
                DEPARTEMENT.name,
                f"{quoted(DEPARTEMENT.name)} est un code comme 38, 2A ou 974, "
                f"pas {quoted(departement)}.",
            )
        colleges = colleges.filter(commune__departement=departement.upper())
    if text := Q_TEXT.text(query):
        colleges = colleges.named(text)
    return colleges
