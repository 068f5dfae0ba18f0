"""Addresses while a host types."""

import pytest
from django.contrib.gis.geos import Point

from qpv_data.models import Address, Street
from tests.accounts.factories import make_host_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def street():
    street = Street.objects.create(
        commune_code="38185",
        postcode="38000",
        name="Rue des Essais",
        commune_name="Valbourg",
        departement="38",
        search="rue des essais 38000 valbourg",
        point=Point(5.7, 45.1, srid=4326),
    )
    door = Point(5.701, 45.101, srid=4326)
    Address.objects.create(ban_id="38185_0001_00012", street=street, number="12", point=door)
    return street


def ask(client, **query):
    client.force_login(make_host_user())
    return client.get("/api/v1/addresses/", query)


def test_a_door_is_found_with_its_point(client, street):
    response = ask(client, q="12 rue des essais valbourg")
    assert response.json()["results"] == [
        {
            "label": "12 Rue des Essais, 38000 Valbourg",
            "street": "12 Rue des Essais",
            "postcode": "38000",
            "city": "Valbourg",
            "lat": 45.101,
            "lon": 5.701,
            "precision": "address",
        }
    ]
    assert response["Cache-Control"] == "private, no-store"


def test_a_street_without_the_number_is_its_middle(client, street):
    (found,) = ask(client, q="99 rue des essais").json()["results"]
    assert (found["street"], found["precision"], found["lat"]) == ("Rue des Essais", "street", 45.1)


def test_nothing_typed_is_an_error_and_two_letters_find_nothing(client, street):
    assert ask(client, q="").json()["code"] == "MISSING_PARAMETER"
    assert ask(client, q="ru").json() == {"results": []}
    assert ask(client, q="rue", lat="x", lon="5").json()["field"] == "lat"
