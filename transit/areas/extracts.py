"""Which OSM extracts hold the streets of an area: the index of regional files, names, checksums."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from geo_matching.common.errors import InputError
from transit.areas.extract_names import NAMES

FILE = "index of extracts"
_MD5 = re.compile(r"^\s*([0-9a-fA-F]{32})\b")


@dataclass(frozen=True, slots=True)
class Extract:
    """A regional OSM file of the index; `outline` is None where the index has no geometry."""

    name: str
    pbf: str
    outline: Any | None = None


def parse_index(content: Any) -> dict[str, Extract]:
    """Return the extracts of an index, by name; those that hold smaller ones are left out.

    Raises
    ------
    InputError
        When this is no index at all.
    """
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise InputError("a list of features was expected", file=FILE)
    parents = {str(_properties(feature).get("parent", "")) for feature in features}
    found = {}
    for feature in features:
        properties = _properties(feature)
        name, urls = str(properties.get("id", "")), properties.get("urls")
        if name and name not in parents and isinstance(urls, dict) and urls.get("pbf"):
            found[name] = Extract(name, str(urls["pbf"]), _outline(feature))
    if not found:
        raise InputError("no extract with a pbf address inside", file=FILE)
    return found


def names_for(departements: Iterable[str]) -> list[str]:
    """Return the names of the extracts that hold these départements, each once.

    Raises
    ------
    InputError
        For a code without an extract.
    """
    names = []
    for code in departements:
        if code not in NAMES:
            raise InputError(f"no OSM extract is known for the département {code}", file=FILE)
        names.append(NAMES[code][0])
    return sorted(set(names))


def extracts_for(
    index: Mapping[str, Extract], names: Sequence[str], points: Any
) -> tuple[list[Extract], list[str]]:
    """Return the extracts with these names and the neighbours that hold some of the points.

    Parameters
    ----------
    points : float64[n, 2]
        Longitudes and latitudes of the stops inside the area.

    Returns
    -------
    tuple
        The extracts, by name, and the names that the index does not know.
    """
    unknown = [name for name in names if name not in index]
    wanted = {name for name in names if name in index}
    stops = shapely.multipoints(points)
    for name, extract in index.items():
        if extract.outline is not None and shapely.intersects(extract.outline, stops):
            wanted.add(name)
    return [index[name] for name in sorted(wanted)], unknown


def departement_address(base: str, departement: str) -> str:
    """Return the address of a département's own extract at the volunteers' mirror.

    >>> departement_address("https://osm.example/extracts/", "38")
    'https://osm.example/extracts/rhone_alpes/isere-latest.osm.pbf'
    """
    region, own = NAMES[departement]
    return f"{base.rstrip('/')}/{region.replace('-', '_')}/{own}-latest.osm.pbf"


def parse_md5(text: str, file: str) -> str:
    """Return the checksum of "md5  filename".

    Raises
    ------
    InputError
        When the text does not begin with 32 hexadecimal digits.
    """
    match = _MD5.match(text)
    if match is None:
        raise InputError("an MD5 checksum was expected", file=file)
    return match[1].lower()


def _properties(feature: Any) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _outline(feature: Mapping[str, Any]) -> Any | None:
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        return None
    try:
        return shapely.make_valid(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.errors.GEOSException, ValueError) as error:
        raise InputError(f"an outline cannot be read: {error}", file=FILE) from error
