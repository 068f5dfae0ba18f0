"""The last two administrators leave at the same moment: one of them stays."""

import threading

import pytest
from django.core.cache import cache
from django.test import Client

from geo_matching.accounts.erasing import LastAdministratorError, erase
from geo_matching.accounts.models import Departure, User
from geo_matching.accounts.roles import Role
from tests.accounts.factories import PASSWORD, make_administrator, make_user
from tests.applications.test_at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER_S = 1.5
# Both are held here, in the middle of being erased, if both get that far.
both_inside = threading.Barrier(2)
met = []


def wait_for_the_other(user):
    try:
        both_inside.wait(TOGETHER_S)
    except threading.BrokenBarrierError:
        both_inside.reset()
    else:
        met.append(user.pk)


@pytest.fixture(autouse=True)
def slow_eraser(settings):
    cache.clear()
    met.clear()
    settings.ACCOUNT_ERASERS = [f"{__name__}.wait_for_the_other", *settings.ACCOUNT_ERASERS]


def left():
    return User.objects.filter(role=Role.ADMINISTRATOR, erased_at__isnull=True)


def test_of_two_transactions_the_second_finds_itself_the_last():
    first, second = make_administrator(), make_administrator()
    said = all_at_once(lambda: erase(first), lambda: erase(second))
    assert sorted(type(one) for one in said if one is not None) == [LastAdministratorError]
    assert left().count() == 1
    assert met == []


def test_of_two_who_press_the_button_one_is_told_to_stay():
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(make_user(Role.ADMINISTRATOR))
        client.post("/compte/confirmer/", {"password": PASSWORD})
    sent = ("/compte/supprimer/", {"confirmed": "on", "reason": "found"})
    answers = all_at_once(*(lambda one=one: one.post(*sent) for one in clients))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (kept,) = (answer for answer in answers if answer.status_code == 200)
    assert "Le dernier administrateur ne peut pas partir." in kept.content.decode()
    assert left().count() == 1
    assert Departure.objects.count() == 1


def test_others_leave_side_by_side():
    """Nobody else waits for the lock of administrators."""
    make_administrator()
    hosts = [make_user(), make_user()]
    all_at_once(*(lambda host=host: erase(host) for host in hosts))
    assert not User.objects.filter(role=Role.HOST, erased_at__isnull=True).exists()
    assert sorted(met) == sorted(host.pk for host in hosts)
