"""Invented OSM extracts: two neighbouring regions on a grid of metres, written by pyosmium."""

from pathlib import Path

import osmium

LAT, LON = 46.5, 2.5
METRE_LAT, METRE_LON = 1 / 111_195, 1 / 76_540
STAMP = "osmosis_replication_timestamp"


def degrees(east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude of a place in metres from the corner."""
    return LON + east * METRE_LON, LAT + north * METRE_LAT


def write_extract(
    path: Path,
    nodes: dict[int, tuple[float, float]],
    ways: dict[int, tuple[list[int], dict[str, str]]],
    relations: dict[int, tuple[list[int], dict[str, str]]] | None = None,
    stamp: str = "2026-11-20T20:21:00Z",
) -> Path:
    """Write nodes (metres), ways (nodes, tags) and multipolygons (ways, tags) as a pbf."""
    header = osmium.io.Header()
    if stamp:
        header.set(STAMP, stamp)
    path.parent.mkdir(parents=True, exist_ok=True)
    with osmium.SimpleWriter(str(path), overwrite=True, header=header) as out:
        for number, place in sorted(nodes.items()):
            out.add_node(osmium.osm.mutable.Node(id=number, version=1, location=degrees(*place)))
        for number, (refs, tags) in sorted(ways.items()):
            out.add_way(osmium.osm.mutable.Way(id=number, version=1, nodes=refs, tags=tags))
        for number, (members, tags) in sorted((relations or {}).items()):
            parts = [("w", way, "outer") for way in members]
            whole = {"type": "multipolygon", **tags}
            out.add_relation(
                osmium.osm.mutable.Relation(id=number, version=1, members=parts, tags=whole)
            )
    return path


def contents(path: Path) -> dict[str, list[int]]:
    """Ids of the nodes, ways and relations of a file."""
    found: dict[str, list[int]] = {"n": [], "w": [], "r": []}
    for thing in osmium.FileProcessor(str(path)):
        kind = "n" if thing.is_node() else "w" if thing.is_way() else "r"
        found[kind].append(thing.id)
    return found
