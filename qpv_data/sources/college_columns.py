"""The two official files of collèges: which column says what, and which rows are collèges."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from geo_matching.common.csv_rows import CsvRow, CsvTable
from geo_matching.common.errors import InputError
from geo_matching.common.text import normalise

# 340 collège, 350 climatic, 352 specialised; 390 is a SEGPA: a section, with a UAI of its own.
_COLLEGE_NATURES = frozenset({"340", "350", "352"})
_SEGPA = "390"
_OPEN = "1"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One official file: its data set's name, our field -> its column, and its own rules."""

    source: str
    columns: Mapping[str, str]
    optional: frozenset[str]
    is_college: Callable[[CsvRow], bool]
    is_open: Callable[[CsvRow], bool]
    # Columns that another edition of the file names otherwise.
    aliases: Mapping[str, str] = field(default_factory=dict)

    def get(self, row: CsvRow, field: str) -> str:
        """Return the cell of a field, "" when this file has no such column."""
        return row.get(self.columns.get(field, "")) or row.get(self.aliases.get(field, ""))

    def column(self, field: str, table: CsvTable) -> str:
        """Return the header of a field as the file writes it."""
        name = self.columns.get(field, field)
        return table.columns.get(name, name)


def _is_directory_college(row: CsvRow) -> bool:
    if normalise(row.get("type_etablissement")) != "college" or row.get("code_nature") == _SEGPA:
        return False
    return not normalise(row.get("nom_etablissement")).startswith(("segpa", "section d enseign"))


def _is_located_college(row: CsvRow) -> bool:
    return row.get("nature_uai") in _COLLEGE_NATURES


_TERRITORY = {
    "commune": "code_commune",
    "departement": "code_departement",
    "departement_name": "libelle_departement",
    "academy": "code_academie",
    "academy_name": "libelle_academie",
    "region": "code_region",
    "region_name": "libelle_region",
    "lat": "latitude",
    "lon": "longitude",
    "x": "coordonnee_x",
    "y": "coordonnee_y",
    "epsg": "epsg",
}
_METRES = {"x": "coordx_origine", "y": "coordy_origine", "epsg": "epsg_origine"}
_LABELS = frozenset(
    {"departement_name", "academy", "academy_name", "region", "region_name", *_METRES}
)

DIRECTORY = Dialect(
    source="fr-en-annuaire-education",
    columns=_TERRITORY
    | {
        "uai": "identifiant_de_l_etablissement",
        "kind": "type_etablissement",
        "name": "nom_etablissement",
        "sector": "statut_public_prive",
        "address": "adresse_1",
        "postcode": "code_postal",
        "commune_name": "nom_commune",
        "priority": "appartenance_education_prioritaire",
        "pupils": "nombre_d_eleves",
        "mail": "mail",
        "precision": "precision_localisation",
        "nature": "code_nature",
        "state": "etat",
    },
    optional=_LABELS | {"address", "pupils", "mail", "precision", "nature", "state"},
    is_college=_is_directory_college,
    is_open=lambda row: normalise(row.get("etat")) in {"", "ouvert", "a fermer"},
    aliases=_METRES,
)
LOCATED = Dialect(
    source="fr-en-adresse-et-geolocalisation-etablissements-premier-et-second-degre",
    columns=_TERRITORY
    | {
        "uai": "numero_uai",
        "kind": "nature_uai",
        "name": "appellation_officielle",
        "other_name": "denomination_principale",
        "sponsor": "patronyme_uai",
        "sector": "secteur_public_prive_libe",
        "address": "adresse_uai",
        "postcode": "code_postal_uai",
        "commune_name": "libelle_commune",
        "precision": "localisation",
        "match": "appariement",
        "state": "etat_etablissement",
    },
    optional=_LABELS | {"address", "precision", "match", "other_name", "sponsor"},
    is_college=_is_located_college,
    is_open=lambda row: row.get("etat_etablissement") == _OPEN,
)


def dialect_of(table: CsvTable) -> Dialect:
    """Tell which official file this is, by its UAI column, and check that its columns are there."""
    for dialect in (DIRECTORY, LOCATED):
        if dialect.columns["uai"] in table.columns:
            table.require(
                [name for field, name in dialect.columns.items() if field not in dialect.optional]
            )
            return dialect
    raise InputError(
        f"neither {DIRECTORY.source} (column identifiant_de_l_etablissement) nor {LOCATED.source} "
        f"(column numero_uai); the header begins with "
        f"{', '.join(list(table.columns.values())[:5])}",
        file=table.file,
        row=1,
    )
