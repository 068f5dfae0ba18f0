"""A host posts an offer from nothing: warned once that nobody can come, helped to a better one."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geo_matching.accounts.roles import Role
from offers.models import Offer
from tests.accounts.factories import make_user
from tests.browser.conftest import address_at_the_end
from tests.matching.toy_town import FAR, at
from tests.offers.posting.filled import make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = ((1366, 850), (320, 640))


@pytest.fixture
def town(live_server, college):
    """A REP+ collège, and 12 rue du Bout, 23 minutes away for 9 to 5 and 77 for 8 to 4."""
    college.pupils_3e = 96
    college.save()
    address_at_the_end()
    return live_server


@pytest.fixture
def host(page, town, client):
    user = make_user(Role.HOST)
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": town.url}]
    )
    return user


def shot(page, name):
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def too_wide(page, width):
    """Name what sticks out sideways."""
    page.wait_for_load_state()
    if page.evaluate("document.documentElement.scrollWidth") <= width:
        return []
    return page.evaluate(
        "width => [...document.querySelectorAll('main *')]"
        ".filter(e => e.getBoundingClientRect().right > width).map(e => e.outerHTML.slice(0, 90))",
        width,
    )


def script_runs(page):
    """Wait until the page's script has begun: before it, nothing follows what is typed."""
    expect(page.locator("#portee")).not_to_be_empty()


def score(page):
    return int(page.locator("#qualite .quality__score strong").inner_text())


def test_an_offer_from_nothing(page, town, host):
    page.goto(f"{town.url}/structure/offres/nouvelle/")
    page.get_by_role("button", name="Commencer").click()
    script_runs(page)
    page.get_by_label("Nom de la structure").fill("Garage du Bout")
    page.get_by_label("Numéro et rue").press_sequentially("12 rue du bout")
    page.get_by_role("option", name="12 Rue du Bout, 38990 Valbourg").click()
    expect(page.get_by_label("Ville")).to_have_value("Valbourg")
    expect(page.locator("#precision")).to_have_text("Le repère est à cette adresse.")
    expect(page.locator("#portee")).to_contain_text("1collège à moins de 30")
    expect(page.locator("#portee")).to_contain_text("environ 96 élèves de 3e")
    page.get_by_role("button", name="Continuer").click()

    script_runs(page)
    page.get_by_label("Début de la journée").fill("08:00")
    page.get_by_label("Fin de la journée").fill("16:00")
    warning = page.locator(".reach__warning")
    expect(warning).to_contain_text("Aucun transport en commun n'amène d'élèves")
    expect(page.locator(".reach__advice")).to_contain_text(
        "De 9\u202fh\u202f30 à 16\u202fh\u202f30"
    )
    page.get_by_label("Début de la journée").fill("09:00")
    page.get_by_label("Fin de la journée").fill("17:00")
    expect(warning).to_have_count(0)
    page.get_by_role("button", name="Continuer").click()

    script_runs(page)
    page.get_by_label("Titre de l'offre").fill("Une semaine au garage")
    page.get_by_label("Domaine").select_option("s8")
    before = score(page)
    page.get_by_label("Description").fill("Démonter et remonter une roue, nettoyer, mesurer.")
    page.get_by_label("Lundi").fill("Accueil et visite de l'atelier")
    page.get_by_label("Son métier").fill("mécanicienne")
    expect(page.locator("#enregistre")).to_contain_text("Brouillon enregistré")
    page.wait_for_function(
        f"Number(document.querySelector('.quality__score strong').textContent) > {before}"
    )
    page.get_by_role("button", name="Relire et publier").click()
    expect(page.locator("#portee")).to_contain_text("à moins de 45")
    page.get_by_role("button", name="Publier l'offre").click()
    expect(page.get_by_text("est en ligne")).to_be_visible()
    offer = Offer.objects.open().get()
    assert (offer.site.host.name, offer.site.precision) == ("Garage du Bout", "address")


def test_a_dragged_pin_is_kept(page, town, host):
    draft = make_draft(host, data={}, step=1)
    page.goto(f"{town.url}/structure/offres/brouillon/{draft.pk}/lieu/")
    script_runs(page)
    page.get_by_label("Numéro et rue").fill("Chemin sans nom")
    page.get_by_label("Code postal").fill("38990")
    page.get_by_label("Ville").fill("Valbourg")
    page.locator("#lieu-carte").click()
    expect(page.locator("#precision")).to_have_text("Le repère est là où vous l'avez posé.")
    draft.refresh_from_db()
    assert draft.typed("where", "precision") == "given"


def test_every_page_of_a_host_is_accessible_and_narrow(page, town, host):
    from tests.offers.factories import make_host, make_offer, make_site

    structure = make_host("Atelier")
    structure.members.create(user=host)
    offer = make_offer(make_site(host=structure, point=at(FAR)))
    here = {"street": "12 rue du Bout", "postcode": "38990"}
    draft = make_draft(host, where=here)
    wrong = make_draft(
        host, where={**here, "name": ""}, when={"capacity": "0"}, content={"title": ""}
    )
    step = f"/structure/offres/brouillon/{draft.pk}"
    bad = f"/structure/offres/brouillon/{wrong.pk}"
    paths = {
        "tableau": "/structure/?etat=publiee",
        "brouillons": "/structure/?etat=brouillon",
        "nouvelle": "/structure/offres/nouvelle/",
        "lieu": f"{step}/lieu/",
        "dates": f"{step}/dates/",
        "contenu": f"{step}/contenu/",
        "resume": f"{step}/",
        "lieu-faux": f"{bad}/lieu/?verifier",
        "dates-fausses": f"{bad}/dates/?verifier",
        "contenu-faux": f"{bad}/contenu/?verifier",
        "a-completer": f"{bad}/",
        "historique": f"/structure/offres/{offer.pk}/historique/",
        "supprimer": f"/structure/offres/{offer.pk}/supprimer/",
        "equipes": "/structure/equipes/",
        "equipe": f"/structure/equipes/{structure.pk}/",
    }
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        for name, path in paths.items():
            page.goto(town.url + path)
            page.wait_for_load_state("networkidle")
            shot(page, f"{name}-{width}")
            assert too_wide(page, width) == [], (name, width)
            found = Axe().run(page).response["violations"]
            told = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found]
            assert told == [], (name, width)
