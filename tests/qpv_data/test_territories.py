import pytest

from geo_matching.common.errors import InputError
from qpv_data.sources.rows import TerritoryCodes
from qpv_data.territories import derive_territories


def row(commune, name="", departement="38", **labels):
    return TerritoryCodes(commune=commune, commune_name=name, departement=departement, **labels)


def test_the_name_said_most_often_wins():
    rows = [row("38999", "Valbourg"), row("38999", "VALBOURG"), row("38999", "Valbourg")]
    assert derive_territories(rows).communes["38999"]["name"] == "Valbourg"


def test_the_labels_of_the_file_come_before_the_reference():
    labels = {"departement_name": "ISERE", "academy": "08", "academy_name": "GRENOBLE"}
    result = derive_territories([row("38999", **labels)])
    assert result.departements["38"] == {"name": "ISERE", "academy_id": "08", "region_id": "84"}
    assert result.academies["08"] == {"name": "GRENOBLE", "region_id": "84"}


def test_an_academy_of_two_regions_takes_the_one_of_most_colleges():
    island = row("97701", departement="977", academy="32", region="00")
    main = row("97105", departement="971", academy="32", region="01")
    result = derive_territories([island, main, main])
    assert result.academies["32"]["region_id"] == "01"
    assert result.departements["977"]["region_id"] == "00"


def test_an_unknown_departement_without_labels_is_an_error():
    with pytest.raises(InputError, match="département 96"):
        derive_territories([row("96001", departement="96")])
