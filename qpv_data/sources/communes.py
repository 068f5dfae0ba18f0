"""Reads lists of communes, départements or régions with their contours, from either publisher.

contours-administratifs (IGN, Etalab) writes `code nom departement region`, API Géo
`code nom codeDepartement codeRegion centre codeParent type`; both as GeoJSON, API Géo as JSON too.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from shapely import MultiPolygon, Point

from geo_matching.common.errors import InputError
from geo_matching.common.insee import (
    departement_of_commune,
    is_commune_code,
    short_departement,
    whole_city,
)
from geo_matching.common.notices import Notice
from geo_matching.common.text import shorten
from qpv_data.reference import DEPARTEMENTS, REGIONS
from qpv_data.sources.contours import ContourFile, Feature, open_contours
from qpv_data.sources.polygons import clean

COMMUNE, DEPARTEMENT, REGION = "commune", "departement", "region"
_NAMES = {
    "code": ("code", "code_insee", "insee_com", "codgeo"),
    "name": ("nom", "name", "libelle"),
    "departement": ("departement", "codedepartement", "code_departement", "insee_dep"),
    "region": ("region", "coderegion", "code_region", "insee_reg"),
    "parent": ("codeparent", "commune", "cheflieu"),
    "kind": ("type",),
    "centre": ("centre",),
}
# Kinds of communes that only live on inside another one.
_FORMER = {"commune-deleguee", "commune-associee", "comd", "coma"}
_EPCI = re.compile(r"^\d{9}$")
NAME_MAX = 80


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """One territory; "" and None where the file does not say. `departement` in short form."""

    code: str
    name: str
    departement: str = ""
    region: str = ""
    parent: str = ""
    centre: Point | None = None
    contour: MultiPolygon | None = None


@dataclass
class TerritoryFile:
    """What was read: the level of the file, rows by code, and notices (`row` = feature)."""

    label: str = ""
    level: str = ""
    rows: dict[str, TerritoryRow] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def note(self, feature: Feature, code: str, message: str, territory: str = "") -> None:
        subject = _get(feature, "code")
        self.notices.append(
            Notice(self.label, feature.number, "", code, message, subject, territory)
        )


def read_territories(path: Path) -> TerritoryFile:
    """Read one file of one level; raise InputError when it is something else."""
    contours = open_contours(path)
    result = TerritoryFile(contours.label, _level(contours))
    for feature in contours.features:
        row = _row(result, feature)
        if row is None:
            continue
        if row.code in result.rows:
            result.note(feature, "duplicate_code", f"{row.code} comes twice: the first is kept")
        result.rows.setdefault(row.code, row)
    if not result.rows:
        raise InputError(f"no usable {result.level} in this file", file=result.label)
    return result


def _level(contours: ContourFile) -> str:
    if not contours.features:
        raise InputError("no feature in this file", file=contours.label)
    for what in ("code", "name"):
        _require(contours, what)
    codes = [_get(feature, "code") for feature in contours.features]
    if all(_EPCI.match(code) for code in codes):
        raise InputError(
            "these are EPCI, not communes, départements or régions", file=contours.label
        )
    if is_commune_code(codes[0]):
        return COMMUNE
    regions = [_get(feature, "region") for feature in contours.features]
    if any(regions) and regions != codes:
        return DEPARTEMENT
    if all(code in REGIONS for code in codes):
        return REGION
    _require(contours, "region")
    raise InputError(f"{codes[0]!r} is the code of no territory", file=contours.label, row=1)


def _require(contours: ContourFile, what: str) -> None:
    found = contours.features[0].properties
    if not any(name in found for name in _NAMES[what]):
        raise InputError(
            f"missing property: {what} ({' or '.join(_NAMES[what])}); found "
            f"{', '.join(found)[:120] or 'none'}",
            file=contours.label,
            row=1,
        )


def _get(feature: Feature, what: str) -> str:
    value = next((feature.properties[n] for n in _NAMES[what] if feature.properties.get(n)), "")
    if what in {"departement", "region"} and value.startswith("{"):
        # API Géo's `fields=departement` gives an object, `fields=codeDepartement` the code.
        return str(json.loads(value).get("code", ""))
    return value


def _row(result: TerritoryFile, feature: Feature) -> TerritoryRow | None:
    code, departement = _code(result.level, feature)
    if not code:
        message = f"{_get(feature, 'code')!r} is no {result.level} code: left out"
        result.note(feature, "bad_code", message)
        return None
    if _get(feature, "kind").lower() in _FORMER:
        into = _get(feature, "parent") or "another commune"
        message = f"{code} {_get(feature, 'name')} is part of {into} since a merger: left out"
        result.note(feature, "former_commune", message, departement)
        return None
    said = short_departement(_get(feature, "departement"))
    if result.level == COMMUNE and said and said != departement:
        message = f"{code}: {said} in the file, the code says {departement}: that was taken"
        result.note(feature, "other_departement", message, departement)
    return TerritoryRow(
        code,
        shorten(_get(feature, "name") or code, NAME_MAX),
        departement,
        _get(feature, "region").zfill(2) if _get(feature, "region") else "",
        whole_city(code),
        _centre(feature),
        _contour(result, feature, departement),
    )


def _code(level: str, feature: Feature) -> tuple[str, str]:
    """Return the code of a feature and its département; "" when the code is of another level."""
    written = _get(feature, "code").upper()
    if level == COMMUNE:
        departement = departement_of_commune(written) if is_commune_code(written) else ""
        return (written, departement) if departement in DEPARTEMENTS else ("", "")
    if level == DEPARTEMENT:
        code = short_departement(written)
        return (code, code) if code in DEPARTEMENTS else ("", "")
    return (written if written in REGIONS else "", "")


def _centre(feature: Feature) -> Point | None:
    if isinstance(feature.shape, Point):
        return feature.shape
    text = _get(feature, "centre")
    shape = shapely.from_geojson(text, on_invalid="ignore") if text.startswith("{") else None
    return shape if isinstance(shape, Point) else None


def _contour(result: TerritoryFile, feature: Feature, departement: str) -> MultiPolygon | None:
    if feature.shape is None or isinstance(feature.shape, Point):
        return None
    cleaned = clean(feature.shape)
    code = _get(feature, "code")
    if cleaned.polygons is None:
        message = f"{code}: {cleaned.fault}: kept without a contour"
        result.note(feature, "broken_polygon", message, departement)
    elif cleaned.fault:
        message = f"{code}: {cleaned.fault}: repaired, area moved by {cleaned.moved:.2%}"
        result.note(feature, "repaired_polygon", message, departement)
    return cleaned.polygons
