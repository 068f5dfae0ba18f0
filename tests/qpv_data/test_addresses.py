"""Addresses of the national base: read by column, written by COPY, found by what people type."""

import gzip
from io import StringIO
from zlib import crc32

import pytest
from django.contrib.gis.geos import Point
from django.core.management import call_command

from geo_matching.common.models import ImportNotice
from qpv_data.models import Address, Street
from qpv_data.queries import find_addresses
from tests.common.bad_files import UNUSABLE, refusal
from tests.qpv_data.official_files import write_table

pytestmark = pytest.mark.django_db


def door(number="12", street="Rue des Essais", **cells):
    """A row of the BAN; more cells by name."""
    return {
        "id": f"38999_{crc32(street.encode()) % 9999:04}_{number}{cells.get('rep', '')}",
        "id_fantoir": "38999_0010",
        "numero": number,
        "rep": "",
        "nom_voie": street,
        "code_postal": "38990",
        "code_insee": "38999",
        "nom_commune": "Valbourg",
        "x": "913000.1",
        "y": "6456000.2",
        "lon": "5.7",
        "lat": "45.2",
        "type_position": "entrée",
        **cells,
    }


def ban(folder, *rows, name="adresses-38.csv"):
    return write_table(folder / name, list(rows), encoding="utf-8")


def run(file, **options) -> str:
    out = StringIO()
    call_command("import_addresses", str(file), apply=True, stdout=out, **options)
    return out.getvalue()


def labels(text, **options):
    return [found.label for found in find_addresses(text, **options)]


def test_doors_go_in_with_their_street(tmp_path):
    second = door("14", rep="BIS", lon="5.702", lat="45.204")
    out = run(ban(tmp_path, door(), second))
    assert "2 doors in 1 streets" in out
    street = Street.objects.get()
    assert (street.name, street.postcode, street.commune_code) == (
        "Rue des Essais",
        "38990",
        "38999",
    )
    assert street.search == "rue des essais valbourg 38990"
    assert street.point.coords == pytest.approx((5.701, 45.202))
    assert set(street.addresses.values_list("number", flat=True)) == {"12", "14bis"}
    assert "Nothing to change" in run(ban(tmp_path, door(), second))


def test_a_gzipped_file_with_columns_in_another_order(tmp_path):
    row = dict(reversed(door().items()))
    file = ban(tmp_path, row)
    packed = tmp_path / "adresses-38.csv.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    run(packed)
    assert Address.objects.get().point.coords == (5.7, 45.2)


def test_moved_renamed_and_gone(tmp_path):
    run(ban(tmp_path, door(), door("13"), door("1", "Rue Basse"), door("2", "Rue Basse")))
    kept = {**door(), "nom_voie": "Rue Neuve", "lon": "5.71"}
    out = run(ban(tmp_path, kept, door("1", "Rue Basse")))
    assert "addresses: 0 added, 1 changed, 2 removed, 1 unchanged" in out
    assert set(Street.objects.values_list("name", flat=True)) == {"Rue Neuve", "Rue Basse"}
    assert Address.objects.get(number="12").street.name == "Rue Neuve"
    assert "Nothing to change" in run(ban(tmp_path, kept, door("1", "Rue Basse")))


@pytest.mark.parametrize(
    ("cells", "code", "subject"),
    [
        ({"lon": "", "lat": ""}, "no_position", "38999"),
        ({"lon": "0", "lat": "0"}, "no_position", "38999"),
        ({"code_insee": "Valbourg"}, "bad_commune", ""),
        ({"nom_voie": " "}, "bad_address", "38999"),
        ({"id": ""}, "bad_address", "38999"),
    ],
)
def test_a_row_that_cannot_be_used_is_told(tmp_path, cells, code, subject):
    run(ban(tmp_path, door("1"), door(**cells)))
    assert Address.objects.get().number == "1"
    notice = ImportNotice.objects.get()
    assert (notice.code, notice.row, notice.subject) == (code, 3, subject)


def test_a_street_without_a_number_is_found_as_a_street(tmp_path):
    run(ban(tmp_path, door("99999", "Le Grand Pré")))
    (found,) = find_addresses("grand pre valbourg")
    assert (found.label, found.is_door) == ("Le Grand Pré, 38990 Valbourg", False)
    assert not Address.objects.exists()


def test_an_id_twice_keeps_the_first(tmp_path):
    run(ban(tmp_path, door(), door(lon="5.8")))
    assert Address.objects.get().point.x == 5.7
    assert ImportNotice.objects.get().code == "duplicate_address"


def test_a_departement_restricts_what_is_written_and_removed(tmp_path):
    rhone = door("3", "Rue Basse", code_insee="69999", code_postal="69990")
    run(ban(tmp_path, door(), rhone))
    out = run(ban(tmp_path, door(lon="5.71"), name="b.csv"), departement=["38"])
    assert "addresses: 0 added, 1 changed, 0 removed" in out
    run(ban(tmp_path, door(), door("4", "Rue Haute", code_insee="69999")), departement=["69"])
    assert Address.objects.get(street__departement="38").point.x == 5.71
    assert Address.objects.get(street__departement="69").number == "4"


def test_a_missing_column_is_named(tmp_path):
    row = door()
    del row["lat"]
    assert "column lat: missing column" in refusal("import_addresses", ban(tmp_path, row))


def test_a_file_cut_in_the_middle_of_a_row_is_refused(tmp_path):
    file = ban(tmp_path, door(), door("13"))
    file.write_bytes(file.read_bytes()[:-30])
    assert "cut or damaged" in refusal("import_addresses", file, apply=True)
    assert not Street.objects.exists()


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_file_of_another_kind_is_refused_in_one_line(tmp_path, name):
    make, words = UNUSABLE[name]
    assert words in refusal("import_addresses", make(tmp_path), apply=True)


@pytest.fixture
def town(tmp_path):
    rows = [
        door("12", "Avenue de la République"),
        door("12", "Rue de la République", rep="bis", lat="45.21"),
        door("12", "Rue Saint-Éloi"),
        door("8", "Rue du 8 Mai 1945"),
        door("12", "Rue de la République", id="v12", code_insee="38998", nom_commune="Vieuxbourg",
             code_postal="38980", lat="45.4"),
    ]  # fmt: skip
    run(ban(tmp_path, *rows))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("12 av de la republique valbourg", "12 Avenue de la République, 38990 Valbourg"),
        ("12 bis rue de la République, Valbourg", "12bis Rue de la République, 38990 Valbourg"),
        ("12bis RUE DE LA REPUBLIQUE 38990", "12bis Rue de la République, 38990 Valbourg"),
        ("12 r st eloi", "12 Rue Saint-Éloi, 38990 Valbourg"),
        ("vieuxbourg rue de la republique", "Rue de la République, 38980 Vieuxbourg"),
        ("12 rue de la republique 38980", "12 Rue de la République, 38980 Vieuxbourg"),
        ("8 rue du 8 mai 1945", "8 Rue du 8 Mai 1945, 38990 Valbourg"),
        ("99 rue saint eloi", "Rue Saint-Éloi, 38990 Valbourg"),
        ("rue de la republiqe valbourg", "Rue de la République, 38990 Valbourg"),
    ],
)
def test_what_is_typed_is_found(town, typed, first):
    assert labels(typed)[0] == first


def test_a_street_with_the_number_comes_before_one_without(town):
    assert labels("12 rue de la republique")[0] == "12 Rue de la République, 38980 Vieuxbourg"


@pytest.mark.parametrize(("lat", "city"), [(45.2, "Valbourg"), (45.4, "Vieuxbourg")])
def test_the_nearer_of_two_equal_streets_comes_first(town, lat, city):
    found = find_addresses("rue de la republique", near=Point(5.7, lat, srid=4326))
    assert found[0].city == city


@pytest.mark.parametrize("typed", ["", "ab", "  ", "12", "%", "zzzzzz qqqqqq", "'; drop table"])
def test_nothing_to_find(town, typed):
    assert find_addresses(typed) == []
