"""What becomes of each kind of bad row of the Ministry's files."""

import pytest

from geo_matching.common.errors import InputError
from qpv_data.sources.colleges import read_colleges
from tests.qpv_data.official_files import (
    UAI_A,
    UAI_B,
    directory_row,
    located_row,
    write_directory,
    write_table,
)


def read(folder, *rows):
    return read_colleges(write_directory(folder, *rows))


def one_notice(result):
    (notice,) = result.notices
    return notice.code, notice.column


def test_only_colleges_are_kept(tmp_path):
    result = read(
        tmp_path,
        directory_row(),
        directory_row(Identifiant_de_l_etablissement=UAI_B, Type_etablissement="Lycée"),
        directory_row(Identifiant_de_l_etablissement=UAI_B, code_nature="390"),
        directory_row(
            Identifiant_de_l_etablissement=UAI_B,
            code_nature="",
            Nom_etablissement="Section d'enseignement général et professionnel adapté des Tilleuls",
        ),
    )
    assert list(result.rows) == [UAI_A]
    assert result.others == {"Lycée": 1, "Collège": 2}
    assert not result.notices


def test_headers_in_capitals_or_not_and_commas_are_the_same_file(tmp_path):
    row = {name.lower().replace("~", "_"): value for name, value in directory_row().items()}
    result = read_colleges(
        write_table(tmp_path / "api.csv", [row], delimiter=",", encoding="utf-8")
    )
    assert result.rows[UAI_A].postcode == "38990"


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"Identifiant_de_l_etablissement": ""}, "bad_uai", "Identifiant_de_l_etablissement"),
        (
            {"Identifiant_de_l_etablissement": "0389001"},
            "bad_uai",
            "Identifiant_de_l_etablissement",
        ),
        (
            {"Identifiant_de_l_etablissement": "0389001Z"},
            "bad_uai",
            "Identifiant_de_l_etablissement",
        ),
        ({"Code_commune": ""}, "bad_commune", "Code_commune"),
        ({"Code_commune": "Valbourg"}, "bad_commune", "Code_commune"),
    ],
)
def test_a_row_that_names_nothing_is_left_out(tmp_path, cells, code, column):
    kept = directory_row(Identifiant_de_l_etablissement=UAI_B)
    result = read(tmp_path, kept, directory_row(**cells))
    assert list(result.rows) == [UAI_B]
    assert one_notice(result) == (code, column)
    assert result.notices[0].row == 3


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"Nom_etablissement": ""}, "no_name", "Nom_etablissement"),
        ({"Statut_public_prive": ""}, "no_sector", "Statut_public_prive"),
        ({"Code~postal": "3899"}, "bad_postcode", "Code postal"),
        (
            {"Appartenance_Education_Prioritaire": "ECLAIR"},
            "bad_priority",
            "Appartenance_Education_Prioritaire",
        ),
        ({"Nombre_d_eleves": "beaucoup"}, "bad_pupils", "Nombre_d_eleves"),
        ({"Mail": "accueil arobase college.example"}, "bad_mail", "Mail"),
        ({"Code_departement": "069"}, "other_departement", "Code_departement"),
        ({"latitude": "", "longitude": ""}, "no_coordinates", "latitude"),
        ({"latitude": "nord", "longitude": "5.7"}, "bad_coordinates", "latitude"),
        ({"latitude": "0", "longitude": "0"}, "zero_coordinates", "latitude"),
        ({"latitude": "51.5", "longitude": "-0.1"}, "outside_france", "latitude"),
        ({"latitude": "6456000.1", "longitude": "913000"}, "outside_france", "latitude"),
        ({"latitude": "16.2", "longitude": "-61.5"}, "other_territory", "latitude"),
        ({"latitude": "nan", "longitude": "5.7"}, "outside_france", "latitude"),
    ],
)
def test_a_doubtful_cell_is_told_and_the_college_kept(tmp_path, cells, code, column):
    result = read(tmp_path, directory_row(**cells))
    assert list(result.rows) == [UAI_A]
    assert one_notice(result) == (code, column)
    if column == "latitude":
        assert result.rows[UAI_A].lat is None


def test_swapped_coordinates_are_repaired_and_told(tmp_path):
    result = read(tmp_path, directory_row(latitude="5.7", longitude="45.2"))
    assert (result.rows[UAI_A].lat, result.rows[UAI_A].lon) == (45.2, 5.7)
    assert one_notice(result)[0] == "swapped_coordinates"


def test_swapped_coordinates_of_another_territory_are_not_repaired(tmp_path):
    result = read(tmp_path, directory_row(latitude="-61.5", longitude="16.2"))
    assert result.rows[UAI_A].lat is None
    assert one_notice(result)[0] == "outside_france"


@pytest.mark.parametrize(
    ("departement", "commune", "lat", "lon", "short"),
    [
        ("02A", "2A004", "41.9", "8.7", "2A"),
        ("02B", "2B033", "42.7", "9.4", "2B"),
        ("971", "97105", "16.0", "-61.7", "971"),
        ("974", "97411", "-20.9", "55.4", "974"),
        ("001", "01004", "45.9", "5.3", "01"),
        ("090", "90010", "47.6", "6.8", "90"),
    ],
)
def test_corsica_overseas_and_short_codes(tmp_path, departement, commune, lat, lon, short):
    row = directory_row(
        Code_departement=departement, Code_commune=commune, latitude=lat, longitude=lon
    )
    result = read(tmp_path, row)
    assert not result.notices
    assert result.rows[UAI_A].territory.departement == short
    assert result.rows[UAI_A].lat == float(lat)


def test_a_uai_twice_with_one_name_is_merged(tmp_path):
    result = read(
        tmp_path,
        directory_row(Nombre_d_eleves="", latitude="", longitude=""),
        directory_row(Nom_etablissement="COLLEGE DES TILLEULS", Nombre_d_eleves="480"),
    )
    merged = result.rows[UAI_A]
    assert (merged.name, merged.pupils, merged.lat) == ("Collège des Tilleuls", 480, 45.2)
    assert [notice.code for notice in result.notices] == ["no_coordinates", "duplicate_merged"]


def test_a_uai_twice_with_two_names_keeps_the_first(tmp_path):
    result = read(tmp_path, directory_row(), directory_row(Nom_etablissement="Collège du Parc"))
    assert result.rows[UAI_A].name == "Collège des Tilleuls"
    assert one_notice(result)[0] == "duplicate_uai"


def test_schools_that_close_are_open_and_those_to_open_are_not(tmp_path):
    assert read(tmp_path, directory_row(etat="A FERMER")).rows[UAI_A].is_open
    file = write_table(tmp_path / "geoloc.csv", [located_row(etat_etablissement="3")])
    assert not read_colleges(file).rows[UAI_A].is_open


def test_the_located_file_has_its_own_names_and_no_labels(tmp_path):
    row = located_row(appellation_officielle="", appariement="Mauvaise")
    other = located_row(numero_uai=UAI_B, nature_uai="390")
    result = read_colleges(write_table(tmp_path / "geoloc.csv", [row, other]))
    college = result.rows[UAI_A]
    assert (college.name, college.priority, college.pupils) == ("COLLEGE DES TILLEULS", None, None)
    assert one_notice(result) == ("doubtful_point", "appariement")
    assert len(result.rows) == 1


def test_a_column_twice_is_refused(tmp_path):
    path = tmp_path / "twice.csv"
    path.write_text("UAI;Code UAI;uai\n1;2;3\n", encoding="utf-8")
    with pytest.raises(InputError, match="comes twice"):
        read_colleges(path)
