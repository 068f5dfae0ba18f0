"""Isère with one command through a local server: real files where they are, invented ones elsewhere."""

import csv
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from geo_matching.common.models import ImportRun, SourceState
from qpv_data.importers import IMPORTERS
from qpv_data.models import Address, College, Commune, Qpv, SocialIndex
from tests.local_server import LocalServer
from tests.qpv_data.territory.published_files import write_world
from tests.qpv_data.territory.world import Publisher

pytestmark = pytest.mark.django_db
PRIORITY_YEAR = 2022


@pytest.fixture
def publisher(stages_data, settings, tmp_path):
    """Serve what STAGES_DATA has as it is published, and invented files of the other sources."""
    education, world = stages_data / "education", tmp_path / "world"
    world.mkdir()
    write_world(world)
    shapes = shutil.make_archive(
        str(tmp_path / "qp"), "zip", stages_data / "qpv" / "qpv2015_national_shp"
    )
    with LocalServer() as server:
        made = Publisher(server, world)
        files = {
            "colleges_directory": education / "ille-et-vilaine_fr-en-annuaire-education.csv",
            "ips_colleges": education / "ips_colleges_2023.csv",
            "colleges_geolocation": education / "colleges_geoloc_national.csv",
            "priority_schools": education / "priority" / "rep_rep_plus_rentree_2022.csv",
            "qpv_2015": Path(shapes),
        }
        for source, content in files.items():
            made.publish(source, content)
        settings.SOURCE_BASES = made.bases
        settings.DOWNLOADS_DIR = tmp_path / "downloads"
        yield made


def run() -> str:
    out = StringIO()
    call_command(
        "import_territory",
        departement=["38"],
        vintage=[f"priority_schools={PRIORITY_YEAR}"],
        apply=True,
        no_networks=True,
        who="essai",
        stdout=out,
    )
    return out.getvalue()


def real_uais(stages_data) -> set[str]:
    """The collèges of Isère, read without the importer."""
    path = stages_data / "education" / "colleges_geoloc_national.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return {row["numero_uai"] for row in rows if row["code_departement"] == "038"}


def real_labels(stages_data) -> dict[str, str]:
    path = stages_data / "education" / "priority" / "rep_rep_plus_rentree_2022.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(stream)]
    return {
        row["NUMERO"]: row["EP"].lower()
        for row in rows
        if row["N°Département"] == "38" and row["TYPE_DETABLISSEMENT"].startswith("COLL")
    }


def test_isere_twice(publisher, stages_data):
    first = run()
    assert "Written in one transaction" in first
    assert "notices:" in first
    assert set(College.objects.values_list("uai", flat=True)) == real_uais(stages_data)
    assert set(College.objects.values_list("commune__departement", flat=True)) == {"38"}
    labels = dict(College.objects.in_priority_education().values_list("uai", "priority"))
    assert labels == real_labels(stages_data)
    assert set(College.objects.values_list("priority_year", flat=True)) == {PRIORITY_YEAR}
    assert Qpv.objects.of_vintage(2015).count() == 26
    assert set(Qpv.every_vintage.values_list("departement", flat=True)) == {"38"}
    assert Qpv.objects.of_vintage(2024).count() == 1

    assert SocialIndex.objects.count() > 100
    assert set(SocialIndex.objects.values_list("college__commune__departement", flat=True)) == {
        "38"
    }
    assert Address.objects.count() == 1
    assert Commune.objects.filter(name="Valbourg").exists()

    runs = list(ImportRun.objects.order_by("pk").values_list("source", "territory", "who"))
    assert runs == [
        (importer.name, "departement 38", "essai")
        for importer in IMPORTERS
        if not importer.national
    ]
    assert "No change" in run()
    assert ImportRun.objects.count() == len(runs)
    assert SourceState.objects.count() == len(runs)
