"""A search of the administration's large tables: by each word, and no more than one can leaf."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from geo_matching.common import large_admin, word_search
from geo_matching.common.word_search import indexed_words
from offers.models import Host, Offer, Site
from tests.accounts.factories import make_administrator
from tests.offers.factories import make_host, make_offer, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def support(client):
    client.force_login(make_administrator())
    return client


def found(client, model, **query) -> list:
    page = client.get(reverse(f"admin:offers_{model.__name__.lower()}_changelist"), query)
    assert page.status_code == 200
    return list(page.context["cl"].result_list)


@pytest.fixture
def bakery():
    host = make_host("Boulangerie du Pont", siret="98765432100010")
    return make_offer(make_site(host=host, city="Vizille"), title="Pétrir", remote_id="R-12")


@pytest.mark.parametrize("few", [1000, 0], ids=["named one by one", "too many to be named"])
@pytest.mark.parametrize(
    "words", ["pétrir", "R-12", "vizil", "BOULANGERIE", "boulangerie pétrir", "vizille R-12"]
)
def test_offers_by_each_word(support, bakery, words, few, monkeypatch):
    monkeypatch.setattr(word_search, "_FEW", few)
    make_offer(title="Autre")
    assert found(support, Offer, q=words) == [bakery]


def test_all_words_must_be_found(support, bakery):
    assert found(support, Offer, q="pétrir grenoble") == []
    assert found(support, Offer, q="\x00") == [bakery]


def test_a_short_word_stays_beside_its_neighbour(support, bakery):
    """No index knows one or two letters: alone they would have whole tables read."""
    wanted = make_offer(title="Atelier 12")
    make_offer(title="Atelier 3", remote_id="12")
    assert found(support, Offer, q="atelier 12") == [wanted]
    assert found(support, Host, q="boulangerie du pont") == [bakery.site.host]
    assert indexed_words("Mairie 19 Dupont") == ["Mairie 19", "Dupont"]
    assert indexed_words("Le Gall") == ["Le Gall"]
    assert indexed_words(" 19 ") == ["19"]


def test_from_a_row_one_comes_back_to_the_search(support, bakery):
    one = reverse("admin:offers_offer_change", args=[bakery.pk])
    page = support.get(reverse("admin:offers_offer_changelist"), {"q": "pétrir"}).content.decode()
    (kept,) = re.findall(rf'href="{one}\?([^"]+)"', page)
    assert kept == urlencode({"_changelist_filters": urlencode({"q": "pétrir"})})
    unsearched = support.get(reverse("admin:offers_offer_changelist")).content.decode()
    assert f'href="{one}"' in unsearched


def test_rows_are_chosen_for_an_action(support, bakery):
    page = support.get(reverse("admin:offers_offer_changelist")).content.decode()
    assert f'name="_selected_action" value="{bakery.pk}" class="action-select"' in page
    chosen = {"action": "unpublish", "_selected_action": [bakery.pk]}
    support.post(reverse("admin:offers_offer_changelist"), chosen)
    bakery.refresh_from_db()
    assert bakery.published_at is None


def test_hosts_and_sites(support, bakery):
    make_site(host=make_host("Mairie", siret="11111111100010"))
    for words in ("pont", "987654321"):
        assert found(support, Host, q=words) == [bakery.site.host]
    for words in ("vizille", "pont", bakery.site.street, f"{bakery.site.postcode} boulangerie"):
        assert bakery.site in found(support, Site, q=words)
    assert found(support, Site, q="vizille mairie") == []


def test_a_word_of_too_many(support, monkeypatch):
    monkeypatch.setattr(large_admin, "MOST_FOUND", 3)
    offers = [make_offer(title=f"Semaine {n}") for n in range(4)]
    page = support.get(reverse("admin:offers_offer_changelist"), {"q": "semaine"})
    shown = set(page.context["cl"].result_list)
    assert len(shown) == 3
    assert shown < set(offers)
    assert "Plus de 3 réponses" in page.content.decode()
    fewer = support.get(reverse("admin:offers_offer_changelist"), {"q": "semaine 2"})
    assert "Plus de 3 réponses" not in fewer.content.decode()


def test_by_source(support):
    ours = make_offer(source="essai")
    make_offer(source="autre")
    page = support.get(reverse("admin:offers_offer_changelist"))
    [choices] = [one for one in page.context["cl"].filter_specs if one.title == "source"]
    assert [value for value, _ in choices.lookup_choices] == ["autre", "essai"]
    assert found(support, Offer, source="essai") == [ours]


def test_choosing_a_host_by_typing_tells_nothing_on_the_next_page(support, bakery, monkeypatch):
    monkeypatch.setattr(large_admin, "MOST_FOUND", 0)
    asked = {"term": "pont", "app_label": "offers", "model_name": "site", "field_name": "host"}
    assert support.get(reverse("admin:autocomplete"), asked).status_code == 200
    page = support.get(reverse("admin:offers_offer_changelist"))
    assert "réponses" not in page.content.decode()
