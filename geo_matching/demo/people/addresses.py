"""Street addresses: the named street nearest to a point, a door number, and the door's position."""

from typing import NamedTuple

import numpy as np
import shapely
from shapely import LineString, Point

from geo_matching.demo.city.build import City
from geo_matching.demo.city.names import commune_at
from geo_matching.demo.city.plan import Commune, Xy
from geo_matching.demo.city.terrain import to_lonlat

ASIDE_M = 14.0
DOORS = {
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "pedestrian",
}


class Address(NamedTuple):
    number: int
    street: str
    commune: Commune
    lat: float
    lon: float
    x: float
    y: float
    kind: str  # sort of ground of the street

    @property
    def line(self) -> str:
        return f"{self.number} {self.street[:1].lower()}{self.street[1:]}"


class AddressBook:
    """Finds doors; a door number grows along its street."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.edges = [
            e for e in city.network.edges if e.name and e.highway in DOORS and not e.bridge
        ]
        self.lines = [LineString(e.points) for e in self.edges]
        self.tree = shapely.STRtree(self.lines)

    def near(self, point: np.ndarray, rng: np.random.Generator) -> Address:
        """Return a door on the nearest named street of a point in metres."""
        index = int(self.tree.nearest(Point(point)))
        line = self.lines[index]
        along = float(np.clip(line.project(Point(point)), 0.1 * line.length, 0.9 * line.length))
        return self.door(index, along, int(rng.integers(1, 60)))

    def near_plan(self, plan_point: Xy, rng: np.random.Generator) -> Address:
        return self.near(self.city.warp(np.asarray([plan_point], dtype=float))[0], rng)

    def somewhere(self, choices: np.ndarray, rng: np.random.Generator) -> Address:
        """Return a door on one of the streets whose indexes are given, long ones first."""
        lengths = np.array([self.lines[i].length for i in choices])
        index = int(rng.choice(choices, p=lengths / lengths.sum()))
        along = float(self.lines[index].length * rng.uniform(0.15, 0.85))
        return self.door(index, along, int(rng.integers(1, 90)))

    def door(self, index: int, along: float, number: int) -> Address:
        """Return the door that stands so many metres along a street."""
        line, edge = self.lines[index], self.edges[index]
        here = np.asarray(line.interpolate(along).coords[0])
        ahead = np.asarray(line.interpolate(min(along + 1, line.length)).coords[0])
        behind = np.asarray(line.interpolate(max(along - 1, 0)).coords[0])
        unit = (ahead - behind) / max(1e-9, float(np.hypot(*(ahead - behind))))
        side = 1 if number % 2 else -1  # odd numbers on the left
        x, y = here + side * ASIDE_M * np.array([-unit[1], unit[0]])
        lon, lat = to_lonlat(np.array([[x, y]]))[0]
        commune = commune_at(x, y)
        return Address(number, edge.name, commune, float(lat), float(lon), x, y, edge.kind)
