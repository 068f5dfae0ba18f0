"""Four doors: what each asks, whom a verified address lets in, whom an administrator lets in."""

import re

import pytest
from django.contrib.auth import get_user
from django.core.cache import cache
from django.urls import reverse

from geo_matching.accounts.admission import grant, refuse
from geo_matching.accounts.models import AccessRequest, User
from geo_matching.accounts.permissions import may
from geo_matching.accounts.roles import Role
from geo_matching.notifications.models import Notification
from tests.accounts.factories import make_staff, make_user
from tests.accounts.mailbox import verify
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db
PERSON = {"first_name": "Alix", "last_name": "Essai", "password1": "quatre mots mis bout à bout"}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def college():
    return make_college(name="Collège des Prés")


def door(client, name, email, **fields):
    return client.post(f"/compte/creer/{name}/", {**PERSON, "email": email, **fields})


def staff(client, college, email, **fields):
    return door(client, "college", email, college=college.uai, staff_role="teacher", **fields)


def test_the_page_says_that_pupils_get_their_code_from_the_college(client):
    page = client.get("/compte/creer/").content.decode()
    assert "ton collège te donne une feuille" in page
    for name in ("structure", "college", "etat", "partenaire"):
        assert f"/compte/creer/{name}/" in page
    assert client.get("/compte/creer/eleve/").status_code == 404


def test_a_host_gets_in_once_its_address_is_verified(client):
    answer = door(client, "structure", "Alix@garage.example")
    assert answer["Location"] == "/compte/adresse/a-verifier/"
    made = User.objects.get(email="alix@garage.example")
    assert (made.role, made.is_approved) == (Role.HOST, False)
    assert "alix" not in made.username
    assert client.get("/compte/").status_code == 302
    verify(client, "alix@garage.example")
    made.refresh_from_db()
    assert made.is_approved
    assert get_user(client) == made
    assert may(made, "offers.post")


def test_the_link_opened_elsewhere_verifies_and_signs_nobody_in(client, client_of):
    door(client, "structure", "alix@garage.example")
    elsewhere = client_of()
    verify(elsewhere, "alix@garage.example")
    assert not get_user(elsewhere).is_authenticated
    assert User.objects.get().is_approved


@pytest.fixture
def client_of():
    from django.test import Client

    return Client


def test_nobody_signs_in_with_an_address_that_is_not_verified(client):
    door(client, "structure", "alix@garage.example")
    client.cookies.clear()
    answer = client.post(
        "/compte/connexion/", {"login": "alix@garage.example", "password": PERSON["password1"]}
    )
    assert answer["Location"] == "/compte/adresse/a-verifier/"
    assert not get_user(client).is_authenticated


def test_the_page_says_to_which_address_the_message_went_whoever_has_it(client):
    known = make_user()
    for email in ("alix@garage.example", known.email):
        client.cookies.clear()
        page = client.get(door(client, "structure", email)["Location"]).content.decode()
        assert f"à {email}" in page
        assert "Une faute dans l&#x27;adresse" in page or "Une faute dans l'adresse" in page


def test_what_was_typed_is_kept_when_something_is_missing(client):
    page = door(client, "structure", "alix@garage.example", password1="court").content.decode()
    assert "Au moins 12 caractères" in page
    assert 'value="alix@garage.example"' in page
    assert 'value="Alix"' in page
    assert not User.objects.exists()


def test_an_address_that_has_an_account_is_not_given_away(client):
    known = make_user()
    answer = door(client, "structure", known.email)
    assert answer["Location"] == "/compte/adresse/a-verifier/"
    assert User.objects.count() == 1
    message = Notification.objects.get()
    assert (message.kind, message.email) == ("account_account_already_exists", known.email)


def test_staff_get_their_college_by_the_official_address(client, college):
    head = make_staff(college, Role.HEAD)
    email = f"ce.{college.uai.lower()}@ac-grenoble.fr"
    staff(client, college, email)
    made = User.objects.get(email=email)
    assert not made.scopes.exists()
    assert not may(made, "classes.manage")
    verify(client, email)
    made.refresh_from_db()
    assert [scope.college for scope in made.scopes.all()] == [college]
    assert may(made, "classes.manage")
    assert Notification.objects.filter(kind="staff_joined", recipient=head).count() == 1


@pytest.mark.parametrize(
    "email",
    [
        "alix@garage.example",
        "alix@ac-lyon.fr",
        "alix@ac-grenoble.fr.garage.example",
        "ce.0380001a@ac-grenoble.fr",
    ],
)
def test_any_other_address_is_refused_beside_the_field(client, college, email):
    page = staff(client, college, email).content.decode()
    assert f"ce.{college.uai.lower()}@ac-grenoble.fr" in page
    assert f'value="{college.uai}"' in page
    assert not User.objects.exists()


def test_a_college_is_found_without_javascript(client, college):
    make_college(name="Collège Zola")
    typed = {"college_search": "pres", "staff_role": "cpe"}
    answer = door(client, "college", "alix@ac-grenoble.fr", **typed)
    assert answer.status_code == 302
    assert AccessRequest.objects.get().college == college
    page = door(client, "college", "a@ac-grenoble.fr", college_search="college", staff_role="cpe")
    assert re.search("Plusieurs collèges.*Collège Zola", page.content.decode())
    page = door(client, "college", "a@ac-grenoble.fr", college_search="xyz", staff_role="cpe")
    assert "Aucun collège de ce nom" in page.content.decode()


@pytest.fixture
def administrator():
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def prefecture(client, college, administrator):
    """A request of a préfecture whose address is verified."""
    email = "alix@isere.example"
    place = {"departement": "38", "organisation": "Mission locale"}
    door(client, "etat", email, agent_role="prefecture", **place)
    verify(client, email)
    return AccessRequest.objects.get()


def test_an_agent_waits_until_an_administrator_decides(client, prefecture, administrator):
    user = prefecture.user
    assert not user.scopes.exists()
    assert not may(user, "territory.report")
    page = client.get("/compte/", follow=True)
    assert page.redirect_chain[-1][0] == reverse("waiting")
    assert "Un administrateur lit maintenant" in page.content.decode()
    told = Notification.objects.get(kind="access_requested")
    assert told.recipient == administrator
    assert "Essai" not in told.subject + told.body
    assert grant(prefecture.pk, administrator)
    user.refresh_from_db()
    assert [str(scope) for scope in user.scopes.all()] == ["département Isère (38)"]
    assert may(user, "territory.report")
    assert Notification.objects.get(kind="access_granted").recipient == user


def test_a_request_is_decided_once(prefecture, administrator):
    assert refuse(prefecture.pk, administrator)
    assert not grant(prefecture.pk, administrator)
    assert not User.objects.get(pk=prefecture.user_id).is_approved
    assert Notification.objects.filter(kind="access_refused").count() == 1
    assert not Notification.objects.filter(kind="access_granted").exists()


def test_a_request_whose_address_is_not_verified_cannot_be_granted(client, administrator):
    door(client, "partenaire", "alix@asso.example", organisation="Association")
    assert not grant(AccessRequest.objects.get().pk, administrator)


def test_an_agent_names_its_place(client, college):
    page = door(client, "etat", "a@rectorat.example", agent_role="rectorat", organisation="DASEN")
    assert "Ce choix est nécessaire" in page.content.decode()
    door(client, "etat", "a@ministere.example", agent_role="ministry", organisation="DGESCO")
    assert AccessRequest.objects.get().level == "france"


def test_the_administrator_decides_in_the_admin_site(client, prefecture, administrator):
    administrator.is_staff = administrator.is_superuser = True
    administrator.save()
    client.force_login(administrator)
    chosen = {"_selected_action": [prefecture.pk], "action": "grant_access"}
    client.post(reverse("admin:accounts_accessrequest_changelist"), chosen)
    assert User.objects.get(pk=prefecture.user_id).is_approved
