"""Read an OSM file (pbf or XML) into a street graph."""

from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import osmium
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from geo_matching.common.notices import Notice
from transit.osm.assembly import Ways, assemble
from transit.osm.street_graph import StreetGraph
from transit.osm.tags import WAY_KEYS, edge_flags, is_walkable


def read_street_graph(pbf: Path) -> tuple[StreetGraph, list[Notice]]:
    """Read the streets that a pedestrian may use.

    Parameters
    ----------
    pbf : Path
        OSM file; its name tells the format (.osm.pbf, .osm, .osm.gz, .osm.bz2).

    Returns
    -------
    tuple[StreetGraph, list[Notice]]
        The graph, and what was cut or left out (one notice for each kind, with counts).

    Raises
    ------
    InputError
        The file is missing, is not OSM, is cut short, or holds no walkable way.
    """
    with _osm_errors(pbf):
        ways = _read_ways(pbf)
    if ways.way_id.size == 0:
        raise InputError("no way that a pedestrian may use was found", file=str(pbf))
    graph, notices = assemble(ways, file=pbf.name)
    if graph.n_edges == 0:
        raise InputError("walkable ways were found, but not their nodes", file=str(pbf))
    return graph, notices


@contextmanager
def _osm_errors(path: Path) -> Iterator[None]:
    if not path.is_file():
        raise InputError("the file does not exist, expected an OSM file", file=str(path))
    try:
        yield
    except (RuntimeError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise InputError(
            f"cannot be read as an OSM file (.osm.pbf or .osm): {reason}", file=str(path)
        ) from error


def _read_ways(path: Path) -> Ways:
    refs, first_ref = array("q"), array("q", [0])
    x, y = array("i"), array("i")
    ids, flags, name_of_way = array("q"), array("B"), array("i")
    names: dict[str, int] = {}
    for way in _located_ways(path):
        tags = way.tags
        if not is_walkable(tags):
            continue
        for node in way.nodes:
            refs.append(node.ref)
            x.append(node.x)
            y.append(node.y)
        first_ref.append(len(refs))
        ids.append(way.id)
        flags.append(edge_flags(tags))
        name = tags.get("name")
        name_of_way.append(names.setdefault(name, len(names)) if name else -1)
    ref = np.array(refs, dtype=np.int64)
    lat, lon = _degrees(path, ref, np.array(x, dtype=np.int32), np.array(y, dtype=np.int32))
    return Ways(
        way_id=np.array(ids, dtype=np.int64),
        first_ref=np.array(first_ref, dtype=np.int64),
        ref=ref,
        lat=lat,
        lon=lon,
        flags=np.array(flags, dtype=np.uint8),
        name=np.array(name_of_way, dtype=np.int32),
        names=list(names),
    )


def _located_ways(path: Path) -> Iterable[Any]:
    """Iterate over the ways that may matter; nodes never pass through Python."""
    locate = osmium.NodeLocationsForWays(osmium.index.create_map("flex_mem"))
    locate.ignore_errors()
    # Nodes in a pass of their own: ways may stand before them, as in answers of Overpass.
    osmium.apply(osmium.io.Reader(str(path), osmium.osm.NODE), locate)
    ways = osmium.FileProcessor(path, osmium.osm.WAY)
    return ways.with_filter(osmium.filter.KeyFilter(*WAY_KEYS)).with_filter(locate)


def _degrees(
    path: Path, ref: NDArray[np.int64], x: NDArray[np.int32], y: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return latitude and longitude of every visit, nan where the file has no such node."""
    lat, lon = y / 1e7, x / 1e7
    if (ref < 0).any():
        unsaved = _read_unsaved_nodes(path)
        for visit in np.flatnonzero(ref < 0).tolist():
            lat[visit], lon[visit] = unsaved.get(int(ref[visit]), (np.nan, np.nan))
    # A node that is missing has a location out of range, as has one with nonsense in it.
    missing = ~((np.abs(lat) <= 90.0) & (np.abs(lon) <= 180.0))  # noqa: PLR2004
    lat[missing] = lon[missing] = np.nan
    return lat, lon


def _read_unsaved_nodes(path: Path) -> dict[int, tuple[float, float]]:
    """Return lat and lon of nodes with negative ids (an editor's own), which osmium skips."""
    nodes: Iterable[Any] = osmium.FileProcessor(path, osmium.osm.NODE)
    return {
        node.id: (node.lat, node.lon) for node in nodes if node.id < 0 and node.location.valid()
    }
