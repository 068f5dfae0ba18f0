"""The street network: lines cut where they cross, cleaned, joined into edges."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from geo_matching.demo.city.skeleton import Street

GRID_M = 0.1
ON_LINE_M = 0.6
MERGE_NODES_M = 9.0
SHORTEST_DEAD_END_M = 26.0
SHORTEST_LOOP_M = 60.0
PASSING_THROUGH = 2  # edges at a node that is no junction
# Of two lines drawn over each other the greater road is kept.
RANK = {
    name: rank
    for rank, name in enumerate((
        "primary", "secondary", "tertiary", "unclassified", "residential", "living_street",
        "pedestrian", "service", "track", "steps", "path", "footway",
    ))
}  # fmt: skip


@dataclass
class Edge:
    """A street between two junctions; `points` runs from `tail` to `head`, in metres."""

    tail: int
    head: int
    points: NDArray[np.float64]
    highway: str
    name: str
    kind: str
    bridge: bool

    @property
    def length_m(self) -> float:
        return float(np.hypot(*np.diff(self.points, axis=0).T).sum())

    def same_way(self, other: "Edge") -> bool:
        return (self.highway, self.name, self.kind, self.bridge) == (
            other.highway, other.name, other.kind, other.bridge,
        )  # fmt: skip


@dataclass
class Network:
    edges: list[Edge]
    nodes: dict[int, NDArray[np.float64]] = field(default_factory=dict)

    def by_node(self) -> dict[int, list[int]]:
        """Return the indexes of the edges at each junction."""
        at: dict[int, list[int]] = defaultdict(list)
        for index, edge in enumerate(self.edges):
            at[edge.tail].append(index)
            at[edge.head].append(index)
        return at


def build_network(streets: list[Street], crossings: BaseGeometry) -> Network:
    """Cut streets where they meet, drop stubs and islands, and join what runs on."""
    network = _node(streets, crossings)
    for _ in range(2):
        network = _drop_dead_ends(_merge_close_nodes(network))
    network = _largest_part(network)
    return _join(network)


def _node(streets: list[Street], crossings: BaseGeometry) -> Network:
    """Cut lines where they meet and at the ends of bridges; ends at one place are one node."""
    streets = sorted(streets, key=lambda s: RANK[s.highway])
    lines = [s.line for s in streets]
    pieces = _cut(shapely.unary_union(lines, grid_size=GRID_M), crossings)
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    # A piece belongs to the greatest road it lies on: streets are in that order.
    owner = np.full(len(pieces), len(streets))
    piece, street = shapely.STRtree(lines).query(middles, predicate="dwithin", distance=ON_LINE_M)
    np.minimum.at(owner, piece, street)
    bridges = shapely.contains(crossings, middles)
    ids: dict[tuple[int, int], int] = {}
    network = Network([])
    for line, index, bridge in zip(pieces, owner, bridges, strict=True):
        points = np.asarray(line.coords)
        ends = []
        for x, y in (points[0], points[-1]):
            ends.append(ids.setdefault((round(x * 2), round(y * 2)), len(ids)))
            network.nodes.setdefault(ends[-1], np.array([x, y]))
        tail, head = ends
        _, highway, name, kind = streets[index]
        network.edges.append(Edge(tail, head, points, highway, name, kind, bool(bridge)))
    return network


def _cut(noded: BaseGeometry, crossings: BaseGeometry) -> list[LineString]:
    """Cut the pieces at the edge of what they cross, so that a bridge is a piece of its own."""
    brink = crossings.boundary
    shapely.prepare(brink)
    cut: list[LineString] = []
    for piece in shapely.get_parts(noded):
        parts = shapely.get_parts(piece.difference(brink)) if brink.intersects(piece) else [piece]
        cut.extend(parts)
    return cut


def _merge_close_nodes(network: Network) -> Network:
    """Make one junction of those joined by an edge too short to be a street."""
    parent = {node: node for node in network.nodes}

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for edge in network.edges:
        if edge.length_m < MERGE_NODES_M:
            low, high = sorted((find(edge.tail), find(edge.head)))
            parent[high] = low
    best: dict[tuple[int, int], Edge] = {}
    for edge in network.edges:
        tail, head = find(edge.tail), find(edge.head)
        if tail == head and edge.length_m < SHORTEST_LOOP_M:
            continue
        edge.tail, edge.head = tail, head
        edge.points = np.vstack([network.nodes[tail], edge.points[1:-1], network.nodes[head]])
        key = (min(tail, head), max(tail, head))
        if key in best and _doubles(best[key], edge):
            continue
        best[key if key not in best else (len(best), -1)] = edge
    return Network(
        list(best.values()), {n: network.nodes[n] for n in network.nodes if find(n) == n}
    )


def _doubles(one: Edge, other: Edge) -> bool:
    return LineString(one.points).hausdorff_distance(LineString(other.points)) < MERGE_NODES_M * 1.5


def _drop_dead_ends(network: Network) -> Network:
    """Drop short stubs, and bridges that lead nowhere."""
    at = network.by_node()
    edges = [
        e for e in network.edges
        if min(len(at[e.tail]), len(at[e.head])) > 1
        or not (e.bridge or e.length_m < SHORTEST_DEAD_END_M)
    ]  # fmt: skip
    return Network(edges, network.nodes)


def _largest_part(network: Network) -> Network:
    size = max(network.nodes) + 1
    tails = [e.tail for e in network.edges]
    heads = [e.head for e in network.edges]
    graph = coo_array((np.ones(len(tails)), (tails, heads)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    largest = np.bincount(labels[tails]).argmax()
    return Network([e for e in network.edges if labels[e.tail] == largest], network.nodes)


def _join(network: Network) -> Network:
    """Join two edges that meet where nothing else does and are the same street."""
    edges: list[Edge | None] = list(network.edges)
    at = network.by_node()
    for node in sorted(at):
        meeting = at[node]
        if len(meeting) != PASSING_THROUGH or meeting[0] == meeting[1]:
            continue
        first, second = edges[meeting[0]], edges[meeting[1]]
        if first is None or second is None or not first.same_way(second):
            continue
        joined = _joined(first, second, node)
        edges[meeting[0]], edges[meeting[1]] = joined, None
        for far in (joined.tail, joined.head):
            at[far] = [meeting[0] if i == meeting[1] else i for i in at[far]]
        at[node] = []
    kept = [e for e in edges if e is not None]
    used = sorted({n for e in kept for n in (e.tail, e.head)})
    number = {node: index for index, node in enumerate(used)}
    for edge in kept:
        edge.tail, edge.head = number[edge.tail], number[edge.head]
    return Network(kept, {number[n]: network.nodes[n] for n in used})


def _joined(first: Edge, second: Edge, node: int) -> Edge:
    before = first.points if first.head == node else first.points[::-1]
    after = second.points if second.tail == node else second.points[::-1]
    tail = first.tail if first.head == node else first.head
    head = second.head if second.tail == node else second.tail
    points = np.vstack([before, after[1:]])
    return Edge(tail, head, points, first.highway, first.name, first.kind, first.bridge)
