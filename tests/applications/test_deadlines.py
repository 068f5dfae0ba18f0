"""What the clock closes and of whom it warns."""

import datetime as dt

import pytest
from django.utils import timezone

from geo_matching.applications import expiring, moving
from geo_matching.applications.models import Application
from geo_matching.applications.states import State
from geo_matching.notifications.models import Notification
from tests.applications.factories import make_open_offer, send, team_member

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def later(days: float) -> dt.datetime:
    return NOW + dt.timedelta(days=days)


def state_of(application) -> str:
    return Application.objects.get(pk=application.pk).state


def told(kind: str) -> int:
    return Notification.objects.filter(kind=f"application_{kind}").count()


@pytest.fixture
def three():
    """Applications that are sent, passed on and accepted now, at offers of one seat."""
    sent, passed, accepted = send(), send(), send()
    moving.transfer(passed.pk, team_member(passed.offer), "collegue@essais.example")
    moving.accept(accepted.pk, team_member(accepted.offer))
    return sent, passed, accepted


def test_fifteen_days_to_answer_thirty_once_passed_on_fifteen_to_confirm(three):
    sent, passed, accepted = three
    assert expiring.run(later(14.9))[0] == 0
    assert expiring.run(later(15.1))[0] == 2
    assert [state_of(a) for a in three] == [
        State.EXPIRED,
        State.TRANSFERRED,
        State.EXPIRED_UNCONFIRMED,
    ]
    accepted.offer.refresh_from_db()
    assert accepted.offer.seats_taken == 0
    assert expiring.run(later(30.1))[0] == 1
    assert state_of(passed) == State.EXPIRED
    assert sent.moves.last().actor is None
    assert (told("expired"), told("expired_host")) == (2, 2)
    assert (told("expired_unconfirmed"), told("expired_unconfirmed_host")) == (1, 1)


def test_a_second_run_does_nothing(three):
    expiring.run(later(31))
    before = Notification.objects.count()
    assert expiring.run(later(31)) == (0, 0)
    assert Notification.objects.count() == before


def test_more_than_a_batch(monkeypatch):
    monkeypatch.setattr(expiring, "BATCH", 2)
    offer = make_open_offer(capacity=5)
    applications = [send(offer) for _ in range(5)]
    for application in applications[:3]:
        moving.accept(application.pk, team_member(offer))
    assert expiring.run(later(16))[0] == 5
    offer.refresh_from_db()
    assert offer.seats_taken == 0


def test_each_side_is_warned_once_and_a_team_by_one_message():
    offer = make_open_offer(capacity=3)
    waiting = [send(offer) for _ in range(3)]
    accepted = send()
    moving.accept(accepted.pk, team_member(accepted.offer))
    assert expiring.run(later(9))[1] == 0
    assert expiring.run(later(11.5))[1] == 4
    assert expiring.run(later(12))[1] == 0
    (message,) = Notification.objects.filter(kind="application_answer_soon")
    assert message.body.startswith("Bonjour,\n\n3 candidatures arrivent bientôt")
    assert told("confirm_soon") == 1
    # Passed on: a new deadline, of which one is told again.
    moving.transfer(waiting[0].pk, team_member(offer), "collegue@essais.example")
    assert expiring.run(later(27))[1] == 1


def test_what_was_answered_is_left_alone():
    application = send()
    moving.reject(application.pk, team_member(application.offer))
    assert Application.objects.get().due_at is None
    assert expiring.run(later(60)) == (0, 0)
