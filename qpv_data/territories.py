"""The chain commune, département, académie, région, derived from rows of collèges or from codes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geo_matching.common.errors import InputError
from geo_matching.common.tables import ModelTable
from qpv_data import reference
from qpv_data.models import Academy, Commune, Departement, Region, TerritoryContour
from qpv_data.sources.rows import TerritoryCodes

Rows = dict[object, dict[str, str]]


@dataclass
class Territories:
    """Wanted rows of the four tables, by code."""

    regions: Rows = field(default_factory=dict)
    academies: Rows = field(default_factory=dict)
    departements: Rows = field(default_factory=dict)
    communes: Rows = field(default_factory=dict)

    def tables(self) -> list[ModelTable]:
        """Return the tables in the order of writing; territories are never removed."""
        return [
            ModelTable("régions", Region.objects.all(), ("code",), ("name",), self.regions),
            ModelTable(
                "académies", Academy.objects.all(), ("code",), ("name", "region_id"), self.academies
            ),
            ModelTable(
                "départements",
                Departement.objects.all(),
                ("code",),
                ("name", "academy_id", "region_id"),
                self.departements,
            ),
            ModelTable(
                "communes",
                Commune.objects.all(),
                ("code",),
                ("name", "departement_id"),
                self.communes,
            ),
        ]


class _Votes:
    """What rows say of each code; the value said most often wins, the first one of equals."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, code: str, value: str) -> None:
        if code and value:
            self._counts[code][value] += 1

    def best(self, code: str, otherwise: str = "") -> str:
        counts = self._counts.get(code)
        return counts.most_common(1)[0][0] if counts else otherwise

    def codes(self) -> list[str]:
        return sorted(self._counts)


def derive_territories(rows: Iterable[TerritoryCodes]) -> Territories:
    """Build the four tables from what collèges say, completed by the typed reference."""
    chain = list(rows)
    regions, academies, departements, communes = (_Votes() for _ in range(4))
    region_of_academy, academy_of, region_of, departement_of = (_Votes() for _ in range(4))
    for row in chain:
        academy = row.academy or reference.ACADEMY_OF_DEPARTEMENT.get(row.departement, "")
        region = row.region or _region(row.departement)
        _require_chain(row, academy, region)
        regions.add(region, row.region_name or reference.REGIONS.get(region, region))
        academies.add(academy, row.academy_name or reference.ACADEMIES.get(academy, academy))
        region_of_academy.add(academy, region)
        departement_name = reference.DEPARTEMENTS.get(row.departement, row.departement)
        departements.add(row.departement, row.departement_name or departement_name)
        academy_of.add(row.departement, academy)
        region_of.add(row.departement, region)
        communes.add(row.commune, row.commune_name or row.commune)
        departement_of.add(row.commune, row.departement)
    return Territories(
        _named(regions),
        _named(academies, region_id=region_of_academy),
        _named(departements, academy_id=academy_of, region_id=region_of),
        _named(communes, departement_id=departement_of),
    )


def known_departements(codes: Iterable[str]) -> Territories:
    """Build régions, académies and départements of these codes from the typed reference alone."""
    result = Territories()
    for code in codes:
        academy, region = reference.ACADEMY_OF_DEPARTEMENT[code], _region(code)
        academy_region = reference.REGION_OF_ACADEMY[academy]
        result.regions[region] = {"name": reference.REGIONS[region]}
        result.regions[academy_region] = {"name": reference.REGIONS[academy_region]}
        result.academies[academy] = {
            "name": reference.ACADEMIES[academy],
            "region_id": academy_region,
        }
        result.departements[code] = {
            "name": reference.DEPARTEMENTS[code],
            "academy_id": academy,
            "region_id": region,
        }
    return result


def _named(names: _Votes, **links: _Votes) -> Rows:
    return {
        code: {"name": names.best(code), **{field: v.best(code) for field, v in links.items()}}
        for code in names.codes()
    }


def _region(departement: str) -> str:
    known: Mapping[str, str] = reference.DEPARTEMENTS
    return reference.region_of_departement(departement) if departement in known else ""


def _require_chain(row: TerritoryCodes, academy: str, region: str) -> None:
    if not academy or not region:
        raise InputError(
            f"the académie or the région of département {row.departement} (commune {row.commune}) "
            "is neither in the file nor known"
        )


def keep_official_names(territories: Territories) -> None:
    """Leave out the names that an official list has given: files of collèges misspell them."""
    communes = Commune.objects.filter(vintage__isnull=False).values_list("code", flat=True)
    for code in communes.filter(code__in=[*territories.communes]):
        territories.communes[code].pop("name", None)
    for level, rows in (
        (TerritoryContour.Level.DEPARTEMENT, territories.departements),
        (TerritoryContour.Level.REGION, territories.regions),
    ):
        listed = TerritoryContour.objects.filter(level=level, code__in=[*rows])
        for code in listed.values_list("code", flat=True):
            rows[code].pop("name", None)
