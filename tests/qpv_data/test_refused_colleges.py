"""Files of collèges that cannot be used are refused in one line, and nothing is written."""

import pytest

from qpv_data.models import Region
from tests.common.bad_files import UNUSABLE, refusal
from tests.qpv_data.official_files import directory_row, write_directory, write_table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_file_of_another_kind_is_refused_in_one_line(tmp_path, name):
    make, words = UNUSABLE[name]
    path = make(tmp_path)
    line = refusal("import_colleges", path, apply=True)
    assert words in line
    assert path.name in line
    assert not Region.objects.exists()


def test_a_wrong_encoding_is_told_with_its_row(tmp_path):
    rows = [directory_row(), directory_row(Nom_commune="Saint-Étienne")]
    file = write_table(tmp_path / "latin.csv", rows, encoding="latin-1")
    line = refusal("import_colleges", file)
    assert line.startswith("latin.csv, row 2: not UTF-8")


def test_a_missing_column_is_named(tmp_path):
    row = directory_row()
    del row["Code_commune"]
    line = refusal("import_colleges", write_directory(tmp_path, row))
    assert line.startswith("annuaire.csv, row 1, column code_commune: missing column")


def test_another_table_is_told_from_the_two_known(tmp_path):
    path = tmp_path / "stops.txt"
    path.write_text("stop_id,stop_name\n1,Gare\n", encoding="utf-8")
    line = refusal("import_colleges", path)
    assert "fr-en-annuaire-education" in line
    assert "stop_id" in line


def test_a_row_cut_short_is_an_error_with_its_row(tmp_path):
    path = write_directory(tmp_path, directory_row(), directory_row())
    path.write_bytes(path.read_bytes()[:-40])
    line = refusal("import_colleges", path)
    assert "annuaire.csv, row 3" in line
    assert "cut or damaged" in line


def test_a_file_without_any_college_is_refused(tmp_path):
    path = write_directory(tmp_path, directory_row(Type_etablissement="Lycée"))
    assert "no usable collège" in refusal("import_colleges", path, apply=True)


def test_one_file_at_a_time(tmp_path):
    file = write_directory(tmp_path)
    assert "one file" in refusal("import_colleges", file, file)
