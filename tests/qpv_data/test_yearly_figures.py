"""The social index and the pupils of 3e, by school year, from the Ministry's files."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from geo_matching.common.models import ImportNotice
from qpv_data.models import College, Headcount, PriorityLabel, SocialIndex
from qpv_data.sources.yearly import read_headcounts, read_ips
from qpv_data.uai import departement_of_uai
from tests.common.bad_files import refusal
from tests.qpv_data.factories import make_college, make_commune, make_departement
from tests.qpv_data.official_files import (
    UAI_A,
    UAI_B,
    UAI_C,
    directory_row,
    write_directory,
    write_table,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def colleges():
    make_college(uai=UAI_A)
    make_college(
        uai=UAI_B, commune=make_commune("69999", departement=make_departement("69", "Rhône"))
    )


def run(command, file, **options) -> str:
    out = StringIO()
    call_command(command, str(file), apply=True, stdout=out, **options)
    return out.getvalue()


def ips_row(uai=UAI_A, year="2025-2026", ips="88.4", **cells):
    return {
        "rentree_scolaire": year,
        "uai": uai,
        "nom_de_l_etablissement": "COLLEGE DES TILLEULS",
        "ips": ips,
        "ecart_type_de_l_ips": "31.2",
        "code_du_departement": "38",
        "ips_national_prive": "NA",
        **cells,
    }


def head_row(uai=UAI_A, year="2025", **cells):
    return {
        "rentree_scolaire": year,
        "numero_college": uai,
        "rep": "0",
        "rep_plus": "1",
        "nombre_eleves_total": "470",
        "3eme_total": "118",
        "3eme_segpa": "14",
        "3eme_ulis": "3",
        **cells,
    }


def ips(folder, *rows):
    return write_table(folder / "ips.csv", list(rows))


def heads(folder, *rows):
    return write_table(folder / "effectifs.csv", list(rows))


def codes():
    return sorted(ImportNotice.objects.values_list("code", "subject", "territory"))


@pytest.mark.parametrize(
    ("uai", "code"),
    [("0389001C", "38"), ("6200001A", "2A"), ("7200001A", "2B"), ("9710001A", "971"), ("xx", "")],
)
def test_the_departement_that_a_uai_hints_at(uai, code):
    assert departement_of_uai(uai) == code


def test_each_year_is_kept(tmp_path):
    file = ips(tmp_path, ips_row(), ips_row(year="2024-2025", ips="87,9"))
    assert "social indexes: 2 added" in run("import_ips", file)
    assert dict(SocialIndex.objects.values_list("year", "value")) == {
        2025: Decimal("88.4"),
        2024: Decimal("87.9"),
    }
    assert "Nothing to change" in run("import_ips", file)


@pytest.mark.parametrize("withheld", ["NS", "NA", "", "ns"])
def test_what_is_withheld_is_null_without_a_notice(tmp_path, withheld):
    run("import_ips", ips(tmp_path, ips_row(ips=withheld)))
    assert SocialIndex.objects.get().value is None
    assert codes() == []


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"ips": "beaucoup"}, "bad_index"),
        ({"ips": "884"}, "bad_index"),
        ({"rentree_scolaire": "automne"}, "bad_year"),
        ({"uai": "0389003Z"}, "bad_uai"),
        ({"uai": UAI_C}, "unknown_college"),
        ({"ips": "80"}, "duplicate_uai"),
    ],
)
def test_a_doubtful_row_is_told(tmp_path, cells, code):
    row = {**ips_row(), **cells}
    run("import_ips", ips(tmp_path, ips_row(), ips_row(year="2024-2025"), row))
    if code == "bad_index":
        assert codes() == sorted([(code, UAI_A, "38"), ("duplicate_uai", UAI_A, "38")])
    else:
        assert codes() == [(code, row["uai"], "38")]


def test_years_of_the_older_method_are_left_out(tmp_path):
    run("import_ips", ips(tmp_path, ips_row(), ips_row(year="2022-2023")))
    assert SocialIndex.objects.get().year == 2025
    assert codes() == [("other_method", "", "")]
    old = ips(tmp_path, ips_row(year="2022-2023"))
    assert "another one" in refusal("import_ips", old)


def test_headcounts_show_on_the_college_for_the_latest_year(tmp_path):
    file = heads(tmp_path, head_row(), head_row(year="2024", **{"3eme_total": "121"}))
    run("import_headcounts", file)
    assert Headcount.objects.get(year=2024).pupils_3e == 121
    college = College.objects.get(uai=UAI_A)
    assert (college.pupils, college.pupils_3e, college.pupils_year) == (470, 118, 2025)
    assert "Nothing to change" in run("import_headcounts", file)
    older = heads(tmp_path, head_row(year="2023", **{"3eme_total": "90"}))
    run("import_headcounts", older)
    assert College.objects.get(uai=UAI_A).pupils_3e == 118


def test_the_directory_does_not_take_back_what_headcounts_say(tmp_path):
    run("import_headcounts", heads(tmp_path, head_row()))
    run("import_colleges", write_directory(tmp_path, directory_row(Nombre_d_eleves="1")))
    assert College.objects.get(uai=UAI_A).pupils == 470


def test_flags_are_labels_of_their_year(tmp_path):
    both = head_row(rep="1")
    run("import_headcounts", heads(tmp_path, both, head_row(uai=UAI_B, rep="", rep_plus="")))
    label = PriorityLabel.objects.get()
    assert (label.college_id, label.year, label.label, label.source) == (
        UAI_A,
        2025,
        "rep+",
        "headcounts",
    )
    assert codes() == [("both_labels", UAI_A, "38")]


def test_flags_that_differ_from_the_label_are_told(tmp_path):
    PriorityLabel.objects.create(college_id=UAI_A, year=2025, label="rep", source="directory")
    run("import_headcounts", heads(tmp_path, head_row()))
    assert codes() == [("label_differs", UAI_A, "38")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [({"3eme_segpa": "120"}, "parts_exceed_total"), ({"3eme_total": "cent"}, "bad_pupils")],
)
def test_doubtful_headcounts_are_told(tmp_path, cells, code):
    run("import_headcounts", heads(tmp_path, head_row(**cells)))
    assert codes() == [(code, UAI_A, "38")]


def test_a_departement_restricts_rows_removals_and_notices(tmp_path):
    both = heads(tmp_path, head_row(), head_row(uai=UAI_B), head_row(uai=UAI_C))
    run("import_headcounts", both)
    only = write_table(tmp_path / "38.csv", [head_row(**{"3eme_total": "119"})])
    out = run("import_headcounts", only, departement=["38"])
    assert "headcounts: 0 added, 1 changed, 0 removed" in out
    out = run("import_headcounts", both, departement=["69"])
    assert "notices" not in out
    assert Headcount.objects.count() == 2


def test_a_year_may_be_given_for_a_file_without_it(tmp_path):
    row = head_row()
    del row["rentree_scolaire"]
    assert "school year" in refusal("import_headcounts", heads(tmp_path, row))
    run("import_headcounts", heads(tmp_path, row), year=2020)
    assert Headcount.objects.get().year == 2020


@pytest.mark.parametrize(
    ("command", "column"), [("import_ips", "ips"), ("import_headcounts", "3eme_total")]
)
def test_a_missing_column_is_named(tmp_path, command, column):
    file = write_table(tmp_path / "x.csv", [{"rentree_scolaire": "2025", "uai": UAI_A}])
    assert f"missing column: {column}" in refusal(command, file)


def test_figures_come_after_colleges(tmp_path):
    College.objects.all().delete()
    out = run("import_ips", ips(tmp_path, ips_row(), ips_row(UAI_B)))
    assert "no_college_yet: 1" in out
    assert "import_colleges goes first" in out
    assert not SocialIndex.objects.exists()


def test_the_real_figures_of_isere(stages_data):
    education = stages_data / "education"
    run("import_colleges", education / "colleges_geoloc_national.csv", departement=["38"])
    known = College.objects.exclude(uai__in=(UAI_A, UAI_B)).count()
    file = education / "ips_colleges_2023.csv"
    run("import_ips", file, departement=["38"])
    assert 0.8 * known < SocialIndex.objects.filter(year=2023, value__isnull=False).count() <= known
    assert "Nothing to change" in run("import_ips", file, departement=["38"])
    flags = education / "donnees_dnb_2021_rep_flags.csv"
    run("import_headcounts", flags, year=2020, departement=["38"])
    assert College.objects.get(uai="0382032C").pupils_year == 2020
    plus = PriorityLabel.objects.filter(year=2020, label="rep+")
    assert set(plus.values_list("college__commune__departement", flat=True)) == {"38"}


def test_the_real_figures_of_the_nation(stages_data):
    """Every total of 3e holds its SEGPA and ULIS, and thirteen collèges carry both flags."""
    read = read_headcounts(stages_data / "education/donnees_dnb_2021_rep_flags.csv", 2020)
    assert len(read.rows) == 6935
    assert [notice.code for notice in read.notices] == ["both_labels"] * 13
    assert len(read_ips(stages_data / "education/ips_colleges_2023.csv").rows) == 6973
