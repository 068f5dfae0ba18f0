"""Cuts OSM files to a box and joins neighbours: one file with the streets of an area."""

from collections.abc import Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import osmium
from osmium.replication.utils import get_replication_header

from geo_matching.common.errors import InputError

Box = tuple[float, float, float, float]  # west, south, east, north, in degrees
_STAMP = "osmosis_replication_timestamp"


@contextmanager
def _osm_errors(path: Path) -> Any:
    try:
        yield
    except (RuntimeError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise InputError(f"cannot be read as an OSM file: {reason}", file=path.name) from error


def vintage_of(path: Path) -> str:
    """Return the replication time in a file's header as an ISO text, "" where it has none."""
    with _osm_errors(path):
        stamp = get_replication_header(str(path)).timestamp
    return f"{stamp:%Y-%m-%dT%H:%M:%SZ}" if stamp else ""


def clip(sources: Sequence[Path], box: Box, out: Path) -> str:
    """Write what lies in a box of one or several files; return the oldest of their vintages.

    Ways stay whole when one of their nodes is inside, and multipolygons when one of their ways is.
    An object that neighbours share is written once.

    Raises
    ------
    InputError
        For a file that is not OSM or cut short; nothing is left half written.
    """
    vintages = [vintage_of(path) for path in sources]
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as folder:
        parts = [Path(folder) / f"{number}.osm.pbf" for number in range(len(sources))]
        for source, part in zip(sources, parts, strict=True):
            with _osm_errors(source):
                _cut(source, box, part)
        joined = Path(folder) / "joined.osm.pbf"
        oldest = min(filter(None, vintages), default="")
        _join(parts, joined, oldest)
        joined.replace(out)
    return oldest


def _cut(source: Path, box: Box, part: Path) -> None:
    kept = _ids_inside(source, box)
    kept.complete_backward_references(str(source), relation_depth=1)
    with osmium.SimpleWriter(str(part), overwrite=True) as to:
        for thing in osmium.FileProcessor(str(source)).with_filter(kept.id_filter()):
            to.add(thing)


def _ids_inside(source: Path, box: Box) -> Any:
    west, south, east, north = box
    kept = osmium.IdTracker()
    # Most nodes only shape a way: they never pass through Python.
    tagged: Any = osmium.filter.EmptyTagFilter()
    things: Any = osmium.FileProcessor(str(source)).with_locations()
    for thing in things.with_filter(tagged.enable_for(osmium.osm.NODE)):
        if thing.is_node():
            if west <= thing.lon <= east and south <= thing.lat <= north:
                kept.add_node(thing.id)
        elif thing.is_way():
            if _reaches(thing, box):
                kept.add_way(thing.id)
        elif thing.tags.get("type") == "multipolygon" and kept.contains_any_references(thing):
            kept.add_relation(thing.id)
    return kept


def _reaches(way: Any, box: Box) -> bool:
    west, south, east, north = box
    return any(
        node.location.valid() and west <= node.lon <= east and south <= node.lat <= north
        for node in way.nodes
    )


def _join(parts: Sequence[Path], out: Path, vintage: str) -> None:
    header = osmium.io.Header()
    if vintage:
        header.set(_STAMP, vintage)
    with ExitStack() as stack:
        to = stack.enter_context(osmium.SimpleWriter(str(out), overwrite=True, header=header))
        files = [osmium.FileProcessor(str(part)) for part in parts]
        if len(files) == 1:
            for thing in files[0]:
                to.add(thing)
            return
        for twins in osmium.zip_processors(*files):
            to.add(next(thing for thing in twins if thing is not None))
