"""A teacher with an address of the académie waits; the collège's mailbox says who it is."""

import datetime as dt

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from geo_matching.accounts.colleagues import VALID
from geo_matching.accounts.models import AccessRequest
from geo_matching.common.weeks import format_week
from geo_matching.schools.queries import this_year
from geo_matching.schools.school_year import weeks_of_year
from tests.accounts.factories import PASSWORD, make_staff
from tests.accounts.mailbox import link_sent_to
from tests.browser.test_accounts import looks_right
from tests.qpv_data.factories import make_college

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL = "alix.essai@ac-grenoble.fr"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def sign_up(page, live_server, college):
    page.goto(f"{live_server.url}/compte/creer/college/")
    page.locator("#college").fill(college.uai)
    page.get_by_role("option").first.click()
    page.get_by_text("Professeur", exact=True).click()
    for field, value in {
        "#id_first_name": "Alix",
        "#id_last_name": "Essai",
        "#id_email": EMAIL,
        "#id_password1": PASSWORD,
    }.items():
        page.fill(field, value)
    page.get_by_role("button", name="Créer le compte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifiez votre adresse")
    page.goto(live_server.url + link_sent_to(EMAIL))
    page.get_by_role("button", name="Oui, c'est mon adresse").click()


def test_the_mailbox_of_the_college_lets_a_teacher_in(page, browser, live_server):
    college = make_college(name="Collège des Prés")
    page.set_viewport_size({"width": 320, "height": 640})
    sign_up(page, live_server, college)
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre accès est en attente")
    looks_right(page, 320)
    asked = AccessRequest.objects.get()
    AccessRequest.objects.update(asked_at=asked.asked_at - VALID - dt.timedelta(hours=1))
    page.reload()
    page.get_by_role("button", name="Envoyer un nouveau message").click()
    expect(page.get_by_text("Un nouveau message est parti")).to_be_visible()
    looks_right(page, 320)
    secretary = browser.new_page(viewport={"width": 390, "height": 844})
    secretary.goto(live_server.url + link_sent_to(f"ce.{college.uai.lower()}@ac-grenoble.fr"))
    looks_right(secretary, 390)
    secretary.get_by_role("button", name="C'est bien un membre de notre équipe").click()
    expect(secretary.get_by_role("heading", level=1)).to_have_text("Merci, c'est noté")
    looks_right(secretary, 390)
    secretary.close()
    page.goto(f"{live_server.url}/compte/accueil/")
    expect(page).to_have_url(f"{live_server.url}/college/classe/")


def test_weeks_ticked_after_the_session_had_ended_are_there_again(page, live_server):
    college = make_college(name="Collège des Prés")
    teacher = make_staff(college)
    week = weeks_of_year(this_year())[12]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/compte/connexion/?next=/college/semaines/")
    page.fill("#id_login", teacher.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    # Past weeks are folded, which this one is late in the year.
    for folded in page.locator(".weeks-past summary").all():
        folded.click()
    box = page.locator(f"#s-{format_week(week)}")
    page.locator(f"label[for='s-{format_week(week)}']").click()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Enregistrer nos semaines").click()
    page.fill("#id_login", teacher.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.get_by_text("pas encore enregistré")).to_be_visible()
    expect(box).to_be_checked()
    looks_right(page, 390)
    page.get_by_role("button", name="Enregistrer nos semaines").click()
    expect(page.get_by_text("C'est noté")).to_be_visible()
    assert [row.week for row in college.internship_weeks.all()] == [week]
