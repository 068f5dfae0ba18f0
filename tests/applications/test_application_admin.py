"""What support sees of an application, and what it sees only after saying why."""

import pytest

from geo_matching.accounts.models import AccessLog
from geo_matching.accounts.roles import Role
from geo_matching.applications.models import Application
from tests.accounts.factories import make_administrator, make_student, make_user
from tests.offers.factories import make_host, make_offer, make_site

pytestmark = pytest.mark.django_db
SECRET = "J'aimerais voir comment on répare un vélo."


@pytest.fixture
def application():
    offer = make_offer(make_site(host=make_host("Cycles du Pont", siret="12345678200010")))
    return Application.objects.create(
        student=make_student(), offer=offer, week=202648, motivation=SECRET, phone="0600000000"
    )


@pytest.fixture
def support(client):
    client.force_login(make_administrator())
    return client


def text(response) -> str:
    return response.content.decode().replace("&#x27;", "'")


def test_found_by_uai_siret_and_host(support, application):
    for words in (application.student.college.uai, "12345678200010", "cycles"):
        page = text(support.get(f"/admin/applications/application/?q={words}"))
        assert str(application.offer) in page, words
    assert str(application.offer) not in text(
        support.get("/admin/applications/application/?q=98765432100010")
    )


def test_the_week_is_told_in_words(support, application):
    for address in ("", f"{application.pk}/change/"):
        page = text(support.get(f"/admin/applications/application/{address}"))
        assert "du lundi 23 au vendredi 27 novembre 2026" in page


def test_groups_that_would_open_nothing_are_not_shown(support):
    page = text(support.get("/admin/"))
    assert "Candidatures" in page
    assert "Groupes" not in page
    assert 'rel="icon"' in page


def test_words_and_contact_are_hidden(support, application):
    page = text(support.get(f"/admin/applications/application/{application.pk}/change/"))
    assert "Lire, en disant pourquoi" in page
    assert SECRET not in page
    assert "0600000000" not in page


def test_reading_them_needs_a_reason_that_is_logged(support, application):
    address = f"/admin/applications/application/{application.pk}/lire/"
    assert SECRET not in text(support.get(address))
    assert SECRET not in text(support.post(address, {"reason": "bof"}))
    assert AccessLog.objects.count() == 0
    assert SECRET in text(support.post(address, {"reason": "Demande d'aide 77"}))
    log = AccessLog.objects.get()
    assert (log.kind, log.person, log.reason) == (
        "reading",
        application.student.user,
        "Demande d'aide 77",
    )


def test_others_do_not_read_them(client, application):
    client.force_login(make_user(Role.MINISTRY, is_staff=True, is_superuser=True))
    address = f"/admin/applications/application/{application.pk}/lire/"
    assert client.post(address, {"reason": "Demande d'aide 77"}).status_code == 403
    assert AccessLog.objects.count() == 0


def test_pupils_of_a_sorted_list_stand_as_in_a_class(support, application):
    """The column's order is the pupil's own, asked across two tables."""
    for last in ("Zoé", "Élie", "EDEN", "FANNY"):
        Application.objects.create(
            student=make_student(last_name=last, first_name="Ali"),
            offer=application.offer,
            week=202648,
        )
    page = text(support.get("/admin/applications/application/?o=1"))
    places = [page.index(f"Ali {last}") for last in ("EDEN", "Élie", "FANNY", "Zoé")]
    assert places == sorted(places)
