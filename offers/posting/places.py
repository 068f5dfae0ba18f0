"""Where an address is: the point that was put by hand, else the nearest match of our own data."""

from dataclasses import dataclass

from geo_matching.common.france import point_fault
from geo_matching.common.geo import great_circle_m
from geo_matching.common.insee import departement_of_postcode
from geo_matching.common.text import normalise
from offers.models import PointPrecision
from qpv_data.address_search import find_addresses
from qpv_data.models import Commune

# Six decimals are some ten centimetres: far below what an address means.
_DECIMALS = 6
# A pin farther from what its address means stands at another place: across a large site, along a
# street, within a town.
_NEAR_M = {
    PointPrecision.ADDRESS: 700,
    PointPrecision.STREET: 1500,
    PointPrecision.POSTCODE: 10_000,
}


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """An address as typed."""

    street: str
    postcode: str
    city: str

    @property
    def key(self) -> str:
        """The address without case or accents: what a point was found for."""
        return normalise(f"{self.street} {self.postcode} {self.city}")


@dataclass(frozen=True, slots=True)
class Located:
    """A point in degrees, and how it is known."""

    lat: float
    lon: float
    precision: str

    @classmethod
    def of(cls, lat: float, lon: float, precision: str) -> "Located":
        return cls(round(lat, _DECIMALS), round(lon, _DECIMALS), precision)


def given_point(lat: float | None, lon: float | None, precision: str) -> Located | None:
    """Return the point that came with the form, None when there is none in France."""
    if lat is None or lon is None or point_fault(lat, lon):
        return None
    known = precision if precision in PointPrecision.values else PointPrecision.GIVEN
    return Located.of(lat, lon, known)


def locate(place: TypedPlace) -> Located | None:
    """Return the door, else the middle of the street, else the middle of the town.

    None when not even the town is known.
    """
    for found in find_addresses(f"{place.street} {place.postcode} {place.city}", limit=4):
        same_town = normalise(found.city) == normalise(place.city)
        if found.postcode == place.postcode or same_town:
            precision = PointPrecision.ADDRESS if found.is_door else PointPrecision.STREET
            return Located.of(found.lat, found.lon, precision)
    return _middle_of_town(place)


def far_from_words(pin: Located | None, place: TypedPlace) -> str:
    """Return how far a pin is from the address typed beside it, in French; "" while it is near.

    An offer that is copied keeps the pin of the older one until somebody moves it.
    """
    if pin is None or pin.precision != PointPrecision.GIVEN:
        return ""
    found = locate(place)
    if found is None:
        return ""
    metres = great_circle_m(pin.lat, pin.lon, found.lat, found.lon)
    if metres <= _NEAR_M[PointPrecision(found.precision)]:
        return ""
    return f"{metres / 1000:.1f}\u202fkm".replace(".", ",")


def _middle_of_town(place: TypedPlace) -> Located | None:
    departement = departement_of_postcode(place.postcode)
    towns = Commune.objects.filter(departement=departement, centre__isnull=False)
    for town in towns.filter(name__istartswith=place.city[:1]).only("name", "centre"):
        if town.centre and normalise(town.name) == normalise(place.city):
            return Located.of(town.centre.y, town.centre.x, PointPrecision.POSTCODE)
    return None
