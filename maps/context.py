"""What the pages' scripts are told by the server: tiles, bounds, first collèges, sectors."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from maps.tiles.layers import basemap_vintage
from offers.sectors import SECTORS
from qpv_data.models import College, EducationPriority

OSM_ATTRIBUTION = "© contributeurs OpenStreetMap"
MOST_SUGGESTIONS = 60
# Leaflet fills in the three numbers.
_PLACE = {"z": 0, "x": 0, "y": 0}


def map_config() -> dict[str, Any]:
    """Return the tiles to draw and where to look first: {tiles, bounds}."""
    builds = list(active_builds().values_list("pk", "extent"))
    extents = [extent.extent for _, extent in builds if extent]
    return {
        "tiles": {
            "url": tile_url("basemap", basemap_vintage([pk for pk, _ in builds])),
            "server": settings.TILE_SERVER_URL,
            "attribution": settings.TILE_SERVER_ATTRIBUTION or OSM_ATTRIBUTION,
        },
        # The area served last: one map cannot show two towns at opposite ends of the country.
        "bounds": _bounds(extents[0]) if extents else None,
    }


def tile_url(layer: str, vintage: str) -> str:
    """Return the address of a layer's tiles, with Leaflet's placeholders."""
    address = reverse("tile", kwargs={"layer": layer, "vintage": vintage, **_PLACE})
    return address.replace("/0/0/0.mvt", "/{z}/{x}/{y}.mvt")


def active_builds() -> QuerySet:
    """Return the networks in service, the latest first."""
    model = apps.get_model("transit", "NetworkBuild")
    return model.objects.filter(active=True).order_by("-built_at", "-pk")


def suggested_colleges() -> list[dict[str, Any]]:
    """Return the collèges that a network covers, REP+ first: what is offered before any search."""
    return [college_json(college) for college in _covered_colleges()[:MOST_SUGGESTIONS]]


def served_departement() -> str:
    """Return the code of a département that a network covers, "" when there is none."""
    codes = _covered_colleges().values_list("commune__departement", flat=True)
    return codes.first() or ""


def _covered_colleges() -> QuerySet:
    covered = Q(pk__in=[])
    for extent in active_builds().exclude(extent=None).values_list("extent", flat=True):
        covered |= Q(point__coveredby=extent)
    order = Case(
        When(priority=EducationPriority.REP_PLUS, then=Value(0)),
        When(priority=EducationPriority.REP, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    colleges = College.objects.open().located().filter(covered).select_related("commune")
    return colleges.order_by(order, "name", "uai")


def college_json(college: College) -> dict[str, Any]:
    """Return a collège in the form of the web API."""
    priority = "" if college.priority == EducationPriority.NONE else college.priority.upper()
    point = college.point
    return {
        "uai": college.uai,
        "name": college.name,
        "city": college.commune.name,
        "postcode": college.postcode,
        "priority": priority,
        "point": {"type": "Point", "coordinates": [point.x, point.y]} if point else None,
    }


def sectors_json() -> dict[str, dict[str, str]]:
    return {code: {"name": s.name, "icon": s.icon_class} for code, s in SECTORS.items()}


def _bounds(extent: tuple[float, float, float, float]) -> list[list[float]]:
    west, south, east, north = extent
    return [[south, west], [north, east]]
