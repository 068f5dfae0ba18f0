"""Where the cities of the rehearsal stand, how large each is, and what belongs to its basin."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from geo_matching.common.geo import EARTH_RADIUS_M
from geo_matching.demo.france.schools import School
from transit.metropolis.plan import FEWEST_STOPS, STOP_AREA_M2

MOST_CITIES = 100
# Stops of the ten networks that are generated, and at how many cities a copy of each stands: from
# a capital with 30 000 stops to towns with 600, as the national catalogue's feeds are spread.
SIZES = (30_000, 9_000, 5_000, 3_500, 2_500, 1_800, 1_300, 1_000, 800, 600)
COPIES = (1, 2, 3, 5, 8, 11, 14, 17, 19, 20)
# Cities gather around priority collèges first: their commutes are what is computed.
PRIORITY_WEIGHT = 10.0


@dataclass(frozen=True, slots=True)
class City:
    """A place for a network; `model` is the rank of its size, `rank` that of the city."""

    rank: int
    name: str
    lat: float
    lon: float
    model: int
    stops: int

    @property
    def code(self) -> str:
        return f"{self.rank:03d}"


def model_of(rank: int) -> int:
    """Return which of the ten sizes the city of this rank has, the largest first."""
    return int(np.searchsorted(np.cumsum(COPIES), rank, side="right"))


def stops_of(model: int, shrink: float) -> int:
    return max(FEWEST_STOPS, round(SIZES[model] * shrink))


def radius_m(stops: int) -> float:
    """Return how far the network of a city with so many stops reaches."""
    return math.sqrt(stops * STOP_AREA_M2 / math.pi)


def place_cities(schools: Sequence[School], shrink: float) -> list[City]:
    """Return the hundred cities: each where it gathers the most collèges not yet gathered.

    Their networks do not overlap. The places are those of the full sizes: with `shrink` < 1 only
    the networks there are smaller.
    """
    where = on_sphere([(school.lat, school.lon) for school in schools])
    tree = cKDTree(where)
    free = np.array([PRIORITY_WEIGHT if school.priority else 1.0 for school in schools])
    allowed = np.ones(len(schools), bool)
    cities: list[City] = []
    for model, copies in enumerate(COPIES):
        reach = radius_m(SIZES[model])
        near = _within(tree, reach)
        for _ in range(copies):
            at = int(np.argmax(np.where(allowed, near @ free, -1.0)))
            cities.append(_city(len(cities), schools[at], shrink))
            free[tree.query_ball_point(where[at], reach)] = 0.0
            # The next one is no larger: twice the larger radius keeps them apart.
            allowed[tree.query_ball_point(where[at], 2 * reach)] = False
    return cities


def _within(tree: cKDTree, reach: float) -> csr_matrix:
    """Return the matrix that adds up what is near each point."""
    pairs = tree.query_pairs(reach, output_type="ndarray")
    itself = np.arange(tree.n)
    rows = np.concatenate([pairs[:, 0], pairs[:, 1], itself])
    columns = np.concatenate([pairs[:, 1], pairs[:, 0], itself])
    return csr_matrix((np.ones(rows.size), (rows, columns)), shape=(tree.n, tree.n))


def _city(rank: int, school: School, shrink: float) -> City:
    model = model_of(rank)
    name = school.territory.commune_name
    return City(rank, name, school.lat, school.lon, model, stops_of(model, shrink))


def chosen(cities: Sequence[City], count: int) -> list[City]:
    """Return `count` of the cities, of all sizes: their mean is about that of all."""
    step = len(cities) / count
    return [cities[int((k + 0.5) * step)] for k in range(count)]


def basins(points: Sequence[tuple[float, float]], cities: Sequence[City]) -> NDArray[np.int64]:
    """Return the rank of the city that is nearest to each point (latitude, longitude)."""
    tree = cKDTree(on_sphere([(city.lat, city.lon) for city in cities]))
    ranks = np.array([city.rank for city in cities])
    return ranks[tree.query(on_sphere(points))[1]]


def on_sphere(points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Return points in space, in metres: straight lines there are as good as distances."""
    lat, lon = np.radians(np.asarray(points, np.float64).reshape(-1, 2)).T
    flat = np.cos(lat)
    return EARTH_RADIUS_M * np.column_stack([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)])
