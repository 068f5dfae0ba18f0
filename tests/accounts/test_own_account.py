"""Mon compte: what may be changed, and leaving for good."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user
from django.core.cache import cache

from geo_matching.accounts.activation import issue
from geo_matching.accounts.erasing import erase
from geo_matching.accounts.models import Departure, User
from geo_matching.accounts.roles import Role
from geo_matching.applications.agreements.signing import sign
from geo_matching.applications.feedback.giving import give
from geo_matching.applications.models import (
    Application,
    Feedback,
    LegalRepresentative,
    Party,
    Signature,
)
from geo_matching.applications.states import State
from geo_matching.common.admin import note_each
from geo_matching.notifications.models import Notification
from geo_matching.notifications.sending import notify
from offers.dashboard.team import invite
from offers.models import Favourite, HostInvitation, HostMember, OfferDraft
from tests.accounts.factories import (
    PASSWORD,
    make_administrator,
    make_host_user,
    make_staff,
    make_student,
    make_user,
)
from tests.applications.stages import make_stage
from tests.applications.test_agreement_states import complete
from tests.applications.test_feedback import BEST
from tests.offers.factories import make_host, make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def sign_in(client, user):
    client.post("/compte/connexion/", {"login": user.username, "password": PASSWORD})


def test_everybody_sees_its_account_in_few_queries(client, django_assert_max_num_queries):
    for user in (make_student().user, make_staff(), make_host_user(), make_user(Role.MINISTRY)):
        client.force_login(user)
        with django_assert_max_num_queries(12):
            page = client.get("/compte/").content.decode()
        assert str(user) in page


def test_name_and_digest(client):
    host = make_host_user()
    client.force_login(host)
    client.post("/compte/", {"first_name": "Sacha", "last_name": "Neuf", "wants_digest": "on"})
    host.refresh_from_db()
    assert (host.get_full_name(), host.wants_digest) == ("Sacha Neuf", True)
    page = client.post("/compte/", {"first_name": "", "last_name": "Neuf"}).content.decode()
    assert "obligatoire" in page
    assert "Sacha Neuf" in page


def test_the_name_of_a_pupil_is_the_colleges_to_write(client):
    pupil = make_student().user
    client.force_login(pupil)
    client.post("/compte/", {"first_name": "Autre", "wants_digest": "on"})
    kept = User.objects.get(pk=pupil.pk)
    assert (kept.first_name, kept.wants_digest) == (pupil.first_name, True)


def test_changing_the_password_ends_the_other_sessions(client, client_of):
    host = make_host_user()
    elsewhere = client_of()
    sign_in(client, host)
    sign_in(elsewhere, host)
    new = "encore quatre autres mots"
    client.post(
        "/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert get_user(client) == host
    assert elsewhere.get("/compte/").status_code == 302


@pytest.fixture
def client_of():
    from django.test import Client

    return Client


def test_leaving_asks_the_password_again_after_a_while(client):
    host = make_host_user()
    client.force_login(host)
    assert client.get("/compte/supprimer/")["Location"].startswith("/compte/confirmer/")


def test_leaving_counts_a_reason_and_keeps_no_name(client):
    host = make_host_user()
    sign_in(client, host)
    assert "obligatoire" in client.post("/compte/supprimer/", {"reason": ""}).content.decode()
    answer = client.post("/compte/supprimer/", {"reason": "found", "confirmed": "on"})
    assert answer["Location"] == "/compte/supprime/"
    assert not get_user(client).is_authenticated
    left = Departure.objects.get()
    assert (left.role, left.reason) == (Role.HOST, "found")
    kept = User.objects.get(pk=host.pk)
    assert str(kept) == "Compte supprimé"
    sign_in(client, host)
    assert not get_user(client).is_authenticated


def test_whoever_waits_for_an_access_may_leave_too(client):
    agent = make_user(Role.PREFECTURE, approved=False, second_factor=False)
    sign_in(client, agent)
    client.post("/compte/supprimer/", {"confirmed": "on"})
    assert User.objects.get(pk=agent.pk).erased_at is not None


def test_the_last_administrator_stays(client):
    administrator = make_user(Role.ADMINISTRATOR)
    client.force_login(administrator)
    client.post("/compte/confirmer/", {"password": PASSWORD})
    page = client.post("/compte/supprimer/", {"confirmed": "on"}).content.decode()
    assert "dernier administrateur" in page
    assert User.objects.get().erased_at is None


def test_a_pupil_is_erased_with_its_representative_and_its_words():
    student = make_student(email="eleve@essais.example")
    pupil = student.user
    LegalRepresentative.objects.create(student=student, name="Une Mère", phone="0600000000")
    made = Application.objects.create(
        student=student,
        offer=make_offer(),
        week=202648,
        motivation="J'aime le pain",
        email="eleve@essais.example",
    )
    Favourite.objects.create(user=pupil, offer=made.offer)
    notify("account_security", pupil, event="password_changed")
    issue(pupil)
    erase(pupil)
    made.refresh_from_db()
    assert (made.state, made.motivation, made.email) == (State.WITHDRAWN, "", "")
    kept = User.objects.get(pk=pupil.pk)
    assert str(kept) == "Compte supprimé"
    assert (kept.first_name, kept.last_name, kept.email) == ("", "", "")
    assert not LegalRepresentative.objects.exists()
    assert not kept.notifications.exists()
    assert not kept.favourites.exists()
    assert not kept.check_password(PASSWORD)


def test_erasing_takes_ways_in_and_teams_but_no_offer():
    host = make_host_user()
    offer = make_offer()
    agent = make_user(Role.MINISTRY)
    for user in (host, agent):
        erase(user)
    assert not HostMember.objects.filter(user=host).exists()
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    offer.refresh_from_db()
    once = User.objects.get(pk=host.pk)
    erase(once)
    assert User.objects.get(pk=host.pk).username == once.username


def test_erasing_takes_drafts_and_invitations():
    host = make_host()
    user = make_host_user(host)
    OfferDraft.objects.create(user=user, data={"content": {"tutor": ["Alix Essai"]}})
    for email in (user.email.upper(), "autre@essais.example"):
        invite(make_host(), email, make_host_user())
    erase(user)
    assert not OfferDraft.objects.exists()
    assert HostInvitation.objects.get().email == "autre@essais.example"


def test_erasing_takes_names_out_of_the_administrations_log(client):
    staff, other = make_staff(), make_staff()
    client.force_login(make_administrator())
    for user in (staff, other):
        client.post(
            "/admin/accounts/user/",
            {"action": "reset_second_factor", "_selected_action": [user.pk]},
        )
    address = EmailAddress.objects.get(user=staff)
    note_each(client.get("/admin/").wsgi_request, [address], "Vérifiée.")
    erase(staff)
    told = LogEntry.objects.order_by("pk").values_list("object_repr", "change_message")
    assert list(told) == [
        ("Compte supprimé", "Second facteur remis à zéro."),
        (str(other), "Second facteur remis à zéro."),
        ("Compte supprimé", "Vérifiée."),
    ]


def test_a_pupil_who_leaves_takes_its_agreement_and_its_words_but_not_its_stage():
    stage = make_stage()
    sign(complete(stage), Party.PUPIL, str(stage.pupil), Signature.How.ACCOUNT, stage.pupil)
    give(stage.application, stage.pupil, BEST, "Demande à Camille, elle y était.")
    Application.objects.update(week=202647)
    erase(stage.pupil)
    assert not Signature.objects.exists()
    kept = Feedback.objects.get()
    assert (kept.author, kept.comment, kept.rating) == (None, "", 1)
    assert Application.objects.get().state == State.CONFIRMED
    assert not Notification.objects.filter(kind="application_withdrawn").exists()
