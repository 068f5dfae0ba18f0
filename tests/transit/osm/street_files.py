"""OSM files written by hand for tests."""

from pathlib import Path

import numpy as np

from transit.osm.reader import read_street_graph
from transit.osm.street_graph import StreetGraph

Node = tuple[float, float]
Way = tuple[list[int], dict[str, str]]
# One thousandth of a degree of latitude, and the degrees of longitude as long as it at 45 degrees.
STEP_LAT, STEP_LON = 0.001, 0.001414


def at(row: float, column: float) -> Node:
    """Place on a grid of about 111 m round 45 N, 5 E (rows go north, columns east)."""
    return 45.0 + row * STEP_LAT, 5.0 + column * STEP_LON


def osm_xml(nodes: dict[int, Node], ways: list[Way], *, ways_first: bool = False) -> str:
    node_lines = [
        f'<node id="{id_}" version="1" lat="{lat:.7f}" lon="{lon:.7f}"/>'
        for id_, (lat, lon) in nodes.items()
    ]
    way_lines = []
    for number, (refs, tags) in enumerate(ways, start=1):
        inside = [f'<nd ref="{ref}"/>' for ref in refs]
        inside += [f'<tag k="{key}" v="{value}"/>' for key, value in tags.items()]
        way_lines.append(f'<way id="{number}" version="1">{"".join(inside)}</way>')
    lines = way_lines + node_lines if ways_first else node_lines + way_lines
    return "\n".join(['<osm version="0.6" generator="tests">', *lines, "</osm>"])


def street_graph(folder: Path, nodes: dict[int, Node], ways: list[Way]) -> StreetGraph:
    path = folder / "streets.osm"
    path.write_text(osm_xml(nodes, ways), encoding="utf-8")
    return read_street_graph(path)[0]


def places(graph: StreetGraph) -> set[Node]:
    """Every place that the graph draws, at OSM's precision."""
    return set(
        zip(
            np.round(graph.point_lat, 7).tolist(),
            np.round(graph.point_lon, 7).tolist(),
            strict=True,
        )
    )
