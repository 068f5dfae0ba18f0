"""An address of the académie does not say which collège: somebody of the collège does."""

import datetime as dt
import logging

import pytest
from django.core.cache import cache
from django.urls import reverse

from geo_matching.accounts.colleagues import AGAIN_AFTER, VALID
from geo_matching.accounts.models import AccessRequest, User
from geo_matching.accounts.permissions import may
from geo_matching.accounts.roles import Role
from geo_matching.common.secrets_in_logs import WithoutSecrets
from geo_matching.notifications.models import Notification
from tests.accounts.factories import make_administrator, make_staff
from tests.accounts.mailbox import link_sent_to, verify
from tests.maps.page_html import read
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db
EMAIL = "alix.essai@ac-grenoble.fr"
PERSON = {"first_name": "Alix", "last_name": "Essai", "password1": "quatre mots mis bout à bout"}
WAITING = "/compte/en-attente/"
AGAIN = "/compte/en-attente/redemander/"
YES, NO = {"verb": "yes"}, {"verb": "no"}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def college():
    return make_college(uai="0380021X", name="Collège des Prés")


@pytest.fixture
def head(college):
    return make_staff(college, Role.HEAD)


@pytest.fixture
def browser():
    """Another one than the newcomer's."""
    from django.test import Client

    return Client()


def mailbox(college):
    return f"ce.{college.uai.lower()}@ac-grenoble.fr"


def sign_up(client, college, email=EMAIL, role="head"):
    fields = {**PERSON, "email": email, "college": college.uai, "staff_role": role}
    client.post("/compte/creer/college/", fields)
    verify(client, email)
    return AccessRequest.objects.get(user__email=email)


def let_in(wanted):
    user = User.objects.get(pk=wanted.user_id)
    return may(user, "classes.manage") and user.scopes.filter(college=wanted.college).exists()


def asked():
    return Notification.objects.filter(kind="colleague_to_confirm")


def grow_old(wanted, age):
    AccessRequest.objects.filter(pk=wanted.pk).update(asked_at=wanted.asked_at - age)


def test_a_personal_address_waits_and_sees_no_class(client, college, head):
    wanted = sign_up(client, college)
    assert wanted.decision == "waiting"
    assert not let_in(wanted)
    assert not wanted.user.scopes.exists()
    for page in ("/college/classe/", "/college/codes/", "/college/eleves/ajouter/"):
        assert client.get(page).status_code in {302, 404}
    page = read(client.get("/compte/", follow=True)).text
    assert "Quelqu'un de votre collège doit maintenant confirmer" in page
    assert mailbox(college) in page
    assert "aucune classe ne vous est montrée" in page
    assert {one.email for one in asked()} == {mailbox(college), head.email}
    for one in asked():
        assert "Essai" not in one.subject + one.body


def test_the_colleges_mailbox_lets_in_by_its_link_once(client, browser, college):
    wanted = sign_up(client, college)
    link = link_sent_to(mailbox(college))
    page = browser.get(link)
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    text = read(page).text
    for told in ("Alix Essai", "Chef d'établissement", EMAIL, "Collège des Prés"):
        assert told in text
    assert not let_in(wanted)
    assert browser.post(link, YES).status_code == 200
    assert let_in(wanted)
    wanted.refresh_from_db()
    assert (wanted.decision, wanted.decided_by) == ("granted", None)
    assert Notification.objects.get(kind="access_granted").recipient == wanted.user
    again = browser.post(link, NO)
    assert again.status_code == 404
    assert EMAIL not in again.content.decode()
    assert let_in(wanted)


def test_a_head_of_the_college_answers_behind_its_sign_in(client, browser, college, head):
    other_head = make_staff(college, Role.HEAD)
    wanted = sign_up(client, college, role="teacher")
    page = link_sent_to(head.email)
    assert page == f"/compte/collegue/{wanted.pk}/"
    assert browser.get(page)["Location"].startswith("/compte/connexion/")
    browser.force_login(head)
    assert "Est-ce un membre de votre équipe" in read(browser.get(page)).text
    browser.post(page, YES)
    assert let_in(wanted)
    wanted.refresh_from_db()
    assert wanted.decided_by == head
    joined = Notification.objects.filter(kind="staff_joined")
    assert [one.recipient for one in joined] == [other_head]


def test_whoever_is_not_known_stays_outside_and_is_told(client, browser, college):
    wanted = sign_up(client, college)
    browser.post(link_sent_to(mailbox(college)), NO)
    assert not let_in(wanted)
    told = Notification.objects.get(kind="access_refused")
    assert "il ne vous connaît pas" in told.body
    assert "n'a pas été acceptée" in read(client.get(WAITING)).text
    client.post(AGAIN)
    assert asked().count() == 1


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SECRETARY])
def test_others_of_the_college_do_not_decide(client, browser, college, role):
    wanted = sign_up(client, college)
    browser.force_login(make_staff(college, role))
    assert browser.post(f"/compte/collegue/{wanted.pk}/", YES).status_code == 403
    assert not let_in(wanted)


def test_a_head_of_another_college_finds_nothing(client, browser, college):
    wanted = sign_up(client, college)
    browser.force_login(make_staff(make_college(), Role.HEAD))
    assert browser.post(f"/compte/collegue/{wanted.pk}/", YES).status_code == 404
    assert not let_in(wanted)


def test_nobody_lets_itself_in(client, college):
    wanted = sign_up(client, college)
    assert client.post(f"/compte/collegue/{wanted.pk}/", YES)["Location"] == WAITING
    assert not let_in(wanted)


def test_a_link_is_of_no_use_after_two_weeks_and_is_asked_for_again(client, browser, college, head):
    wanted = sign_up(client, college)
    old = link_sent_to(mailbox(college))
    grow_old(wanted, VALID)
    assert browser.post(old, YES).status_code == 404
    browser.force_login(head)
    assert browser.post(f"/compte/collegue/{wanted.pk}/", YES).status_code == 404
    assert "Personne n'a répondu" in read(client.get(WAITING)).text
    client.post(AGAIN)
    new = link_sent_to(mailbox(college))
    assert new != old
    browser.post(new, YES)
    assert let_in(wanted)


def test_the_college_is_asked_once_a_day_at_most(client, browser, college):
    wanted = sign_up(client, college)
    old = link_sent_to(mailbox(college))
    assert "Envoyer un nouveau message" not in read(client.get(WAITING)).text
    page = read(client.post(AGAIN, follow=True)).text
    assert "attendez un jour" in page
    assert asked().count() == 1
    grow_old(wanted, AGAIN_AFTER + dt.timedelta(minutes=1))
    assert "Envoyer un nouveau message" in read(client.get(WAITING)).text
    client.post(AGAIN)
    client.post(AGAIN)
    assert asked().count() == 2
    # The link before is of no use any more.
    assert browser.get(old).status_code == 404


def test_signing_in_again_does_not_ask_again(client, college):
    sign_up(client, college)
    client.logout()
    client.post("/compte/connexion/", {"login": EMAIL, "password": PERSON["password1"]})
    assert asked().count() == 1


def test_an_administrator_may_let_in_too_and_it_is_logged(client, browser, college):
    from django.contrib.admin.models import LogEntry

    wanted = sign_up(client, college)
    administrator = make_administrator()
    browser.force_login(administrator)
    page = browser.get(reverse("admin:accounts_accessrequest_change", args=[wanted.pk]))
    assert AccessRequest.objects.get().link_hash not in page.content.decode()
    chosen = {"_selected_action": [wanted.pk], "action": "grant_access"}
    browser.post(reverse("admin:accounts_accessrequest_changelist"), chosen)
    assert let_in(wanted)
    assert AccessRequest.objects.get().decided_by == administrator
    assert LogEntry.objects.get(object_id=str(wanted.pk)).user == administrator


def test_the_directorys_mailbox_counts_as_the_colleges(client, college):
    college.mail = "accueil@saint-essai.example"
    college.save()
    assert let_in(sign_up(client, college, "accueil@saint-essai.example"))
    client.logout()
    sign_up(client, college)
    assert {one.email for one in asked().filter(recipient=None)} == {"accueil@saint-essai.example"}


def test_decisions_are_logged_without_names_and_links_without_their_secret(
    client, browser, college, caplog
):
    sign_up(client, college)
    link = link_sent_to(mailbox(college))
    with caplog.at_level(logging.INFO, logger="geo_matching.accounts"):
        browser.post(link, YES)
    assert "granted by the official address" in caplog.text
    assert "Alix" not in caplog.text
    record = logging.LogRecord("x", logging.INFO, "", 0, f"GET {link} 200", (), None)
    WithoutSecrets().filter(record)
    assert record.getMessage() == "GET /lien/collegue/.../ 200"
