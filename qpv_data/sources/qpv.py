"""Reads the ANCT's contours of priority neighbourhoods, of the 2015 list or the 2024 list."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import shapely
from shapely import MultiPolygon

from geo_matching.common.errors import InputError
from geo_matching.common.france import point_fault
from geo_matching.common.insee import is_commune_code, short_departement
from geo_matching.common.notices import Notice
from geo_matching.common.text import normalise, shorten
from qpv_data.reference import DEPARTEMENTS
from qpv_data.sources.contours import ContourFile, Feature, open_contours
from qpv_data.sources.polygons import clean, polygons_of
from qpv_data.sources.rows import QpvRow

_CODE = re.compile(r"^Q[NP](\d{3}|02[AB])\w{3}$")
_NAMES = {
    "code": ("code_qp",),
    "name": ("lib_qp", "nom_qp"),
    "communes": ("lib_com", "commune_qp"),
    "departement": ("insee_dep",),
    "insee_com": ("insee_com",),
}
NAME_MAX = 200


@dataclass
class QpvFile:
    """Rows by code, the codes seen but left out, and notices; `row` is the feature's rank."""

    label: str = ""
    rows: dict[str, QpvRow] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)

    def note(self, feature: Feature, code: str, message: str) -> None:
        subject = _get(feature, "code").upper()
        departement = _departement(feature, subject)
        self.notices.append(
            Notice(self.label, feature.number, "", code, message, subject, departement)
        )


def read_qpv(path: Path) -> QpvFile:
    """Read a file of contours; raise InputError when it holds no usable neighbourhood."""
    contours = open_contours(path)
    result = QpvFile(contours.label)
    if contours.encoding:
        message = f"not UTF-8: read as {contours.encoding}, names with accents may be wrong"
        result.notices.append(Notice(contours.label, 0, "", "other_encoding", message))
    _require_properties(contours)
    for feature in contours.features:
        row = _row(result, feature)
        if row is not None:
            _keep(result, feature, row)
    if not result.rows:
        raise InputError("no usable polygon in this file", file=result.label)
    return result


def _require_properties(contours: ContourFile) -> None:
    if not contours.features:
        raise InputError("no feature in this file", file=contours.label)
    found = contours.features[0].properties
    for what in ("code", "name"):
        if not any(name in found for name in _NAMES[what]):
            raise InputError(
                f"missing property {' or '.join(_NAMES[what])}; found {', '.join(found)[:120]}",
                file=contours.label,
                row=1,
            )


def _get(feature: Feature, what: str) -> str:
    return next((feature.properties[n] for n in _NAMES[what] if feature.properties.get(n)), "")


def _departement(feature: Feature, code: str) -> str:
    match = _CODE.match(code)
    said = short_departement(_get(feature, "departement"))
    return said or (short_departement(match[1]) if match else "")


def _communes(feature: Feature) -> tuple[str, ...]:
    """Return the codes of a quarter's communes; several stand in one cell, parted by commas."""
    found = re.split(r"[,;/ ]+", _get(feature, "insee_com"))
    return tuple(code for code in found if is_commune_code(code))


def _row(result: QpvFile, feature: Feature) -> QpvRow | None:
    code = _get(feature, "code").upper()
    if not _CODE.match(code):
        result.note(feature, "bad_code", f"{code!r} is no QPV code: left out")
        return None
    departement = _departement(feature, code)
    if departement not in DEPARTEMENTS:
        result.note(feature, "unknown_departement", f"{code}: no département {departement!r}")
        result.left_out.add(code)
        return None
    contour = _contour(result, feature, code)
    if contour is None:
        result.left_out.add(code)
        return None
    name = _get(feature, "name")
    if not name:
        result.note(feature, "no_name", f"{code} has no name: its code is shown")
    return QpvRow(
        code,
        shorten(name or code, NAME_MAX),
        shorten(_get(feature, "communes"), NAME_MAX),
        departement,
        contour,
        _communes(feature),
    )


def _contour(result: QpvFile, feature: Feature, code: str) -> MultiPolygon | None:
    polygons, fault, moved = clean(feature.shape)
    if polygons is None:
        if polygons_of(feature.shape) is None:
            message = f"{code}: a polygon was expected, {fault} found: left out"
            result.note(feature, "no_polygon", message)
        else:
            result.note(feature, "broken_polygon", f"{code}: {fault}: left out")
        return None
    if fault:
        message = f"{code}: {fault}: repaired, area moved by {moved:.2%}"
        result.note(feature, "repaired_polygon", message)
    middle = polygons.representative_point()
    fault = point_fault(middle.y, middle.x)
    if fault:
        place = f"{middle.y:g}, {middle.x:g}"
        hint = " (latitude and longitude exchanged?)" if fault == "swapped" else ""
        result.note(feature, "outside_france", f"{code}: {place} is outside France{hint}: left out")
        return None
    return polygons


def _keep(result: QpvFile, feature: Feature, row: QpvRow) -> None:
    first = result.rows.setdefault(row.code, row)
    if first is row:
        return
    if normalise(first.name) == normalise(row.name):
        union = polygons_of(shapely.union(first.contour, row.contour))
        communes = tuple(dict.fromkeys(first.communes + row.communes))
        result.rows[row.code] = replace(first, contour=union or first.contour, communes=communes)
        result.note(feature, "duplicate_merged", f"{row.code} comes twice, same name: merged")
    else:
        message = f"{row.code} comes twice: {first.name!r} is kept, not {row.name!r}"
        result.note(feature, "duplicate_code", message)
