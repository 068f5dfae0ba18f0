"""The plan of the invented city, read from plan.toml: its pieces before they are warped."""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

Xy = tuple[float, float]


class Commune(NamedTuple):
    """One commune; all but the first lie between two bearings, beyond CITY_LIMIT_M."""

    code: str
    name: str
    postcode: str
    between_bearings: tuple[float, float]


class Road(NamedTuple):
    """One road of the plan; `closed` roads come back to their start."""

    name: str
    highway: str
    course: tuple[Xy, ...]
    closed: bool = False


class Zone(NamedTuple):
    """A piece of the city with streets of its own kind, turned by its bearing."""

    name: str
    kind: str
    centre: Xy
    size_m: tuple[float, float]
    bearing_deg: float


def _course(points: list[list[float]]) -> tuple[Xy, ...]:
    return tuple((x, y) for x, y in points)


def _road(row: dict[str, Any]) -> Road:
    return Road(row["name"], row["highway"], _course(row["course"]), row.get("closed", False))


_PLAN = tomllib.loads((Path(__file__).parent / "plan.toml").read_text(encoding="utf-8"))
CITY: str = _PLAN["city"]
CENTRE_LAT, CENTRE_LON = _PLAN["centre"]
CITY_LIMIT_M: float = _PLAN["city_limit_m"]
STATION: Xy = tuple(_PLAN["station"])
RIVER: str = _PLAN["river"]["name"]
RIVER_HALF_WIDTH_M: float = _PLAN["river"]["half_width_m"]
QUAYS_BETWEEN_X: Xy = tuple(_PLAN["river"]["quays_between_x"])
RIVER_COURSE = _course(_PLAN["river"]["course"])
RAILWAY = _course(_PLAN["railway"]["course"])
RING_ROAD = _course(_PLAN["ring_road"]["course"])
HILL_CENTRE: Xy = tuple(_PLAN["hill"]["centre"])
HILL_RADII_M: Xy = tuple(_PLAN["hill"]["radii_m"])
COMMUNES = tuple(Commune(**row) for row in _PLAN["communes"])
ROADS = tuple(_road(row) for row in _PLAN["roads"])
ZONES = tuple(Zone(**row) for row in _PLAN["zones"])
QUARTERS: dict[str, Xy] = {name: (x, y) for name, (x, y) in _PLAN["quarters"].items()}
