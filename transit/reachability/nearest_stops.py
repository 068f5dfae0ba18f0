"""The stops around a place, as the crow flies: where somebody could be met."""

from dataclasses import dataclass

import numpy as np

from geo_matching.common.geo import great_circle_m
from transit.network.network import Network
from transit.network.straight import on_sphere
from transit.reachability.places import Place


@dataclass(frozen=True, slots=True)
class NearStop:
    """A stop that vehicles serve; degrees, and metres from the place in a straight line."""

    name: str
    lat: float
    lon: float
    metres: float


def nearest_stops(network: Network, place: Place, most: int) -> list[NearStop]:
    """Return at most so many stops, the nearest first; of one name only the nearest."""
    lat, lon = network.links.lat, network.links.lon
    known = np.flatnonzero(np.isfinite(lat))
    here = on_sphere(np.array([place.lat], np.float64), np.array([place.lon], np.float64))
    chord = np.linalg.norm(on_sphere(lat[known], lon[known]) - here, axis=1)
    found: dict[str, NearStop] = {}
    for stop in known[np.argsort(chord, kind="stable")].tolist():
        name = network.texts["stop_name"][stop]
        if name in found:
            continue
        at = float(lat[stop]), float(lon[stop])
        found[name] = NearStop(name, *at, great_circle_m(place.lat, place.lon, *at))
        if len(found) == most:
            break
    return list(found.values())
