"""Where a partner's offer is when it gives no coordinates: by its address, and how sure that is."""

from django.contrib.gis.db.models import Collect
from django.contrib.gis.db.models.functions import Centroid

from geo_matching.common.text import normalise
from offers.models import PointPrecision
from offers.sources.partner_fields import DECIMALS, FieldFault, LatLon
from qpv_data.address_search import find_addresses
from qpv_data.models import Street

Place = tuple[LatLon, PointPrecision]


def place_of(street: str, postcode: str, city: str) -> Place:
    """Return the point of an address and its precision, from our own copy of the national base.

    The door or, without it, its street; else the middle of the postcode's streets, which is told
    as such and never passed off as the door.

    Raises
    ------
    FieldFault
        When nothing is known of that postcode.
    """
    found = [
        address
        for address in find_addresses(f"{street} {postcode} {city}")
        if address.postcode == postcode and _alike(address.street, street)
    ]
    if found:
        return _rounded(found[0].lat, found[0].lon), PointPrecision.ADDRESS
    middle = _middle_of(postcode)
    if middle is None:
        raise FieldFault("coordinates", "no_coordinates", "the address is not known")
    return middle, PointPrecision.POSTCODE


def _alike(known: str, given: str) -> bool:
    """Say whether the last word of a street's name, the one that tells streets apart, was given."""
    words = normalise(known).split()
    return bool(words) and words[-1] in normalise(given).split()


def _middle_of(postcode: str) -> LatLon | None:
    # `search` holds the postcode, and has an index.
    streets = Street.objects.filter(search__contains=postcode, postcode=postcode)
    middle = streets.aggregate(middle=Centroid(Collect("point")))["middle"]
    return None if middle is None else _rounded(middle.y, middle.x)


def _rounded(lat: float, lon: float) -> LatLon:
    """Return the point as it would be if it had been given: the same site the next time."""
    return LatLon(round(lat, DECIMALS), round(lon, DECIMALS))
