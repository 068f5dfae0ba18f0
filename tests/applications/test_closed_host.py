"""A host's only account goes: pupils who wait for its answer are told at once."""

import datetime as dt

import pytest
from django.utils import timezone

from geo_matching.accounts.erasing import erase
from geo_matching.applications import moving
from geo_matching.applications.applying import apply
from geo_matching.applications.models import AnswerLink, ApplicationMove
from geo_matching.applications.refusals import RefusedError
from geo_matching.applications.states import State
from geo_matching.notifications.models import Notification
from tests.accounts.factories import make_host_user, make_student
from tests.applications.factories import PARENT, letter, make_open_offer, send, team_member
from tests.applications.test_at_once import all_at_once
from tests.maps.page_html import read

pytestmark = pytest.mark.django_db
WORDS = "Cette structure a fermé son compte\u202f: elle n'accueille plus d'élèves par ce site."


def state_of(application):
    application.refresh_from_db()
    return application.state


def test_what_waits_ends_with_a_message_and_the_ordinary_move(client):
    offer = make_open_offer(capacity=3)
    host = team_member(offer)
    sent, opened, accepted = (send(offer) for _ in range(3))
    moving.read(opened.pk, host)
    moving.accept(accepted.pk, host)
    Notification.objects.all().delete()
    erase(host)
    for application in (sent, opened):
        assert state_of(application) == State.REJECTED
        assert application.due_at is None
        told = Notification.objects.get(recipient=application.student.user)
        assert told.kind == "application_rejected"
        last = application.moves.order_by("pk").last()
        assert (last.to_state, last.actor) == (State.REJECTED, None)
    # A promise is kept: the pupil may still confirm.
    assert state_of(accepted) == State.ACCEPTED
    client.force_login(sent.student.user)
    with pytest.raises(RefusedError, match="La structure a refusé cette candidature le"):
        moving.withdraw(sent.pk, sent.student.user)
    page = read(client.get("/candidatures/")).text
    assert WORDS in page
    assert "refusée" in page


def test_while_a_colleague_can_answer_nothing_ends():
    offer = make_open_offer()
    make_host_user(offer.site.host)
    waiting = send(offer)
    erase(team_member(offer))
    assert state_of(waiting) == State.SUBMITTED
    erase(team_member(offer))
    assert state_of(waiting) == State.REJECTED


def test_what_was_passed_on_waits_for_whoever_holds_the_link():
    offer = make_open_offer(capacity=2)
    host = team_member(offer)
    fresh, old = send(offer), send(offer)
    for application in (fresh, old):
        moving.transfer(application.pk, host, "collegue@essais.example")
    over = timezone.now() - dt.timedelta(minutes=1)
    AnswerLink.objects.filter(application=old).update(expires_at=over)
    erase(host)
    assert state_of(fresh) == State.TRANSFERRED
    assert state_of(old) == State.REJECTED
    assert state_of(moving.accept(fresh.pk, None)) == State.ACCEPTED


def test_other_hosts_and_pupils_are_left_alone():
    elsewhere, gone = send(), make_open_offer()
    before = ApplicationMove.objects.count()
    erase(team_member(gone))
    assert state_of(elsewhere) == State.SUBMITTED
    assert ApplicationMove.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_whoever_applies_at_the_same_moment_does_not_wait_in_vain():
    for _ in range(5):
        offer, student = make_open_offer(), make_student()
        host = team_member(offer)
        said = all_at_once(
            lambda host=host: erase(host),
            lambda offer=offer, student=student: apply(student, offer.pk, letter(), PARENT),
        )
        assert said[0] is None
        assert isinstance(said[1], RefusedError) or state_of(said[1]) == State.REJECTED
