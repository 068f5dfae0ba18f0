"""Publishes invented files at the addresses of sources.toml, on a local server."""

import json
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command

from geo_matching.common.models import ImportRun
from geo_matching.common.source_list import SourceList, read_sources
from qpv_data.models import College, Commune, Qpv
from tests.local_server import Answer, LocalServer, Reply, served_file
from tests.qpv_data.official_files import (
    UAI_A,
    UAI_B,
    box,
    feature_2015,
    feature_2024,
    located_row,
    write_geojson,
    write_table,
)

RHONE_UAI = "0699001J"
NATIONAL_QPV_2024 = "GEOJSON/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson"


def rhone_row(**cells) -> dict[str, str]:
    return located_row(
        numero_uai=RHONE_UAI,
        code_departement="069",
        code_commune="69999",
        libelle_commune="Rivebourg",
        libelle_departement="Rhône",
        code_academie="10",
        libelle_academie="Lyon",
        code_postal_uai="69990",
        latitude="45.75",
        longitude="4.85",
        **cells,
    )


def polygon(lat: float, lon: float) -> dict:
    return {"type": "Polygon", "coordinates": box(lat, lon)}


def zipped(name: str, content: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def write_world(folder: Path) -> Path:
    """Write one file a source, named as --from looks for them."""
    write_table(
        folder / "colleges_geolocation.csv",
        [located_row(), located_row(numero_uai=UAI_B, latitude="", longitude=""), rhone_row()],
    )
    write_table(folder / "priority_schools.csv", [{"uai": UAI_A, "label": "REP+"}])
    write_geojson(
        folder / "qpv_2015.geojson",
        feature_2015(),
        feature_2015("QP069901", geometry=polygon(45.75, 4.85)),
    )
    contours = write_geojson(
        folder / "qpv_2024.geojson",
        feature_2024(),
        feature_2024("QN06901N", insee_dep="69", geometry=polygon(45.75, 4.85)),
    )
    (folder / "qpv_2024.zip").write_bytes(zipped(NATIONAL_QPV_2024, contours.read_bytes()))
    contours.unlink()
    return folder


class Publisher:
    """A local server with the files of a folder at the published addresses."""

    def __init__(self, server: LocalServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        given = read_sources(settings.SOURCES_FILE)
        self.bases = dict.fromkeys(given.bases, server.base)
        self.sources: SourceList = read_sources(settings.SOURCES_FILE, self.bases)
        for path in sorted(folder.iterdir()):
            self.publish(path.name.partition(".")[0], path)

    def path(self, source: str) -> str:
        (address,) = self.sources.addresses(self.sources.get(source), ["38"])
        return urlsplit(address.url).path

    def publish(self, source: str, content: Path | bytes) -> None:
        """Serve this as the source's file; its ETag follows the content."""
        data = content.read_bytes() if isinstance(content, Path) else content
        self.answer(source, served_file(data, etag=f'"{hash(data)}"', modified=1_790_000_000))

    def answer(self, source: str, *answers: Answer) -> None:
        self.server.answers(self.path(source), *answers)

    def describe(self, source: str, **checksum: object) -> None:
        """Serve the description of data.gouv.fr that states size and checksum."""
        found = self.sources.get(source)
        resource = {"id": self.path(source).rpartition("/")[2], **checksum}
        body = json.dumps({"resources": [resource]}).encode()
        self.server.answers(f"/api/1/datasets/{found.dataset}/", Reply(body=body))

    def asked(self, source: str) -> int:
        return len(self.server.asked(self.path(source)))


def run_territory(**options) -> str:
    out = StringIO()
    where = {} if {"region", "all"} & set(options) else {"departement": ["38"]}
    call_command("import_territory", **{**where, "apply": True, **options}, stdout=out)
    return out.getvalue()


def stored() -> tuple:
    return (
        sorted(College.objects.values_list("uai", "priority", "priority_year", "is_open")),
        sorted(Qpv.every_vintage.values_list("code", "vintage")),
        sorted(Commune.objects.values_list("code", flat=True)),
        ImportRun.objects.count(),
    )
