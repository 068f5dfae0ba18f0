"""Collèges go from the Ministry's files to rows, whole or not at all, and twice is once."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from geo_matching.common import versions
from geo_matching.common.models import ImportNotice, ImportRun
from geo_matching.common.tables import ModelTable
from qpv_data.models import Academy, College, Commune, Departement, Region
from tests.common.bad_files import refusal
from tests.qpv_data.factories import make_uai
from tests.qpv_data.official_files import (
    UAI_A,
    UAI_B,
    UAI_C,
    directory_row,
    located_row,
    write_directory,
    write_table,
)

pytestmark = pytest.mark.django_db


def run(*arguments, apply=True, **options) -> str:
    out = StringIO()
    call_command("import_colleges", *map(str, arguments), apply=apply, stdout=out, **options)
    return out.getvalue()


def test_the_mailbox_of_a_college_is_kept_and_stays_when_a_file_does_not_say_it(tmp_path):
    run(write_directory(tmp_path, directory_row(Mail="CE.0389001C@ac-grenoble.fr")))
    assert College.objects.get().mail == "ce.0389001c@ac-grenoble.fr"
    run(write_directory(tmp_path, directory_row(Mail="")))
    assert College.objects.get().mail == "ce.0389001c@ac-grenoble.fr"
    run(write_table(tmp_path / "lieux.csv", [located_row()]))
    assert College.objects.get().mail == "ce.0389001c@ac-grenoble.fr"


def test_a_college_and_its_chain_are_written(tmp_path):
    out = run(write_directory(tmp_path), licence="Licence Ouverte 2.0", vintage="2026-11", who="me")
    college = College.objects.select_related("commune__departement__academy__region").get()
    assert (college.uai, college.name, college.pupils) == (UAI_A, "Collège des Tilleuls", 480)
    assert (college.priority, college.priority_year, college.is_open) == ("rep+", None, True)
    assert (college.point.x, college.point.y, college.point.srid) == (5.7, 45.2, 4326)
    departement = college.commune.departement
    assert (college.commune.code, departement.code, departement.name) == ("38999", "38", "Isère")
    assert (departement.academy.name, departement.region.code) == ("Grenoble", "84")
    journal = ImportRun.objects.get()
    assert (journal.source, journal.added, journal.licence) == (
        "colleges",
        5,
        "Licence Ouverte 2.0",
    )
    assert (journal.vintage, journal.who, journal.files[0]["name"]) == (
        "2026-11",
        "me",
        "annuaire.csv",
    )
    assert versions.current("ranking") == 1
    assert "collèges: 1 added" in out


def test_a_dry_run_shows_and_writes_nothing(tmp_path):
    out = run(write_directory(tmp_path), apply=False)
    assert f"+ {UAI_A} Collège des Tilleuls" in out
    assert "Dry run" in out
    assert not Region.objects.exists()
    assert not ImportRun.objects.exists()


def test_twice_in_a_row_changes_nothing(tmp_path):
    file = write_directory(tmp_path)
    run(file)
    assert "Nothing to change" in run(file)
    assert ImportRun.objects.count() == 1
    assert versions.current("ranking") == 1


def test_a_change_is_shown_and_written(tmp_path):
    run(write_directory(tmp_path))
    changed = directory_row(Nom_etablissement="Collège des Érables", Nombre_d_eleves="500")
    out = run(write_directory(tmp_path, changed))
    assert "'Collège des Tilleuls' -> 'Collège des Érables'" in out
    assert "pupils: 480 -> 500" in out
    college = College.objects.get()
    assert (college.name, college.pupils, college.priority) == ("Collège des Érables", 500, "rep+")


def test_a_closed_college_is_kept_and_marked(tmp_path):
    both = directory_row(), directory_row(Identifiant_de_l_etablissement=UAI_B)
    run(write_directory(tmp_path, *both))
    out = run(write_directory(tmp_path, both[0]))
    assert "1 closed" in out
    assert not College.objects.get(uai=UAI_B).is_open
    assert College.objects.open().get().uai == UAI_A
    run(write_directory(tmp_path, *both))
    assert College.objects.open().count() == 2


def test_other_departements_are_not_touched(tmp_path):
    lyon = directory_row(
        Identifiant_de_l_etablissement="0699001J",
        Code_departement="069",
        Code_commune="69999",
        Libelle_departement="Rhône",
        Code_academie="10",
        Libelle_academie="Lyon",
    )
    run(write_directory(tmp_path, lyon))
    out = run(write_directory(tmp_path, directory_row()))
    assert "0 closed" in out
    assert College.objects.open().count() == 2


def test_a_file_cut_short_is_refused_unless_accepted(tmp_path):
    rows = [directory_row(Identifiant_de_l_etablissement=make_uai(n)) for n in range(8000, 8020)]
    run(write_directory(tmp_path, *rows))
    cut = write_directory(tmp_path, *rows[:10])
    line = refusal("import_colleges", cut, apply=True)
    assert "10 of 20 collèges would be closed" in line
    assert "--accept-removals" in line
    assert College.objects.open().count() == 20
    run(cut, accept_removals=True)
    assert College.objects.open().count() == 10


def test_a_row_left_out_does_not_close_its_college(tmp_path):
    good, other = directory_row(), directory_row(Identifiant_de_l_etablissement=UAI_B)
    run(write_directory(tmp_path, good, other))
    run(write_directory(tmp_path, good, {**other, "Code_commune": ""}))
    assert College.objects.open().count() == 2


def test_the_located_file_keeps_labels_and_pupils_that_it_does_not_give(tmp_path):
    run(write_directory(tmp_path), year=2026)
    file = write_table(tmp_path / "geoloc.csv", [located_row(adresse_uai="2 RUE DES ESSAIS")])
    run(file)
    college = College.objects.get()
    assert college.address == "2 RUE DES ESSAIS"
    assert (college.priority, college.priority_year, college.pupils) == ("rep+", 2026, 480)


def test_a_list_of_labels_wins_and_carries_its_year(tmp_path):
    rows = [directory_row(Identifiant_de_l_etablissement=uai) for uai in (UAI_A, UAI_B, UAI_C)]
    labels = tmp_path / "labels.csv"
    labels.write_text(
        "NUMERO,TYPE_DETABLISSEMENT,EP ,circonscription \n"
        f"{UAI_A},COLLEGE,REP,\n{UAI_B},COLLEGE,REP+,\n{make_uai(7777)},COLLEGE,REP,\n",
        encoding="utf-8",
    )
    out = run(write_directory(tmp_path, *rows), priority=str(labels), year=2022)
    found = {c.uai: (c.priority, c.priority_year) for c in College.objects.all()}
    assert found == {UAI_A: ("rep", 2022), UAI_B: ("rep+", 2022), UAI_C: ("none", 2022)}
    assert "priority_without_college: 1" in out
    journal = ImportRun.objects.get()
    assert [file["name"] for file in journal.files] == ["annuaire.csv", "labels.csv"]


def test_labels_need_their_year(tmp_path):
    file = write_directory(tmp_path)
    assert "--year" in refusal("import_colleges", file, priority=str(file))
    assert "2014" in refusal("import_colleges", file, year=22)


def test_notices_are_kept_with_file_row_and_column(tmp_path):
    run(write_directory(tmp_path, directory_row(latitude="0", longitude="0")))
    notice = ImportNotice.objects.get()
    assert (notice.file, notice.row, notice.column) == ("annuaire.csv", 2, "latitude")
    assert notice.code == "zero_coordinates"
    assert College.objects.get().point is None


def test_a_failure_in_the_middle_leaves_nothing(tmp_path, monkeypatch):
    whole = ModelTable.write

    def fail_on_colleges(table, diff):
        whole(table, diff)
        if table.label == "collèges":
            raise DatabaseError("disk full")

    monkeypatch.setattr(ModelTable, "write", fail_on_colleges)
    with pytest.raises(DatabaseError):
        run(write_directory(tmp_path))
    for model in (Region, Academy, Departement, Commune, College, ImportRun):
        assert not model.objects.exists()
    assert versions.current("ranking") == 0


def test_labels_missing_in_the_file_come_from_the_reference(tmp_path):
    bare = {
        name: value
        for name, value in directory_row().items()
        if not name.startswith("Libelle") and name not in {"Code_academie", "Code_region"}
    }
    run(write_directory(tmp_path, bare))
    departement = Departement.objects.select_related("academy", "region").get()
    assert (departement.name, departement.academy.name) == ("Isère", "Grenoble")
    assert departement.region.name == "Auvergne-Rhône-Alpes"


def test_the_directory_of_a_departement(stages_data):
    file = stages_data / "education/ille-et-vilaine_fr-en-annuaire-education.csv"
    out = run(file)
    assert College.objects.count() == 116
    assert College.objects.filter(priority="rep+").count() == 1
    assert College.objects.filter(priority="rep").count() == 6
    assert "duplicate_uai: 1" in out
    assert "Nothing to change" in run(file)


def test_every_college_of_france_with_the_labels_of_2022(stages_data):
    education = stages_data / "education"
    labels = str(education / "priority/rep_rep_plus_rentree_2022.csv")
    out = run(education / "colleges_geoloc_national.csv", priority=labels, year=2022)
    assert College.objects.count() == 7654
    assert College.objects.located().count() == 7507
    assert College.objects.filter(priority="rep+").count() == 360
    assert College.objects.filter(priority="rep").count() == 731
    assert (Academy.objects.count(), Departement.objects.count()) == (34, 107)
    assert "no_coordinates: 147" in out
