"""Lines of the metropolis: railways through its centre, rings, buses from their stations."""

import math
import random
from dataclasses import dataclass
from itertools import pairwise

from geo_matching.common.errors import InputError
from transit.metropolis.places import Ground, Place, Stop

FEWEST_STOPS = 100
# Ground that one stop serves, on average.
STOP_AREA_M2 = 120_000.0
RAIL, RING, BUS = 1, 0, 3  # GTFS route types: metro, tram, bus
RING_STATIONS = 30
BUS_PLACES = 23
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A route: its places in the order of direction 0, and how often it runs against others."""

    number: int
    route_type: int
    places: tuple[Place, ...]
    weight: float

    def stops(self, direction: int) -> list[int]:
        """Return the numbers of the stops in one direction, a lone stop once."""
        if direction == 0:
            return [place.there for place in self.places]
        return [place.back for place in reversed(self.places)]

    def hops_m(self, direction: int) -> list[float]:
        """Return the metres between consecutive places in one direction."""
        hops = [math.hypot(b.x_m - a.x_m, b.y_m - a.y_m) for a, b in pairwise(self.places)]
        return hops if direction == 0 else hops[::-1]


@dataclass(frozen=True)
class Plan:
    """The metropolis: its radius, its stops (stations included) and its lines."""

    radius_m: float
    stops: list[Stop]
    lines: list[Line]


def plan_metropolis(stops: int, seed: int) -> Plan:
    """Draw a metropolis with exactly so many stops to board at; the same seed, the same plan.

    Raises
    ------
    InputError
        For fewer stops than a small town has.
    """
    if stops < FEWEST_STOPS:
        raise InputError(f"--stops must be at least {FEWEST_STOPS}, not {stops}")
    return _Drawing(stops, random.Random(seed)).draw()


class _Drawing:
    """One plan while it is drawn."""

    def __init__(self, stops: int, dice: random.Random) -> None:
        self.wanted, self.dice = stops, dice
        self.radius_m = math.sqrt(stops * STOP_AREA_M2 / math.pi)
        self.ground = Ground()
        self.lines: list[Line] = []
        self.stations: list[tuple[int, Place]] = []
        self.bus_places: dict[int, Place] = {}

    def draw(self) -> Plan:
        self._draw_railways()
        self._draw_rings()
        while self.ground.boarding < self.wanted:
            self._draw_bus()
        return Plan(self.radius_m, self.ground.stops, self.lines)

    def _draw_railways(self) -> None:
        count = max(2, round(self.radius_m / 4000))
        turn = self.dice.random() * math.pi
        for k in range(count):
            angle = turn + math.pi * (k + self.dice.uniform(-0.2, 0.2)) / count
            # Lines pass the centre, but not all of them through one point.
            offset = self.dice.uniform(-400.0, 400.0)
            along = [offset + side * 300.0 * math.sin(angle * 7) for side in (-1, 1)]
            east, north = math.cos(angle), math.sin(angle)
            points = [
                (at * east - shift * north, at * north + shift * east)
                for at, shift in zip(self._spread(), self._bends(along), strict=True)
            ]
            self._add_line(RAIL, [self._station(point) for point in points], 3.0)

    def _spread(self) -> list[float]:
        """Return metres along a diameter: stations close in the centre, far apart outside."""
        half, at = [0.0], 0.0
        while at < self.radius_m * 0.92:
            at += 800.0 + 1700.0 * at / self.radius_m
            half.append(at)
        return [-metres for metres in reversed(half[1:])] + half

    def _bends(self, ends: list[float]) -> list[float]:
        """Return how far each station stands off the diameter: a slow drift from end to end."""
        count = len(self._spread())
        return [
            ends[0] + (ends[1] - ends[0]) * i / count + self.dice.uniform(-120.0, 120.0)
            for i in range(count)
        ]

    def _draw_rings(self) -> None:
        count = max(1, round(self.radius_m / 9000))
        for k in range(count):
            radius_m = self.radius_m * (0.15 + 0.6 * k / count)
            stations = max(8, round(2 * math.pi * radius_m / 1100.0))
            points = [
                (radius_m * math.cos(angle), radius_m * math.sin(angle))
                for angle in (2 * math.pi * i / stations for i in range(stations))
            ]
            places = [self._station(point) for point in points]
            # Arcs that overlap by one station; a whole ring would be too long a ride.
            for start in range(0, stations, RING_STATIONS):
                arc = (places + places[:1])[start : start + RING_STATIONS + 1]
                if len(arc) > 1:
                    self._add_line(RING, arc, 2.0)

    def _station(self, point: Point) -> Place:
        """Return new platforms at a point, in a station of their own or in the one that is near."""
        near = self.ground.near(*point)
        parent = self.ground.stops[near.there].parent if near else -1
        if parent < 0:
            parent = self.ground.add_station(*point)
        place = self.ground.add_place(*point, parent=parent)
        self.stations.append((parent, place))
        return place

    def _draw_bus(self) -> None:
        station, platform = self.dice.choice(self.stations)
        if station not in self.bus_places:
            spot = (platform.x_m + 40.0, platform.y_m + 40.0)
            self.bus_places[station] = self._bus_place(spot, parent=station)
        places, used = [self.bus_places[station]], {self.bus_places[station].there}
        heading = self.dice.uniform(0.0, 2 * math.pi)
        x_m, y_m = places[0].x_m, places[0].y_m
        length = self.dice.randint(BUS_PLACES - 6, BUS_PLACES + 6)
        while len(places) < length and self.ground.boarding < self.wanted:
            heading = self._turned(heading, x_m, y_m)
            out = min(1.0, math.hypot(x_m, y_m) / self.radius_m)
            step_m = (300.0 + 250.0 * out) * self.dice.uniform(0.8, 1.2)
            x_m, y_m = x_m + step_m * math.cos(heading), y_m + step_m * math.sin(heading)
            place = self.ground.near(x_m, y_m) or self._bus_place((x_m, y_m))
            if place.there not in used:
                used.add(place.there)
                places.append(place)
                x_m, y_m = place.x_m, place.y_m
        self._add_bus(places)

    def _turned(self, heading: float, x_m: float, y_m: float) -> float:
        """Wander; at the border turn back to the centre."""
        if math.hypot(x_m, y_m) > self.radius_m:
            return math.atan2(-y_m, -x_m) + self.dice.uniform(-0.8, 0.8)
        return heading + self.dice.gauss(0.0, 0.3)

    def _bus_place(self, point: Point, *, parent: int = -1) -> Place:
        left = self.wanted - self.ground.boarding
        return self.ground.add_place(*point, parent=parent, stops=min(2, left))

    def _add_bus(self, places: list[Place]) -> None:
        """Add a line; one too short to be a line goes on from the end of the one before."""
        weight = self.dice.uniform(0.6, 1.4)
        if len(places) > 2 or not self.lines:  # noqa: PLR2004 - a line has a way between its ends
            self._add_line(BUS, places, weight)
            return
        last = self.lines.pop()
        known = {place.there for place in last.places}
        more = [place for place in places if place.there not in known]
        self.lines.append(Line(last.number, last.route_type, (*last.places, *more), last.weight))

    def _add_line(self, route_type: int, places: list[Place], weight: float) -> None:
        self.lines.append(Line(len(self.lines), route_type, tuple(places), weight))
