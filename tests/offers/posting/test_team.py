"""Teams: a one-time link for one address, and nobody leaves offers alone."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.roles import Role
from geo_matching.notifications.models import Notification
from offers.models import HostInvitation, HostMember
from tests.accounts.factories import make_host_user, make_user
from tests.offers.factories import make_host, make_offer, make_site

pytestmark = pytest.mark.django_db
EMAIL = "collegue@essais.example"


@pytest.fixture
def host():
    return make_host("Atelier")


@pytest.fixture
def user(client, host):
    user = make_host_user(host)
    client.force_login(user)
    return user


def invite(client, host, email=EMAIL):
    return client.post(reverse("host_team", args=[host.pk]), {"email": email})


def link():
    return Notification.objects.filter(email=EMAIL).latest("pk").path


def test_a_colleague_joins_by_the_link_once(client, user, host):
    assert invite(client, host, "Collegue@Essais.example").status_code == 302
    message = Notification.objects.get()
    assert (message.email, message.subject) == (EMAIL, "Une invitation à rejoindre une équipe")
    token = re.search(r"/invitation/([^/]+)/", message.path)[1]
    assert not HostInvitation.objects.filter(token_hash=token).exists()
    colleague = make_user(Role.HOST, email=EMAIL)
    client.force_login(colleague)
    assert "Atelier" in client.get(link()).content.decode()
    assert not host.members.filter(user=colleague).exists()
    assert client.post(link()).status_code == 302
    assert host.members.filter(user=colleague).exists()
    again = client.post(link())
    assert "plus valable" in again.content.decode()


def test_a_link_is_for_its_address_and_for_two_weeks(client, user, host):
    invite(client, host)
    client.force_login(make_host_user())
    assert "une autre adresse" in client.post(link()).content.decode()
    HostInvitation.objects.update(created_at=timezone.now() - dt.timedelta(days=15))
    client.force_login(make_user(Role.HOST, email=EMAIL))
    assert "plus valable" in client.post(link()).content.decode()
    assert HostMember.objects.filter(host=host).count() == 1


def test_a_second_invitation_replaces_the_first(client, user, host):
    invite(client, host)
    first = link()
    invite(client, host)
    assert HostInvitation.objects.count() == 1
    client.force_login(make_user(Role.HOST, email=EMAIL))
    assert "plus valable" in client.get(first).content.decode()
    assert "Rejoindre" in client.get(link()).content.decode()


@pytest.mark.parametrize(
    ("email", "words"), [("", "Écrivez une adresse"), ("non", "prenom@exemple.fr")]
)
def test_a_wrong_address_is_said_beside_the_field(client, user, host, email, words):
    response = invite(client, host, email)
    assert words in response.content.decode()
    assert not Notification.objects.exists()


def test_a_member_is_not_invited_again(client, user, host):
    page = invite(client, host, user.email.upper()).content.decode()
    assert "déjà dans l&#x27;équipe" in page


def test_a_visitor_signs_in_first_and_comes_back(client, user, host):
    invite(client, host)
    client.logout()
    assert link() in client.get(link())["Location"].replace("%2F", "/")


def test_the_last_member_stays_while_offers_are_online(client, user, host):
    offer = make_offer(make_site(host=host))
    leave = reverse("host_leave", args=[host.pk])
    page = client.post(leave, follow=True).content.decode()
    assert "Vous êtes seul" in page
    assert host.members.filter(user=user).exists()
    make_host_user(host)
    client.post(leave)
    assert not host.members.filter(user=user).exists()
    assert client.get(reverse("host_team", args=[host.pk])).status_code == 404
    offer.refresh_from_db()
    assert offer.published_at is not None


def test_teams_are_listed_with_few_queries(client, user, django_assert_max_num_queries):
    for _ in range(25):
        HostMember.objects.create(host=make_host(), user=user)
    make_host("D'une autre équipe")
    with django_assert_max_num_queries(10):
        response = client.get(reverse("host_teams"))
    assert len(response.context["rows"]) == 20
    assert {size for _, size in response.context["rows"]} == {1}
    other = make_host()
    assert client.get(reverse("host_team", args=[other.pk])).status_code == 404
