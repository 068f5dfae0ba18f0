"""What every address of the API shares: how formats are chosen, and the answer to unknown ones."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from geo_matching.api.errors import ApiError, invalid, quoted


class GeoJSONRenderer(JSONRenderer):
    """JSON under the name that maps know; asked for by ?format=geojson."""

    media_type = "application/geo+json"
    format = "geojson"


class Negotiation(DefaultContentNegotiation):
    """As DRF's, but a wrong ?format= is a 400 that names it, not a 404."""

    def filter_renderers(
        self,
        renderers: Iterable[BaseRenderer],
        format: str,  # noqa: A002 - DRF's name
    ) -> list[BaseRenderer]:
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            allowed = ", ".join(renderer.format for renderer in renderers)
            raise invalid("format", f"{quoted('format')} accepte {allowed}, pas {quoted(format)}.")
        return found


class ApiView(APIView):
    """A view that only reads, for everybody."""

    public = True
    http_method_names = ["get", "head", "options"]
    content_negotiation_class = Negotiation


@extend_schema(exclude=True)
class UnknownAddress(ApiView):
    """Every address under the API that is none."""

    def get(self, _request: Request, **_kwargs: Any) -> Response:
        raise ApiError(404, "NOT_FOUND", "Cette adresse n'existe pas.")
