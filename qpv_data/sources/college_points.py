"""Whether the coordinates of a collège can be believed, and how good a position is."""

import math
import re
from functools import cache
from typing import NamedTuple

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from geo_matching.common.france import (
    BOXES,
    point_fault,
    territory_of_departement,
    territory_of_point,
)
from geo_matching.common.geo import WGS84, great_circle_m
from geo_matching.common.text import normalise

# Degrees and metres of one row agree to millimetres in the published files.
_SAME_PLACE_M = 50.0
_EPSG = re.compile(r"(\d{4,5})$")
# What is said of the place (Ministry's words, normalised): a door, a street, somewhere in a town.
_DOOR, _STREET, _AROUND, _TOWN = 4, 3, 2, 0
_PRECISIONS = {
    "numero de rue": _DOOR,
    "numero adresse": _DOOR,
    "plaque adresse": _DOOR,
    "batiment": _DOOR,
    "entree principale": _DOOR,
    "parfaite": _DOOR,
    "rue": _STREET,
    "centre parcelle projete": _STREET,
    "correcte": _STREET,
    "zone adressage": _AROUND,
    "lieu dit": _AROUND,
    "moyenne": _AROUND,
    "ville": _TOWN,
    "commune": _TOWN,
}
_MATCHES = {"parfaite": 4, "manuel": 4, "correcte": 3, "": 2, "moyenne": 2, "similaire": 2}
# Codes of notices on a position: they fall when a better file gives one.
POINT_CODES = frozenset(
    {
        "no_coordinates",
        "bad_coordinates",
        "zero_coordinates",
        "outside_france",
        "other_territory",
        "swapped_coordinates",
        "projected_coordinates",
        "coordinates_disagree",
        "doubtful_point",
    }
)


class Written(NamedTuple):
    """Coordinates as a file writes them: degrees, and metres in the projection of `epsg`."""

    lat: str
    lon: str
    x: str = ""
    y: str = ""
    epsg: str = ""


class Located(NamedTuple):
    """A point in degrees, or None; `code` and `message` say what is wrong, "" when nothing is."""

    lat: float | None
    lon: float | None
    code: str = ""
    message: str = ""


def quality(precision: str, match: str = "") -> tuple[int, int]:
    """Return how good a position is, to be compared: what it points at, then how it was matched."""
    return _PRECISIONS.get(normalise(precision), 1), _MATCHES.get(normalise(match), 1)


def locate(written: Written, departement: str) -> Located:
    """Check the coordinates of a collège of this département (short code).

    Swapped coordinates are repaired only when the exchanged point lies in the very territory of the
    département; missing or doubtful degrees are replaced by the metres of the same row where these
    lie in it; any other point is dropped: no origin is better than a wrong one.
    """
    found = _from_degrees(written.lat, written.lon, departement)
    projected = _from_metres(written)
    if projected is None or _judge(*projected, departement).code:
        return found
    lat, lon = projected
    if found.lat is None:
        message = f"{found.message.split(':')[0]}: taken from x, y in {written.epsg}"
        return Located(lat, lon, "projected_coordinates", message)
    apart_m = great_circle_m(lat, lon, found.lat, found.lon or 0.0)
    if not found.code and apart_m > _SAME_PLACE_M:
        message = f"degrees and x, y ({written.epsg}) are {apart_m:.0f} m apart: degrees were taken"
        return found._replace(code="coordinates_disagree", message=message)
    return found


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("\u202f", "").replace(" ", ""))


def _from_degrees(lat_text: str, lon_text: str, departement: str) -> Located:
    if not lat_text and not lon_text:
        return Located(None, None, "no_coordinates", "no coordinates: kept without a point")
    try:
        lat, lon = _number(lat_text), _number(lon_text)
    except ValueError:
        return _refused("bad_coordinates", f"{lat_text!r}, {lon_text!r} are not numbers")
    return _judge(lat, lon, departement)


def _from_metres(written: Written) -> tuple[float, float] | None:
    """Return latitude and longitude of x, y in the projection of origin; None without them."""
    match = _EPSG.search(written.epsg)
    if match is None or not written.x or not written.y:
        return None
    transformer = _to_degrees(int(match[1]))
    try:
        x, y = _number(written.x), _number(written.y)
        lon, lat = transformer.transform(x, y) if transformer else (math.inf, math.inf)
    except (ValueError, ProjError):
        return None
    return (lat, lon) if math.isfinite(lat) and math.isfinite(lon) else None


@cache
def _to_degrees(epsg: int) -> Transformer | None:
    try:
        return Transformer.from_crs(CRS.from_epsg(epsg), WGS84, always_xy=True)
    except CRSError:
        return None


def _judge(lat: float, lon: float, departement: str) -> Located:
    fault = point_fault(lat, lon)
    home, found = territory_of_departement(departement), territory_of_point(lat, lon)
    if fault == "swapped" and territory_of_point(lon, lat) == home:
        message = f"latitude and longitude were exchanged: read as {lon:.5f}, {lat:.5f}"
        return Located(lon, lat, "swapped_coordinates", message)
    if fault == "zero":
        return _refused("zero_coordinates", "0, 0 is in the Gulf of Guinea")
    if fault:
        return _refused("outside_france", f"{lat:g}, {lon:g} is outside France")
    if found != home and not BOXES[home].holds(lat, lon):
        return _refused("other_territory", f"{lat:g}, {lon:g} is in {found}, not in {departement}")
    return Located(lat, lon)


def _refused(code: str, reason: str) -> Located:
    return Located(None, None, code, f"{reason}: kept without a point")
