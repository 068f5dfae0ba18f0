"""A teacher imports a class, prints its codes and reads where it stands, wide and on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from geo_matching.applications.models import Application
from geo_matching.applications.states import State
from geo_matching.common.weeks import format_week
from geo_matching.schools.weeks_choice import choose_weeks
from tests.accounts.factories import make_scope, make_staff, make_student
from tests.browser.conftest import WEEK
from tests.offers.factories import SOON, make_offer
from tests.qpv_data.factories import make_college
from tests.schools.lists import class_list

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [1366, 320]
LIST = class_list("MARTIN;Léa;3e A", "D'ARÇON;Élie-Noé;3e B", ";Tom;3e A")


def sign_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


@pytest.fixture
def teacher(page, live_server):
    """Sign a teacher of two collèges in, one of them with four pupils."""
    college = make_college(name="Collège des Prés")
    user = make_staff(college)
    make_scope(user, "college", make_college(name="Collège au nom particulièrement long"))
    offer = make_offer(capacity=4)
    for state in (State.CONFIRMED, State.ACCEPTED, State.SUBMITTED, State.REJECTED):
        student = make_student(college)
        Application.objects.create(student=student, offer=offer, week=203005, state=state)
    sign_in(page, live_server, user)
    return page


def look(page, width):
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == [], page.url


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_list_to_codes_on_paper(teacher, live_server, width):
    page = teacher
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/college/classe/")
    page.select_option("#college-choisi", label="Collège des Prés (Valbourg)")
    page.get_by_role("button", name="Changer").click()
    expect(page.locator(".figure__number")).to_have_text(["1", "2", "1"])
    look(page, width)
    page.get_by_role("link", name="Importer une liste").click()
    look(page, width)
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": LIST}
    page.set_input_files("#liste", files=[file])
    page.get_by_role("button", name="Vérifier la liste").click()
    expect(page.locator(".figure__number")).to_have_text(["2", "0", "0", "1"])
    look(page, width)
    page.get_by_role("button", name="Enregistrer 2 changements").click()
    expect(page.locator(".school__message")).to_contain_text("2 élèves ajoutés")
    page.get_by_role("link", name="Codes des élèves").click()
    look(page, width)
    page.get_by_role("button", name="Préparer la feuille").click()
    expect(page.locator(".code-card")).to_have_count(1)
    look(page, width)
    page.emulate_media(media="print")
    expect(page.locator(".fr-header")).to_be_hidden()
    expect(page.locator(".code-card__code").first).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_other_pages_of_a_school(teacher, live_server, width):
    page = teacher
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("semaines/", "eleves/ajouter/", "classes/"):
        page.goto(f"{live_server.url}/college/{address}")
        look(page, width)


def test_a_pupil_sees_its_college_and_its_weeks_first(page, town, college):
    """The bakery and the garage take pupils in WEEK, the mill in any week."""
    choose_weeks(college, {SOON})
    sign_in(page, town, make_student(college).user)
    page.goto(f"{town.url}/stages/?max=90&semaine={format_week(WEEK)}")
    page.locator(".offer__open, .empty__title").first.wait_for()
    expect(page.locator(".offer__open")).to_have_text(["La farine"])
    expect(page.locator("#college")).to_have_value(re.compile("Collège des Prés"))
    expect(page.locator("#semaine option").first).to_have_text("Les semaines de ton collège")
    expect(page.locator("#compte")).to_have_text("1 stage à 90\u202fmin ou moins")
