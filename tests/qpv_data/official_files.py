"""Writes small files in the official formats, with invented schools and neighbourhoods."""

import csv
import json
from pathlib import Path

UAI_A, UAI_B, UAI_C = "0389001C", "0389002D", "0389003E"


def directory_row(**cells) -> dict[str, str]:
    """Return a row of fr-en-annuaire-education; `Code~postal` is written with a blank."""
    return {
        "Identifiant_de_l_etablissement": UAI_A,
        "Nom_etablissement": "Collège des Tilleuls",
        "Type_etablissement": "Collège",
        "Statut_public_prive": "Public",
        "Adresse_1": "1 rue des Essais",
        "Code~postal": "38990",
        "Code_commune": "38999",
        "Nom_commune": "Valbourg",
        "Code_departement": "038",
        "Code_academie": "08",
        "Code_region": "84",
        "Appartenance_Education_Prioritaire": "REP+",
        "Nombre_d_eleves": "480",
        "Libelle_departement": "Isère",
        "Libelle_academie": "Grenoble",
        "Libelle_region": "Auvergne-Rhône-Alpes",
        "latitude": "45.2",
        "longitude": "5.7",
        "precision_localisation": "Numéro de rue",
        "etat": "OUVERT",
        "code_nature": "340",
        **cells,
    }


def located_row(**cells) -> dict[str, str]:
    """Return a row of fr-en-adresse-et-geolocalisation."""
    return {
        "numero_uai": UAI_A,
        "appellation_officielle": "Collège des Tilleuls",
        "denomination_principale": "COLLEGE",
        "patronyme_uai": "DES TILLEULS",
        "secteur_public_prive_libe": "Public",
        "adresse_uai": "1 rue des Essais",
        "code_postal_uai": "38990",
        "libelle_commune": "Valbourg",
        "latitude": "45.2",
        "longitude": "5.7",
        "appariement": "Parfaite",
        "localisation": "Numéro de rue",
        "nature_uai": "340",
        "etat_etablissement": "1",
        "code_departement": "038",
        "code_region": "84",
        "code_academie": "08",
        "code_commune": "38999",
        "libelle_departement": "Isère",
        "libelle_region": "Auvergne-Rhône-Alpes",
        "libelle_academie": "Grenoble",
        **cells,
    }


def write_table(
    path: Path, rows: list[dict[str, str]], *, delimiter: str = ";", encoding: str = "utf-8-sig"
) -> Path:
    """Write rows as the Ministry does: BOM, semicolons, CRLF."""
    header = list(rows[0])
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([name.replace("~", " ") for name in header])
        writer.writerows([[row[name] for name in header] for row in rows])
    return path


def write_directory(folder: Path, *rows: dict[str, str], name: str = "annuaire.csv") -> Path:
    return write_table(folder / name, list(rows) or [directory_row()])


def box(lat: float, lon: float, side: float = 0.004) -> list[list[list[float]]]:
    """Return the coordinates of a square polygon whose south-west corner is given."""
    return [
        [
            [lon, lat],
            [lon + side, lat],
            [lon + side, lat + side],
            [lon, lat + side],
            [lon, lat],
        ]
    ]


def bow_tie(lat: float, lon: float, side: float = 0.004) -> list[list[list[float]]]:
    """Return the coordinates of a polygon that crosses itself."""
    return [
        [
            [lon, lat],
            [lon + side, lat + side],
            [lon + side, lat],
            [lon, lat + side],
            [lon, lat],
        ]
    ]


def feature_2024(code: str = "QN03801N", **changes) -> dict:
    """Return a feature with the properties of the ANCT's 2024 file."""
    geometry = changes.pop("geometry", {"type": "Polygon", "coordinates": box(45.2, 5.7)})
    properties = {
        "fid": 1,
        "code_qp": code,
        "lib_qp": "Les Peupliers",
        "insee_reg": None,
        "lib_reg": "Auvergne-Rhône-Alpes",
        "insee_dep": "38",
        "lib_dep": "Isère",
        "insee_com": "38999",
        "lib_com": "Valbourg",
        "siren_epci": "200000000",
        **changes,
    }
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def feature_2015(code: str = "QP038901", **changes) -> dict:
    """Return a feature with the properties of the 2015 file."""
    geometry = changes.pop("geometry", {"type": "Polygon", "coordinates": box(45.2, 5.7)})
    properties = {"CODE_QP": code, "NOM_QP": "Les Peupliers", "COMMUNE_QP": "Valbourg", **changes}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_geojson(path: Path, *features: dict, crs: str = "") -> Path:
    document = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
