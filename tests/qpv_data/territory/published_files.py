"""Invented files of every source, in the schema in which it is published."""

import gzip
import zipfile
from io import BytesIO
from pathlib import Path

from tests.qpv_data.official_files import (
    UAI_A,
    UAI_B,
    box,
    directory_row,
    feature_2015,
    feature_2024,
    located_row,
    write_geojson,
    write_table,
)

RHONE_UAI = "0699001J"
NATIONAL_QPV_2024 = "GEOJSON/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson"
# Commune, name, département, latitude and longitude of its south-west corner.
COMMUNES = (
    ("38998", "Valneuf", "38", 45.3, 5.6),
    ("38999", "Valbourg", "38", 45.1, 5.6),
    ("69999", "Rivebourg", "69", 45.7, 4.8),
)
RHONE = {
    "code_departement": "069",
    "code_commune": "69999",
    "libelle_commune": "Rivebourg",
    "libelle_departement": "Rhône",
    "code_academie": "10",
    "libelle_academie": "Lyon",
    "code_postal_uai": "69990",
    "latitude": "45.75",
    "longitude": "4.85",
}


def rhone_row() -> dict[str, str]:
    return located_row(numero_uai=RHONE_UAI, **RHONE)


def rhone_directory_row() -> dict[str, str]:
    return directory_row(
        Identifiant_de_l_etablissement=RHONE_UAI,
        Code_commune="69999",
        Nom_commune="Rivebourg",
        Code_departement="069",
        Libelle_departement="Rhône",
        Code_academie="10",
        Libelle_academie="Lyon",
        Appartenance_Education_Prioritaire="",
        latitude="45.75",
        longitude="4.85",
        **{"Code~postal": "69990"},
    )


def without_point(row: dict[str, str]) -> dict[str, str]:
    return row | {"latitude": "", "longitude": ""}


def polygon(lat: float, lon: float, side: float = 0.004) -> dict:
    return {"type": "Polygon", "coordinates": box(lat, lon, side)}


def territory(lat: float, lon: float, side: float, **properties: str) -> dict:
    """Return a feature of contours-administratifs, or of API Géo."""
    shape = polygon(lat, lon, side)
    return {"type": "Feature", "properties": properties, "geometry": shape}


def zipped(name: str, content: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def write_colleges(folder: Path) -> None:
    second = {"Identifiant_de_l_etablissement": UAI_B, "Nom_etablissement": "Collège des Ormes"}
    outside = second | {"Appartenance_Education_Prioritaire": ""}
    write_table(
        folder / "colleges_directory.csv",
        [directory_row(), without_point(directory_row(**outside)), rhone_directory_row()],
    )
    write_table(
        folder / "colleges_geolocation.csv",
        [located_row(), without_point(located_row(numero_uai=UAI_B)), rhone_row()],
    )
    write_table(folder / "priority_schools.csv", [{"uai": UAI_A, "label": "REP+"}])
    year = {"rentree_scolaire": "2025-2026", "code_du_departement": "38"}
    write_table(folder / "ips_colleges.csv", [year | {"uai": UAI_A, "ips": "78,4"}])
    counts = {"3eme_total": "92", "rep": "0", "rep_plus": "1", "nombre_eleves_total": "401"}
    write_table(
        folder / "headcounts_colleges.csv",
        [{"rentree_scolaire": "2025", "numero_college": UAI_A, "departement": "ISERE", **counts}],
    )


def write_contours(folder: Path) -> None:
    communes = [
        territory(lat, lon, 0.2, code=code, nom=name, departement=place, region="84")
        for code, name, place, lat, lon in COMMUNES
    ]
    plain = write_geojson(folder / "communes.geojson", *communes)
    (folder / "communes.geojson.gz").write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    plain.unlink()
    write_geojson(
        folder / "departements.geojson",
        territory(45.1, 5.6, 0.5, code="38", nom="Isère", region="84"),
        territory(45.7, 4.8, 0.5, code="69", nom="Rhône", region="84"),
    )
    region = territory(45.1, 4.8, 2, code="84", nom="Auvergne-Rhône-Alpes")
    write_geojson(folder / "regions.geojson", region)
    kind = {"type": "arrondissement-municipal", "codeDepartement": "69", "codeRegion": "84"}
    first = territory(45.76, 4.83, 0.01, code="69381", nom="Lyon 1er Arrondissement", **kind)
    write_geojson(folder / "arrondissements.geojson", first)


def write_quarters(folder: Path) -> None:
    write_geojson(
        folder / "qpv_2015.geojson",
        feature_2015(),
        feature_2015("QP069901", geometry=polygon(45.75, 4.85)),
    )
    plain = write_geojson(
        folder / "qpv_2024.geojson",
        feature_2024(),
        feature_2024("QN06901N", insee_dep="69", geometry=polygon(45.75, 4.85)),
    )
    (folder / "qpv_2024.zip").write_bytes(zipped(NATIONAL_QPV_2024, plain.read_bytes()))
    plain.unlink()


def write_addresses(folder: Path) -> None:
    for commune, name, place, lat, lon in COMMUNES:
        row = {
            "id": f"{commune}_0010_00001",
            "numero": "1",
            "rep": "",
            "nom_voie": "Rue des Essais",
            "code_postal": f"{place}990",
            "code_insee": commune,
            "nom_commune": name,
            "x": "0",
            "y": "0",
            "lon": str(lon + 0.1),
            "lat": str(lat + 0.1),
        }
        plain = write_table(folder / "addresses.csv", [row], encoding="utf-8")
        packed = folder / f"addresses-{place}.csv.gz"
        packed.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
        plain.unlink()


def write_world(folder: Path) -> Path:
    """Write the files of every source, named as --from looks for them."""
    for write in (write_colleges, write_contours, write_quarters, write_addresses):
        write(folder)
    return folder
