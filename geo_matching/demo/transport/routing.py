"""Lays lines on streets: the way a tram or bus takes between the points of its plan."""

import heapq
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo_matching.demo.city.build import City
from geo_matching.demo.transport.plan import Line

# What a metre costs, by the class of the street; streets that are not listed are not used.
COST = {
    "bus": {
        "primary": 1.0, "secondary": 1.0, "tertiary": 1.1, "unclassified": 1.5, "residential": 2.2,
        "living_street": 5.0,
    },
    "tram": {
        "primary": 1.0, "secondary": 1.0, "tertiary": 1.0, "unclassified": 1.3, "residential": 1.7,
        "pedestrian": 2.0, "living_street": 3.0,
    },
}  # fmt: skip
GREAT_ROADS = {"primary", "secondary", "tertiary"}
GREAT_ROAD_WITHIN_M = 160.0
U_TURN_COST_M = 800.0
JUNCTION_COST_M = 4.0

Step = tuple[int, bool]  # edge index, run from tail to head


@dataclass(frozen=True)
class Course:
    """The way of one line: its edges in order, the junctions between them, metres to each."""

    line: Line
    steps: list[Step]
    nodes: list[int]
    metres: list[float]
    via_position: list[int]  # index into `nodes` of each via


class StreetFinder:
    """Finds junctions and shortest ways on the streets of one mode."""

    def __init__(self, city: City, mode: str) -> None:
        self.city, self.mode = city, mode
        self.out: dict[int, list[tuple[int, float, Step]]] = {}
        for index, edge in enumerate(city.network.edges):
            cost = COST[mode].get(edge.highway)
            if cost is not None:
                weight = cost * edge.length_m
                self.out.setdefault(edge.tail, []).append((edge.head, weight, (index, True)))
                self.out.setdefault(edge.head, []).append((edge.tail, weight, (index, False)))
        self.ids = np.array(sorted(self._largest_part()))
        self.points = np.array([city.network.nodes[n] for n in self.ids])

    def _largest_part(self) -> set[int]:
        """Return the junctions of the largest piece that a vehicle can drive around in."""
        left, largest = set(self.out), set[int]()
        while len(left) > len(largest):
            part, queue = set[int](), [min(left)]
            while queue:
                node = queue.pop()
                if node not in part:
                    part.add(node)
                    queue += [head for head, _, _ in self.out[node] if head not in part]
            left -= part
            largest = max(largest, part, key=len)
        return largest

    def nearest(self, plan_point: tuple[float, float]) -> int:
        """Return the junction nearest to a point of the plan, of great roads if one is close."""
        target = self.city.warp(np.asarray([plan_point], dtype=float))[0]
        distance = np.hypot(*(self.points - target).T)
        for index in np.argsort(distance, kind="stable")[:12]:
            node = int(self.ids[index])
            great = [
                step
                for _, _, step in self.out[node]
                if self.city.network.edges[step[0]].highway in GREAT_ROADS
            ]
            if len(great) > 1 and distance[index] < GREAT_ROAD_WITHIN_M:
                return node
        return int(self.ids[int(distance.argmin())])

    def way(self, start: int, end: int, avoid: int) -> list[Step]:
        """Return the cheapest steps from one junction to another that do not turn back at once."""
        best = {start: 0.0}
        came: dict[int, tuple[int, Step]] = {}
        queue = [(0.0, start)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == end:
                break
            if cost > best[node]:
                continue
            for head, weight, step in self.out[node]:
                turned = U_TURN_COST_M if node == start and step[0] == avoid else 0.0
                reached = cost + weight + turned + JUNCTION_COST_M
                if reached < best.get(head, np.inf):
                    best[head], came[head] = reached, (node, step)
                    heapq.heappush(queue, (reached, head))
        steps: list[Step] = []
        while end != start:
            end, step = came[end]
            steps.append(step)
        return steps[::-1]


def lay(line: Line, finder: StreetFinder) -> Course:
    """Return the course of a line through all its vias."""
    edges = finder.city.network.edges
    junctions = [finder.nearest(via.at) for via in line.vias]
    steps: list[Step] = []
    via_steps = [0]
    for start, end in pairwise(junctions):
        way = finder.way(start, end, steps[-1][0] if steps else -1)
        while steps and way and steps[-1][0] == way[0][0]:  # a spur: out and straight back
            steps.pop()
            way = way[1:]
            via_steps[-1] = min(via_steps[-1], len(steps))
        steps += way
        via_steps.append(len(steps))
    nodes, metres = [junctions[0]], [0.0]
    for index, forward in steps:
        nodes.append(edges[index].head if forward else edges[index].tail)
        metres.append(metres[-1] + edges[index].length_m)
    return Course(line, steps, nodes, metres, via_steps)


def shape(course: Course, city: City) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the points of a course in metres, and the metres run to each."""
    parts: list[NDArray[np.float64]] = []
    for index, forward in course.steps:
        points = city.network.edges[index].points
        points = points if forward else points[::-1]
        parts.append(points if not parts else points[1:])
    line = np.vstack(parts)
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    return line, run
