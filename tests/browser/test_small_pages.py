"""Lists that grow long, on a phone and wide: a head's colleagues, weeks, threads, the API's pages."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from geo_matching.accounts.models import AccessRequest
from geo_matching.accounts.roles import Role
from geo_matching.applications.thread import A_PAGE
from tests.accounts.factories import make_staff, make_user
from tests.applications.factories import send
from tests.applications.test_conversation import thread_of
from tests.applications.test_long_threads import filled
from tests.browser.test_accounts import looks_right, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def asks(college):
    """Let somebody of the académie wait for this collège's answer."""
    now = timezone.now()
    user = make_user(Role.TEACHER, approved=False, last_name="Attente")
    AccessRequest.objects.create(
        user=user,
        role=Role.TEACHER,
        level="college",
        college=college,
        verified_at=now,
        asked_at=now,
    )


@pytest.mark.parametrize("width", [320, 390, 1024, 1366])
def test_a_head_answers_a_colleague_from_its_first_page(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 844})
    application = send()
    college = application.student.college
    head = make_staff(college, Role.HEAD)
    filled(application, A_PAGE + 1)
    asks(college)
    sign_in(page, live_server, head.email)
    expect(page.get_by_text("1 personne demande à rejoindre")).to_be_visible()
    looks_right(page, width)
    for address in ("/college/semaines/", f"/college/eleves/{application.student_id}/messages/"):
        page.goto(live_server.url + address)
        looks_right(page, width)
    page.get_by_role("link", name="Messages plus anciens").click()
    expect(page.locator(".talk__one")).to_have_count(1)
    page.goto(f"{live_server.url}/college/classe/")
    page.get_by_role("link", name="Répondre").click()
    looks_right(page, width)
    page.get_by_role("button", name="C'est bien un membre de notre équipe").click()
    expect(page.get_by_text("Personne n'attend votre réponse.")).to_be_visible()
    looks_right(page, width)


def test_a_pupil_goes_back_in_a_long_thread_and_returns(page, live_server):
    page.set_viewport_size({"width": 320, "height": 640})
    application = send()
    filled(application, A_PAGE + 1)
    sign_in(page, live_server, application.student.user.username)
    page.goto(live_server.url + thread_of(application))
    expect(page.locator(".talk__one")).to_have_count(A_PAGE)
    looks_right(page, 320)
    page.get_by_role("link", name="Messages plus anciens").click()
    expect(page.locator(".talk__one")).to_have_count(1)
    page.get_by_role("link", name="Derniers messages").click()
    expect(page.locator(".talk__one")).to_have_count(A_PAGE)


@pytest.mark.parametrize("width", [320, 1366])
def test_the_pages_of_the_api_lead_back(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(f"{live_server.url}/api/partenaires/")
    page.locator(".swagger-ui .info").wait_for()
    bar = page.locator(".api-bar")
    assert bar.evaluate("bar => bar.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="API publique").click()
    page.locator(".swagger-ui .info").wait_for()
    page.get_by_role("link", name="Retour au site").click()
    expect(page).to_have_url(f"{live_server.url}/")


@pytest.mark.parametrize("width", [992, 1200, 1343, 1344])
def test_the_longest_menu_and_the_shortest_fit_on_every_screen(page, live_server, width):
    """Between a phone and a large screen: nothing is pushed out of sight."""
    page.set_viewport_size({"width": width, "height": 700})
    college = send().student.college
    head = make_staff(college, Role.HEAD)
    asks(college)
    page.goto(live_server.url)
    looks_right(page, width)
    sign_in(page, live_server, head.email)
    page.wait_for_url("**/college/classe/")
    looks_right(page, width)
    header = page.locator(".site-header").bounding_box()
    assert header["height"] <= 4.5 * 16 + 1
