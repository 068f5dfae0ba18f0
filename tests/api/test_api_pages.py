"""The API's page and schema, and the address that says what is loaded."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError

from geo_matching.api.v1 import health
from tests.maps.page_html import read
from tests.matching.toy_town import FOOT, SERVICE_DATE, offer_at

ROOT = Path(__file__).resolve().parents[2]


def test_the_schema_is_valid_and_without_a_warning(tmp_path):
    target = tmp_path / "schema.yml"
    asked = ("spectacular", "--validate", "--fail-on-warn", "--file", str(target))
    # A process of its own: the library keeps the names of whichever schema was made first.
    subprocess.run([sys.executable, "manage.py", *asked], cwd=ROOT, check=True)
    assert "Offres atteignables depuis un collège" in target.read_text(encoding="utf-8")


def test_the_schema_is_in_french_typography(client):
    schema = client.get("/api/schema/", {"format": "json"}).content.decode()
    assert "répétable" in schema
    assert "Première version" in schema
    assert not re.search(r'"description": "[^"]* [;:!?»]', schema)


@pytest.mark.django_db
def test_the_page_runs_no_inline_script_and_asks_nobody_outside(client):
    response = client.get("/api/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "unsafe" not in re.search(r"default-src[^;]*", response["Content-Security-Policy"])[0]
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert scripts
    for attributes, inline in scripts:
        assert "src=" in attributes
        assert not inline.strip()
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/", "/api/partenaires/"])
def test_each_page_of_the_api_leads_back_to_the_site_and_to_the_other(client, address):
    page = read(client.get(address))
    assert page.all("html", lang="fr")
    links = {link["href"]: "aria-current" in link for link in page.all("a")}
    assert links == {
        "/": False,
        "/api/": address == "/api/",
        "/api/partenaires/": address != "/api/",
    }
    assert "Retour au site Stages de 3e" in page.text
    assert len(page.all("link", rel="icon")) == 1


@pytest.mark.django_db
def test_health_says_what_is_loaded(client, college, django_assert_num_queries):
    offer_at(FOOT)
    offer_at(FOOT, published_at=None)
    with django_assert_num_queries(4):
        response = client.get("/api/v1/health/")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "colleges": 1,
        "computed_colleges": 0,
        "offers": 1,
        "networks": [
            {
                "area": "essai",
                "service_date": SERVICE_DATE.isoformat(),
                "covered_from": "2030-01-01",
                "covered_to": "2030-01-31",
            }
        ],
    }


@pytest.mark.django_db
def test_health_of_an_empty_service_is_empty(client):
    assert client.get("/api/v1/health/").json()["status"] == "empty"


@pytest.mark.django_db
def test_health_without_a_database_is_503(client, monkeypatch):
    def broken():
        raise OperationalError("the database is gone")

    monkeypatch.setattr(health, "builds_in_service", broken)
    response = client.get("/api/v1/health/")
    assert response.status_code == 503
    assert set(response.json()) == {"code", "error", "field"}
    # What went wrong inside stays inside.
    assert "gone" not in response.content.decode()
