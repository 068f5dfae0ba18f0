"""The parts of the engine that are measured one by one; the only file here behind its door."""

import datetime as dt
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo_matching.bench.transit_worlds import World
from transit.network.footpaths import Footpaths, walk_seconds
from transit.network.network import Network
from transit.network.street_walks import StreetWalks
from transit.network.timetable import Connections
from transit.osm.linking import Links
from transit.osm.street_graph import StreetGraph
from transit.queries import UNREACHED, CommuteTable, Limits, Place, open_network
from transit.reachability.commutes import Sites, commutes_of
from transit.reachability.compute import percentile_ranks, window_times
from transit.reachability.ends import Start, Targets
from transit.reachability.places import link_places, walks_to_stops
from transit.reachability.preparing import prepared_for
from transit.reachability.reverse import Origins, commutes_towards
from transit.search.percentiles import window_percentiles
from transit.search.search import STEP_S, Window
from transit.search.windows import Earliest, count_work, earliest_arrivals

__all__ = [
    "PERCENTILES",
    "Connections",
    "Engine",
    "Footpaths",
    "Links",
    "Origins",
    "StreetGraph",
    "Targets",
    "percentile_ranks",
    "walk_seconds",
]

# More than anybody needs in a city.
MOST_RIDES = 20
PERCENTILES = (5, 25, 50, 75, 95)
Int32 = NDArray[np.int32]


class Engine:
    """A network opened for the questions of a world, under its rules or the service's own."""

    def __init__(self, folder: Path, world: World, limits: Limits | None = None) -> None:
        self.world, self.limits = world, limits or world.rules
        self.day = dt.date.fromisoformat(world.day)
        self.network: Network = open_network(folder)

    @property
    def connections(self) -> Connections:
        return self.network.connections(self.day, wheelchair=False)

    @property
    def changes(self) -> Footpaths:
        return self.network.changes(self.limits)

    @property
    def stops(self) -> Links:
        return self.network.links

    @property
    def streets(self) -> StreetGraph:
        if not isinstance(self.network.walks, StreetWalks):
            raise TypeError("a network with streets is needed")
        return self.network.walks.graph

    def on_streets(self, links: Links) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return latitudes and longitudes of where points meet the streets (nan: nowhere)."""
        streets = self.streets
        found = np.full((2, len(links.edge)), np.nan)
        for i in np.flatnonzero(links.linked):
            edge = links.edge[i]
            points = slice(streets.first_point[edge], streets.first_point[edge + 1])
            for row, degrees in enumerate((streets.point_lat, streets.point_lon)):
                at_m = streets.point_m[points]
                found[row, i] = np.interp(links.position_m[i], at_m, degrees[points])
        return found[0], found[1]

    def linked_stops(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return latitudes and longitudes of the stops that one can walk to."""
        linked = self.stops.take(np.flatnonzero(self.stops.linked))
        return linked.lat, linked.lon

    def link(self, places: list[Place]) -> Links:
        lat, lon = np.array([p.lat for p in places]), np.array([p.lon for p in places])
        return link_places(self.network, lat, lon, self.limits)

    def targets(self, places: list[Place]) -> Targets:
        return Targets.prepare(self.network, self.link(places), self.limits)

    def sites(self, places: list[Place]) -> Sites:
        return Sites.prepare(self.network, self.link(places), self.limits)

    def origins(self, places: list[Place], count: int) -> list[Place]:
        """Return the first places from which some stop can be walked to."""
        links = self.link(places)
        near = (i for i in range(len(places)) if self.access(links.take([i])).min() < UNREACHED)
        return [places[i] for i in islice(near, count)]

    def access(self, origin: Links) -> Int32:
        """Return int32[stops]: seconds on foot from an origin."""
        return walks_to_stops(self.network, origin, self.limits)

    def direct(self, origin: Links, targets: Targets) -> Int32:
        """Return int32[targets]: seconds on foot all the way."""
        return Start(self.network, origin, self.limits).direct_s(targets)

    def window(self, minutes: int | None = None) -> Window:
        return Window.of_minutes(self.world.depart_s, minutes or self.world.window_min, self.limits)

    def prepare(self) -> None:
        """Make the day ready for the window, as the fourth question would."""
        prepared_for(self.network, self.day, self.window(), self.limits, at_once=True)

    def search(self, access_s: Int32, minutes: int | None = None) -> Earliest:
        """Return earliest arrivals at stops, the walks from the origin given."""
        return self._search(access_s, minutes).completed()

    def _search(self, access_s: Int32, minutes: int | None = None) -> Earliest:
        window = self.window(minutes)
        ready = prepared_for(self.network, self.day, window, self.limits)
        return earliest_arrivals(self.connections, self.changes, access_s, window, ready)

    def search_any_rides(self, access_s: Int32) -> Int32:
        """Search without the limit on rides, which the baseline does not know."""
        window = replace(self.window(), max_rides=MOST_RIDES)
        return earliest_arrivals(self.connections, self.changes, access_s, window).time_s

    def from_cached(self, access_s: Int32, direct_s: Int32, targets: Targets) -> Int32:
        """Return int32[targets, percentiles] of the window, the walks from the origin given."""
        timing = (STEP_S, self.limits.max_minutes * 60)
        ranks = percentile_ranks(PERCENTILES, self.world.window_min)
        earliest = self._search(access_s)
        return window_percentiles(earliest, targets.egress, direct_s, timing, ranks)

    def door_to_door(self, origin: Place, targets: Targets, minutes: int) -> Int32:
        """Return int32[targets, percentiles] from a bare point; one percentile for one minute."""
        percentiles = PERCENTILES if minutes > 1 else (50,)
        question = (self.world.depart_s, minutes, percentiles)
        start = Start(self.network, self.link([origin]), self.limits)
        return window_times(start, targets, self.day, question)

    def commutes(self, origin: Place, sites: Sites) -> CommuteTable:
        hours = np.tile(np.array(self.world.hours, np.int32), (len(sites.there.links.edge), 1))
        link = self.link([origin])
        return commutes_of(self.network, link, sites, self.day, hours, self.limits)

    def homes(self, places: list[Place]) -> Origins:
        return Origins.prepare(self.network, self.link(places), self.limits)

    def commutes_back(self, site: Place, homes: Origins) -> CommuteTable:
        """Return the commutes of many homes and one site, searched from the site."""
        begin, end = self.world.hours
        link = self.link([site])
        return commutes_towards(self.network, link, homes, self.day, (begin, end), self.limits)

    def work(self, access_s: Int32) -> dict[str, int]:
        """Count what the search of a window does, and the bytes of connections that it reads."""
        c = self.connections
        ready = prepared_for(self.network, self.day, self.window(), self.limits)
        counts = count_work(c, self.changes, access_s, self.window(), ready)
        columns = (c.departure, c.arrival, c.from_stop, c.to_stop, c.run, c.flags)
        row_bytes = sum(column.itemsize for column in columns)
        return counts | {"connection_bytes": counts["connections"] * row_bytes}
