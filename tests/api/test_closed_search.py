"""While an administrator has closed the search, the API answers as the page does."""

import pytest

from geo_matching.accounts.models import Season
from tests.matching.toy_town import FOOT, offer_at

pytestmark = pytest.mark.django_db
URL = "/api/v1/offers/"


@pytest.fixture
def ask(client, college):
    def get(path: str):
        return client.get(path, {"college": college.uai})

    return get


@pytest.mark.parametrize("path", [URL, URL + "markers/"])
def test_a_closed_search_answers_as_the_page_does(ask, path):
    offer = offer_at(FOOT)
    season = Season.objects.create(pk=1, search_open=False, message="Retour le 7 septembre.")
    closed = ask(path)
    assert (closed.status_code, closed.json()["code"]) == (403, "SEARCH_CLOSED")
    assert closed.json()["error"] == (
        "La recherche est fermée pour le moment. Retour le 7 septembre."
    )
    season.search_open = True
    season.save()
    assert ask(path).status_code == 200
    assert ask(URL).json()["results"][0]["id"] == offer.pk


def test_what_is_known_of_an_offer_stays_open_while_the_search_is_closed(ask):
    offer = offer_at(FOOT)
    Season.objects.create(pk=1, search_open=False)
    assert ask(f"{URL}{offer.pk}/").status_code == 200
    assert ask(f"{URL}{offer.pk}/journey/").status_code == 200
