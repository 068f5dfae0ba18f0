"""Mobility areas of the administrative map: a département or a région, and how far it reaches."""

from collections.abc import Sequence
from typing import Any

from django.contrib.gis.db.models import Collect, Union
from django.contrib.gis.geos import GEOSGeometry, Polygon

from geo_matching.common.errors import InputError
from geo_matching.common.insee import short_departement
from qpv_data.models import College, Departement, Region, TerritoryContour
from transit.areas.areas import areas_covering, new_area

# Beyond the outline: about a kilometre; beyond collèges, where no outline is known, about ten.
OUTLINE_MARGIN, POINTS_MARGIN = 0.01, 0.1
# Every request asks which outline covers a point: some hundred corners are enough for that.
CORNER_DEGREES = 0.002
REGION_PREFIX = "region-"


def areas_of_departement(code: str) -> list[Any]:
    """Return the areas that cover a département; one of its own, not saved yet, without any.

    Raises
    ------
    InputError
        When this is no code of a known département.
    """
    departement = Departement.objects.filter(pk=short_departement(code)).first()
    if departement is None:
        raise InputError(f"no département has the code {code!r}: import its collèges first")
    found = areas_covering(departement.code)
    if found:
        return [with_extent(area) for area in found]
    codes = [departement.code]
    area = new_area(
        departement.code, departement.name, codes, [departement.region_id], extent_of(codes)
    )
    return [area]


def area_of_region(code: str) -> Any:
    """Return the area of a région, not saved yet when it is new.

    Raises
    ------
    InputError
        When this is no code of a known région.
    """
    region = Region.objects.filter(pk=code).first()
    codes = [one.code for one in region.departements.all()] if region else []
    if region is None or not codes:
        raise InputError(f"no région has the code {code!r}: import its collèges first")
    key = f"{REGION_PREFIX}{region.code}"
    for area in areas_covering(codes[0]):
        if area.code == key:
            return with_extent(area)
    return new_area(key, region.name, codes, [region.code], extent_of(codes))


def areas_of_all_regions() -> list[Any]:
    """Return one area for each région that has départements.

    Raises
    ------
    InputError
        When there is none.
    """
    codes = Departement.objects.order_by("region").values_list("region", flat=True).distinct()
    found = [area_of_region(code) for code in codes]
    if not found:
        raise InputError("no région is known: import communes or collèges first")
    return found


def with_extent(area: Any) -> Any:
    """Give an area without bounds those of its départements, when they have become known."""
    if area.extent is None and not area.communes:
        area.extent = extent_of(area.departements)
    return area


def extent_of(departements: Sequence[str]) -> Polygon | None:
    """Return the outline of some départements, else of their communes, else around collèges."""
    contours, levels = TerritoryContour.objects, TerritoryContour.Level
    whole = contours.filter(level=levels.DEPARTEMENT, code__in=departements)
    if whole.count() < len(set(departements)):
        whole = contours.filter(level=levels.COMMUNE, departement_code__in=departements)
    outline = whole.aggregate(whole=Union("geometry"))["whole"]
    if outline is not None:
        return _one_polygon(outline.buffer(OUTLINE_MARGIN))
    colleges = College.objects.open().located().filter(commune__departement__in=departements)
    points = colleges.aggregate(whole=Collect("point"))["whole"]
    return _one_polygon(points.buffer(POINTS_MARGIN)) if points is not None else None


def _one_polygon(geometry: GEOSGeometry) -> Polygon:
    # A département with an enclave in another is in two parts.
    simple = geometry.simplify(CORNER_DEGREES, preserve_topology=True)
    whole = simple if isinstance(simple, Polygon) else simple.convex_hull
    assert isinstance(whole, Polygon)  # noqa: S101 - the hull of something with an area
    return whole
