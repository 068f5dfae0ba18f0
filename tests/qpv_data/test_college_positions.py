"""Where a collège is: two files, degrees and metres, and the contour of its commune."""

import csv
from io import StringIO

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.core.management import call_command
from pyproj import Transformer

from geo_matching.common.models import ImportNotice
from qpv_data.models import College, TerritoryContour
from qpv_data.sources.college_points import quality
from qpv_data.sources.colleges import read_colleges
from tests.common.bad_files import refusal
from tests.qpv_data.factories import make_commune, make_departement
from tests.qpv_data.official_files import (
    UAI_A,
    UAI_B,
    directory_row,
    located_row,
    write_directory,
    write_table,
)

pytestmark = pytest.mark.django_db


def run(*files, **options) -> str:
    out = StringIO()
    call_command("import_colleges", *map(str, files), apply=True, stdout=out, **options)
    return out.getvalue()


def located(folder, *rows):
    return write_table(folder / "geoloc.csv", list(rows))


def notices():
    return [(n.code, n.subject, n.territory) for n in ImportNotice.objects.order_by("pk")]


def square(code, lat, lon, side=0.02):
    """Give a commune a square contour whose south-west corner is (lat, lon)."""
    make_commune(code, code, departement=make_departement(code[:2], code[:2]), vintage=2026)
    ring = (
        f"{lon} {lat},{lon + side} {lat},{lon + side} {lat + side},{lon} {lat + side},{lon} {lat}"
    )
    TerritoryContour.objects.create(
        level="commune",
        code=code,
        departement_code=code[:2],
        geometry=GEOSGeometry(f"SRID=4326;MULTIPOLYGON((({ring})))"),
    )


def in_metres(epsg, lat, lon):
    """Coordinates as the Ministry writes them, with decimal commas."""
    x, y = Transformer.from_crs(4326, epsg, always_xy=True).transform(lon, lat)
    return f"{x:.1f}".replace(".", ","), f"{y:.1f}".replace(".", ",")


def test_the_directory_speaks_and_the_other_file_locates(tmp_path):
    directory = write_directory(tmp_path, directory_row(precision_localisation="Rue"))
    other = located_row(adresse_uai="3 rue des Essais", latitude="45.21", longitude="5.71")
    run(directory, located(tmp_path, other))
    college = College.objects.get()
    assert (college.name, college.priority, college.pupils) == ("Collège des Tilleuls", "rep+", 480)
    assert (college.address, college.point.coords) == ("3 rue des Essais", (5.71, 45.21))
    assert "Nothing to change" in run(directory, located(tmp_path, other))


@pytest.mark.parametrize(
    ("directory", "match", "precision", "latitude"),
    [
        ("Numéro de rue", "Parfaite", "Numéro de rue", 45.21),
        ("Numéro de rue", "Parfaite", "Ville", 45.2),
        ("Ville", "Moyenne", "Rue", 45.21),
        ("Numéro de rue", "Mauvaise", "Numéro de rue", 45.2),
    ],
)
def test_the_better_position_wins(tmp_path, directory, match, precision, latitude):
    row = located_row(latitude="45.21", appariement=match, localisation=precision)
    directory = write_directory(tmp_path, directory_row(precision_localisation=directory))
    run(directory, located(tmp_path, row))
    assert College.objects.get().point.y == latitude


def test_no_notice_on_a_position_that_the_other_file_gives(tmp_path):
    run(
        write_directory(tmp_path, directory_row(latitude="", longitude="")),
        located(tmp_path, located_row()),
    )
    assert College.objects.get().point.y == 45.2
    assert notices() == []


def test_open_in_one_file_and_not_in_the_directory_is_closed_and_told(tmp_path):
    run(write_directory(tmp_path), located(tmp_path, located_row(), located_row(numero_uai=UAI_B)))
    assert College.objects.open().get().uai == UAI_A
    assert notices() == [("not_in_directory", UAI_B, "38")]


def test_two_files_of_one_kind_are_refused(tmp_path):
    file = write_directory(tmp_path)
    assert "one file of each kind" in refusal("import_colleges", file, file)


def test_words_of_precision_are_ordered():
    words = ["Ville", "Lieu-dit", "Rue", "Numéro de rue"]
    assert sorted(["Rue", "Numéro de rue", "Ville", "Lieu-dit"], key=quality) == words
    assert quality("Rue", "Parfaite") > quality("Rue", "Correcte") > quality("Rue", "Mauvaise")


@pytest.mark.parametrize(
    ("departement", "commune", "epsg", "lat", "lon"),
    [
        ("038", "38999", 2154, 45.2, 5.7),
        ("971", "97105", 32620, 16.0, -61.7),
        ("971", "97105", 5490, 16.0, -61.7),
        ("973", "97302", 2972, 4.9, -52.3),
        ("974", "97411", 2975, -20.9, 55.4),
        ("975", "97502", 32621, 46.78, -56.17),
        ("976", "97608", 4471, -12.8, 45.2),
    ],
)
def test_metres_stand_in_for_missing_degrees(tmp_path, departement, commune, epsg, lat, lon):
    x, y = in_metres(epsg, lat, lon)
    row = directory_row(
        Code_departement=departement,
        Code_commune=commune,
        latitude="",
        longitude="",
        coordonnee_X=x,
        coordonnee_Y=y,
        epsg=f"EPSG:{epsg}",
    )
    result = read_colleges(write_directory(tmp_path, row))
    (college,) = result.rows.values()
    assert (college.lat, college.lon) == pytest.approx((lat, lon), abs=1e-6)
    assert [notice.code for notice in result.notices] == ["projected_coordinates"]


def test_metres_of_an_unknown_projection_or_elsewhere_are_no_help(tmp_path):
    x, y = in_metres(2154, 45.2, 5.7)
    for epsg, x_text in (("EPSG:99999", x), ("EPSG:2154", "12"), ("EPSG:2154", "abc")):
        row = located_row(latitude="", longitude="", coordonnee_x=x_text, coordonnee_y=y, EPSG=epsg)
        result = read_colleges(located(tmp_path, row))
        assert [notice.code for notice in result.notices] == ["no_coordinates"]


def test_degrees_and_metres_that_disagree_are_told(tmp_path):
    x, y = in_metres(2154, 45.3, 5.7)
    row = located_row(coordonnee_x=x, coordonnee_y=y, EPSG="EPSG:2154")
    result = read_colleges(located(tmp_path, row))
    assert result.rows[UAI_A].lat == 45.2
    assert result.notices[0].code == "coordinates_disagree"
    # A tenth of a degree of a great circle, give or take the ellipsoid.
    assert "11119 m apart" in result.notices[0].message


@pytest.mark.parametrize(
    ("lat", "lon", "code", "kept"),
    [
        (45.201, 5.701, None, True),
        # 0.004 degrees north of the border, 445 m: contours are generalised.
        (45.224, 5.701, None, True),
        (45.25, 5.701, "point_in_other_commune", True),
        (45.21, 5.76, "point_in_other_departement", True),
        (45.4, 5.701, "far_from_commune", False),
        (44.9, 5.701, "in_no_commune", False),
    ],
)
def test_a_point_is_compared_with_its_commune(tmp_path, lat, lon, code, kept):
    square("38999", 45.2, 5.7)
    square("38998", 45.24, 5.7)
    square("38997", 45.39, 5.7)
    square("73999", 45.2, 5.75)
    run(write_directory(tmp_path, directory_row(latitude=str(lat), longitude=str(lon))))
    assert notices() == ([(code, UAI_A, "38")] if code else [])
    assert (College.objects.get().point is not None) == kept


def test_the_position_that_lies_in_the_commune_wins(tmp_path):
    square("38999", 45.2, 5.7)
    wrong = located_row(latitude="45.9")
    run(write_directory(tmp_path, directory_row(latitude="45.21")), located(tmp_path, wrong))
    assert College.objects.get().point.y == 45.21
    assert notices() == [("position_of_other_file", UAI_A, "38")]


def test_without_a_contour_the_centre_helps(tmp_path):
    make_commune("38999", centre=Point(5.7, 45.2, srid=4326))
    run(write_directory(tmp_path, directory_row(latitude="45.6")))
    assert notices() == [("far_from_commune", UAI_A, "38")]
    assert College.objects.get().point is None


def test_an_old_commune_code_is_told(tmp_path):
    square("38998", 45.2, 5.7)
    run(write_directory(tmp_path))
    assert notices() == [("old_commune", UAI_A, "38")]


def test_both_real_files_of_ille_et_vilaine(stages_data):
    """The directory decides who is open; everybody is where one of the files says."""
    education = stages_data / "education"
    directory = education / "ille-et-vilaine_fr-en-annuaire-education.csv"
    geoloc = education / "colleges_geoloc_national.csv"
    open_uais = {r["Identifiant_de_l_etablissement"] for r in raw(directory, code_nature="340")}
    rows = {r["numero_uai"]: r for r in raw(geoloc, code_departement="035")}
    out = run(directory, geoloc, departement=["35"], year=2022)
    assert set(College.objects.open().values_list("uai", flat=True)) == open_uais
    assert set(College.objects.values_list("uai", flat=True)) == open_uais | set(rows)
    told = [n for n in notices() if n[0] == "not_in_directory"]
    assert {uai for _, uai, _ in told} == {
        uai for uai in set(rows) - open_uais if rows[uai]["etat_etablissement"] == "1"
    }
    for college in College.objects.located().filter(uai__in=rows):
        row = rows[college.uai]
        if row["appariement"] == "Parfaite" and row["localisation"] == "Numéro de rue":
            assert college.point.coords == (float(row["longitude"]), float(row["latitude"]))
    assert "Nothing to change" in run(directory, geoloc, departement=["35"], year=2022)
    assert "labels by year: 116 added" in out


def raw(path, **wanted):
    """Rows of a real file, read without the importer."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]
