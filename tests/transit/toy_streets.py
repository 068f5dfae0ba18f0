"""Streets as readable text, written as a real OSM pbf.

One way a line: the value of `highway` (`-` for none), its nodes, then other tags::

    residential 0,0 500,0 1000,0 oneway=yes
    - 0,0 0,80 railway=platform
    footway 0,40..600,40            # a node every ten paces
    path 0,0 ?100,0 200,0           # the node in the middle is missing from the file

Places are in street paces east and north: one is walked along a street in one second. The same
place is the same node.
"""

from pathlib import Path

import osmium

from tests.transit.toy import place

STREET_PACE_M = 1.25 * 0.9999
NODE_EVERY = 10


def write_streets(text: str, path: Path) -> Path:
    """Write the pbf and return its path."""
    ids: dict[str, int] = {}
    missing: set[str] = set()
    ways = []
    for raw in text.splitlines():
        words = raw.split("#")[0].split()
        if not words:
            continue
        tags = dict(word.split("=") for word in words[1:] if "=" in word)
        if words[0] != "-":
            tags["highway"] = words[0]
        spots = [spot for word in words[1:] if "=" not in word for spot in _spots(word)]
        missing |= {spot.lstrip("?") for spot in spots if spot.startswith("?")}
        spots = [spot.lstrip("?") for spot in spots]
        for spot in spots:
            ids.setdefault(spot, len(ids) + 1)
        ways.append(([ids[spot] for spot in spots], tags))
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for spot, number in ids.items():
            if spot not in missing:
                lat, lon = place(*map(float, spot.split(",")), unit_m=STREET_PACE_M)
                node = osmium.osm.mutable.Node(id=number, location=(lon, lat))
                writer.add_node(node)
        for number, (nodes, tags) in enumerate(ways, start=1):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=tags))
    return path


def _spots(word: str) -> list[str]:
    if ".." not in word:
        return [word]
    start, end = (tuple(map(int, spot.split(","))) for spot in word.split(".."))
    reach = max(abs(start[0] - end[0]), abs(start[1] - end[1])) // NODE_EVERY
    return [
        ",".join(str(a + (b - a) * step // reach) for a, b in zip(start, end, strict=True))
        for step in range(reach + 1)
    ]
