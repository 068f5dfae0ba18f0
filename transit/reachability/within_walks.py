"""Which points might be walked to at all: a look into a tree, long before any search."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from transit.limits import Limits
from transit.network.network import Network
from transit.network.straight import on_sphere

if TYPE_CHECKING:
    from transit.reachability.places import Place

DEFAULT = Limits()
# More than a point's link to its street; what is a little too far costs a search, no more.
MARGIN_M = 500.0


def within_walks(
    network: Network,
    origins: "Sequence[Place]",
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    limits: Limits = DEFAULT,
) -> NDArray[np.bool_]:
    """Tell which points might be walked to from some stop or some origin.

    No street is shorter than the straight line: the others are out of reach for certain.

    Returns
    -------
    bool[points]
    """
    known = np.isfinite(network.links.lat)
    stops = on_sphere(network.links.lat[known], network.links.lon[known])
    starts = on_sphere(
        np.array([origin.lat for origin in origins], np.float64),
        np.array([origin.lon for origin in origins], np.float64),
    )
    points = on_sphere(np.asarray(lat, np.float64), np.asarray(lon, np.float64))
    near = np.zeros(len(points), np.bool_)
    for some, walk_s in ((stops, limits.max_walk_s), (starts, limits.max_direct_walk_s)):
        if len(some) and len(points):
            # Straight through the Earth is never longer than over it.
            farthest_m = limits.metres_in(walk_s) + MARGIN_M
            near |= np.isfinite(cKDTree(some).query(points, distance_upper_bound=farthest_m)[0])
    return near
