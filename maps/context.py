"""What the pages' scripts are told by the server: tiles, bounds, first collèges, sectors."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from maps.tiles.layers import basemap_vintage
from offers.sectors import SECTORS
from qpv_data.models import College, EducationPriority

OSM_ATTRIBUTION = "© contributeurs OpenStreetMap"
MOST_SUGGESTIONS = 60
# Each page with a field for a collège asks for them: rows, not the ORM's models and geometries.
_COVERED = """
SELECT c.uai, c.name, m.name, c.postcode, c.priority, ST_X(c.point), ST_Y(c.point),
       m.departement_id
FROM (
  SELECT DISTINCT near.uai FROM transit_networkbuild b
  JOIN qpv_data_college near ON near.is_open AND ST_CoveredBy(near.point, b.extent)
  WHERE b.active
) AS covered
JOIN qpv_data_college c ON c.uai = covered.uai
JOIN qpv_data_commune m ON m.code = c.commune_id
ORDER BY array_position(%(priorities)s, c.priority::text), c.name, c.uai LIMIT %(most)s
"""
_FIRST = [EducationPriority.REP_PLUS, EducationPriority.REP, EducationPriority.NONE]
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
    return [_json(*row[:-1]) for row in _covered_colleges(MOST_SUGGESTIONS)]


def served_departement() -> str:
    """Return the code of a département that a network covers, "" when there is none."""
    return next((departement for *_, departement in _covered_colleges(1)), "")


def _covered_colleges(most: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_COVERED, {"priorities": _FIRST, "most": most})
        return list(cursor.fetchall())


def college_json(college: College) -> dict[str, Any]:
    """Return a collège in the form of the web API."""
    point = college.point
    place = (point.x, point.y) if point else (None, None)
    commune = college.commune.name
    return _json(college.uai, college.name, commune, college.postcode, college.priority, *place)


def _json(*shown: Any) -> dict[str, Any]:
    """Take UAI, name, commune, postcode, priority and, where it is known, the place in degrees."""
    uai, name, city, postcode, priority, x, y = shown
    return {
        "uai": uai,
        "name": name,
        "city": city,
        "postcode": postcode,
        "priority": "" if priority == EducationPriority.NONE else priority.upper(),
        "point": None if x is None else {"type": "Point", "coordinates": [x, y]},
    }


def sectors_json() -> dict[str, dict[str, str]]:
    return {code: {"name": s.name, "icon": s.icon_class} for code, s in SECTORS.items()}


def _bounds(extent: tuple[float, float, float, float]) -> list[list[float]]:
    west, south, east, north = extent
    return [[south, west], [north, east]]
