"""Opens files of contours, GeoJSON or shapefile, alone or in a zip, as properties and shapes."""

import contextlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geo_matching.common.containers import SUFFIXES, open_unpacked
from geo_matching.common.errors import InputError
from geo_matching.common.files import HEAD_BYTES, decode_utf8, kind_of, require_file, require_kind
from geo_matching.common.geo import WGS84

_GEOJSON = SUFFIXES["json"]
# What UTF-8 looks like when it was read as Latin-1: "Ã" or "Â" before a sign of the second half.
_TWICE_ENCODED = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")
_MOST_DEGREES = 360
# How the ANCT names the layer of the whole country, in 2015 and in 2024.
_WHOLE_COUNTRY = re.compile("(METROPOLE|HEXAGONALE)OUTREMER")


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its rank in the file from 1, properties by lower-case name, and its shape."""

    number: int
    properties: dict[str, str]
    shape: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class ContourFile:
    """Features in degrees (WGS84); `label` names the file, with its entry inside a zip.

    `encoding` says how the text was read when it was not UTF-8 as it should be, else "".
    """

    label: str
    features: list[Feature]
    encoding: str = ""


def open_contours(path: Path) -> ContourFile:
    """Read GeoJSON, plain, gzipped or in a zip, a shapefile in a zip, or a .shp beside its files.

    The content is looked at, not the name: the same address has served both plain and zipped files.
    Coordinates in another known reference system are transformed to WGS84.
    """
    require_file(path)
    if kind_of(path) == "zip":
        return _open_zip(path)
    if path.suffix.lower() == ".shp":
        return _open_shapefile(str(path), path.name)
    with open_unpacked(path, _GEOJSON) as (stream, label):
        require_kind(stream.peek(HEAD_BYTES), "json", label)
        return _open_geojson(stream.read(), label)


def _open_zip(path: Path) -> ContourFile:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if "__MACOSX" not in name]
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise InputError(f"broken zip ({error})", file=path.name) from error
    entry = _choose([name for name in names if name.lower().endswith(_GEOJSON)])
    if entry:
        with open_unpacked(path, (entry.lower(),)) as (stream, label):
            return _open_geojson(stream.read(), label)
    entry = _choose([name for name in names if name.lower().endswith(".shp")])
    if entry:
        return _open_shapefile(f"/vsizip/{path.resolve()}/{entry}", f"{path.name}/{entry}")
    raise InputError(
        f"no GeoJSON or shapefile in this zip: it holds {', '.join(names[:6]) or 'nothing'}",
        file=path.name,
    )


def _choose(names: list[str]) -> str:
    """Return the entry to read: the one of the whole country in degrees when there are several."""
    in_degrees = [name for name in names if "WGS84" in name.upper()]
    national = [name for name in in_degrees if _WHOLE_COUNTRY.search(name.upper().replace("_", ""))]
    for candidates in (names, in_degrees, national):
        if len(candidates) == 1:
            return candidates[0]
    if names:
        raise InputError(f"several files in this zip, none for the whole country: {names[:6]}")
    return ""


def _open_geojson(content: bytes, label: str) -> ContourFile:
    text, encoding = _decode(content, label)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"broken JSON at character {error.colno} ({error.msg})", file=label, row=error.lineno
        ) from error
    except RecursionError as error:
        raise InputError("JSON nested too deep", file=label) from error
    features = document.get("features") if isinstance(document, dict) else _from_array(document)
    if not isinstance(features, list):
        raise InputError("not a GeoJSON FeatureCollection", file=label)
    to_degrees = _transformer(_crs_name(document), label) if isinstance(document, dict) else None
    return ContourFile(label, list(_features(features, to_degrees, label)), encoding)


def _decode(content: bytes, label: str) -> tuple[str, str]:
    """Return the text, and "Latin-1" when an old edition is written so instead of in UTF-8."""
    try:
        return decode_utf8(content, label), ""
    except InputError:
        return content.decode("cp1252", errors="replace"), "Latin-1"


def _from_array(document: Any) -> list[Any] | None:
    """Return API Géo's plain JSON, an array of objects with `contour`, as features."""
    if not isinstance(document, list) or not all(
        isinstance(item, dict) and "code" in item for item in document
    ):
        return None
    return [{"properties": item, "geometry": item.get("contour")} for item in document]


def _features(features: list[Any], to_degrees: Transformer | None, label: str) -> Iterator[Feature]:
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise InputError("a feature without properties", file=label, row=number)
        try:
            given = feature.get("geometry")
            shape = shapely.from_geojson(json.dumps(given)) if given else None
        except (ShapelyError, TypeError, ValueError) as error:
            raise InputError(f"unreadable geometry ({error})", file=label, row=number) from error
        shape = _in_degrees(shape, to_degrees)
        _require_degrees(shape, label, number)
        yield Feature(number, _texts(feature["properties"]), shape)


def _open_shapefile(source: str, label: str) -> ContourFile:
    try:
        meta, _, wkb, columns = pyogrio.raw.read(source)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise InputError(f"unreadable shapefile ({error})", file=label) from error
    to_degrees = _transformer(meta["crs"] or "", label)
    names = [str(name) for name in meta["fields"]]
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    rows = zip(*columns, strict=True) if columns else iter([()] * len(shapes))
    return ContourFile(
        label,
        [
            Feature(
                number,
                _texts(dict(zip(names, row, strict=True))),
                _in_degrees(shape, to_degrees),
            )
            for number, (row, shape) in enumerate(zip(rows, shapes, strict=True), start=1)
        ],
    )


def _texts(properties: dict[str, Any]) -> dict[str, str]:
    return {str(name).lower(): _text(value) for name, value in properties.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value).strip()
    # A table of a shapefile does not always say how it is encoded.
    if _TWICE_ENCODED.search(text):
        with contextlib.suppress(UnicodeError):
            return text.encode("latin-1").decode("utf-8")
    return text


def _require_degrees(shape: BaseGeometry | None, label: str, number: int) -> None:
    """Refuse metres: a layer in another projection that does not say so cannot be placed."""
    if shape is None:
        return
    west, south, east, north = shape.bounds
    if max(map(abs, (west, south, east, north))) > _MOST_DEGREES:
        raise InputError(
            f"{west:.0f}, {south:.0f} are not degrees and the file names no reference system: "
            "take the layer in WGS84",
            file=label,
            row=number,
        )


def _crs_name(document: dict[str, Any]) -> str:
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _transformer(name: str, label: str) -> Transformer | None:
    """Return what turns this system into degrees, None when the file is in degrees already."""
    if not name:
        return None
    try:
        crs = CRS.from_user_input(name)
    except CRSError as error:
        raise InputError(f"unknown reference system {name[:60]!r}", file=label) from error
    if crs.is_geographic:
        return None
    return Transformer.from_crs(crs, WGS84, always_xy=True)


def _in_degrees(shape: BaseGeometry | None, to_degrees: Transformer | None) -> BaseGeometry | None:
    if shape is None or shape.is_empty:
        return None
    flat = shapely.force_2d(shape)
    if to_degrees is None:
        return flat
    return shapely.transform(
        flat, lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1]))
    )
