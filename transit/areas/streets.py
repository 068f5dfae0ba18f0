"""Finds, downloads and cuts the OSM extracts of an area."""

import hashlib
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError
from transit.areas.clipping import Box, clip
from transit.areas.extracts import (
    departement_address,
    extracts_for,
    names_for,
    parse_index,
    parse_md5,
)
from transit.areas.sources import Sources

_CHUNK = 1 << 20
# Another area's network may be built from a file that no row names yet.
BEING_BUILT_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class StreetSource:
    """One extract to download, told by the checksum that its publisher gives."""

    name: str
    address: str
    md5: str


def street_sources(
    names: Sequence[str], departements: Sequence[str], points: Any, sources: Sources
) -> tuple[list[StreetSource], list[str]]:
    """Return the extracts of an area, and a remark for each that had to be replaced.

    The index's regional files come first; where they cannot be had, the files of the départements.

    Parameters
    ----------
    names : sequence of str
        Names of the index, chosen by hand; empty = those of the départements.
    points : float64[n, 2]
        Longitudes and latitudes of stops: neighbours that hold some of them are taken too.

    Raises
    ------
    InputError
        When neither can be had.
    """
    try:
        return _of_index(list(names) or names_for(departements), points, sources), []
    except InputError as error:
        if names or not departements:
            raise
        base = sources.osm_departements
        found = [
            _with_md5(f"departement-{code}", departement_address(base, code), sources)
            for code in departements
        ]
        return found, [f"files of the départements are used instead: {error}"]


def _of_index(names: Sequence[str], points: Any, sources: Sources) -> list[StreetSource]:
    index = parse_index(sources.json_of(sources.osm_index, "osm-index.json"))
    extracts, unknown = extracts_for(index, names, points)
    if unknown:
        raise InputError(f"the index of extracts has no {', '.join(unknown)}")
    if not extracts:
        raise InputError("no extract of the index holds a stop of the area")
    return [_with_md5(one.name, one.pbf, sources) for one in extracts]


def fetch_streets(
    wanted: Sequence[StreetSource], box: Box, sources: Sources, progress: Callable[[str], None]
) -> tuple[Path, str]:
    """Download what is missing, one file at a time; return the clipped file and its vintage.

    Raises
    ------
    InputError
        For a file that cannot be had, or is not the one that its checksum tells.
    """
    folder = sources.folder / "osm"
    paths = []
    for source in wanted:
        progress(f"streets: {source.name}")
        paths.append(_fetched(source, folder, sources))
    text = repr((box, [(source.name, source.md5) for source in wanted]))
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    out = folder / f"clipped-{digest}" / "streets.osm.pbf"
    kept = out.with_name("vintage.txt")
    if not (out.exists() and kept.exists()):
        progress("cutting the streets of the area")
        kept.unlink(missing_ok=True)
        kept.parent.mkdir(parents=True, exist_ok=True)
        vintage = clip(paths, box, out)
        kept.write_text(vintage, encoding="utf-8")
    return out, kept.read_text(encoding="utf-8")


def forget_clipped(folder: Path, used: set[Path]) -> None:
    """Delete clipped files that no kept network was built from, nor one of this day may be."""
    for path in (folder / "osm").glob("clipped-*"):
        young = time.time() - path.stat().st_mtime < BEING_BUILT_S
        if path / "streets.osm.pbf" not in used and not young:
            shutil.rmtree(path)


def _with_md5(name: str, address: str, sources: Sources) -> StreetSource:
    text = sources.text_of(f"{address}.md5", f"osm/{name}.md5")
    return StreetSource(name, address, parse_md5(text, f"{address}.md5"))


def _fetched(source: StreetSource, folder: Path, sources: Sources) -> Path:
    path = folder / f"{source.name}-{source.md5[:12]}.osm.pbf"
    if path.exists():
        return path
    draft = folder / f".{source.name}.osm.pbf"
    sources.fetch(source.address, draft)
    found = _md5_of(draft)
    if found != source.md5:
        draft.unlink()
        raise InputError(f"its MD5 is {found}, {source.md5} was announced", file=source.address)
    for older in folder.glob(f"{source.name}-*.osm.pbf"):
        older.unlink()
    draft.replace(path)
    return path


def _md5_of(path: Path) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
