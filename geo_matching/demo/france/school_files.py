"""The directory and the geolocation of collèges, column by column as the Ministry does."""

import csv
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from pyproj import Transformer

from geo_matching.common.geo import LAMBERT_93, WGS84
from geo_matching.demo.france.schools import School
from geo_matching.demo.people.colleges import HEADER as DIRECTORY_HEADER

LOCATED_COLUMNS = Path(__file__).parent.parent / "words" / "geolocation_columns.txt"
LOCATED_HEADER = LOCATED_COLUMNS.read_text(encoding="utf-8").splitlines()
BOM = "\ufeff"
UPDATED = "2026-09-01"
Row = dict[str, str]
ALWAYS_IN_DIRECTORY = {
    "Type_etablissement": "Collège",
    "precision_localisation": "Numéro de rue",
    "date_maj_ligne": UPDATED,
    "etat": "OUVERT",
    "code_nature": "340",
    "libelle_nature": "COLLEGE",
}
ALWAYS_LOCATED = {
    "denomination_principale": "COLLEGE",
    "appariement": "Parfaite",
    "localisation": "Numéro de rue",
    "nature_uai": "340",
    "nature_uai_libe": "COLLEGE",
    "etat_etablissement": "1",
    "etat_etablissement_libe": "OUVERT",
}


def write_directory(schools: Sequence[School], path: Path) -> None:
    _write(path, DIRECTORY_HEADER, map(_directory_row, schools))


def write_geolocation(schools: Sequence[School], path: Path) -> None:
    _write(path, LOCATED_HEADER, map(_located_row, schools))


def _write(path: Path, header: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(BOM)
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([row.get(column, "") for column in header] for row in rows)


@lru_cache(1)
def _to_lambert() -> Callable[[float, float], tuple[float, float]]:
    transform: Callable[[float, float], tuple[float, float]] = Transformer.from_crs(
        WGS84, LAMBERT_93, always_xy=True
    ).transform
    return transform


def _metres(school: School) -> tuple[str, str]:
    """Return Lambert-93; blank overseas, where it does not hold."""
    if len(school.territory.departement) > 2:  # noqa: PLR2004
        return "", ""
    x, y = _to_lambert()(school.lon, school.lat)
    return f"{x:.1f}", f"{y:.1f}"


def _directory_row(school: School) -> Row:
    of = school.territory
    x, y = _metres(school)
    return ALWAYS_IN_DIRECTORY | {
        "Identifiant_de_l_etablissement": school.uai,
        "Nom_etablissement": school.name,
        "Statut_public_prive": "Public" if school.is_public else "Privé",
        "Adresse_1": school.address,
        "Code postal": school.postcode,
        "Code_commune": of.commune,
        "Nom_commune": of.commune_name,
        "Code_departement": of.departement.zfill(3),
        "Code_academie": of.academy,
        "Code_region": of.region,
        "Appartenance_Education_Prioritaire": school.priority,
        "position": f"{school.lat}, {school.lon}",
        "Libelle_departement": of.departement_name,
        "Libelle_academie": of.academy_name,
        "Libelle_region": of.region_name,
        "coordonnee_X": x,
        "coordonnee_Y": y,
        "epsg": f"EPSG:{LAMBERT_93}" if x else "",
        "latitude": str(school.lat),
        "longitude": str(school.lon),
    }


def _located_row(school: School) -> Row:
    of = school.territory
    x, y = _metres(school)
    return ALWAYS_LOCATED | {
        "numero_uai": school.uai,
        "appellation_officielle": school.name,
        "secteur_public_prive_libe": "Public" if school.is_public else "Privé",
        "adresse_uai": school.address,
        "code_postal_uai": school.postcode,
        "libelle_commune": of.commune_name,
        "coordonnee_x": x,
        "coordonnee_y": y,
        "EPSG": f"EPSG:{LAMBERT_93}" if x else "",
        "latitude": str(school.lat),
        "longitude": str(school.lon),
        "code_departement": of.departement.zfill(3),
        "code_region": of.region,
        "code_academie": of.academy,
        "code_commune": of.commune,
        "libelle_departement": of.departement_name,
        "libelle_region": of.region_name,
        "libelle_academie": of.academy_name,
        "position": f"{school.lat}, {school.lon}",
    }
