import pytest

from geo_matching.common.france import BOXES, point_fault, territory_of_point
from geo_matching.common.insee import (
    departement_of_commune,
    departement_of_postcode,
    is_commune_code,
    is_postcode,
    short_departement,
    whole_city,
)
from qpv_data import reference
from qpv_data.uai import uai_fault, uai_letter


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("038", "38"),
        ("38", "38"),
        ("1", "01"),
        ("001", "01"),
        ("02A", "2A"),
        ("2b", "2B"),
        ("971", "971"),
        ("20", ""),
        ("00", ""),
        ("138", ""),
        ("", ""),
        ("Isère", ""),
    ],
)
def test_short_departement(code, short):
    assert short_departement(code) == short


@pytest.mark.parametrize(
    ("commune", "departement"),
    [("38185", "38"), ("2A004", "2A"), ("97105", "971"), ("98818", "988"), ("01004", "01")],
)
def test_communes(commune, departement):
    assert is_commune_code(commune)
    assert departement_of_commune(commune) == departement


@pytest.mark.parametrize("code", ["", "3818", "381855", "2C004", "Valbourg"])
def test_what_is_no_commune(code):
    assert not is_commune_code(code)


@pytest.mark.parametrize(
    ("postcode", "departement"),
    [
        ("38000", "38"),
        ("20000", "2A"),
        ("20137", "2A"),
        ("20200", "2B"),
        ("20620", "2B"),
        ("97400", "974"),
        ("97133", "977"),
        ("97150", "978"),
        ("98800", "988"),
    ],
)
def test_postcodes(postcode, departement):
    assert is_postcode(postcode)
    assert departement_of_postcode(postcode) == departement


@pytest.mark.parametrize("text", ["", "3800", "380000", "00100", "99000", "2A000"])
def test_what_is_no_postcode(text):
    assert not is_postcode(text)


@pytest.mark.parametrize(
    ("lat", "lon", "fault"),
    [
        (45.2, 5.7, ""),
        (41.9, 8.7, ""),
        (-20.9, 55.4, ""),
        (4.9, -52.3, ""),
        (0, 0, "zero"),
        (5.7, 45.2, "swapped"),
        (55.4, -20.9, "swapped"),
        (51.6, -0.1, "outside"),
        (90, 14, "outside"),
        (float("inf"), 5, "outside"),
    ],
)
def test_faults_of_points(lat, lon, fault):
    assert point_fault(lat, lon) == fault


def test_no_territory_holds_the_mirror_of_another():
    for box in BOXES.values():
        for lat in (box.south, box.north):
            for lon in (box.west, box.east):
                assert territory_of_point(lon, lat) == ""


def test_every_departement_has_its_academy_and_region():
    assert set(reference.ACADEMY_OF_DEPARTEMENT) == set(reference.DEPARTEMENTS)
    for code in reference.DEPARTEMENTS:
        assert reference.region_of_departement(code) in reference.REGIONS
        assert short_departement(code.zfill(3)) == code


def test_the_letter_of_a_uai():
    # 380001 = 23 x 16521 + 18, and the 19th letter without I, O, Q is V.
    assert uai_letter("0380001") == "V"
    assert uai_fault(f"0380001{uai_letter('0380001')}") == ""
    assert "the letter that checks" in uai_fault("0380001A")
    assert "is not a UAI" in uai_fault("380001A")


@pytest.mark.parametrize(
    ("code", "city"),
    [
        ("75101", "75056"),
        ("75120", "75056"),
        ("75056", ""),
        ("69381", "69123"),
        ("69390", ""),
        ("13216", "13055"),
        ("13055", ""),
        ("38185", ""),
    ],
)
def test_arrondissements_and_their_city(code, city):
    assert whole_city(code) == city
