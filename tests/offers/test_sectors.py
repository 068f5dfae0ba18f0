import csv

import pytest
from django.contrib.staticfiles import finders

from offers.sectors import SECTORS, find_sector, sector_by_name


def test_every_short_code_once():
    assert set(SECTORS) == {f"s{number}" for number in range(1, 52)}


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("s33", "s33"),
        (" S33 ", "s33"),
        ("journalisme", "s33"),
        ("Métiers d’art", "s38"),
        ("FILIERE BOIS", "s24"),
        ("bfd92448-5eae-4d99-ae2c-67fffc8fec69", "s31"),
        ("1AAE3B41-1394-4109-83CF-17214E1AEFDD", "s43"),
        ("Administration publique", "s25"),
    ],
)
def test_a_sector_is_found_by_code_former_uuid_or_name(reference, code):
    assert find_sector(reference).code == code


@pytest.mark.parametrize("reference", ["", "s0", "s52", "Magie"])
def test_an_unknown_sector_is_none(reference):
    assert find_sector(reference) is None


def test_by_name_takes_names_only():
    assert sector_by_name("edition librairie bibliotheque").code == "s19"
    assert sector_by_name("s19") is None


@pytest.mark.parametrize("sector", SECTORS.values(), ids=lambda sector: sector.code)
def test_every_icon_is_drawn_by_the_design_system(sector):
    folders = "buildings business communication design development device document editor finance"
    folders += " health map media others system user weather"
    paths = [f"dsfr/dist/icons/{folder}/{sector.icon}-line.svg" for folder in folders.split()]
    assert any(finders.find(path) for path in paths)


def test_the_partner_api_table_is_covered(stages_data):
    with (stages_data / "platform/referentials/sectors.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 54
    for row in rows:
        sector = sector_by_name(row["name"])
        assert sector is not None, row
        for reference in (row["uuid_1eleve1stage"], row["uuid_monstage3e"]):
            assert not reference or find_sector(reference) is sector
