"""Labels by year, who has closed or merged, and the restriction to a département."""

from io import StringIO

import pytest
from django.core.management import call_command

from geo_matching.common.models import ImportNotice
from qpv_data.models import College, Commune, PriorityLabel, TerritoryContour
from tests.qpv_data.factories import make_commune, square
from tests.qpv_data.official_files import UAI_A, UAI_B, directory_row, write_directory

pytestmark = pytest.mark.django_db
LYON = {
    "Identifiant_de_l_etablissement": "0699001J",
    "Code_departement": "069",
    "Code_commune": "69999",
    "Libelle_departement": "Rhône",
    "Code_academie": "10",
    "Libelle_academie": "Lyon",
}


def run(*files, **options) -> str:
    out = StringIO()
    call_command("import_colleges", *map(str, files), apply=True, stdout=out, **options)
    return out.getvalue()


def labels():
    return set(PriorityLabel.objects.values_list("college_id", "year", "label", "source"))


def test_each_year_keeps_its_label_and_the_college_the_latest(tmp_path):
    run(write_directory(tmp_path), year=2026)
    listed = tmp_path / "list.csv"
    listed.write_text(f"UAI,label\n{UAI_A},REP\n", encoding="utf-8")
    out = run(write_directory(tmp_path), priority=str(listed), year=2022)
    assert "labels by year: 1 added" in out
    assert labels() == {(UAI_A, 2026, "rep+", "directory"), (UAI_A, 2022, "rep", "list")}
    college = College.objects.get()
    assert (college.priority, college.priority_year) == ("rep+", 2026)
    assert "Nothing to change" in run(write_directory(tmp_path), priority=str(listed), year=2022)


def test_a_newer_year_moves_the_label(tmp_path):
    run(write_directory(tmp_path), year=2025)
    run(
        write_directory(tmp_path, directory_row(Appartenance_Education_Prioritaire="REP")),
        year=2026,
    )
    college = College.objects.get()
    assert (college.priority, college.priority_year) == ("rep", 2026)
    assert {(year, label) for _, year, label, _ in labels()} == {(2025, "rep+"), (2026, "rep")}


def test_without_a_year_nothing_enters_the_history(tmp_path):
    assert "no --year" in run(write_directory(tmp_path))
    assert not labels()


def test_a_closed_college_is_told_and_who_took_it_over(tmp_path):
    gone = directory_row(Nom_etablissement="Collège du Parc", Adresse_1="9 rue du Parc")
    other = {**gone, "Identifiant_de_l_etablissement": UAI_B}
    run(write_directory(tmp_path, gone))
    run(write_directory(tmp_path, other))
    notice = ImportNotice.objects.get()
    assert (notice.code, notice.subject, notice.territory) == ("merged_college", UAI_A, "38")
    assert UAI_B in notice.message
    elsewhere = {**other, "Nom_etablissement": "Collège Neuf", "Adresse_1": "1 place Neuve"}
    run(write_directory(tmp_path, elsewhere))
    assert ImportNotice.objects.latest("pk").code == "closed_college"


def test_a_departement_restricts_what_is_written_closed_and_told(tmp_path):
    both = directory_row(), directory_row(**LYON)
    run(write_directory(tmp_path, *both))
    bad = directory_row(**LYON, latitude="0", longitude="0")
    out = run(
        write_directory(tmp_path, directory_row(Nombre_d_eleves="500"), bad), departement=["38"]
    )
    assert "collèges: 0 added, 1 changed, 0 closed" in out
    assert "notices" not in out
    assert College.objects.open().count() == 2


def test_an_academie_that_differs_from_the_known_one_is_told(tmp_path):
    out = run(write_directory(tmp_path, directory_row(Code_academie="10", Libelle_academie="Lyon")))
    assert "other_academy: 1" in out


def test_official_names_stay(tmp_path):
    make_commune("38999", "Valbourg", vintage=2026)
    TerritoryContour.objects.create(
        level="departement", code="38", departement_code="38", geometry=square(0, 0, 100)
    )
    row = directory_row(Nom_commune="VALBOURG", Libelle_departement="ISERE")
    run(write_directory(tmp_path, row))
    commune = Commune.objects.select_related("departement").get()
    assert (commune.name, commune.departement.name) == ("Valbourg", "Isère")
