"""The networks that the engine is measured on, and the places of their questions."""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo_matching.common.geo import EARTH_RADIUS_M
from transit.queries import Limits, Place

# The rules under which the peers were measured, so that rows can stand side by side.
PEER_LIMITS: dict[str, Any] = {"max_minutes": 120, "max_transfer_walk_s": 800, "max_rides": 8}
NEAR_M = 600.0
DESTINATION_SEED, SITE_SEED, ORIGIN_SEED = 42, 43, 44
TRIPS_A_STOP = 10
# A Tuesday of the generated feeds.
GENERATED_DAY = "2026-05-12"


@dataclass(frozen=True, slots=True)
class World:
    """A network and its standard questions; times in seconds of the service day.

    `hours` are start and end of work; `stops` > 0 means that feed and streets are generated.
    """

    name: str
    title: str
    day: str
    depart_s: int
    gtfs: tuple[str, ...] = ()
    osm: str = ""
    limits: dict[str, Any] = field(default_factory=dict)
    hours: tuple[int, int] = (9 * 3600, 17 * 3600)
    points: str = ""  # a CSV of destinations; without it they are drawn around stops
    stops: int = 0
    window_min: int = 120

    @property
    def whole_window(self) -> bool:
        """Whether the slow side, too, is asked for every departure of the window."""
        return self.stops == 0

    @classmethod
    def of(cls, described: dict[str, Any]) -> "World":
        """Return the world that `asdict` described, sent through JSON."""
        return cls(**described)

    @property
    def rules(self) -> Limits:
        return Limits(**self.limits)

    @property
    def files(self) -> tuple[str, ...]:
        """Real files that it needs, below the data folder."""
        return tuple(name for name in (*self.gtfs, self.osm, self.points) if name)


GRENOBLE = World(
    name="grenoble",
    title="Grenoble",
    day="2023-05-09",
    depart_s=7 * 3600 + 1800,
    gtfs=("grenoble/gtfs_tag_2023.zip",),
    osm="grenoble/streets.osm.pbf",
    limits=PEER_LIMITS,
)
PORTO_ALEGRE = World(
    name="porto_alegre",
    title="Porto Alegre",
    day="2019-05-13",
    depart_s=13 * 3600,
    gtfs=("porto_alegre/poa_eptc.zip", "porto_alegre/poa_trensurb.zip"),
    osm="porto_alegre/poa_osm.pbf",
    limits={**PEER_LIMITS, "walk_speed_kmh": 3.6},
    # Its buses run from 11:50 to 16:00 only.
    hours=(13 * 3600 + 1800, 14 * 3600),
    points="porto_alegre/poa_hexgrid.csv",
)


def generated(stops: int) -> World:
    return World(
        name=f"generated_{stops}",
        title=f"generated, {stops} stops, {stops * TRIPS_A_STOP} trips",
        day=GENERATED_DAY,
        depart_s=7 * 3600 + 1800,
        stops=stops,
    )


def worlds(*, large: bool) -> list[World]:
    sizes = (5_000, 20_000, 50_000) if large else (5_000, 20_000)
    return [PORTO_ALEGRE, GRENOBLE, *(generated(size) for size in sizes)]


@dataclass(frozen=True)
class Places:
    """Points of the questions of a world: origins, destinations, and ten times as many sites."""

    origins: list[Place]
    destinations: list[Place]
    sites: list[Place]


def draw_places(
    world: World, data: Path | None, lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> Places:
    """Draw the places around stops (degrees), the same on every call."""

    def around(count: int, seed: int) -> list[Place]:
        return near_stops(lat, lon, count, seed)

    if world.points and data is not None:
        # The two degrees stand in the file's own order.
        points = pd.read_csv(data / world.points)[["lat", "lon"]].to_numpy()
        destinations = [Place(float(p[0]), float(p[1])) for p in points]
    else:
        destinations = around(1_000, DESTINATION_SEED)
    # More origins than are asked from: some stand where no stop is in reach.
    return Places(around(200, ORIGIN_SEED), destinations, around(10_000, SITE_SEED))


def near_stops(
    lat: NDArray[np.float64], lon: NDArray[np.float64], count: int, seed: int
) -> list[Place]:
    """Return points drawn evenly from discs of 600 m around stops that are drawn by chance."""
    draw = np.random.default_rng(seed)
    at = draw.integers(len(lat), size=count)
    radius_m, angle = NEAR_M * np.sqrt(draw.random(count)), math.tau * draw.random(count)
    north = np.degrees(radius_m * np.cos(angle) / EARTH_RADIUS_M)
    east = np.degrees(radius_m * np.sin(angle) / EARTH_RADIUS_M) / np.cos(np.radians(lat[at]))
    points = zip(lat[at] + north, lon[at] + east, strict=True)
    return [Place(float(a), float(b)) for a, b in points]
