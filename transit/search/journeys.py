"""A journey and its legs, read back from the log of a scan."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from transit.limits import Limits
from transit.network.network import Network
from transit.network.timetable import Connections
from transit.osm.linking import Links
from transit.search.search import Scan
from transit.search.shapes import Points, cut_shape
from transit.search.targets import Answers, Egress

Mode = Literal["access", "ride", "transfer", "egress", "walk"]
NOTHING = -1


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of a journey; times in seconds of the service day, geometry as (lat, lon)."""

    mode: Mode
    departure: int
    arrival: int
    from_name: str
    to_name: str
    geometry: Points
    feed: str = ""
    route: str = ""
    headsign: str = ""
    trip: str = ""
    colour: str = ""
    text_colour: str = ""
    stops: int = 0  # hops ridden
    stop_names: tuple[str, ...] = ()
    # As in the feed, so that a leg can be joined with its tables.
    route_id: str = ""
    agency_id: str = ""
    route_type: int = -1
    from_stop_id: str = ""
    to_stop_id: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """One answer in full; every time is 0 and `legs` is empty unless `status` is "ok"."""

    status: Literal["ok", "unreached", "not_linked"]
    departure: int = 0
    arrival: int = 0
    travel_time_s: int = 0
    rides: int = 0
    walk_s: int = 0
    legs: tuple[Leg, ...] = ()


@dataclass(frozen=True, eq=False)
class Tracer:
    """Turns the answer for one target into legs."""

    network: Network
    connections: Connections
    found: Scan
    origin: Links
    target: Links
    limits: Limits

    def legs(self, answers: Answers, egress: Egress, departure_s: int) -> tuple[Leg, ...]:
        """Return the legs of target 0, from the origin on."""
        event, ride = int(answers.event[0]), int(answers.rides[0]) - 1
        walk = int(egress.walk_s[answers.egress[0]])
        state = self.found.state
        legs = [self._egress(int(state.event_stop[event]), self._alighting(event), walk)]
        while event != NOTHING:
            boarded, source = int(state.event_board[event, ride]), state.event_source[event, ride]
            legs.append(self._ride(boarded, int(state.event_conn[event])))
            stop = int(self.connections.from_stop[boarded])
            if source == NOTHING:
                legs.append(self._access(stop, departure_s))
            elif state.event_stop[source] != stop:
                legs.append(self._transfer(int(source), stop))
            event, ride = int(source), ride - 1
        return tuple(reversed(legs))

    def _alighting(self, event: int) -> int:
        return int(self.found.state.event_arrival[event])

    def _stop(self, stop: int) -> Links:
        return self.network.stop_links(wheelchair=self.limits.wheelchair).take([stop])

    def _name(self, stop: int) -> str:
        return self.network.texts["stop_name"][stop]

    def _path(self, source: Links, target: Links, limit_s: int) -> Points:
        return self.network.walks.path(
            source,
            target,
            limit_m=self.limits.metres_in(limit_s),
            allow_steps=not self.limits.wheelchair,
        )

    def _access(self, stop: int, departure_s: int) -> Leg:
        path = self._path(self.origin, self._stop(stop), self.limits.max_walk_s)
        walk_s = self._walk_to(stop)
        return Leg("access", departure_s, departure_s + walk_s, "", self._name(stop), path)

    def _walk_to(self, stop: int) -> int:
        return int(self.found.access_s[stop])

    def _egress(self, stop: int, alighting_s: int, walk_s: int) -> Leg:
        path = self._path(self._stop(stop), self.target, self.limits.max_walk_s)
        return Leg("egress", alighting_s, alighting_s + walk_s, self._name(stop), "", path)

    def _transfer(self, source: int, stop: int) -> Leg:
        """Walk from where the ride before ended; its seconds are those the network knows."""
        before = int(self.found.state.event_stop[source])
        arrival = self._alighting(source)
        changes = self.network.changes(self.limits)
        pairs = slice(changes.first[before], changes.first[before + 1])
        at = np.flatnonzero(changes.target[pairs] == stop)[0]
        walk_s = int(changes.walk_s[pairs][at])
        path = self._path(self._stop(before), self._stop(stop), self.limits.max_transfer_walk_s)
        names = self._name(before), self._name(stop)
        return Leg("transfer", arrival, arrival + walk_s, *names, path)

    def _ride(self, boarded: int, alighted: int) -> Leg:
        network, c = self.network, self.connections
        hops = np.flatnonzero(c.run[boarded : alighted + 1] == c.run[boarded]) + boarded
        (trip,) = self._trips_of(c.stop_time[boarded : boarded + 1])
        route = int(network.shown["trip_route"][trip])
        calls = [int(c.from_stop[boarded]), *(int(c.to_stop[hop]) for hop in hops)]
        texts = network.texts
        names = tuple(self._name(stop) for stop in calls)
        feed = texts["feed"][int(network.shown["route_feed"][route])]
        return Leg(
            mode="ride",
            departure=int(c.departure[boarded]),
            arrival=int(c.arrival[alighted]),
            from_name=names[0],
            to_name=names[-1],
            geometry=self._ridden_path(hops),
            feed=feed,
            route=texts["route_short_name"][route] or texts["route_long_name"][route],
            headsign=self._headsign(trip),
            trip=texts["trip_id"][trip],
            colour=texts["route_colour"][route],
            text_colour=texts["route_text_colour"][route],
            stops=len(hops),
            stop_names=names,
            route_id=texts["route_id"][route].removeprefix(f"{feed}:"),
            agency_id=texts["route_agency"][route] if "route_agency" in texts else "",
            route_type=int(network.shown["route_type"][route]),
            from_stop_id=texts["stop_id"][calls[0]].removeprefix(f"{feed}:"),
            to_stop_id=texts["stop_id"][calls[-1]].removeprefix(f"{feed}:"),
        )

    def _headsign(self, trip: int) -> str:
        """Return what the vehicle shows; without a headsign, where the trip ends."""
        shown = self.network.texts["headsign"][int(self.network.shown["trip_headsign"][trip])]
        timetable = self.network.timetable
        last = int(timetable.stop[timetable.first_stop_time[trip + 1] - 1])
        return shown or self._name(last)

    def _trips_of(self, stop_time: NDArray[np.int64]) -> list[int]:
        first = self.network.timetable.first_stop_time
        trips: list[int] = (np.searchsorted(first, stop_time, side="right") - 1).tolist()
        return trips

    def _ridden_path(self, hops: NDArray[np.int64]) -> Points:
        """Draw the ride trip by trip: a block goes on with another trip, and another shape."""
        rows = self.connections.stop_time[hops]
        trips = self._trips_of(rows)
        starts = [i for i in range(len(trips)) if i == 0 or trips[i] != trips[i - 1]]
        path: list[tuple[float, float]] = []
        for start, end in zip(starts, [*starts[1:], len(trips)], strict=True):
            part = self._trip_path(trips[start], int(rows[start]), int(rows[end - 1]) + 1)
            path += [point for point in part if not path or point != path[-1]]
        return tuple(path)

    def _trip_path(self, trip: int, first_row: int, last_row: int) -> Points:
        shown, links = self.network.shown, self.network.links
        stops = self.network.timetable.stop[first_row : last_row + 1]
        # A stop without a position has no place on the drawing.
        located = stops[np.isfinite(links.lat[stops])]
        lat, lon = links.lat[located], links.lon[located]
        shape = int(shown["trip_shape"][trip])
        points = slice(0, 0)
        if shape >= 0:
            points = slice(int(shown["shape_first"][shape]), int(shown["shape_first"][shape + 1]))
        if points.stop - points.start < 2 or not located.size:  # noqa: PLR2004 - a line has two ends
            return tuple(zip(lat.tolist(), lon.tolist(), strict=True))
        return cut_shape((shown["shape_lat"][points], shown["shape_lon"][points]), (lat, lon))
