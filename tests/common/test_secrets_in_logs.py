"""One-time links are secrets: no log of ours tells them, whatever becomes of the request."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

SECRET = "Zq3-un_secret"


@pytest.fixture
def logged():
    """Return what the console of this service gets, as its settings filter it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    loggers = [logging.getLogger(name) for name in ("django.request", "django.security.csrf")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        f"/lien/{SECRET}/",
        f"/lien/convention/{SECRET}/",
        f"/lien/convention/{SECRET}/convention.pdf",
        f"/compte/mot-de-passe/nouveau/1-{SECRET}/",
        f"/compte/adresse/verifier/{SECRET}/",
        f"/structure/invitation/{SECRET}/",
    ],
)
def test_a_refused_request_is_logged_without_its_secret(logged, path):
    Client(enforce_csrf_checks=True).post(path)
    Client().put(path)
    assert "Forbidden" in logged.getvalue()
    assert SECRET not in logged.getvalue()


def test_the_rest_of_a_line_stays(logged):
    logging.getLogger("django.request").warning("%s: %s", "Not Found", "/offres/12/")
    assert logged.getvalue() == "Not Found: /offres/12/\n"
