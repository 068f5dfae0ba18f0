"""The city as OpenStreetMap would hold it: nodes and ways with tags, ids given in order."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo_matching.demo.city import plan
from geo_matching.demo.city.build import City, rng_for
from geo_matching.demo.city.names import chains
from geo_matching.demo.city.network import Edge

Tags = dict[str, str]
SPEED = {
    "primary": "50",
    "secondary": "50",
    "tertiary": "50",
    "residential": "30",
    "living_street": "20",
}
ONEWAY_SHARE = {"core": 0.45, "faubourg": 0.3, "suburb": 0.12}
ZONE_TAGS: dict[str, Tags] = {
    "estate": {"landuse": "residential"}, "industrial": {"landuse": "industrial"},
    "retail": {"landuse": "retail"}, "hospital": {"amenity": "hospital"},
    "campus": {"amenity": "university"}, "park": {"leisure": "park"}, "wood": {"landuse": "forest"},
    "lake": {"natural": "water", "water": "lake"}, "village": {"landuse": "residential"},
    "suburb": {"landuse": "residential"},
}  # fmt: skip
PLACE_OF = {"village": "village", "estate": "suburb", "suburb": "suburb"}
BUILT_UP = {"core", "faubourg", "suburb"}


@dataclass
class Elements:
    """Nodes and ways of one file; positions in metres until they are written."""

    points: list[NDArray[np.float64]] = field(default_factory=list)
    node_tags: dict[int, Tags] = field(default_factory=dict)
    ways: list[tuple[list[int], Tags]] = field(default_factory=list)

    def add_point(self, point: NDArray[np.float64], tags: Tags | None = None) -> int:
        """Return the id of a new node; ids start at 1."""
        self.points.append(np.asarray(point, dtype=float))
        if tags:
            self.node_tags[len(self.points)] = tags
        return len(self.points)

    def add_line(self, line: LineString, tags: Tags) -> None:
        refs = [self.add_point(np.asarray(p)) for p in line.coords]
        self.ways.append((refs, tags))

    def add_areas(self, areas: BaseGeometry, tags: Tags) -> None:
        """Add the outline of each polygon as a closed way (holes are not kept)."""
        for part in shapely.get_parts(areas):
            if isinstance(part, Polygon) and not part.is_empty:
                refs = [self.add_point(np.asarray(p)) for p in part.exterior.coords[:-1]]
                self.ways.append(([*refs, refs[0]], tags))


def collect(city: City, bus_edges: set[int], tram_edges: list[list[tuple[int, bool]]]) -> Elements:
    """Return everything on the ground; streets that buses use stay open both ways."""
    elements = Elements()
    for node in sorted(city.network.nodes):
        elements.add_point(city.network.nodes[node])
    refs = [_edge_refs(elements, edge) for edge in city.network.edges]
    _add_streets(elements, city, refs, bus_edges)
    for course in tram_edges:
        nodes: list[int] = []
        for edge, forward in course:
            part = refs[edge] if forward else refs[edge][::-1]
            nodes += part if not nodes else part[1:]
        elements.ways.append((nodes, {"railway": "tram"}))
    _add_barriers(elements, city)
    _add_areas(elements, city)
    _add_places(elements, city)
    return elements


def _edge_refs(elements: Elements, edge: Edge) -> list[int]:
    inner = [elements.add_point(point) for point in edge.points[1:-1]]
    return [edge.tail + 1, *inner, edge.head + 1]


def _add_streets(
    elements: Elements, city: City, refs: list[list[int]], bus_edges: set[int]
) -> None:
    rng = rng_for(city.seed, 4)
    edges = city.network.edges
    for chain in chains(city.network):
        one_way = rng.random() < ONEWAY_SHARE.get(edges[chain[0]].kind, 0.0)
        nodes: list[int] = []
        tags: Tags = {}
        for index in chain:
            here = _street_tags(edges[index], one_way and index not in bus_edges)
            part = refs[index]
            if nodes and here == tags and nodes[-1] in (part[0], part[-1]):
                nodes += part[1:] if part[0] == nodes[-1] else part[-2::-1]
                continue
            if nodes:
                elements.ways.append((nodes, tags))
            follows = chain[chain.index(index) + 1 :][:1]
            nodes, tags = _towards(part, edges[index], edges[follows[0]] if follows else None), here
        elements.ways.append((nodes, tags))


def _towards(refs: list[int], edge: Edge, following: Edge | None) -> list[int]:
    """Return the refs in the direction that leads to the following edge."""
    ahead = () if following is None else (following.tail, following.head)
    return refs[::-1] if edge.tail in ahead and edge.head not in ahead else list(refs)


def _street_tags(edge: Edge, one_way: bool) -> Tags:
    tags = {"highway": edge.highway}
    if edge.name:
        tags["name"] = edge.name
    if edge.highway in SPEED:
        tags["maxspeed"] = SPEED[edge.highway]
    if edge.highway in {"primary", "secondary", "tertiary"}:
        tags["sidewalk"] = "both"
    if edge.bridge:
        tags |= {"bridge": "yes", "layer": "1"}
    if edge.highway == "steps":
        tags |= {"incline": "up", "handrail": "yes"}
    if edge.highway in {"footway", "path", "pedestrian"}:
        tags["foot"] = "designated"
    if one_way and edge.highway in {"residential", "living_street"}:
        tags["oneway"] = "yes"
    return tags


def _add_barriers(elements: Elements, city: City) -> None:
    ring, river, rail = (city.barriers[key] for key in ("ring", "river", "rail"))
    water = river.buffer(plan.RIVER_HALF_WIDTH_M + 3)
    for line in shapely.get_parts(ring.difference(water)):
        elements.add_line(line, {"highway": "trunk", "name": "Rocade", "lanes": "4", "foot": "no"})
    for line in shapely.get_parts(ring.intersection(water)):
        tags = {"highway": "trunk", "name": "Rocade", "bridge": "yes", "layer": "1", "foot": "no"}
        elements.add_line(line, tags)
    elements.add_line(rail, {"railway": "rail", "usage": "main", "electrified": "contact_line"})
    elements.add_line(river, {"waterway": "river", "name": plan.RIVER})
    banks = river.buffer(plan.RIVER_HALF_WIDTH_M, cap_style="flat").simplify(0.5)
    elements.add_areas(banks, {"natural": "water", "water": "river", "name": plan.RIVER})


def _add_areas(elements: Elements, city: City) -> None:
    built_up = shapely.union_all([g.area.buffer(20) for g in city.grounds if g.kind in BUILT_UP])
    elements.add_areas(built_up.simplify(8), {"landuse": "residential"})
    for zone in plan.ZONES:
        elements.add_areas(city.zones[zone.name], ZONE_TAGS[zone.kind] | {"name": zone.name})
    hill = shapely.union_all([g.area.buffer(4) for g in city.grounds if g.kind == "hill"])
    elements.add_areas(hill.simplify(2), {"leisure": "park", "name": "Colline de la Vieille-Tour"})


def _add_places(elements: Elements, city: City) -> None:
    def place(name: str, kind: str, centre: plan.Xy, **tags: str) -> None:
        point = city.warp(np.asarray([centre], dtype=float))[0]
        elements.add_point(point, {"place": kind, "name": name} | tags)

    place(plan.CITY, "city", (-60, 330), population="251300")
    for zone in plan.ZONES:
        if zone.kind in PLACE_OF:
            place(zone.name, PLACE_OF[zone.kind], zone.centre)
    for name, centre in plan.QUARTERS.items():
        place(name, "neighbourhood", centre)
    station = city.warp(np.asarray([plan.STATION], dtype=float))[0]
    elements.add_point(station, {"railway": "station", "name": f"Gare de {plan.CITY}"})
