"""Reads the national address base (BAN) of one or several départements, by columns' names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from geo_matching.common.csv_rows import stream_csv
from geo_matching.common.errors import InputError
from geo_matching.common.france import point_fault
from geo_matching.common.insee import departement_of_commune, is_commune_code
from geo_matching.common.notices import Notice
from geo_matching.common.text import shorten

_COLUMNS = (
    "id",
    "numero",
    "rep",
    "nom_voie",
    "code_postal",
    "code_insee",
    "nom_commune",
    "lon",
    "lat",
)
# Numbers that stand for "none" in the communes' own bases.
_NO_NUMBER = frozenset({"", "0", "99999"})
ID_MAX, NAME_MAX, NUMBER_MAX = 60, 160, 20


class StreetKey(NamedTuple):
    """What makes a street: its name within a commune and postcode."""

    commune: str
    postcode: str
    name: str


@dataclass(slots=True)
class Doors:
    """What is known of a street: its commune's name, and where its doors are on average."""

    commune_name: str
    count: int = 0
    lon: float = 0.0
    lat: float = 0.0

    def add(self, lon: float, lat: float) -> None:
        """Move the middle of the street towards one more door."""
        self.count += 1
        self.lon += (lon - self.lon) / self.count
        self.lat += (lat - self.lat) / self.count


@dataclass
class AddressFile:
    """Doors by BAN id (`street`, `number`, `lon`, `lat`), their streets, and notices."""

    file: str = ""
    doors: dict[str, dict[str, Any]] = field(default_factory=dict)
    streets: dict[StreetKey, Doors] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


def read_addresses(path: Path, is_wanted: Callable[[str], bool]) -> AddressFile:
    """Read one file; `is_wanted` says of a département whether its rows are to be read.

    Raises InputError when a column is missing or no row can be used.
    """
    with stream_csv(path) as table:
        result = AddressFile(table.file)
        seen = 0
        for number, cells in table.cells(_COLUMNS):
            seen += _keep(result, number, cells, is_wanted)
    if not seen:
        raise InputError("no usable address in this file", file=result.file)
    return result


def _keep(
    result: AddressFile, row: int, cells: tuple[str, ...], is_wanted: Callable[[str], bool]
) -> bool:
    """Keep one row or tell why not; return whether it was usable, wanted or not."""
    ban_id, number, suffix, name, postcode, commune, commune_name, lon_text, lat_text = cells
    place = departement_of_commune(commune) if is_commune_code(commune) else ""
    if place and not is_wanted(place):
        return True
    fault = _fault(ban_id, name, place, commune)
    point = _point(lon_text, lat_text) if not fault else None
    if point is None:
        code, message = fault or ("no_position", f"{number} {name}, {commune_name}: no usable point")
        column = "lon" if code == "no_position" else ""
        subject = commune if place else ""
        message = f"{message} ({lon_text!r}, {lat_text!r})" if column else message
        result.notices.append(
            Notice(result.file, row, column, code, f"{message}: left out", subject, place)
        )
        return False
    key = StreetKey(commune, postcode[:5], shorten(name, NAME_MAX))
    street = result.streets.setdefault(key, Doors(shorten(commune_name, NAME_MAX)))
    street.add(*point)
    if number in _NO_NUMBER:
        return True
    if ban_id in result.doors:
        message = f"{ban_id} comes twice: the first is kept"
        result.notices.append(
            Notice(result.file, row, "id", "duplicate_address", message, commune, place)
        )
        return True
    result.doors[ban_id] = {
        "street": key,
        "number": f"{number}{suffix.lower()}"[:NUMBER_MAX],
        "lon": point[0],
        "lat": point[1],
    }
    return True


def _fault(ban_id: str, name: str, place: str, commune: str) -> tuple[str, str] | None:
    if not place:
        return "bad_commune", f"{commune!r} is no INSEE code"
    if not ban_id or len(ban_id) > ID_MAX:
        return "bad_address", f"{ban_id[:80]!r} is no identifier of the base"
    return ("bad_address", f"{ban_id}: no street name") if not name.strip() else None


def _point(lon_text: str, lat_text: str) -> tuple[float, float] | None:
    try:
        lon, lat = float(lon_text.replace(",", ".")), float(lat_text.replace(",", "."))
    except ValueError:
        return None
    return None if point_fault(lat, lon) else (lon, lat)


