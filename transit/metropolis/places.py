"""Stops of the metropolis while it is drawn: on a plane in metres, found by where they lie."""

import math
from dataclasses import dataclass, field

from geo_matching.common.geo import EARTH_RADIUS_M

# In the middle of France, far from any large city.
CENTRE_LAT, CENTRE_LON = 46.56, 2.62
# Stops of a place stand on either side of the road.
ROAD_HALF_M = 8.0
# Places nearer than this are one: lines meet there.
SAME_PLACE_M = 120.0

KINDS = ("Rue", "Place", "Allée", "Pont", "Clos", "Moulin", "Parc", "Quai", "Porte", "Cité")
THINGS = (
    "Acacias", "Alouettes", "Ateliers", "Aulnes", "Bleuets", "Bouleaux", "Bruyères", "Carrières",
    "Cerisiers", "Châtaigniers", "Chênes", "Cigognes", "Coteaux", "Coudriers", "Écluses",
    "Érables", "Étangs", "Fauvettes", "Fontaines", "Forges", "Frênes", "Genêts", "Glycines",
    "Grillons", "Halles", "Hirondelles", "Hêtres", "Iris", "Jardins", "Jonquilles", "Lavoirs",
    "Lilas", "Marais", "Mésanges", "Mouettes", "Mûriers", "Noisetiers", "Noyers", "Ormes",
    "Papeteries", "Peupliers", "Platanes", "Pommiers", "Prairies", "Primevères", "Roseaux",
    "Sablières", "Saules", "Sorbiers", "Sources", "Tanneries", "Tilleuls", "Tuileries", "Vergers",
    "Vignes", "Violettes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """A row of stops.txt: a stop, or a station (`is_station`) that is the parent of others."""

    number: int
    name: str
    x_m: float
    y_m: float
    parent: int = -1
    is_station: bool = False

    @property
    def lat_lon(self) -> tuple[float, float]:
        return to_degrees(self.x_m, self.y_m)


@dataclass(frozen=True, slots=True)
class Place:
    """Where lines stop: one stop each way; a lone stop serves both."""

    x_m: float
    y_m: float
    there: int
    back: int


def to_degrees(x_m: float, y_m: float) -> tuple[float, float]:
    """Return latitude and longitude of metres east and north of the centre."""
    lat = CENTRE_LAT + math.degrees(y_m / EARTH_RADIUS_M)
    metres_per_radian = EARTH_RADIUS_M * math.cos(math.radians(CENTRE_LAT))
    return lat, CENTRE_LON + math.degrees(x_m / metres_per_radian)


@dataclass
class Ground:
    """All stops, of which `boarding` are no stations, and the places of each square of 120 m."""

    stops: list[Stop] = field(default_factory=list)
    boarding: int = 0
    _squares: dict[tuple[int, int], list[Place]] = field(default_factory=dict)

    def add_station(self, x_m: float, y_m: float) -> int:
        return self._add(x_m, y_m, -1, is_station=True)

    def add_place(self, x_m: float, y_m: float, *, parent: int = -1, stops: int = 2) -> Place:
        """Add a place of one or two stops."""
        there = self._add(x_m + ROAD_HALF_M, y_m, parent)
        back = self._add(x_m - ROAD_HALF_M, y_m, parent) if stops > 1 else there
        place = Place(x_m, y_m, there, back)
        self._squares.setdefault(_square(x_m, y_m), []).append(place)
        return place

    def near(self, x_m: float, y_m: float) -> Place | None:
        """Return a place less than 120 m away, the first that was added."""
        column, row = _square(x_m, y_m)
        for square in ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for place in self._squares.get(square, ()):
                if math.hypot(place.x_m - x_m, place.y_m - y_m) < SAME_PLACE_M:
                    return place
        return None

    def _add(self, x_m: float, y_m: float, parent: int, *, is_station: bool = False) -> int:
        number = len(self.stops)
        name = self.stops[parent].name if parent >= 0 else _name(number)
        self.stops.append(Stop(number, name, x_m, y_m, parent, is_station))
        self.boarding += not is_station
        return number


def _square(x_m: float, y_m: float) -> tuple[int, int]:
    return math.floor(x_m / SAME_PLACE_M), math.floor(y_m / SAME_PLACE_M)


def _name(number: int) -> str:
    # Both stops of a place have one name; 7919 is prime, so that names do not come in a row.
    kind, thing = divmod(number // 2 * 7919, len(THINGS))
    return f"{KINDS[kind % len(KINDS)]} des {THINGS[thing]}"
