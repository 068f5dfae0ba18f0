"""Gives every street a name: a street runs straight on through its crossings."""

import math
import tomllib
from collections import defaultdict
from pathlib import Path

import numpy as np

from geo_matching.demo.city import plan
from geo_matching.demo.city.network import Edge, Network

Rng = np.random.Generator
WORDS = Path(__file__).parent.parent / "words" / "streets.toml"
STRAIGHT_ON = math.cos(math.radians(38))
LONGEST_STREET_M = 1150.0
SHORT_STREET_M = 150.0
NAMELESS = {"footway": 0.82, "path": 0.7, "track": 0.8, "service": 0.75, "steps": 0.0}
STYLE = {
    "core": "core", "hilltop": "core", "hill": "core",
    "faubourg": "faubourg", "hillfoot": "faubourg", "suburb": "suburb", "estate": "estate",
    "village": "village", "fields": "village", "quay": "quay",
}  # fmt: skip
# Which endings go with which sorts of street, most likely first.
ENDINGS = {
    "core": ("place", "place", "place", "person"),
    "faubourg": ("person", "town", "place", "person"),
    "suburb": ("green", "person", "town", "green"), "village": ("place", "green", "place"),
    "estate": ("green", "person", "town"), "work": ("person", "town", "place"),
    "short": ("green", "green", "place"), "foot": ("place", "green"), "steps": ("place",),
    "quay": ("town", "place", "person"),
}  # fmt: skip


def commune_at(x: float, y: float) -> plan.Commune:
    """Return the commune a point in metres lies in."""
    if math.hypot(x, y) < plan.CITY_LIMIT_M:
        return plan.COMMUNES[0]
    bearing = math.degrees(math.atan2(y, x)) % 360
    for commune in plan.COMMUNES[1:]:
        start, end = commune.between_bearings
        if (bearing - start) % 360 < (end - start) % 360:
            return commune
    return plan.COMMUNES[0]


def chains(network: Network) -> list[list[int]]:
    """Group edges into streets: lists of edge indexes, each list in the order it is walked."""
    partner = _pair_ends(network)
    seen: set[int] = set()
    streets = []
    for index in range(len(network.edges)):
        if index in seen:
            continue
        start = _first_of_chain(index, partner)
        chain, (edge, end) = [], start
        while edge not in seen:
            seen.add(edge)
            chain.append(edge)
            following = partner.get((edge, 1 - end))
            if following is None:
                break
            edge, end = following
        streets.extend(_split_long(chain, network.edges))
    return streets


def _first_of_chain(index: int, partner: dict) -> tuple[int, int]:
    """Walk back to where the chain of an edge begins; return that edge and its outer end."""
    edge, end = index, 0
    while (before := partner.get((edge, end))) is not None and before[0] != index:
        edge, end = before[0], 1 - before[1]
    return edge, end


def _pair_ends(network: Network) -> dict[tuple[int, int], tuple[int, int]]:
    """Pair the ends (edge, 0 tail or 1 head) of edges that run straight into each other."""
    at: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, edge in enumerate(network.edges):
        at[edge.tail].append((index, 0))
        at[edge.head].append((index, 1))
    partner: dict[tuple[int, int], tuple[int, int]] = {}
    for node in sorted(at):
        choices = []
        ends = at[node]
        for i, one in enumerate(ends):
            for other in ends[i + 1 :]:
                straight = -float(_heading(network, one) @ _heading(network, other))
                if one[0] != other[0] and _same_street(network, one[0], other[0], straight):
                    choices.append((-straight, one, other))
        for _, one, other in sorted(choices):
            if one not in partner and other not in partner:
                partner[one], partner[other] = other, one
    return partner


def _same_street(network: Network, one: int, other: int, straight: float) -> bool:
    first, second = network.edges[one], network.edges[other]
    if first.name or second.name:
        return first.name == second.name and straight > 0
    named_alike = (first.highway, first.kind) == (second.highway, second.kind)
    return named_alike and straight > STRAIGHT_ON


def _heading(network: Network, end: tuple[int, int]) -> np.ndarray:
    points = network.edges[end[0]].points
    away = points[1] - points[0] if end[1] == 0 else points[-2] - points[-1]
    return np.asarray(away / max(1e-9, float(np.hypot(*away))))


def _split_long(chain: list[int], edges: list[Edge]) -> list[list[int]]:
    if edges[chain[0]].name:
        return [chain]
    parts: list[list[int]] = [[]]
    length_m = 0.0
    for index in chain:
        if parts[-1] and length_m + edges[index].length_m > LONGEST_STREET_M:
            parts.append([])
            length_m = 0.0
        parts[-1].append(index)
        length_m += edges[index].length_m
    return parts


def name_streets(network: Network, rng: Rng) -> None:
    """Write a name on every edge of each street that should have one."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    degree = {node: len(edges) for node, edges in network.by_node().items()}
    used: set[tuple[str, str]] = set()
    for chain in chains(network):
        edges = [network.edges[i] for i in chain]
        if edges[0].name or rng.random() < NAMELESS.get(edges[0].highway, 0.0):
            continue
        style = _style(edges, degree)
        middle = edges[len(edges) // 2].points.mean(axis=0)
        name = _draw(words, style, commune_at(*middle).code, used, rng)
        for edge in edges:
            edge.name = name


def _style(edges: list[Edge], degree: dict[int, int]) -> str:
    first = edges[0]
    if first.highway == "steps":
        return "steps"
    if first.highway in {"footway", "path"}:
        return "foot"
    style = STYLE.get(first.kind, "work")
    blind = min(degree[n] for e in (first, edges[-1]) for n in (e.tail, e.head)) == 1
    short = sum(e.length_m for e in edges) < SHORT_STREET_M
    return (
        "short"
        if blind and short and style in {"suburb", "village", "faubourg", "estate"}
        else style
    )


def _draw(words: dict, style: str, commune: str, used: set[tuple[str, str]], rng: Rng) -> str:
    """Draw a name nobody in the commune bears; after many tries, one that a namesake bears too."""
    name = ""
    for _ in range(40):
        kind = words["kinds"][style][int(rng.integers(len(words["kinds"][style])))]
        pool = ENDINGS[style][int(rng.integers(len(ENDINGS[style])))]
        endings = words[pool]["endings"]
        name = f"{kind} {endings[int(rng.integers(len(endings)))]}"
        if (commune, name) not in used:
            break
    used.add((commune, name))
    return name
