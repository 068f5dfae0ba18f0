"""For which places and hours the page asks the reach while an offer is typed."""

import pytest
from django.urls import reverse

from tests.accounts.factories import make_host_user
from tests.offers.posting.filled import DOOR, WHEN, WHERE, make_address, make_draft
from tests.offers.posting.test_pages import asked_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    make_address()
    user = make_host_user()
    client.force_login(user)
    return user


def test_reach_is_asked_for_every_place_that_is_known(client, user):
    draft = make_draft(user)
    middle = (45.1, 5.7)
    week = {
        **WHEN,
        "rhythm": "places",
        **{f"{day}_start": "09:00" for day in ("lundi", "mardi", "jeudi")},
        **{f"{day}_end": "17:00" for day in ("lundi", "mardi", "jeudi")},
        "mardi_host": "Scierie",
        "mardi_street": "99 rue des Essais",
        "mardi_postcode": "38000",
        "mardi_city": "Valbourg",
        "jeudi_street": "3 rue",
    }
    path = reverse("offer_live", args=[draft.pk, "dates"])
    answer = client.post(path, week).json()
    assert asked_for(answer) == [(*middle, "09:00", "17:00"), (*DOOR, "09:00", "17:00")]
    assert answer["missing"] == ["jeudi"]
    alone = client.post(path, {**week, "jeudi_street": ""}).json()
    assert (asked_for(alone), alone["missing"]) == (asked_for(answer), [])


def test_a_pin_that_stands_elsewhere_than_its_address_is_told(client, user):
    draft = make_draft(user, data={}, step=1)
    lat, lon = DOOR

    def words(north):
        pin = {"lat": lat + north, "lon": lon, "precision": "given"}
        sent = {**WHERE, **pin}
        return client.post(reverse("offer_live", args=[draft.pk, "lieu"]), sent).json()

    assert words(0.002)["place_words"] == "Le repère est là où vous l'avez posé."
    far = words(0.02)
    assert far["place_words"].startswith("Le repère est à 2,2\u202fkm de l'adresse")
    # It is a warning: the pin stays where somebody put it.
    assert far["place"]["lat"] == pytest.approx(lat + 0.02)
    draft = make_draft(user, where={"lat": lat + 0.02, "lon": lon, "precision": "given"})
    page = client.get(reverse("offer_summary", args=[draft.pk])).content.decode()
    assert "2,2\u202fkm de l&#x27;adresse" in page
