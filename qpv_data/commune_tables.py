"""Territories and their contours as the database wants them, from the official lists."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry

from geo_matching.common.insee import departement_of_commune, whole_city
from geo_matching.common.notices import Notice
from geo_matching.common.tables import ModelTable
from qpv_data import reference
from qpv_data.models import Commune, Departement, Region, TerritoryContour
from qpv_data.scope import Scope
from qpv_data.sources.communes import COMMUNE, DEPARTEMENT, REGION, TerritoryFile, TerritoryRow
from qpv_data.territories import known_departements

Rows = dict[Hashable, dict[str, Any]]
Level = TerritoryContour.Level


class TerritoryLists:
    """The rows of all files given, inside the scope."""

    def __init__(self, files: Sequence[TerritoryFile], scope: Scope) -> None:
        self.label = ", ".join(file.label for file in files)
        self.notices = scope.notices(notice for file in files for notice in file.notices)
        self._rows: dict[str, dict[str, TerritoryRow]] = defaultdict(dict)
        for file in files:
            inside = (row for row in file.rows.values() if _inside(row, file.level, scope))
            self._rows[file.level] |= {row.code: row for row in inside}

    def of(self, level: str) -> dict[str, TerritoryRow]:
        """Return the rows of one level by code."""
        return self._rows.get(level, {})

    def parts(self) -> set[tuple[str, bool]]:
        """Return what the lists of communes cover: a département, its arrondissements or not.

        API Géo gives arrondissements in a list of their own, which says nothing of communes.
        """
        return {_part(code) for code in self.of(COMMUNE)}


def _inside(row: TerritoryRow, level: str, scope: Scope) -> bool:
    if level != REGION:
        return row.departement in scope
    wanted = {reference.region_of_departement(code) for code in scope.codes}
    return not wanted or row.code in wanted


def _part(code: str) -> tuple[str, bool]:
    return departement_of_commune(code), bool(whole_city(code))


def territory_tables(lists: TerritoryLists, year: int) -> list[ModelTable]:
    """Return the tables in the order of writing; no territory is ever removed, contours are."""
    communes = _communes(lists, year)
    _tell_former(lists)
    return [
        *_chain(lists),
        ModelTable(
            "communes",
            Commune.objects.all(),
            ("code",),
            ("name", "departement_id", "parent_id", "centre", "vintage"),
            communes,
        ),
        _contours(lists),
    ]


def _chain(lists: TerritoryLists) -> list[ModelTable]:
    """Return régions, académies and départements: those listed, and those the lists stand on."""
    needed = {row.departement for row in lists.of(COMMUNE).values()} | set(lists.of(DEPARTEMENT))
    stored = set(Departement.objects.values_list("code", flat=True))
    chain = known_departements(sorted(needed - stored))
    known_regions = set(Region.objects.values_list("code", flat=True)) | set(chain.regions)
    for row in lists.of(REGION).values():
        chain.regions[row.code] = {"name": row.name}
    for row in lists.of(DEPARTEMENT).values():
        listed = row.region in known_regions or row.region in chain.regions
        values = {"name": row.name} | ({"region_id": row.region} if listed else {})
        chain.departements[row.code] = chain.departements.get(row.code, {}) | values
    return chain.tables()[:-1]


def _communes(lists: TerritoryLists, year: int) -> Rows:
    rows = lists.of(COMMUNE)
    known = set(rows) | set(Commune.objects.values_list("code", flat=True))
    wanted: Rows = {}
    for row in rows.values():
        parent = row.parent if row.parent in known else None
        if row.parent and parent is None:
            message = f"{row.code}: {row.parent}, its whole city, is in no list yet"
            lists.notices.append(_notice(lists, "no_parent", message, row.code))
        wanted[row.code] = {
            "name": row.name,
            "departement_id": row.departement,
            "parent_id": parent,
            "vintage": year,
        }
        if row.centre is not None:
            wanted[row.code]["centre"] = _geos(row.centre)
    return wanted


def _tell_former(lists: TerritoryLists) -> None:
    """Tell of stored communes that the list of their département does not have any more."""
    parts, listed = lists.parts(), lists.of(COMMUNE)
    stored = Commune.objects.filter(departement_id__in={departement for departement, _ in parts})
    for code, name in stored.values_list("code", "name"):
        if code not in listed and _part(code) in parts:
            message = f"{code} {name} is in no list of this year: merged, or an old code"
            lists.notices.append(_notice(lists, "former_commune", message, code))


def _notice(lists: TerritoryLists, code: str, message: str, commune: str) -> Notice:
    return Notice(lists.label, 0, "", code, message, commune, departement_of_commune(commune))


def _contours(lists: TerritoryLists) -> ModelTable:
    wanted: Rows = {}
    levels = {COMMUNE: Level.COMMUNE, DEPARTEMENT: Level.DEPARTEMENT, REGION: Level.REGION}
    for name, level in levels.items():
        for row in lists.of(name).values():
            if row.contour is not None:
                wanted[(level, row.code)] = {
                    "departement_code": row.departement,
                    "geometry": _geos(row.contour),
                }
    wanted |= _academies(lists.of(DEPARTEMENT))
    parts = lists.parts()

    def has_gone(key: Hashable, _row: Mapping[str, Any]) -> bool:
        level, code = key if isinstance(key, tuple) else ("", "")
        return level == Level.COMMUNE and code not in lists.of(COMMUNE) and _part(code) in parts

    return ModelTable(
        label="contours",
        stored=_stored_contours(wanted, {departement for departement, _ in parts}),
        key=("level", "code"),
        fields=("departement_code", "geometry"),
        wanted=wanted,
        removal_test=has_gone,
    )


def _stored_contours(wanted: Rows, departements: Iterable[str]) -> Any:
    """Read only the contours that may change: those of all France take seconds and memory."""
    levels = {key[0] for key in wanted if isinstance(key, tuple)}
    rows = TerritoryContour.objects.filter(level__in=levels)
    communes = TerritoryContour.objects.filter(
        level=Level.COMMUNE, departement_code__in=list(departements)
    )
    return rows.exclude(level=Level.COMMUNE) | communes


def _academies(departements: Mapping[str, TerritoryRow]) -> Rows:
    """Return the contours of the académies whose départements are all in the list."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for code, academy in reference.ACADEMY_OF_DEPARTEMENT.items():
        # The small collectivities of an académie are in no list of départements.
        if reference.region_of_departement(code) != reference.OUTSIDE_REGIONS:
            members[academy].append(code)
    wanted: Rows = {}
    for academy, codes in members.items():
        contours = [departements[code].contour for code in codes if code in departements]
        if contours and len(contours) == len(codes) and all(contours):
            shape = shapely.make_valid(shapely.union_all(contours))
            wanted[(Level.ACADEMY, academy)] = {
                "departement_code": "",
                "geometry": _geos(shape),
            }
    return wanted


def _geos(shape: Any) -> GEOSGeometry:
    multi = shapely.MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape
    return GEOSGeometry(memoryview(multi.wkb), srid=4326)
