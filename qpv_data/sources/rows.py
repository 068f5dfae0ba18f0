"""What the official files say of a collège and of a QPV, once read: plain frozen rows."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class CollegeRow:
    """A collège. None means that the file does not say; `lat`, `lon` in degrees or both None."""

    row: int
    uai: str
    name: str
    territory: TerritoryCodes
    is_public: bool = True
    address: str = ""
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    priority: str | None = None
    pupils: int | None = None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class QpvRow:
    """A QPV; the contour is valid, in degrees (WGS84)."""

    code: str
    name: str
    commune_names: str
    departement: str
    contour: MultiPolygon
    communes: tuple[str, ...] = ()
