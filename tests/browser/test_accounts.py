"""Pages of accounts in a real browser: a pupil's first sign-in, a teacher's sign-up, small screens."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import expect

from geo_matching.accounts.activation import issue
from geo_matching.accounts.roles import Role
from tests.accounts.factories import PASSWORD, make_student, make_user
from tests.qpv_data.factories import make_college

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = (
    "/compte/connexion/?next=/compte/",
    "/compte/premiere-connexion/",
    "/compte/creer/",
    "/compte/creer/structure/",
    "/compte/creer/college/",
    "/compte/creer/etat/",
    "/compte/mot-de-passe/oublie/",
)
OWN = ("/compte/", "/compte/adresse/", "/compte/mot-de-passe/", "/compte/second-facteur/activer/")


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def looks_right(page, width):
    page.wait_for_load_state()
    result = Axe().run(page).response
    assert len(result["passes"]) > 10
    found = [(v["id"], [n["target"] for n in v["nodes"]]) for v in result["violations"]]
    assert found == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def sign_in(page, live_server, login):
    page.goto(f"{live_server.url}/compte/connexion/")
    page.fill("#id_login", login)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_every_page_of_accounts(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 844})
    for address in PUBLIC:
        page.goto(live_server.url + address)
        looks_right(page, width)
    host = make_user()
    sign_in(page, live_server, host.email)
    page.wait_for_load_state("networkidle")
    for address in OWN:
        page.goto(live_server.url + address)
        looks_right(page, width)


def test_a_pupil_comes_in_with_its_sheet(page, town, college):
    live_server, pupil = town, make_student(college).user
    secret = issue(pupil)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/compte/premiere-connexion/")
    page.get_by_label("Ton code").fill(pupil.username)
    page.get_by_label("Ton secret").fill(secret.lower())
    page.get_by_label("Choisis ton mot de passe").fill("court")
    page.get_by_label("Écris-le une deuxième fois").fill("court")
    page.get_by_role("button", name="Entrer").click()
    expect(page.locator("#id_password_error")).to_contain_text("Au moins 8 caractères")
    looks_right(page, 320)
    page.get_by_label("Choisis ton mot de passe").fill("trois petits chats")
    page.get_by_label("Écris-le une deuxième fois").fill("trois petits chats")
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url(f"{live_server.url}/stages/**")
    page.wait_for_load_state("networkidle")
    page.goto(f"{live_server.url}/compte/")
    expect(page.locator(".account__facts")).to_contain_text(pupil.username)


def test_a_teacher_finds_the_college_and_is_told_which_address_fits(page, live_server):
    make_college(name="Collège Zola")
    make_college(name="Collège des Prés")
    page.goto(f"{live_server.url}/compte/creer/college/")
    page.locator("#college").fill("pres")
    page.get_by_role("option", name="Collège des Prés").click()
    page.get_by_text("Professeur", exact=True).click()
    page.fill("#id_first_name", "Alix")
    page.fill("#id_last_name", "Essai")
    page.fill("#id_email", "alix@ailleurs.example")
    page.fill("#id_password1", "quatre mots mis bout à bout")
    page.get_by_role("button", name="Créer le compte").click()
    expect(page.locator("#id_email_error")).to_contain_text("@ac-grenoble.fr")
    expect(page.locator("#college")).to_have_value("Collège des Prés")
    looks_right(page, 1280)
    page.fill("#id_email", "alix@ac-grenoble.fr")
    page.fill("#id_password1", "quatre mots mis bout à bout")
    page.get_by_role("button", name="Créer le compte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifiez votre adresse")


def test_an_agent_is_asked_for_its_own_place_only(page, live_server):
    page.goto(f"{live_server.url}/compte/creer/etat/")
    for place in ("departement", "academy", "region"):
        expect(page.locator(f"#id_{place}")).to_be_hidden()
    page.get_by_text("Rectorat", exact=True).click()
    expect(page.locator("#id_academy")).to_be_visible()
    expect(page.locator("#id_departement")).to_be_hidden()
    looks_right(page, 1280)


def test_an_agent_reads_that_an_administrator_decides(page, live_server):
    agent = make_user(Role.PREFECTURE, approved=False, second_factor=False)
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, live_server, agent.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre accès est en attente")
    looks_right(page, 320)
