"""Activities and occupations: codes beside their nomenclature, never mixed."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from geo_matching.common.models import ImportNotice
from offers.models import NafSector, Nomenclature, Occupation
from offers.nomenclatures import naf_nomenclature, sector_of_naf
from tests.common.bad_files import refusal

pytestmark = pytest.mark.django_db


def write(folder, text, name="table.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def run(command, file, **options) -> str:
    out = StringIO()
    call_command(command, str(file), apply=True, stdout=out, **options)
    return out.getvalue()


NAF = "code_naf,sector_uuid,sector_name\n62.01Z,s31,Informatique\n6202A,s31,Informatique\n62.03Z,s13,x\n"


def test_sectors_by_code_then_by_division(tmp_path):
    file = write(tmp_path, NAF)
    assert "NAF codes: 3 added" in run("import_naf", file)
    assert "Nothing to change" in run("import_naf", file)
    assert sector_of_naf("6203z", "naf-rev2").code == "s13"
    assert sector_of_naf("62.09Z", "naf-rev2").code == "s31"
    assert sector_of_naf("99.99Z", "naf-rev2") is None
    assert sector_of_naf("informatique", "naf-rev2") is None


def test_nomenclatures_do_not_help_each_other(tmp_path):
    run("import_naf", write(tmp_path, NAF))
    assert sector_of_naf("62.01Z", "naf-2025") is None
    new = write(tmp_path, "code_naf;secteur\n62.01Z;Journalisme\n", "new.csv")
    out = run("import_naf", new, nomenclature="naf-2025")
    assert "1 added, 0 changed, 0 removed" in out
    assert sector_of_naf("62.01Z", "naf-2025").code == "s33"
    assert sector_of_naf("62.01Z", "naf-rev2").code == "s31"


def test_a_code_that_the_table_lacks_goes(tmp_path):
    run("import_naf", write(tmp_path, NAF))
    run("import_naf", write(tmp_path, "code_naf,sector\n62.01Z,s31\n"))
    assert NafSector.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [("62,s31", "bad_naf"), ("62.01Z,s99", "unknown_sector"), ("63.11Z,s13", "duplicate_naf")],
)
def test_a_bad_row_is_told(tmp_path, row, code):
    run("import_naf", write(tmp_path, f"code_naf,sector\n63.11Z,s31\n{row}\n"))
    notice = ImportNotice.objects.get()
    assert (notice.code, notice.row) == (code, 3)
    assert NafSector.objects.get().sector == "s31"


def test_the_naf_of_a_day():
    assert naf_nomenclature(date(2026, 12, 31)) == Nomenclature.NAF_REV2
    assert naf_nomenclature(date(2027, 1, 1)) == Nomenclature.NAF_2025


TREE = (
    "craft_field;craft;detailed_craft;name;Code OGR\nM; ; ;Support à l'entreprise; \n"
    "M;18; ;Systèmes d'information; \nM;18;05;Études informatiques; \n"
    "M;18;05;Développeur / Développeuse web;11111\nM;18;05;Développeur / Développeuse web;22222\n"
)


def test_the_tree_of_the_rome(tmp_path):
    file = write(tmp_path, TREE)
    assert "1 occupations, 1 titles" in run("import_rome", file, nomenclature="rome-4")
    found = Occupation.objects.get()
    assert (found.code, found.name) == ("M1805", "Études informatiques")
    assert found.titles == ["Développeur / Développeuse web"]
    assert "Nothing to change" in run("import_rome", file, nomenclature="rome-4")


def test_a_flat_table_of_the_rome(tmp_path):
    text = "libellé métier,code ROME,libellé ROME\nmaçon,F1703,Maçonnerie\nx,F17,y\n"
    run("import_rome", write(tmp_path, text))
    assert Occupation.objects.get().titles == ["maçon"]
    assert ImportNotice.objects.get().code == "bad_rome"


@pytest.mark.parametrize(
    ("command", "text", "words"),
    [
        ("import_naf", "a,b\n1,2\n", "missing column: NAF code"),
        ("import_naf", "code_naf,sector\nx,y\n", "no usable row"),
        ("import_rome", "a,b\n1,2\n", "missing column: ROME code"),
        ("import_rome", "code_rome,libelle\nx,y\n", "no occupation"),
    ],
)
def test_what_is_no_table(tmp_path, command, text, words):
    assert words in refusal(command, write(tmp_path, text))


def test_the_real_tables(stages_data):
    folder = stages_data / "platform/referentials"
    out = run("import_naf", folder / "naf_sector_mapping.csv")
    assert "NAF codes: 730 added" in out
    assert "notices" not in out
    out = run("import_rome", folder / "rome_arborescence_2023-11.csv")
    assert "551 occupations, 11254 titles" in out
    assert run("import_rome", folder / "onisep_metiers_rome.csv", nomenclature="onisep-2015")
