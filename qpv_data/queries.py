"""What other apps ask of territories and addresses."""

from django.contrib.gis.geos import MultiPolygon

from qpv_data.address_search import FoundAddress, find_addresses
from qpv_data.models import TerritoryContour

__all__ = ["FoundAddress", "contour_of", "find_addresses"]


def contour_of(level: str, code: str) -> MultiPolygon | None:
    """Return the contour (WGS84) of a "commune", "departement", "academy" or "region", if known."""
    found = TerritoryContour.objects.filter(level=level, code=code)
    return found.values_list("geometry", flat=True).first()
