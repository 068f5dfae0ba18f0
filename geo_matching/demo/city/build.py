"""Makes the ground of the city from a seed: streets, barriers and zones, warped, in metres."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from geo_matching.demo.city.fill import fill
from geo_matching.demo.city.names import name_streets
from geo_matching.demo.city.network import Network, build_network
from geo_matching.demo.city.skeleton import Ground, build_skeleton
from geo_matching.demo.city.terrain import Warp

BEND_STEP_M = 45.0


@dataclass(frozen=True)
class City:
    """Streets and areas where they really lie; x east, y north, metres from the old centre."""

    seed: int
    network: Network
    barriers: dict[str, LineString]
    zones: dict[str, BaseGeometry]
    grounds: list[Ground]
    warp: Warp


def rng_for(seed: int, purpose: int) -> np.random.Generator:
    """Return a generator for one part, so that a change in it leaves the others alone."""
    return np.random.default_rng([seed, purpose])


def build_city(seed: int) -> City:
    warp = Warp.from_seed(rng_for(seed, 1))
    skeleton = build_skeleton()
    rng = rng_for(seed, 2)
    streets = list(skeleton.streets)
    for ground in skeleton.grounds:
        streets += fill(ground, rng)
    network = build_network(streets, skeleton.crossings)
    _warp_network(network, warp)
    name_streets(network, rng_for(seed, 3))
    return City(
        seed=seed,
        network=network,
        barriers={key: warp.geometry(line) for key, line in skeleton.barriers.items()},
        zones={name: warp.geometry(area) for name, area in skeleton.zones.items()},
        grounds=[g.__class__(warp.geometry(g.area), g.kind, g.place) for g in skeleton.grounds],
        warp=warp,
    )


def _warp_network(network: Network, warp: Warp) -> None:
    """Bend every street, all in one go; its points stay BEND_STEP_M apart at most."""
    lines = [LineString(edge.points) for edge in network.edges]
    points, owner = shapely.get_coordinates(
        shapely.segmentize(lines, BEND_STEP_M), return_index=True
    )
    starts = np.searchsorted(owner, np.arange(1, len(lines)))
    bent = np.split(np.round(warp(points), 2), starts)
    for edge, line in zip(network.edges, bent, strict=True):
        edge.points = line
    places = np.round(warp(np.array(list(network.nodes.values()))), 2)
    network.nodes = dict(zip(network.nodes, places, strict=True))
