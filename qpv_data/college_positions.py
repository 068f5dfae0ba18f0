"""Compares the position of each collège with its commune, and takes the one that lies in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import shapely
from django.contrib.gis.geos import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from geo_matching.common.geo import great_circle_m
from geo_matching.common.insee import departement_of_commune, whole_city
from qpv_data.models import Commune, TerritoryContour
from qpv_data.sources.rows import CollegeRow, Position

# Published contours are generalised, up to 1 km in the coarsest; schools stand at borders too.
NEAR_M = 500.0
# Farther from its commune than this, a point is wrong rather than the commune's code.
FAR_M = 5_000.0
# Without a contour: no commune of the mainland reaches farther from its centre.
FAR_FROM_CENTRE_M = 25_000.0
# The communes of Guyane are as large as départements.
_NO_CENTRE_TEST = frozenset({"973"})

Note = Callable[[CollegeRow, str, str], None]


class Verdict(NamedTuple):
    """What is wrong with a position ("" nothing), in words, and whether it may be kept."""

    code: str = ""
    message: str = ""
    usable: bool = True


@dataclass(frozen=True)
class Places:
    """Contours and centres of communes, read once for all collèges of a file."""

    contours: Mapping[str, BaseGeometry]
    centres: Mapping[str, Point]

    def judge(self, position: Position, commune: str) -> Verdict:
        """Compare a position with the commune's contour, else with its centre."""
        contour = self.contours.get(commune)
        if contour is not None:
            return self._by_contour(position, commune, contour)
        centre = self.centres.get(commune)
        if centre is None or departement_of_commune(commune) in _NO_CENTRE_TEST:
            return Verdict()
        away_m = great_circle_m(position.lat, position.lon, centre.y, centre.x)
        if away_m <= FAR_FROM_CENTRE_M:
            return Verdict()
        message = f"{away_m / 1000:.1f} km from the centre of {commune}"
        return Verdict("far_from_commune", message, usable=False)

    @staticmethod
    def _by_contour(position: Position, commune: str, contour: BaseGeometry) -> Verdict:
        point = shapely.Point(position.lon, position.lat)
        if shapely.covers(contour, point):
            return Verdict()
        border, _ = nearest_points(contour, point)
        away_m = great_circle_m(position.lat, position.lon, border.y, border.x)
        if away_m <= NEAR_M:
            return Verdict()
        found = commune_at(position)
        place = f"{away_m / 1000:.1f} km outside {commune}"
        if not found:
            return Verdict("in_no_commune", f"{place}, in no commune: at sea or abroad", False)
        if away_m > FAR_M:
            return Verdict("far_from_commune", f"{place}, in {found}", usable=False)
        elsewhere = departement_of_commune(found) != departement_of_commune(commune)
        return Verdict(
            "point_in_other_departement" if elsewhere else "point_in_other_commune",
            f"{place}, in {found}",
        )


def places_of(communes: Iterable[str]) -> Places:
    """Read contours and centres of these communes."""
    codes = list(communes)
    contours = TerritoryContour.objects.filter(
        level=TerritoryContour.Level.COMMUNE, code__in=codes
    ).values_list("code", "geometry")
    centres = Commune.objects.filter(code__in=codes, centre__isnull=False)
    shapes = {code: shapely.from_wkb(bytes(geometry.wkb)) for code, geometry in contours}
    for shape in shapes.values():
        shapely.prepare(shape)
    return Places(
        shapes, {code: point for code, point in centres.values_list("code", "centre") if point}
    )


def commune_at(position: Position) -> str:
    """Return the commune whose contour covers the point, the arrondissement before its city."""
    point = Point(position.lon, position.lat, srid=4326)
    found = TerritoryContour.objects.filter(
        level=TerritoryContour.Level.COMMUNE, geometry__covers=point
    ).values_list("code", flat=True)
    return min(found, key=lambda code: (not whole_city(code), code), default="")


def check_positions(rows: Mapping[str, CollegeRow], note: Note) -> dict[str, CollegeRow]:
    """Return the rows with the position to store first, or none where all are wrong.

    `note` is told of each position that is passed over, dropped or doubtful.
    """
    places = places_of({row.territory.commune for row in rows.values()})
    return {uai: _checked(row, places, note) for uai, row in rows.items()}


def _checked(row: CollegeRow, places: Places, note: Note) -> CollegeRow:
    verdicts = [places.judge(position, row.territory.commune) for position in row.positions]
    if not verdicts or not verdicts[0].code:
        return row
    good = next((n for n, verdict in enumerate(verdicts) if not verdict.code), None)
    if good is not None:
        message = f"{row.uai}: {verdicts[0].message}: the position of the other file was taken"
        note(row, "position_of_other_file", message)
        return replace(row, positions=(row.positions[good],))
    usable = next((n for n, verdict in enumerate(verdicts) if verdict.usable), None)
    chosen = verdicts[usable or 0]
    kept = "kept, to be checked" if usable is not None else "kept without a point"
    note(row, chosen.code, f"{row.uai}: {chosen.message}: {kept}")
    return replace(row, positions=() if usable is None else (row.positions[usable],))
