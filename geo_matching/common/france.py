"""Where France is: a box of degrees for each territory, and what is wrong with a point."""

import math
from typing import NamedTuple

MAINLAND = "metropole"


class Box(NamedTuple):
    """Bounds in degrees (WGS84), a few kilometres wider than the land."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Say whether the point lies in the box, borders included."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


# Mainland with its islands, Corsica, then the overseas territories by INSEE code.
BOXES: dict[str, Box] = {
    MAINLAND: Box(42.2, 51.2, -5.3, 8.4),
    "corse": Box(41.3, 43.1, 8.4, 9.7),
    "971": Box(15.7, 16.6, -62.0, -60.9),
    "972": Box(14.3, 15.0, -61.3, -60.7),
    "973": Box(2.0, 6.0, -54.7, -51.5),
    "974": Box(-21.5, -20.8, 55.1, 56.0),
    "975": Box(46.6, 47.2, -56.6, -56.0),
    "976": Box(-13.1, -12.5, 44.9, 45.4),
    "977": Box(17.8, 18.0, -63.0, -62.7),
    "978": Box(18.0, 18.2, -63.2, -62.9),
    "986": Box(-14.5, -13.1, -178.3, -176.0),
    "987": Box(-28.0, -7.5, -155.0, -134.0),
    "988": Box(-23.0, -17.8, 158.0, 172.2),
}


def territory_of_point(lat: float, lon: float) -> str:
    """Return the territory whose box holds the point, "" outside France."""
    return next((name for name, box in BOXES.items() if box.holds(lat, lon)), "")


def territory_of_departement(code: str) -> str:
    """Return the territory of a département in short form: 38 gives the mainland, 2A corse."""
    if code in BOXES:
        return code
    return "corse" if code in {"2A", "2B"} else MAINLAND


def point_fault(lat: float, lon: float) -> str:
    """Say what is wrong with a point: "zero", "swapped", "outside", or "" when it is in France.

    "swapped": outside as given, inside France with latitude and longitude exchanged. No box holds
    a point and its mirror, so the exchange is never ambiguous.
    """
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return "outside"
    if lat == 0 and lon == 0:
        return "zero"
    if territory_of_point(lat, lon):
        return ""
    return "swapped" if territory_of_point(lon, lat) else "outside"
