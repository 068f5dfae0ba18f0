"""Where an offer is put when its partner gives no coordinates."""

import pytest
from django.contrib.gis.geos import Point

from offers.models import Site
from qpv_data.models import Address, Street
from tests.api.partner_world import PartnerClient, error_of, make_partner
from tests.offers.partner_bodies import body

pytestmark = pytest.mark.django_db
NOWHERE = {"coordinates": None}


def add_street(name, lat, lon, door_lat=None):
    street = Street.objects.create(
        commune_code="38999",
        postcode="38990",
        name=name,
        commune_name="Valbourg",
        departement="38",
        search=f"{name.lower()} valbourg 38990",
        point=Point(lon, lat, srid=4326),
    )
    if door_lat is not None:
        Address.objects.create(
            ban_id=f"38999_{street.pk}_1",
            street=street,
            number="1",
            point=Point(lon, door_lat, srid=4326),
        )


@pytest.fixture
def api(db):
    add_street("Rue des Essais", 45.21, 5.71, door_lat=45.2104567)
    add_street("Rue du Lac", 45.23, 5.73)
    return PartnerClient(make_partner())


def placed(answer):
    point = answer.json()["formatted_coordinates"]
    return point["latitude"], answer.json()["coordinates_precision"]


def test_the_door_of_the_address(api):
    assert placed(api.create(body(**NOWHERE))) == (45.210457, "address")
    # The same point the next time: nothing moves.
    assert placed(api.patch("r1", {"title": "Autre"})) == (45.210457, "address")
    assert Site.objects.count() == 1


def test_a_postcode_alone_is_told_as_such(api):
    response = api.create(body(street="3 allée inconnue", **NOWHERE))
    assert placed(response) == (45.22, "postcode")
    assert "coordinates" in response.json()["notice"]


def test_what_is_not_known_is_refused(api):
    response = api.create(body(zipcode="38991", **NOWHERE))
    assert error_of(response) == (400, "VALIDATION_ERROR")
    assert set(response.json()["error"]) == {"coordinates"}
    assert error_of(api.create(body(street=None, **NOWHERE))) == (400, "VALIDATION_ERROR")


def test_a_new_address_moves_the_offer_and_an_unknown_one_does_not(api):
    api.create(body())
    assert placed(api.patch("r1", {"street": "Rue du Lac"})) == (45.23, "address")
    assert placed(api.patch("r1", {"street": "Rue du Lacq"})) == (45.23, "address")
    assert placed(api.patch("r1", {"street": None})) == (45.23, "address")
    moved = api.patch("r1", {"coordinates": {"latitude": 45.24, "longitude": 5.7}})
    assert placed(moved) == (45.24, "given")
