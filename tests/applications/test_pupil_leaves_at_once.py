"""A pupil leaves while others move: nobody waits for ever, and nothing is taken back twice."""

import contextlib
import threading

import pytest
from django.db import transaction

from geo_matching.accounts.erasing import erase
from geo_matching.applications import moving
from geo_matching.applications.class_removal import take_out
from geo_matching.applications.models import Application
from geo_matching.applications.states import State
from geo_matching.applications.steps import lock_offers
from tests.accounts.factories import make_student
from tests.applications.factories import make_open_offer, send, team_member
from tests.applications.test_at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER_S = 1.0


@pytest.fixture
def meet():
    """Wait a moment for the other one to come here too."""
    both = threading.Barrier(2)

    def wait():
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(TOGETHER_S)

    return wait


def test_its_offers_are_locked_in_the_order_of_every_move(monkeypatch, meet):
    """It applied to the later one first: two who lock one by one would wait for each other."""
    earlier, later = make_open_offer(), make_open_offer()
    student = make_student()
    for offer in (later, earlier):
        send(offer, student)
    monkeypatch.setattr(moving, "tell_team", lambda *_: meet())

    @transaction.atomic
    def move_elsewhere():
        lock_offers([earlier.pk])
        meet()
        lock_offers([later.pk])

    said = all_at_once(lambda: take_out(student, student.user), move_elsewhere)
    assert said == [None, None]
    assert not Application.objects.exclude(state=State.WITHDRAWN).exists()


def test_what_a_host_answers_in_the_same_moment_stops_nobody(meet):
    """The pupil waits for the host's move, then finds one application less to take back."""
    offer, student = make_open_offer(), make_student()
    application = send(offer, student)
    send(make_open_offer(), student)

    @transaction.atomic
    def refuse():
        moving.reject(application.pk, team_member(offer))
        meet()
        meet()

    def leave():
        meet()
        erase(student.user)

    assert all_at_once(refuse, leave) == [None, None]
    states = Application.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.REJECTED, State.WITHDRAWN]
