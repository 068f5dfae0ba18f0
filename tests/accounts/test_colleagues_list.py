"""Heads find all who wait for their answer on one page, and how many on every page."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from geo_matching.accounts.colleagues import VALID
from geo_matching.accounts.models import AccessRequest
from geo_matching.accounts.roles import Role
from tests.accounts.factories import make_staff, make_user
from tests.accounts.test_colleagues import NO, YES, browser, college, grow_old, head, sign_up
from tests.maps.page_html import read
from tests.qpv_data.factories import make_college

__all__ = ["browser", "college", "head"]
pytestmark = pytest.mark.django_db
LIST = "/compte/collegues/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def test_a_head_lists_who_waits_and_answers_in_place(client, browser, college, head):
    asking = []
    for name, where in (("a.un", college), ("b.deux", college), ("c.trois", make_college())):
        client.logout()
        asking.append(sign_up(client, where, f"{name}@ac-grenoble.fr"))
    first, second, elsewhere = asking
    browser.force_login(head)
    page = read(browser.get(LIST))
    assert "2 personnes demandent à suivre les classes" in page.text
    assert elsewhere.user.email not in page.text
    assert page.text.index(first.user.email) < page.text.index(second.user.email)
    assert page.all("form", action=f"/compte/collegue/{first.pk}/")
    answer = read(browser.post(f"/compte/collegue/{first.pk}/", YES, follow=True)).text
    assert "Cette personne peut maintenant suivre les classes" in answer
    assert "1 personne demande" in answer
    answer = read(browser.post(f"/compte/collegue/{second.pk}/", NO, follow=True)).text
    assert "Cette personne n'a pas d'accès, et en est prévenue." in answer
    assert "Personne n'attend votre réponse." in answer
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.decision, first.decided_by) == ("granted", head)
    assert (second.decision, second.decided_by) == ("refused", head)


def test_the_menu_and_the_first_page_of_a_head_say_how_many_wait(client, browser, college, head):
    browser.force_login(head)
    assert "en attente" not in read(browser.get("/college/classe/")).text
    wanted = sign_up(client, college)
    text = read(browser.get("/college/classe/")).text
    assert "Collègues, en attente\u202f: 1" in text
    assert "1 personne demande à rejoindre votre collège. Répondre" in text
    # What nobody answered in time is asked for again by the newcomer.
    grow_old(wanted, VALID)
    assert "en attente" not in read(browser.get("/college/classe/")).text
    assert "Personne n'attend votre réponse." in read(browser.get(LIST)).text
    browser.force_login(make_staff(college))
    text = read(browser.get("/college/classe/")).text
    assert "Collègues" not in text
    assert browser.get(LIST).status_code == 403


def test_many_who_wait_are_read_page_by_page(browser, college, head, django_assert_max_num_queries):
    for number in range(23):
        user = make_user(Role.TEACHER, approved=False, last_name=f"Attente {number:02}")
        AccessRequest.objects.create(
            user=user,
            role=Role.TEACHER,
            level="college",
            college=college,
            verified_at=timezone.now(),
            asked_at=timezone.now(),
        )
    browser.force_login(head)
    with django_assert_max_num_queries(15):
        first = read(browser.get(LIST)).text
    assert "23 personnes demandent" in first
    assert ("Attente 19" in first, "Attente 20" in first) == (True, False)
    assert "Attente 22" in read(browser.get(f"{LIST}?page=2")).text
