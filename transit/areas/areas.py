"""Which areas there are, and what a new one would be."""

from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import Polygon

from geo_matching.common.errors import InputError
from transit.models import Area


def area_of_code(code: str) -> Area:
    """Return the area with this code.

    Raises
    ------
    InputError
        When there is none; the message names those there are.
    """
    area = Area.objects.filter(pk=code).first()
    if area is None:
        known = ", ".join(Area.objects.values_list("code", flat=True)) or "none yet"
        raise InputError(f"no area has the code {code!r} (known: {known})")
    return area


def areas_covering(departement: str) -> list[Area]:
    """Return the areas that a département belongs to, by code."""
    return list(Area.objects.filter(departements__contains=[departement]))


def new_area(
    code: str, name: str, departements: Sequence[str], regions: Sequence[str], extent: Any | None
) -> Area:
    """Return an area that is not saved yet; an update saves it with its first network."""
    return Area(
        code=code,
        name=name,
        departements=sorted(departements),
        regions=sorted(regions),
        extent=extent if isinstance(extent, Polygon) else None,
    )


def all_codes() -> list[str]:
    """Return the codes of all areas, ascending."""
    return list(Area.objects.order_by("code").values_list("code", flat=True))
