"""Posting, page by page: kept at each step, shown again, right words, few queries."""

import json
import re

import pytest
from django.urls import reverse

from geo_matching.accounts.kept_forms import KEPT
from geo_matching.accounts.roles import Role
from offers.models import Offer, OfferDraft
from tests.accounts.factories import make_host_user, make_user
from tests.local_server import LocalServer, Reply
from tests.offers.posting.filled import CONTENT, DOOR, WHEN, WHERE, make_address, make_draft

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"


@pytest.fixture(autouse=True)
def address(db):
    make_address()


@pytest.fixture
def user(client):
    user = make_user(Role.HOST)
    client.force_login(user)
    return user


def at(draft, slug):
    return reverse("offer_step", args=[draft.pk, slug])


def errors(response):
    return {name: str(found[0]) for name, found in response.context["form"].errors.items()}


def test_an_offer_is_posted_without_any_script(client, user):
    assert client.get(reverse("offer_new")).status_code == 200
    response = client.post(reverse("offer_new"), {"host": ""})
    draft = OfferDraft.objects.get()
    for slug, fields in (("lieu", WHERE), ("dates", WHEN), ("contenu", CONTENT)):
        assert response["Location"] == at(draft, slug)
        assert client.get(at(draft, slug)).status_code == 200
        response = client.post(at(draft, slug), fields)
    assert response["Location"] == reverse("offer_summary", args=[draft.pk])
    page = client.get(response["Location"]).content.decode()
    assert "Du bois au meuble" in page
    assert "en groupe de 2" in page
    assert "Du lundi au vendredi\u202f: 9\u202fh à 16\u202fh\u202f30" in page
    response = client.post(reverse("offer_publish", args=[draft.pk]), follow=True)
    assert "est en ligne" in response.content.decode()
    assert Offer.objects.open().get().title == "Du bois au meuble"
    # A double click.
    assert client.post(reverse("offer_publish", args=[draft.pk])).status_code == 302
    assert Offer.objects.count() == 1


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client, user):
    draft = make_draft(user, step=1)
    response = client.post(
        at(draft, "lieu"), {**WHERE, "name": "", "description": "Une <b>ferme</b>"}
    )
    assert errors(response) == {"name": "Ce champ est obligatoire."}
    page = response.content.decode()
    assert 'id="id_name_error"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert "Une &lt;b&gt;ferme&lt;/b&gt;" in client.get(at(draft, "lieu")).content.decode()
    draft.refresh_from_db()
    assert (draft.step, draft.data["where"]["name"]) == (1, [""])


def test_a_step_is_left_and_found_again(client, user):
    draft = make_draft(user, data={}, step=1)
    response = client.post(at(draft, "lieu"), {"name": "À moitié", "later": "1"})
    assert response["Location"] == reverse("host_dashboard")
    page = client.get(at(draft, "lieu"))
    assert "À moitié" in page.content.decode()
    assert page.context["wrong"] == []


def test_what_was_typed_outlives_the_session(client, user):
    draft = make_draft(user)
    who = re.search(
        r'name="who" value="([^"]+)"', client.get(at(draft, "contenu")).content.decode()
    )
    client.logout()
    typed = {**CONTENT, "title": "Écrit trop longtemps", "who": who[1]}
    response = client.post(at(draft, "contenu"), typed)
    assert at(draft, "contenu") in response["Location"]
    draft.refresh_from_db()
    assert draft.title == "Du bois au meuble"
    client.force_login(user)
    page = client.get(at(draft, "contenu")).content.decode()
    assert "Écrit trop longtemps" in page
    assert "toujours là" in page
    draft.refresh_from_db()
    assert draft.title == "Écrit trop longtemps"
    assert KEPT not in client.session


def test_what_somebody_else_typed_is_not_put_into_ones_own_draft(client, user):
    draft = make_draft(user)
    client.logout()
    client.post(at(draft, "contenu"), {**CONTENT, "title": "D'un autre"})
    client.force_login(make_host_user())
    assert client.get(at(draft, "contenu")).status_code == 404
    draft.refresh_from_db()
    assert draft.title == "Du bois au meuble"


@pytest.mark.parametrize("slug", ["lieu", "dates", "contenu"])
def test_a_step_costs_few_queries(client, user, slug, django_assert_max_num_queries):
    draft = make_draft(user)
    with django_assert_max_num_queries(25):
        assert client.get(at(draft, slug)).status_code == 200
    with django_assert_max_num_queries(25):
        client.post(reverse("offer_live", args=[draft.pk, slug]), {"title": "x"})


def test_quality_and_place_follow_what_is_typed(client, user):
    draft = make_draft(user, data={}, step=1)

    def live(slug, fields):
        return client.post(reverse("offer_live", args=[draft.pk, slug]), fields).json()

    first = live("lieu", {**WHERE, "description": ""})
    assert (first["place"]["lat"], first["place"]["lon"]) == DOOR
    assert first["place_words"] == "Le repère est à cette adresse."
    lost = live("lieu", {**WHERE, "street": "3 rue qui n'existe pas", "city": "Nulle-Part"})
    assert lost["place"] is None
    assert "cliquez sur la carte" in lost["place_words"]
    live("lieu", {**WHERE, "description": ""})
    # Before anything is said of hours, the usual day counts.
    assert asked_for(first) == [(*DOOR, "09:00", "17:00")]
    assert asked_for(live("dates", {**WHEN, "start": "10:00"})) == [(*DOOR, "10:00", "16:30")]
    late = live("dates", {**WHEN, "start": "18:00"})
    assert (late["days"], late["has_hours"]) == ([], False)
    # The box beside the form says what is wrong, not that hours are missing.
    assert late["hours_fault"] == "La journée doit finir après son début."
    poor = live("contenu", {"title": "Un titre"})["quality"]
    rich = live("contenu", CONTENT)["quality"]
    assert score(poor) < score(rich)
    assert "À ajouter maintenant" in rich
    draft.refresh_from_db()
    assert draft.data["content"]["title"] == ["Du bois au meuble"]


def asked_for(answer):
    return [tuple(day.values()) for day in answer["days"]]


def score(html):
    return int(html.split("<strong>")[1].split("<")[0])


def test_drafts_of_others_are_not_found(client, user):
    other = make_draft(make_host_user())
    for name, arguments in (
        ("offer_summary", [other.pk]),
        ("offer_step", [other.pk, "lieu"]),
    ):
        assert client.get(reverse(name, args=arguments)).status_code == 404
    assert client.post(reverse("offer_live", args=[other.pk, "lieu"]), {}).status_code == 404
    client.post(reverse("offer_discard", args=[other.pk]))
    client.post(reverse("offer_publish", args=[other.pk]))
    assert OfferDraft.objects.filter(pk=other.pk).exists()
    assert not Offer.objects.exists()


def test_pupils_and_visitors_do_not_post(client):
    assert client.get(reverse("offer_new")).status_code == 302
    client.force_login(make_user(Role.PUPIL))
    assert client.get(reverse("offer_new")).status_code == 403


def test_only_hosts_of_ones_team_can_be_chosen(client, user):
    from tests.offers.factories import make_host

    other = make_host()
    assert client.post(reverse("offer_new"), {"host": other.pk}).status_code == 404
    assert not OfferDraft.objects.exists()


@pytest.fixture
def search(settings):
    with LocalServer() as server:
        settings.SOURCE_BASES = {"firms": server.url("")}
        yield server


def look_up(client, draft, **fields):
    response = client.post(
        at(draft, "lieu"), {**WHERE, "siret": SIRET, "look_up": "1", **fields}, follow=True
    )
    draft.refresh_from_db()
    return response.content.decode()


@pytest.mark.network
def test_a_siret_fills_name_and_address(client, user, search):
    place = {
        "siret": SIRET,
        "adresse": "12 RUE DES ESSAIS 38000 VALBOURG",
        "code_postal": "38000",
        "libelle_commune": "VALBOURG",
        "etat_administratif": "A",
        "latitude": "45.11",
        "longitude": "5.71",
    }
    unit = {"siren": SIRET[:9], "nom_raison_sociale": "FONDERIE", "siege": place}
    body = json.dumps({"results": [unit], "total_results": 1}).encode()
    search.answers("/search", Reply(body=body, headers={"Content-Type": "application/json"}))
    draft = make_draft(user)
    page = look_up(client, draft, name="", street="", postcode="", city="")
    assert "vérifiez ce qui est rempli" in page
    typed = {
        name: draft.typed("where", name) for name in ("name", "street", "postcode", "city", "lat")
    }
    assert typed == {
        "name": "FONDERIE",
        "street": "12 RUE DES ESSAIS",
        "postcode": "38000",
        "city": "VALBOURG",
        "lat": "45.11",
    }
    # A place that was typed stays: pupils may go elsewhere than the head office.
    look_up(client, draft, street="1 rue à moi")
    assert draft.typed("where", "street") == "1 rue à moi"
    assert draft.typed("where", "office_address") == "12 RUE DES ESSAIS 38000 VALBOURG"


@pytest.mark.network
def test_without_an_answer_one_writes_by_hand_and_keeps_all(client, user, search):
    search.answers("/search", Reply(status=503))
    draft = make_draft(user)
    page = look_up(client, draft, name="Écrit à la main")
    assert "ne répond pas en ce moment. Écrivez le nom et l&#x27;adresse vous-même." in page
    assert draft.typed("where", "name") == "Écrit à la main"
    assert len(search.requests) == 1


def test_no_siret_is_asked_for_first(client, user):
    page = look_up(client, make_draft(user), siret="")
    assert "Écrivez d&#x27;abord le SIRET." in page
    assert "Ce n&#x27;est pas un SIRET" in look_up(client, make_draft(user), siret="12")
