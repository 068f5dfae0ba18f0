"""What the official files say of a collège and of a QPV, once read: plain frozen rows."""

from dataclasses import dataclass
from typing import NamedTuple

from shapely import MultiPolygon


@dataclass(frozen=True, slots=True)
class TerritoryCodes:
    """The administrative chain of a collège as its file gives it; "" where it does not."""

    commune: str
    commune_name: str
    departement: str
    departement_name: str = ""
    academy: str = ""
    academy_name: str = ""
    region: str = ""
    region_name: str = ""


class Position(NamedTuple):
    """A point in degrees (WGS84), what it points at and how it was matched, in the file's words."""

    lat: float
    lon: float
    precision: str = ""
    match: str = ""


@dataclass(frozen=True, slots=True)
class CollegeRow:
    """A collège. None means that the file does not say.

    `positions` are those that its files give, the best one first; empty where none can be used.
    """

    row: int
    uai: str
    name: str
    territory: TerritoryCodes
    file: str = ""
    is_public: bool = True
    address: str = ""
    postcode: str = ""
    positions: tuple[Position, ...] = ()
    priority: str | None = None
    pupils: int | None = None
    mail: str = ""
    is_open: bool = True

    @property
    def lat(self) -> float | None:
        """Latitude of the best position."""
        return self.positions[0].lat if self.positions else None

    @property
    def lon(self) -> float | None:
        """Longitude of the best position."""
        return self.positions[0].lon if self.positions else None


@dataclass(frozen=True, slots=True)
class QpvRow:
    """A QPV; the contour is valid, in degrees (WGS84)."""

    code: str
    name: str
    commune_names: str
    departement: str
    contour: MultiPolygon
    communes: tuple[str, ...] = ()
