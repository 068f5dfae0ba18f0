"""Cells of a grid with the travel time to each: what isochrones are drawn from."""

import numpy as np
from numpy.typing import NDArray

from transit.constants import UNREACHED
from transit.network.network import Network
from transit.network.walks import Walks
from transit.osm.linking import Links
from transit.r5py_like.request import Request
from transit.reachability.areas import Frame, merge_cells
from transit.reachability.compute import percentile_ranks
from transit.reachability.isochrones import earliest_at_stops, to_cells, walked_points
from transit.reachability.places import Place

__all__ = ["cells_reached", "merge_cells"]

Cells = NDArray[np.int64]
Float = NDArray[np.float64]
Degrees = tuple[Float, Float]
# A cell as one number: column and row, 31 bits each, counted from far south-west.
BITS, HALF = 31, 1 << 30


def cells_reached(
    walks: Walks,
    network: Network | None,
    request: Request,
    origins: Degrees,
    cell_m: float,
) -> tuple[Cells, Float, Frame]:
    """Return the cells that any origin reaches within `request.max_time`.

    Without a network all is walked.

    Returns
    -------
    tuple[int64[c, 2], float64[c], Frame]
        Column and row of each cell, the percentile asked for first of the seconds to it over the
        departures of the window, and the frame of the grid.
    """
    anchor = Place(float(origins[0][0]), float(origins[1][0]))
    links = walks.link(*origins)
    keys, seconds, frame = [np.empty(0, np.int64)], [np.empty(0)], (0.0, 0.0, 1.0, 1.0)
    for i in np.flatnonzero(links.linked):
        grid = _Grid(request, anchor, cell_m)
        grid.walk(walks, links.take([i]))
        if network is not None:
            grid.ride(network, links.take([i]))
        found = grid.percentile()
        keys.append(found[0])
        seconds.append(found[1])
        frame = grid.frame
    all_keys, first_of = np.unique(np.concatenate(keys), return_inverse=True)
    best = np.full(len(all_keys), np.inf)
    np.minimum.at(best, first_of, np.concatenate(seconds))
    cells = np.column_stack([(all_keys >> BITS) - HALF, (all_keys & (2 * HALF - 1)) - HALF])
    return cells[np.isfinite(best)], best[np.isfinite(best)], frame


class _Grid:
    """Seconds to the cells that one origin reaches, for every departure of a window."""

    def __init__(self, request: Request, anchor: Place, cell_m: float) -> None:
        self.request, self.anchor, self.cell_m = request, anchor, cell_m
        self.limits = request.limits
        self.longest_s = self.limits.max_minutes * 60
        self.on_foot: tuple[Cells, Float] = (np.empty(0, np.int64), np.empty(0))
        self.by_ride: list[tuple[Cells, Float]] = []
        self.frame: Frame = (0.0, 0.0, 1.0, 1.0)

    def walk(self, walks: Walks, link: Links) -> None:
        start = np.zeros(1, np.int32)
        reach = self.limits.max_direct_walk_s, self.longest_s
        self.on_foot = self._cells(walked_points(walks, link, start, *reach, self.limits))

    def ride(self, network: Network, link: Links) -> None:
        stops = network.stop_links(wheelchair=False)
        reach = self.limits.max_walk_s, self.longest_s
        for minute in range(self.request.window_min):
            depart_s = self.request.depart_s + 60 * minute
            timing = (depart_s, self.longest_s)
            alight_s = earliest_at_stops(network, link, self.request.day, timing, self.limits)
            reached = np.flatnonzero((alight_s < UNREACHED) & stops.linked)
            start_s = alight_s[reached] - depart_s
            points = walked_points(network.walks, stops.take(reached), start_s, *reach, self.limits)
            self.by_ride.append(self._cells(points))

    def percentile(self) -> tuple[Cells, Float]:
        """Return the cells and, of each, the nearest-rank percentile of its seconds."""
        if not self.by_ride:
            return self.on_foot
        keys = np.unique(np.concatenate([self.on_foot[0], *(part[0] for part in self.by_ride)]))
        seconds = np.full((len(keys), len(self.by_ride)), np.inf)
        seconds[np.searchsorted(keys, self.on_foot[0])] = self.on_foot[1][:, None]
        for lane, (cells, arrival_s) in enumerate(self.by_ride):
            rows = np.searchsorted(keys, cells)
            seconds[rows, lane] = np.minimum(seconds[rows, lane], arrival_s)
        rank = percentile_ranks(self.request.percentiles[:1], len(self.by_ride))[0]
        return keys, np.partition(seconds, rank, axis=1)[:, rank]

    def _cells(self, points: tuple[Float, Float, Float]) -> tuple[Cells, Float]:
        cells, seconds, self.frame = to_cells(*points, self.anchor, cell_m=self.cell_m)
        return ((cells[:, 0] + HALF) << BITS) | (cells[:, 1] + HALF), seconds
