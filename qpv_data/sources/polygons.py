"""Makes the polygons of official files valid, and says what was wrong with them."""

from typing import NamedTuple

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry


class Cleaned(NamedTuple):
    """Valid polygons, or None; `fault` says what was wrong, `moved` how much area it cost."""

    polygons: MultiPolygon | None
    fault: str = ""
    moved: float = 0.0


def polygons_of(shape: BaseGeometry | None) -> MultiPolygon | None:
    """Return the polygons of a shape as one multipolygon, None when there is none."""
    parts = [] if shape is None else list(getattr(shape, "geoms", [shape]))
    kept = [part for part in parts if isinstance(part, Polygon) and not part.is_empty]
    return MultiPolygon(kept) if kept else None


def clean(shape: BaseGeometry | None) -> Cleaned:
    """Return the polygons of a shape, repaired where rings cross themselves or each other."""
    polygons = polygons_of(shape)
    if polygons is None:
        return Cleaned(None, "nothing" if shape is None else shape.geom_type)
    if polygons.is_valid:
        return Cleaned(polygons)
    reason = shapely.is_valid_reason(polygons)
    repaired = polygons_of(shapely.make_valid(polygons, method="structure", keep_collapsed=False))
    if repaired is None:
        return Cleaned(None, reason)
    moved = abs(repaired.area - polygons.area) / max(repaired.area, polygons.area)
    return Cleaned(repaired, reason, moved)
