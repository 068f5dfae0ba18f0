"""Parameters that several resources share, and the errors that the schema shows for each."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from geo_matching.api.v1.parameters import TextParameter
from geo_matching.matching.queries import Origin, origin_of

View = TypeVar("View", bound=Callable[..., Any])
COLLEGE = TextParameter(
    "college", "Code UAI du collège de départ, par exemple 0380000X.", required=True
)


class ErrorSerializer(serializers.Serializer):
    """Une erreur, toujours sous cette forme."""

    code = serializers.CharField(help_text="Code stable, pour un programme.")
    error = serializers.CharField(help_text="Ce qui ne va pas, en une phrase.")
    field = serializers.CharField(allow_null=True, help_text="Le paramètre en cause, ou null.")


class PointSerializer(serializers.Serializer):
    """Un point GeoJSON : longitude, latitude."""

    type = serializers.ChoiceField(choices=["Point"])
    coordinates = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)


_REASONS = {
    400: "Un paramètre manque ou n'a pas la bonne forme\u202f; `field` le nomme.",
    403: "Un administrateur a fermé la recherche pour le moment.",
    404: "Collège, offre ou page inconnus.",
    406: "La réponse n'existe pas dans la forme demandée.",
    409: "La position du collège n'est pas connue.",
    503: "Aucun réseau de transport ne couvre encore ce collège.",
}


def errors(*statuses: int) -> dict[int, OpenApiResponse]:
    return {status: OpenApiResponse(ErrorSerializer, _REASONS[status]) for status in statuses}


def documented(
    response: Any, *, parameters: tuple[TextParameter, ...], statuses: tuple[int, ...], **more: Any
) -> Callable[[View], View]:
    """Describe a view to the schema: its 200 (or several, as a dict), parameters and errors."""
    good = response if isinstance(response, dict) else {200: response}
    decorator: Callable[[View], View] = extend_schema(
        parameters=[parameter.documented() for parameter in parameters],
        responses={**good, **errors(*statuses)},
        auth=[],
        **more,
    )
    return decorator


def read_origin(request: Request) -> Origin:
    """Return the collège of the query string, in one query.

    Raises
    ------
    ApiError, UnknownCollegeError, CollegeNotLocatedError, NoTimetableError
    """
    return origin_of((COLLEGE.text(request.query_params) or "").upper())
