"""Walks of the naive reference: straight lines x 1.3, or every street segment as a networkx edge."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import osmium

from tests.transit.naive_feed import EARTH_RADIUS_M, Point, great_circle_m

DETOUR = 1.3
MAX_LINK_M = 300.0
ISLAND_NODES = 40
WELCOME = {"yes", "designated", "permissive"}
NO_WALKING = set(
    "construction proposed raceway bus_guideway busway escape corridor".split()  # noqa: SIM905
)


def crow_m(a: Point, b: Point) -> float:
    return DETOUR * great_circle_m(a, b)


class CrowWalk:
    """Without streets: every point is linked and every walk is the straight line x 1.3."""

    def is_linked(self, point: Point, *, steps: bool) -> bool:
        return True

    def metres(self, start: Point, end: Point, *, steps: bool) -> float:
        return crow_m(start, end)


def is_walkable(tags: dict[str, str]) -> bool:
    highway, foot = tags.get("highway", ""), tags.get("foot", "")
    if foot in {"no", "private", "use_sidepath"}:
        return False
    if tags.get("access") in {"no", "private"} and foot not in WELCOME | {
        "destination",
        "customers",
    }:
        return False
    if "platform" in (tags.get("railway"), tags.get("public_transport")):
        return True
    if not highway or foot in WELCOME:
        return bool(highway)
    if highway.startswith("trunk"):
        return tags.get("sidewalk") in {"both", "left", "right", "yes"}
    return not highway.startswith("motorway") and highway not in NO_WALKING


@dataclass(frozen=True)
class Link:
    """A point put on a street segment: metres to the street, then to either end."""

    tail: int
    head: int
    link_m: float
    from_tail_m: float
    to_head_m: float


class StreetWalk:
    """A directed graph whose nodes are OSM nodes and whose edges are single segments."""

    def __init__(self, path: Path) -> None:
        self.points: dict[int, Point] = {}
        everything, without_steps = nx.DiGraph(), nx.DiGraph()
        for tags, nodes in self._read(path):
            graphs = [everything] if tags.get("highway") == "steps" else [everything, without_steps]
            one_way = tags.get("oneway:foot")
            for a, b in itertools.pairwise(nodes):
                for graph in graphs:
                    self._add(graph, (a, b), one_way)
        parts = list(nx.weakly_connected_components(everything))
        if any(len(part) >= ISLAND_NODES for part in parts):
            islands = [node for part in parts if len(part) < ISLAND_NODES for node in part]
            everything.remove_nodes_from(islands)
            without_steps.remove_nodes_from(islands)
        self.graphs = {True: everything, False: without_steps}
        self.links: dict[tuple[Point, bool], Link | None] = {}
        self.known_m: dict[tuple[Point, Point, bool], float] = {}

    def _read(self, path: Path) -> Iterator[tuple[dict[str, str], list[int]]]:
        ways = []
        for thing in osmium.FileProcessor(str(path)):
            if thing.is_node():
                self.points[thing.id] = thing.lat, thing.lon
            elif thing.is_way():
                ways.append((dict(thing.tags), [node.ref for node in thing.nodes]))
        for tags, nodes in ways:
            if not is_walkable(tags):
                continue
            piece: list[int] = []
            for node in nodes:
                if node in self.points:
                    piece.append(node)
                else:
                    yield tags, piece
                    piece = []
            yield tags, piece

    def _add(self, graph: nx.DiGraph, ends: tuple[int, int], one_way: str | None) -> None:
        a, b = ends
        if a == b:
            return
        length = great_circle_m(self.points[a], self.points[b])
        if one_way != "-1":
            graph.add_edge(a, b, m=length)
        if one_way != "yes":
            graph.add_edge(b, a, m=length)

    def is_linked(self, point: Point, *, steps: bool) -> bool:
        return self._link(point, steps=steps) is not None

    def _link(self, point: Point, *, steps: bool) -> Link | None:
        if (point, steps) not in self.links:
            graph = self.graphs[steps]
            found = (self._project(point, tail, head) for tail, head in graph.edges)
            nearest = min(found, key=lambda link: link.link_m, default=None)
            near = nearest is not None and nearest.link_m <= MAX_LINK_M
            self.links[point, steps] = nearest if near else None
        return self.links[point, steps]

    def _project(self, point: Point, tail: int, head: int) -> Link:
        """Nearest place of one segment, on the plane that touches the earth at the point."""
        scale = math.cos(math.radians(point[0]))

        def plane(other: Point) -> tuple[float, float]:
            east = math.radians(other[1] - point[1]) * scale * EARTH_RADIUS_M
            return east, math.radians(other[0] - point[0]) * EARTH_RADIUS_M

        (ax, ay), (bx, by) = plane(self.points[tail]), plane(self.points[head])
        squared = (bx - ax) ** 2 + (by - ay) ** 2
        share = -(ax * (bx - ax) + ay * (by - ay)) / squared if squared else 0.0
        share = min(1.0, max(0.0, share))
        lat_a, lon_a = self.points[tail]
        lat_b, lon_b = self.points[head]
        place = lat_a + share * (lat_b - lat_a), lon_a + share * (lon_b - lon_a)
        length = great_circle_m(self.points[tail], self.points[head])
        return Link(tail, head, great_circle_m(point, place), share * length, (1 - share) * length)

    def metres(self, start: Point, end: Point, *, steps: bool) -> float:
        """Link + streets + link; infinite where there is no way."""
        asked = start, end, steps
        if asked not in self.known_m:
            self.known_m[asked] = self._search(start, end, steps=steps)
        return self.known_m[asked]

    def _search(self, start: Point, end: Point, *, steps: bool) -> float:
        source, target = self._link(start, steps=steps), self._link(end, steps=steps)
        if source is None or target is None:
            return math.inf
        graph = nx.DiGraph(self.graphs[steps])
        leave = self._places(graph, source, "leave")
        enter = self._places(graph, target, "enter")
        for node, length in leave.items():
            graph.add_edge("start", node, m=length)
        for node, length in enter.items():
            graph.add_edge(node, "end", m=length)
        self._add_same_segment(graph, source, target)
        graph.add_nodes_from(["start", "end"])
        try:
            along = nx.dijkstra_path_length(graph, "start", "end", weight="m")
        except nx.NetworkXNoPath:
            return math.inf
        return source.link_m + along + target.link_m

    def _places(self, graph: nx.DiGraph, link: Link, verb: str) -> dict[int, float]:
        """Ends of the segment that can be walked to (leave) or come from (enter)."""
        forward, backward = (
            graph.has_edge(link.tail, link.head),
            graph.has_edge(link.head, link.tail),
        )
        to_head, to_tail = (forward, backward) if verb == "leave" else (backward, forward)
        ends = {}
        if to_head or link.to_head_m == 0:
            ends[link.head] = link.to_head_m
        if to_tail or link.from_tail_m == 0:
            ends[link.tail] = link.from_tail_m
        return ends

    def _add_same_segment(self, graph: nx.DiGraph, source: Link, target: Link) -> None:
        if {source.tail, source.head} != {target.tail, target.head}:
            return
        same_way = source.tail == target.tail
        place = target.from_tail_m if same_way else target.to_head_m
        ahead = place - source.from_tail_m
        ends = (source.tail, source.head) if ahead > 0 else (source.head, source.tail)
        if ahead == 0 or graph.has_edge(*ends):
            graph.add_edge("start", "end", m=abs(ahead))
