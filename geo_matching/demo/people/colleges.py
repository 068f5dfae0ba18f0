"""The city's collèges, and a few schools beside them, as rows of the ministry's directory."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pyproj import Transformer

from geo_matching.common.geo import LAMBERT_93, WGS84
from geo_matching.demo.city.build import City, rng_for
from geo_matching.demo.city.plan import Xy
from geo_matching.demo.people.addresses import Address, AddressBook

# The header of fr-en-annuaire-education, column by column, as the ministry publishes it.
COLUMNS = Path(__file__).parent.parent / "words" / "directory_columns.txt"
HEADER = COLUMNS.read_text(encoding="utf-8").splitlines()
UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
FIRST_NUMBER = 9001
UPDATED = date(2026, 9, 1)
NO_CONTRACT = ("99", "SANS OBJET")
ASSOCIATION = ("30", "CONTRAT D'ASSOCIATION TOUTES CLASSES")
SECOND_DEGREE_FLAGS = (
    "Voie_generale", "Voie_technologique", "Voie_professionnelle", "Segpa", "Apprentissage",
    "Post_BAC",
)  # fmt: skip


class School(NamedTuple):
    name: str
    at: Xy
    priority: str = ""  # REP, REP+ or empty
    pupils: int = 0
    kind: str = "Collège"
    public: bool = True


SCHOOLS: tuple[School, ...] = (
    School("Collège Louise-Michel", (560, 3580), "REP+", 462),
    School("Collège Victor-Schœlcher", (-2500, 3120), "REP+", 518),
    School("Collège Toussaint-Louverture", (3430, 1330), "REP+", 391),
    School("Collège Olympe-de-Gouges", (420, -3680), "REP", 487),
    School("Collège Rosa-Bonheur", (-3150, -2620), "REP", 436),
    School("Collège Émile-Zola", (820, -1420), "", 534),
    School("Collège George-Sand", (-260, 640), "", 612),
    School("Collège de la Vieille-Tour", (-1080, -1600), "", 405),
    School("Collège Jules-Verne", (-2700, 700), "", 583),
    School("Collège Sophie-Germain", (1950, 2550), "", 641),
    School("Collège Marie-Curie", (1650, -2450), "", 558),
    School("Collège des Cinq-Communes", (4700, 4250), "", 472),
    School("Collège du Bois-Joli", (-4900, 4350), "", 448),
    School("Collège Saint-Jacques", (880, 300), "", 520, public=False),
    School("Lycée général et technologique Évariste-Galois", (1050, 1100), "", 1240, "Lycée"),
    School("Lycée professionnel des Sables", (2700, -1450), "", 560, "Lycée"),
    School("École élémentaire publique les Tilleuls", (-1500, 900), "", 214, "Ecole"),
    School("École primaire publique les Rives-Hautes", (3520, 1540), "REP+", 268, "Ecole"),
)  # fmt: skip
NATURE = {
    "Collège": ("340", "COLLEGE"), "Lycée": ("302", "LYCEE ENSEIGNT GENERAL ET TECHNOLOGIQUE"),
    "Ecole": ("151", "ECOLE DE NIVEAU ELEMENTAIRE"),
}  # fmt: skip


def uai(number: int) -> str:
    """Return the identifier of a school of the Indre: seven digits and their check letter."""
    digits = f"036{number:04d}"
    return digits + UAI_LETTERS[int(digits) % 23]


def place_schools(city: City, book: AddressBook) -> list[tuple[str, School, Address]]:
    """Return each school with its identifier and its door."""
    rng = rng_for(city.seed, 6)
    return [
        (uai(FIRST_NUMBER + index), school, book.near_plan(school.at, rng))
        for index, school in enumerate(SCHOOLS)
    ]


def write_directory(schools: list[tuple[str, School, Address]], path: Path) -> None:
    to_lambert = Transformer.from_crs(WGS84, LAMBERT_93, always_xy=True)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for code, school, address in schools:
        x, y = to_lambert.transform(address.lon, address.lat)
        row = _row(code, school, address) | {"coordonnee_X": f"{x:.1f}", "coordonnee_Y": f"{y:.1f}"}
        writer.writerow([row.get(column, "") for column in HEADER])
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def _row(code: str, school: School, address: Address) -> dict[str, str]:
    commune = address.commune
    return _always() | _of_its_kind(school) | {
        "Identifiant_de_l_etablissement": code,
        "Nom_etablissement": school.name,
        "Adresse_1": address.line,
        "Code postal": commune.postcode,
        "Code_commune": commune.code,
        "Nom_commune": commune.name,
        "Appartenance_Education_Prioritaire": school.priority,
        "Nombre_d_eleves": str(school.pupils),
        "position": f"{address.lat:.7f}, {address.lon:.7f}",
        "latitude": f"{address.lat:.7f}",
        "longitude": f"{address.lon:.7f}",
    }  # fmt: skip


def _always() -> dict[str, str]:
    """Return what all the city's schools have in common."""
    return {
        "Code_departement": "036",
        "Code_academie": "18",
        "Code_region": "24",
        "Libelle_departement": "Indre",
        "Libelle_academie": "Orléans-Tours",
        "Libelle_region": "Centre-Val de Loire",
        "Restauration": "1",
        "Hebergement": "0",
        "ULIS": "1",
        "epsg": f"EPSG:{LAMBERT_93}",
        "precision_localisation": "Numéro de rue",
        "date_ouverture": "1968-09-01",
        "date_maj_ligne": UPDATED.isoformat(),
        "etat": "OUVERT",
        "ministere_tutelle": "MINISTERE DE L'EDUCATION NATIONALE",
        "etablissement_multi_lignes": "0",
        "rpi_concentre": "0",
    }


def _of_its_kind(school: School) -> dict[str, str]:
    nature, nature_label = NATURE[school.kind]
    contract, contract_label = NO_CONTRACT if school.public else ASSOCIATION
    second_degree = () if school.kind == "Ecole" else SECOND_DEGREE_FLAGS
    return dict.fromkeys(second_degree, "0") | {
        "Type_etablissement": school.kind,
        "Statut_public_prive": "Public" if school.public else "Privé",
        "code_nature": nature,
        "libelle_nature": nature_label,
        "Code_type_contrat_prive": contract,
        "Type_contrat_prive": contract_label,
    }
