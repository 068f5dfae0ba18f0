"""What a competent user of networkx writes: time-dependent Dijkstra, one search a departure.

A directed graph with a node for every stop where one waits, every stop where one has got off, and
two for every call of every line, coming in and going out on board; hops keep their departures in
order of time, and lines are split until no vehicle overtakes another. Timetable, streets and
changes are those that the engine has read, so that both do the same work; walks and searches are
its own.
"""

import heapq
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from geo_matching.bench.transit_engine import Connections, Footpaths, Links, StreetGraph
from transit.queries import UNREACHED

FORWARD_ONLY, BACKWARD_ONLY = 2, 4
CAN_BOARD, CAN_ALIGHT = 1, 2
# The node of the place of a question, for as long as it is asked.
HERE = -1
Int32 = NDArray[np.int32]
# A line: its stops and flags; a vehicle on it: departures and arrivals of its hops.
Line = tuple[tuple[int, ...], tuple[int, ...]]
Vehicle = tuple[tuple[int, ...], tuple[int, ...]]


def street_graph(streets: StreetGraph) -> nx.DiGraph:
    """Return the junctions with the shortest street of each direction between neighbours."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(streets.n_nodes))
    tail = np.repeat(np.arange(streets.n_nodes), np.diff(streets.first_arc))
    arcs = zip(tail.tolist(), streets.arc_head.tolist(), streets.arc_m.tolist(), strict=True)
    for a, b, metres in arcs:
        if metres < graph.adj[a].get(b, {"m": math.inf})["m"]:
            graph.add_edge(a, b, m=metres)
    return graph


class Streets:
    """Walks along streets from one point to many, by networkx's own Dijkstra."""

    def __init__(self, streets: StreetGraph) -> None:
        self.streets = streets
        self.there = street_graph(streets)
        self.back = self.there.reverse()

    def metres(
        self, place: Links, others: Links, limit_m: float, *, towards: bool = False
    ) -> NDArray[np.float64]:
        """Return float64[others]: metres from a place (`towards`: to it), infinite beyond."""
        if not place.linked[0]:
            return np.full(len(others.edge), np.inf)
        graph = self.back if towards else self.there
        start = [(int(node[0]), float(m[0])) for node, m in self._ends(place, leaving=not towards)]
        graph.add_node(HERE)
        graph.add_edges_from((HERE, node, {"m": m}) for node, m in start if m < math.inf)
        reached = nx.single_source_dijkstra_path_length(graph, HERE, limit_m, weight="m")
        graph.remove_node(HERE)
        at_node = np.full(self.streets.n_nodes, np.inf)
        for node, metres in reached.items():
            if node != HERE:
                at_node[node] = metres
        ends = self._ends(others, leaving=towards)
        found = np.minimum(*(at_node[nodes] + metres for nodes, metres in ends))
        found = np.minimum(found, self._along(place, others, towards=towards))
        return np.where(others.linked & (found <= limit_m), found, np.inf)

    def _ends(self, links: Links, *, leaving: bool) -> list[tuple[Int32, NDArray[np.float64]]]:
        """Return (junction, metres) of the two ends of the edges that points are linked to."""
        streets, edge = self.streets, np.maximum(links.edge, 0)
        flags = streets.edge_flags[edge]
        to_head = np.where(flags & (BACKWARD_ONLY if leaving else FORWARD_ONLY), np.inf, 0.0)
        to_tail = np.where(flags & (FORWARD_ONLY if leaving else BACKWARD_ONLY), np.inf, 0.0)
        rest_m = streets.edge_m[edge] - links.position_m
        return [
            (streets.edge_tail[edge], links.link_m + links.position_m + to_tail),
            (streets.edge_head[edge], links.link_m + rest_m + to_head),
        ]

    def _along(self, place: Links, others: Links, *, towards: bool) -> NDArray[np.float64]:
        """Return metres between points of one edge, infinite for others."""
        forth = (others.position_m - place.position_m) * (-1 if towards else 1)
        flags = self.streets.edge_flags[place.edge[0]]
        wrong = (forth > 0) & bool(flags & BACKWARD_ONLY) | (forth < 0) & bool(flags & FORWARD_ONLY)
        metres = np.abs(forth) + place.link_m[0] + others.link_m
        return np.where((others.edge == place.edge[0]) & ~wrong, metres, np.inf)


def vehicles(c: Connections, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[Line, Vehicle]]:
    """Yield every run with a departure in one of the ranges of seconds, whole."""
    wanted = np.zeros(c.runs, np.bool_)
    for begin, end in ranges:
        wanted[c.run[(c.departure >= begin) & (c.departure <= end)]] = True
    rows = np.flatnonzero(wanted[c.run])
    rows = rows[np.argsort(c.run[rows], kind="stable")]
    for hops in np.split(rows, np.flatnonzero(np.diff(c.run[rows])) + 1):
        if len(hops):
            stops = (*c.from_stop[hops].tolist(), int(c.to_stop[hops[-1]]))
            line = (stops, tuple(c.flags[hops].tolist()))
            yield line, (tuple(c.departure[hops].tolist()), tuple(c.arrival[hops].tolist()))


def without_overtaking(found: Iterable[tuple[Line, Vehicle]]) -> list[tuple[Line, list[Vehicle]]]:
    """Group vehicles by line, and split lines until all their columns ascend."""
    by_line: dict[Line, list[Vehicle]] = defaultdict(list)
    for line, vehicle in found:
        by_line[line].append(vehicle)
    groups: list[tuple[Line, list[Vehicle]]] = []
    for line, fleet in by_line.items():
        queues: list[list[Vehicle]] = []
        for vehicle in sorted(fleet):
            fits = (q for q in queues if _follows(q[-1], vehicle))
            queue = next(fits, None)
            if queue is None:
                queues.append([vehicle])
            else:
                queue.append(vehicle)
        groups += [(line, queue) for queue in queues]
    return groups


def _follows(before: Vehicle, after: Vehicle) -> bool:
    return all(
        a <= b for x, y in zip(before, after, strict=True) for a, b in zip(x, y, strict=True)
    )


class Timetable:
    """The graph of a day, and earliest arrivals in it."""

    def __init__(
        self, connections: Connections, changes: Footpaths, ranges: list[tuple[int, int]]
    ) -> None:
        stops = self.stops = len(changes.first) - 1
        graph = nx.DiGraph()
        # Node s: waiting at stop s; stops + s: got off at s; from 2 x stops on: on board.
        graph.add_nodes_from(range(2 * stops))
        source = np.repeat(np.arange(stops), np.diff(changes.first))
        rows = zip(source.tolist(), changes.target.tolist(), changes.change_s.tolist(), strict=True)
        graph.add_edges_from((stops + a, b, {"seconds": s}) for a, b, s in rows)
        aboard = count(2 * stops)
        for (calls, flags), fleet in without_overtaking(vehicles(connections, ranges)):
            leaves = next(aboard)
            for k, flag in enumerate(flags):
                comes = next(aboard)
                departures = [vehicle[0][k] for vehicle in fleet]
                arrivals = [vehicle[1][k] for vehicle in fleet]
                graph.add_edge(leaves, comes, departures=departures, arrivals=arrivals)
                if flag & CAN_BOARD:
                    graph.add_edge(calls[k], leaves, seconds=0)
                if flag & CAN_ALIGHT:
                    graph.add_edge(comes, stops + calls[k + 1], seconds=0)
                leaves = next(aboard)
                graph.add_edge(comes, leaves, seconds=0)
        self.graph = graph
        # Plain dictionaries: reading through networkx's views takes twice as long.
        self.neighbours = dict(graph.adjacency())

    def search(self, ready_s: Int32, until_s: int) -> Int32:
        """Return int32[stops]: when one can first get off; `ready_s`: when one can first board."""
        best: dict[int, int] = {}
        heap = [(int(ready_s[stop]), int(stop)) for stop in np.flatnonzero(ready_s < UNREACHED)]
        heapq.heapify(heap)
        while heap:
            now, node = heapq.heappop(heap)
            if node in best:
                continue
            best[node] = now
            for other, edge in self.neighbours[node].items():
                if other in best:
                    continue
                if "seconds" in edge:
                    then = now + edge["seconds"]
                else:
                    k = bisect_left(edge["departures"], now)
                    then = edge["arrivals"][k] if k < len(edge["arrivals"]) else UNREACHED
                if then <= until_s:
                    heapq.heappush(heap, (then, other))
        arrival = np.full(self.stops, UNREACHED, np.int32)
        for stop in range(self.stops):
            arrival[stop] = best.get(self.stops + stop, UNREACHED)
        return arrival
