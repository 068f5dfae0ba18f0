"""Opens files of contours, GeoJSON or shapefile, alone or in a zip, as properties and shapes."""

import json
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

from geo_matching.common.errors import InputError
from geo_matching.common.files import decode_utf8, kind_of, read_text, require_file
from geo_matching.common.geo import WGS84

_GEOJSON = (".geojson", ".json")


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its rank in the file from 1, properties by lower-case name, and its shape."""

    number: int
    properties: dict[str, str]
    shape: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class ContourFile:
    """Features in degrees (WGS84); `label` names the file, with its entry inside a zip."""

    label: str
    features: list[Feature]


def open_contours(path: Path) -> ContourFile:
    """Read GeoJSON, a zip holding GeoJSON or a shapefile, or a .shp beside its files.

    The content is looked at, not the name: the same address has served both plain and zipped files.
    Coordinates in another known reference system are transformed to WGS84.
    """
    require_file(path)
    kind = kind_of(path)
    if kind == "zip":
        return _open_zip(path)
    if path.suffix.lower() == ".shp":
        return _open_shapefile(str(path), path.name)
    return _open_geojson(read_text(path, kind="json"), path.name)


def _open_zip(path: Path) -> ContourFile:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if "__MACOSX" not in name]
            entry = _choose([name for name in names if name.lower().endswith(_GEOJSON)])
            if entry:
                label = f"{path.name}/{entry}"
                return _open_geojson(decode_utf8(archive.read(entry), label), label)
            entry = _choose([name for name in names if name.lower().endswith(".shp")])
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise InputError(f"broken zip ({error})", file=path.name) from error
    if entry:
        return _open_shapefile(f"/vsizip/{path.resolve()}/{entry}", f"{path.name}/{entry}")
    raise InputError(
        f"no GeoJSON or shapefile in this zip: it holds {', '.join(names[:6]) or 'nothing'}",
        file=path.name,
    )


def _choose(names: list[str]) -> str:
    """Return the entry to read: the one of the whole country in degrees when there are several."""
    in_degrees = [name for name in names if "WGS84" in name.upper()]
    national = [name for name in in_degrees if "METROPOLEOUTREMER" in name.upper().replace("_", "")]
    for candidates in (names, in_degrees, national):
        if len(candidates) == 1:
            return candidates[0]
    if names:
        raise InputError(f"several files in this zip, none for the whole country: {names[:6]}")
    return ""


def _open_geojson(text: str, label: str) -> ContourFile:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"broken JSON at character {error.colno} ({error.msg})", file=label, row=error.lineno
        ) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise InputError("not a GeoJSON FeatureCollection", file=label)
    to_degrees = _transformer(_crs_name(document), label)
    return ContourFile(label, list(_features(features, to_degrees, label)))


def _features(features: list[Any], to_degrees: Transformer | None, label: str) -> Iterator[Feature]:
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise InputError("a feature without properties", file=label, row=number)
        try:
            given = feature.get("geometry")
            shape = shapely.from_geojson(json.dumps(given)) if given else None
        except (ShapelyError, TypeError, ValueError) as error:
            raise InputError(f"unreadable geometry ({error})", file=label, row=number) from error
        yield Feature(number, _texts(feature["properties"]), _in_degrees(shape, to_degrees))


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
    return {
        str(name).lower(): "" if value is None else str(value).strip()
        for name, value in properties.items()
    }


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
