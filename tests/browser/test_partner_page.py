"""The partner's page of keys and webhook in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from geo_matching.accounts.models import ApiToken
from tests.api.partner_world import make_partner, user_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = {"wide": (1366, 850), "phone": (390, 844), "narrow": (320, 640)}


def signed_in(page, live_server, user) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def test_keys_are_made_on_every_screen(page, live_server):
    partner = make_partner(webhook_url="https://partenaire.example/counts", full_access=True)
    ApiToken.make(user_of(partner), "site public")[0].revoke()
    signed_in(page, live_server, user_of(partner))
    for number, (width, height) in enumerate(WIDTHS.values()):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{live_server.url}/compte/api/")
        page.get_by_label("À quoi servira cette clé").fill(f"essai {number}")
        page.get_by_role("button", name="Créer une clé").click()
        page.get_by_role("heading", name="Votre nouvelle clé").wait_for()
        page.get_by_text("Vérifier que les envois").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        result = Axe().run(page).response
        assert [violation["id"] for violation in result["violations"]] == []
    assert ApiToken.objects.live().count() == len(WIDTHS)
