"""Communes, départements and régions with simple contours, as contours-administratifs."""

import gzip
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo_matching.common.insee import whole_city
from geo_matching.demo.france.schools import School
from qpv_data.sources.rows import TerritoryCodes

# Communes of France; those without a collège are invented up to this number.
COMMUNES = 34_900
MARGIN_DEGREES = 0.02
# Names of the cities whose arrondissements are files of their own.
WHOLE_CITIES = {"75056": "Paris", "69123": "Lyon", "13055": "Marseille"}
HIGHEST = 999
PARIS_1 = TerritoryCodes(
    "75101", "Paris 1er Arrondissement", "75", "Paris", "01", "Paris", "11", "Ile-de-France"
)
PARIS_1_AT = (2.336, 48.862)
Feature = dict[str, Any]


class Territories:
    """The communes of some collèges, with a box each, and invented ones beside them."""

    def __init__(self, schools: Sequence[School], communes: int) -> None:
        self.chains: dict[str, TerritoryCodes] = {}
        points: dict[str, list[tuple[float, float]]] = {}
        for school in schools:
            self.chains.setdefault(school.territory.commune, school.territory)
            points.setdefault(school.territory.commune, []).append((school.lon, school.lat))
        if not any(map(whole_city, self.chains)):
            # The file of arrondissements is never empty, however small a part of France this is.
            self.chains[PARIS_1.commune] = PARIS_1
            points[PARIS_1.commune] = [PARIS_1_AT]
        self.boxes = {
            code: _box(shapely.MultiPoint(found).bounds) for code, found in sorted(points.items())
        }
        self.departements = {t.departement: t for t in self.chains.values()}
        self.hulls = {
            code: shapely.unary_union(
                [box for commune, box in self.boxes.items() if self._in(commune, code)]
            ).convex_hull
            for code in sorted(self.departements)
        }
        self.invented = self._invent(communes - len(self.boxes))

    def _in(self, commune: str, departement: str) -> bool:
        return self.chains[commune].departement == departement

    def _invent(self, count: int) -> dict[str, tuple[str, shapely.Polygon]]:
        """Return invented communes: code -> département and box, as many in each département."""
        found: dict[str, tuple[str, shapely.Polygon]] = {}
        # Overseas codes have two free digits only, and are nearly all in use.
        codes = [code for code in self.hulls if len(code) == 2]  # noqa: PLR2004
        for place, departement in enumerate(codes):
            share = count * (place + 1) // len(codes) - count * place // len(codes)
            names = (f"{departement}{n:03d}" for n in range(HIGHEST, 0, -1))
            free = [name for name in names if name not in self.boxes and not whole_city(name)]
            free = [name for name in free if name not in WHOLE_CITIES][: max(0, share)]
            for code, box in zip(free, _lattice(self.hulls[departement], len(free)), strict=True):
                found[code] = departement, box
        return found

    def communes(self) -> Iterator[Feature]:
        """Yield every commune; of a city with arrondissements the city itself."""
        wholes: dict[str, list[str]] = {}
        for code, box in self.boxes.items():
            if city := whole_city(code):
                wholes.setdefault(city, []).append(code)
            else:
                yield self._commune(code, self.chains[code].commune_name, self.chains[code], box)
        for city, parts in wholes.items():
            hull = shapely.unary_union([self.boxes[part] for part in parts]).convex_hull
            yield self._commune(city, WHOLE_CITIES[city], self.chains[parts[0]], hull)
        for code, (departement, box) in self.invented.items():
            yield self._commune(code, f"Commune {code}", self.departements[departement], box)

    def arrondissements(self) -> Iterator[Feature]:
        """Yield the arrondissements of the three cities that have such."""
        codes = [code for code in self.boxes if whole_city(code)]
        for code in codes:
            chain = self.chains[code]
            named = {"code": code, "nom": chain.commune_name, "codeParent": whole_city(code)}
            of = {"codeDepartement": chain.departement, "codeRegion": chain.region}
            yield _feature({**named, **of, "type": "arrondissement-municipal"}, self.boxes[code])

    def departement_features(self) -> Iterator[Feature]:
        for code, chain in sorted(self.departements.items()):
            names = {"code": code, "nom": chain.departement_name, "region": chain.region}
            yield _feature(names, self.hulls[code])

    def region_features(self) -> Iterator[Feature]:
        regions = {t.region: t.region_name for t in self.departements.values()}
        for code, name in sorted(regions.items()):
            parts = [h for d, h in self.hulls.items() if self.departements[d].region == code]
            yield _feature({"code": code, "nom": name}, shapely.unary_union(parts).convex_hull)

    @staticmethod
    def _commune(code: str, name: str, chain: TerritoryCodes, area: BaseGeometry) -> Feature:
        of = {"departement": chain.departement, "region": chain.region}
        return _feature({"code": code, "nom": name, **of}, area)


def _box(bounds: tuple[float, float, float, float]) -> shapely.Polygon:
    west, south, east, north = bounds
    m = MARGIN_DEGREES
    return shapely.box(west - m, south - m, east + m, north + m)


def _lattice(hull: BaseGeometry, count: int) -> Iterator[shapely.Polygon]:
    """Yield so many boxes side by side over the bounds of an area."""
    west, south, east, north = hull.bounds
    columns = max(1, round(count**0.5))
    rows = -(-count // columns)
    wide, high = (east - west) / columns, (north - south) / max(1, rows)
    for k in range(count):
        x, y = west + wide * (k % columns), south + high * (k // columns)
        yield shapely.box(x, y, x + wide, y + high)


def _feature(properties: dict[str, str], area: BaseGeometry) -> Feature:
    rounded = shapely.transform(area, lambda points: points.round(5))
    return {"type": "Feature", "properties": properties, "geometry": mapping(rounded)}


def write_features(features: Iterable[Feature], path: Path) -> int:
    """Write GeoJSON one feature a line (gzipped when so named); return how many there were."""
    count = 0
    with path.open("wb") as raw:
        # No name and no time in the gzip header: the same features, the same bytes.
        packed = path.suffix == ".gz"
        inner: Any = gzip.GzipFile("", "wb", fileobj=raw, mtime=0) if packed else raw
        with io.TextIOWrapper(inner, "utf-8", newline="\n") as stream:
            stream.write('{"type": "FeatureCollection", "features": [')
            for feature in features:
                stream.write("\n" if count == 0 else ",\n")
                stream.write(json.dumps(feature, ensure_ascii=False))
                count += 1
            stream.write("\n]}\n")
    return count
