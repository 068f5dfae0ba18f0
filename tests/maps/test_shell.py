"""What every page shares: marks, language, security, errors."""

import re

import pytest
from django.test import override_settings
from django.urls import path

from maps.urls import urlpatterns as pages
from tests.maps.page_html import read

pytestmark = pytest.mark.django_db
TEXTS = ["/aide/", "/contact/", "/mentions-legales/", "/donnees-personnelles/", "/accessibilite/"]
MENU = ["/stages/", "/prof/", "/territoire/"]
PAGES = ["/", *MENU, *TEXTS, "/nulle-part"]
WARNING = "Démonstration, pas un site de l'État"


def fail(request):
    raise RuntimeError("a secret detail")


urlpatterns = [*pages, path("panne/", fail)]


@pytest.mark.parametrize("address", PAGES)
def test_the_page_says_whose_it_is_not(client, address):
    page = read(client.get(address))
    assert page.text.count(WARNING) >= 2
    assert "république" not in page.text.lower()
    assert not [a for _, a in page.tags if "fr-logo" in (a.get("class") or "").split()]
    icons = [a["href"] for a in page.all("link", rel="icon")]
    assert icons == ["/static/maps/img/mark.svg"]


@pytest.mark.parametrize("address", PAGES)
def test_the_page_is_french_with_one_title_and_ways_around(client, address):
    page = read(client.get(address))
    assert page.all("html")[0]["lang"] == "fr"
    assert len(page.all("h1")) == 1
    ids = {a["id"] for _, a in page.tags if "id" in a}
    jumps = [a["href"] for a in page.all("a") if (a.get("href") or "").startswith("#")]
    assert len(jumps) >= 2
    assert jumps[-1] == "#pied"
    assert {jump.removeprefix("#") for jump in jumps} <= ids


@pytest.mark.parametrize("address", PAGES)
def test_nothing_runs_inline_and_nothing_comes_from_elsewhere(client, address):
    response = client.get(address)
    page = read(response)
    for script in page.all("script"):
        assert script.get("src") or script.get("type") == "application/json"
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "action", "data"):
            assert not (attributes.get(name) or "").startswith(("http:", "https:", "//"))
        if tag == "link":
            assert attributes["href"].startswith("/static/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy or "unsafe-inline" not in policy.split("script-src")[1]


@pytest.mark.parametrize("address", ["/", *MENU, *TEXTS])
def test_french_typography(client, college, address):
    text = read(client.get(address)).text
    assert not re.search(r"\w [?!;:](\s|$)", text)
    assert not re.search(r"\d min\b", text)


def test_the_menu_says_where_one_is(client):
    for address in MENU:
        here = [a["href"] for a in read(client.get(address)).all("a", **{"aria-current": "page"})]
        assert here == [address]


def test_an_unknown_page_says_so_in_french(client):
    response = client.get("/nulle-part")
    assert response.status_code == 404
    page = read(response)
    assert "Cette page n'existe pas" in page.text
    assert [a["href"] for a in page.all("a", **{"class": "fr-btn"})] == ["/"]


@override_settings(ROOT_URLCONF="tests.maps.test_shell")
def test_a_fault_of_ours_tells_no_detail(client):
    client.raise_request_exception = False
    response = client.get("/panne/")
    assert response.status_code == 500
    text = read(response).text
    assert "Un problème est survenu chez nous" in text
    assert "secret" not in text


def test_a_strange_request_is_refused_in_french(client):
    response = client.get("/", headers={"host": "ailleurs.example"})
    assert response.status_code == 400
    assert "Nous n'avons pas compris cette demande" in read(response).text


@pytest.mark.parametrize("address", ["/", *MENU, *TEXTS])
def test_pages_are_for_reading(client, address):
    assert client.post(address).status_code == 405
    assert "Set-Cookie" not in client.get(address)
