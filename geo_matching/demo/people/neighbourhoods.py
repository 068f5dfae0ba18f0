"""The city's six priority neighbourhoods (QPV 2024), in the form the ANCT publishes."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo_matching.demo.city import plan
from geo_matching.demo.city.build import City
from geo_matching.demo.city.terrain import to_lonlat, zone_polygon

# Contours follow the far side of the streets around an estate.
MARGIN_M = 22.0


class Neighbourhood(NamedTuple):
    code: str
    name: str
    zone: str


NEIGHBOURHOODS = (
    Neighbourhood("QN03691M", "Les Grands-Champs", "Les Grands-Champs"),
    Neighbourhood("QN03692M", "Le Plateau", "Le Plateau"),
    Neighbourhood("QN03693N", "Les Rives-Hautes", "Les Rives-Hautes"),
    Neighbourhood("QN03694M", "La Fauconnière", "La Fauconnière"),
    Neighbourhood("QN03695M", "Beauregard - Bellevue", "Beauregard"),
    Neighbourhood("QN03696I", "Faubourg Saint-Marc", ""),
)
# The old workers' quarter is no estate: it has streets of its own kind and no zone.
SAINT_MARC = plan.Zone("Faubourg Saint-Marc", "faubourg", (840, -1420), (680, 520), 6)
# Beauregard has a second part, apart from the estate.
BELLEVUE = plan.Zone("Bellevue", "suburb", (-3560, -2080), (320, 260), -20)


def contours(city: City) -> dict[str, BaseGeometry]:
    """Return the contour of each neighbourhood by code, in metres."""
    found = {}
    for row in NEIGHBOURHOODS:
        area = city.zones[row.zone] if row.zone else city.warp.geometry(zone_polygon(SAINT_MARC))
        area = area.buffer(MARGIN_M, join_style="mitre").simplify(4)
        if row.zone == "Beauregard":
            area = area.union(city.warp.geometry(zone_polygon(BELLEVUE)).simplify(4))
        found[row.code] = area
    return found


def write_qpv(city: City, path: Path) -> None:
    features = [
        _feature(index, row, contour)
        for index, (row, contour) in enumerate(
            zip(NEIGHBOURHOODS, contours(city).values(), strict=True), start=1
        )
    ]
    collection = {
        "type": "FeatureCollection",
        "name": "QP2024_France_Hexagonale_Outre_Mer_WGS84",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        "features": features,
    }
    path.write_text(json.dumps(collection, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _feature(index: int, row: Neighbourhood, contour: BaseGeometry) -> dict[str, Any]:
    properties = {
        "fid": index, "code_qp": row.code, "lib_qp": row.name, "insee_reg": "24",
        "lib_reg": "Centre-Val de Loire", "insee_dep": "36", "lib_dep": "Indre",
        "insee_com": plan.COMMUNES[0].code, "lib_com": plan.CITY, "siren_epci": "200036901",
    }  # fmt: skip
    geographic = shapely.transform(contour, lambda points: to_lonlat(np.asarray(points)))
    return {"type": "Feature", "properties": properties, "geometry": _geojson(geographic)}


def _geojson(area: BaseGeometry) -> dict[str, Any]:
    if isinstance(area, MultiPolygon):
        return {"type": "MultiPolygon", "coordinates": [_rings(p) for p in area.geoms]}
    assert isinstance(area, Polygon)  # noqa: S101  (contours are areas)
    return {"type": "Polygon", "coordinates": _rings(area)}


def _rings(polygon: Polygon) -> list[list[list[float]]]:
    rings = [polygon.exterior, *polygon.interiors]
    return [[[x, y] for x, y in ring.coords] for ring in rings]
