"""Writes the elements as an OSM pbf that is the same, byte for byte, for the same city."""

from pathlib import Path

import numpy as np
import osmium
from osmium.osm import Box, Location
from osmium.osm.mutable import Node, Way

from geo_matching.demo.city.osm_elements import Elements
from geo_matching.demo.city.terrain import to_lonlat


def write_pbf(elements: Elements, path: Path) -> None:
    lonlat = to_lonlat(np.asarray(elements.points))
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    header = osmium.io.Header()
    header.set("generator", "make_demo_city")
    header.add_box(Box(Location(*low.tolist()), Location(*high.tolist())))
    path.unlink(missing_ok=True)
    writer = osmium.SimpleWriter(str(path), header=header)
    try:
        for index, (lon, lat) in enumerate(lonlat.tolist(), start=1):
            tags = elements.node_tags.get(index, {})
            writer.add_node(Node(id=index, version=1, location=(lon, lat), tags=tags))
        for index, (refs, tags) in enumerate(elements.ways, start=1):
            writer.add_way(Way(id=index, version=1, nodes=refs, tags=tags))
    finally:
        writer.close()
