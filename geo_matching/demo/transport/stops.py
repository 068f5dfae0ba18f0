"""Puts stops on the courses: shared between lines, named after streets, one quay a direction."""

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from geo_matching.demo.city.build import City, rng_for
from geo_matching.demo.transport.routing import Course

SHARE_WITHIN_M = 130.0
QUAY_ASIDE_M = 6.5
QUAY_BACK_M = 14.0
SAME_QUAY_M = 40.0
KIND_OF_STREET = re.compile(r"^\S+ (de la |de l'|des |du |de |d')?")
GREAT = re.compile(r"Avenue|Boulevard|Route")
SAME_STOP_M = 40.0
LINES_OF_A_HUB = 3


def bare_key(name: str) -> str:
    """Return a name as the ear takes it: hyphens do not tell two stops apart."""
    return name.replace("-", " ").lower()


@dataclass(frozen=True)
class Quay:
    """Where vehicles of a mode stop that run towards one quarter of the compass; metres."""

    id: str
    mode: str
    quarter: int
    x: float
    y: float
    wheelchair: str


@dataclass
class StopPlace:
    """A place with one name, at a junction, with its quays."""

    node: int
    name: str
    lines: set[str] = field(default_factory=set)
    quays: list[Quay] = field(default_factory=list)


@dataclass(frozen=True)
class Calls:
    """The stops of a line in one direction: quay ids, and metres from the start of the course."""

    line: str
    direction: int
    quays: list[str]
    metres: list[float]
    headsign: str


class StopPlanner:
    """Gathers stop places over all lines, so that lines that meet share them."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.places: list[StopPlace] = []
        self.rng = rng_for(city.seed, 5)
        self.names: set[str] = set()
        self.at_node = city.network.by_node()

    def plan(self, courses: list[Course]) -> list[Calls]:
        """Return the calls of every line, both ways; fills `places`."""
        for course in courses:  # named stops first, so that others gather around them
            for via, position in zip(course.line.vias, course.via_position, strict=True):
                if via.stop:
                    self._place(course.nodes[position], via.stop)
        return [calls for course in courses for calls in self._both_ways(course)]

    def _place(self, node: int, name: str = "") -> int:
        here = self.city.network.nodes[node]
        for index, place in enumerate(self.places):
            away = math.dist(here, self.city.network.nodes[place.node])
            if place.name == name or (away < SHARE_WITHIN_M and not name) or away < SAME_STOP_M:
                return index
        self.places.append(StopPlace(node, name or self._name(node)))
        self.names.add(bare_key(self.places[-1].name))
        return len(self.places) - 1

    def _name(self, node: int) -> str:
        """Name a stop after the lesser street that meets there, without its first word."""
        edges = [self.city.network.edges[i] for i in self.at_node[node]]
        streets = sorted({e.name for e in edges if e.name}, key=lambda n: (bool(GREAT.match(n)), n))
        bare = [KIND_OF_STREET.sub("", street) for street in streets] or ["Carrefour"]
        names = [f"{name[:1].upper()}{name[1:]}" for name in bare]
        sides = [f"{name} {side}" for name in names for side in self._sides(name, node)]
        free = (n for n in (*names, *streets, *sides) if bare_key(n) not in self.names)
        return next(free, f"{names[0]} {len(self.places)}")

    def _sides(self, name: str, node: int) -> list[str]:
        """Return the compass words that tell a stop from its namesake, the fitting one first."""
        namesake = next((p for p in self.places if bare_key(p.name) == bare_key(name)), None)
        if namesake is None:
            return []
        nodes = self.city.network.nodes
        east, north = nodes[node] - nodes[namesake.node]
        across, along = ("Est" if east > 0 else "Ouest"), ("Nord" if north > 0 else "Sud")
        return [across, along] if abs(east) > abs(north) else [along, across]

    def _both_ways(self, course: Course) -> list[Calls]:
        positions = self._positions(course)
        places = [self._place(course.nodes[p]) for p in positions]
        keep = [i for i, place in enumerate(places) if place not in places[:i]]
        positions, places = [positions[i] for i in keep], [places[i] for i in keep]
        for place in places:
            self.places[place].lines.add(course.line.name)
        total = course.metres[-1]
        out = [self._quay(pl, course, pos, 1) for pl, pos in zip(places, positions, strict=True)]
        back = [self._quay(pl, course, pos, -1) for pl, pos in zip(places, positions, strict=True)]
        metres = [course.metres[p] for p in positions]
        name, ends = course.line.name, [self.places[p].name for p in (places[0], places[-1])]
        return [
            Calls(name, 0, out, metres, ends[1]),
            Calls(name, 1, back[::-1], [total - m for m in metres[::-1]], ends[0]),
        ]

    def _positions(self, course: Course) -> list[int]:
        """Return node positions of the stops: named vias, and others spread evenly between."""
        metres = np.asarray(course.metres)
        fixed = sorted({
            p for via, p in zip(course.line.vias, course.via_position, strict=True) if via.stop
        } | {0, len(metres) - 1})  # fmt: skip
        chosen = []
        for start, end in pairwise(fixed):
            span = metres[end] - metres[start]
            count = max(1, round(span / course.line.spacing_m))
            wanted = metres[start] + span * np.arange(count) / count
            chosen += [int(np.abs(metres - m).argmin()) for m in wanted]
        return sorted({*chosen, fixed[-1]})

    def _quay(self, place: int, course: Course, position: int, way: int) -> str:
        """Return the quay for vehicles of a course that run this way, a new one if none is near."""
        stop, mode = self.places[place], course.line.mode
        unit = self._heading(course.nodes, position, way)
        here = self.city.network.nodes[course.nodes[position]]
        x, y = here + np.array([unit[1], -unit[0]]) * QUAY_ASIDE_M - unit * QUAY_BACK_M
        quarter = int(((math.degrees(math.atan2(unit[1], unit[0])) + 45) % 360) // 90)
        alike = [q for q in stop.quays if (q.mode, q.quarter) == (mode, quarter)]
        for quay in alike:
            if math.dist((x, y), (quay.x, quay.y)) < SAME_QUAY_M:
                return quay.id
        name = f"S{place:03d}{mode[0].upper()}{quarter}{'abcdef'[len(alike)]}"
        stop.quays.append(Quay(name, mode, quarter, x, y, self._wheelchair(mode)))
        return name

    def _heading(self, nodes: list[int], position: int, way: int) -> np.ndarray:
        """Return the unit vector in which a course passes one of its nodes."""
        points, last = self.city.network.nodes, len(nodes) - 1
        before, after = max(0, position - 1), min(last, position + 1)
        ahead = way * (points[nodes[after]] - points[nodes[before]])
        return np.asarray(ahead / max(1e-9, float(np.hypot(*ahead))))

    def _wheelchair(self, mode: str) -> str:
        return "1" if mode == "tram" else str(self.rng.choice(["1", "1", "2", ""]))


def hubs(places: list[StopPlace]) -> set[int]:
    """Return the places big enough to be a station: a tram calls, or three lines meet."""
    return {
        index
        for index, place in enumerate(places)
        if len(place.lines) >= LINES_OF_A_HUB or any(q.mode == "tram" for q in place.quays)
    }
