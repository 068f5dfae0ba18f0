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


class _Row(NamedTuple):
    """The cells of one row, in the order of `_COLUMNS`."""

    ban_id: str
    number: str
    suffix: str
    street: str
    postcode: str
    commune: str
    commune_name: str
    lon: str
    lat: str

    @property
    def place(self) -> str:
        """Département of the row, "" when its commune is no code."""
        return departement_of_commune(self.commune) if is_commune_code(self.commune) else ""


def read_addresses(path: Path, is_wanted: Callable[[str], bool]) -> AddressFile:
    """Read one file; `is_wanted` says of a département whether its rows are to be read.

    Raises InputError when a column is missing or no row can be used.
    """
    with stream_csv(path) as table:
        result = AddressFile(table.file)
        usable = 0
        for number, cells in table.cells(_COLUMNS):
            row = _Row(*cells)
            place = row.place
            if place and not is_wanted(place):
                usable += 1
            else:
                usable += _keep(result, number, row, place)
    if not usable:
        raise InputError("no usable address in this file", file=result.file)
    return result


def _keep(result: AddressFile, number: int, row: _Row, place: str) -> bool:
    """Keep one row, or tell why not; return whether it could be used."""

    def note(column: str, code: str, message: str) -> None:
        subject = row.commune if place else ""
        result.notices.append(Notice(result.file, number, column, code, message, subject, place))

    fault = _fault(row, place)
    if fault:
        note("", *fault)
        return False
    point = _point(row.lon, row.lat)
    if point is None:
        where = f"{row.number} {row.street}, {row.commune_name}"
        note("lon", "no_position", f"{where}: no usable point ({row.lon!r}, {row.lat!r}): left out")
        return False
    key = StreetKey(row.commune, row.postcode[:5], shorten(row.street, NAME_MAX))
    result.streets.setdefault(key, Doors(shorten(row.commune_name, NAME_MAX))).add(*point)
    if row.ban_id in result.doors:
        note("id", "duplicate_address", f"{row.ban_id} comes twice: the first is kept")
    elif row.number not in _NO_NUMBER:
        full = f"{row.number}{row.suffix.lower()}"[:NUMBER_MAX]
        door = {"street": key, "number": full, "lon": point[0], "lat": point[1]}
        result.doors[row.ban_id] = door
    return True


def _fault(row: _Row, place: str) -> tuple[str, str] | None:
    if not place:
        return "bad_commune", f"{row.commune!r} is no INSEE code: left out"
    if not row.ban_id or len(row.ban_id) > ID_MAX:
        return "bad_address", f"{row.ban_id[:80]!r} is no identifier of the base: left out"
    return None if row.street.strip() else ("bad_address", f"{row.ban_id}: no street: left out")


def _point(lon_text: str, lat_text: str) -> tuple[float, float] | None:
    try:
        lon, lat = float(lon_text.replace(",", ".")), float(lat_text.replace(",", "."))
    except ValueError:
        return None
    return None if point_fault(lat, lon) else (lon, lat)
