"""Whether the coordinates of a collège can be believed."""

from typing import NamedTuple

from geo_matching.common.france import (
    BOXES,
    point_fault,
    territory_of_departement,
    territory_of_point,
)


class Located(NamedTuple):
    """A point in degrees, or None; `code` and `message` say what is wrong, "" when nothing is."""

    lat: float | None
    lon: float | None
    code: str = ""
    message: str = ""


def locate(lat_text: str, lon_text: str, departement: str) -> Located:
    """Check the coordinates of a collège of this département (short code).

    Swapped coordinates are repaired only when the exchanged point lies in the very territory of the
    département; any other doubtful point is dropped: no origin is better than a wrong one.
    """
    if not lat_text and not lon_text:
        return Located(None, None, "no_coordinates", "no coordinates: kept without a point")
    try:
        lat, lon = float(lat_text.replace(",", ".")), float(lon_text.replace(",", "."))
    except ValueError:
        return _refused("bad_coordinates", f"{lat_text!r}, {lon_text!r} are not numbers")
    return _judge(lat, lon, departement)


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
