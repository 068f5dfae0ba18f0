"""Serves one vector tile, made by PostGIS, with what a browser needs to keep it."""

import hashlib
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from geo_matching.accounts.permissions import public
from maps.tiles.layers import LAYERS, MAX_ZOOM, TileLayer, half_pixel_m

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"
# The vintage in the address changes with the data, so a tile may be kept for long.
CACHE_CONTROL = "public, max-age=604800"


@public
@require_safe
def tile(request: HttpRequest, layer: str, vintage: str, z: int, x: int, y: int) -> HttpResponse:
    """Return the tile, 204 where there is nothing to draw, 404 for a place that is not a tile."""
    declared = LAYERS.get(layer)
    match = declared.vintage.fullmatch(vintage) if declared else None
    if declared is None or match is None:
        raise Http404("Cette couche de carte n'existe pas.")
    if z > MAX_ZOOM or x >= 2**z or y >= 2**z:
        raise Http404("Cette tuile n'existe pas.")
    content = b""
    if z >= declared.min_zoom:
        place = {"z": z, "x": x, "y": y, "half_pixel_m": half_pixel_m(z)}
        content = make_tile(declared, {**place, **declared.parameters(match)})
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    response: HttpResponse = get_conditional_response(request, etag=etag) or HttpResponse(
        content, content_type=CONTENT_TYPE, status=200 if content else 204
    )
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    return response


def make_tile(layer: TileLayer, parameters: dict[str, Any]) -> bytes:
    """Ask PostGIS for the tile; the bytes of its layers one after another are one valid tile."""
    with connection.cursor() as cursor:
        cursor.execute(layer.sql, parameters)
        (content,) = cursor.fetchone()
    return bytes(content or b"")
