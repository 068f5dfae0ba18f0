"""Each move: what it allows, what it changes, whom it tells."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from geo_matching.applications import moving
from geo_matching.applications.applying import apply
from geo_matching.applications.models import Application, LegalRepresentative
from geo_matching.applications.refusals import AnsweredError, RefusedError
from geo_matching.applications.states import MOVES, State
from geo_matching.common.versions import current
from geo_matching.notifications.models import Notification
from tests.accounts.factories import make_host_user, make_student
from tests.applications.factories import (
    NEXT_WEEK,
    PARENT,
    WEEK,
    letter,
    make_open_offer,
    send,
    team_member,
)

pytestmark = pytest.mark.django_db


def kinds(user) -> list[str]:
    found = Notification.objects.filter(recipient=user).order_by("pk")
    return [kind.removeprefix("application_") for kind in found.values_list("kind", flat=True)]


def states(*applications) -> list[str]:
    return [Application.objects.get(pk=a.pk).state for a in applications]


def seats(offer) -> int:
    offer.refresh_from_db()
    return offer.seats_taken


def test_applying_tells_the_pupil_the_team_and_the_representative():
    offer = make_open_offer()
    second = make_host_user(offer.site.host)
    application = send(offer)
    assert (application.state, application.week) == (State.SUBMITTED, WEEK)
    assert application.due_at - timezone.now() > dt.timedelta(days=14)
    assert kinds(application.student.user) == ["sent"]
    assert kinds(team_member(offer)) == kinds(second) == ["received"]
    (told,) = Notification.objects.filter(recipient=None)
    assert (told.email, told.kind) == (PARENT.email, "application_representative")
    assert LegalRepresentative.objects.get().name == PARENT.name
    assert [m.to_state for m in application.moves.all()] == [State.SUBMITTED]


def test_the_same_post_twice_finds_the_first():
    offer, student = make_open_offer(), make_student()
    first = apply(student, offer.pk, letter(), PARENT)
    again = apply(student, offer.pk, letter(NEXT_WEEK, motivation="Autre chose"), PARENT)
    assert again == first
    assert Application.objects.get().week == WEEK
    assert kinds(team_member(offer)) == ["received"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(student=student, offer=offer, week=WEEK)


def test_accepting_holds_a_seat_and_confirming_withdraws_the_others():
    student = make_student()
    one, two, three = make_open_offer(), make_open_offer(), make_open_offer()
    first, second, third = (send(offer, student) for offer in (one, two, three))
    moving.accept(first.pk, team_member(one), "Bienvenue")
    moving.accept(second.pk, team_member(two))
    assert (seats(one), seats(two), seats(three)) == (1, 1, 0)
    before = current("seats")
    moving.confirm(first.pk, student.user)
    assert states(first, second, third) == [
        State.CONFIRMED,
        State.TAKEN_ELSEWHERE,
        State.TAKEN_ELSEWHERE,
    ]
    assert (seats(one), seats(two)) == (1, 0)
    assert current("seats") > before
    assert kinds(team_member(one)) == ["received", "agreement_host_part", "confirmed"]
    assert kinds(team_member(two)) == kinds(team_member(three)) == ["received", "taken_elsewhere"]
    assert kinds(student.user) == ["sent"] * 3 + ["accepted"] * 2


def test_a_second_click_changes_nothing_and_tells_nobody_twice():
    application = send()
    member = team_member(application.offer)
    for _ in range(2):
        moving.accept(application.pk, member)
    for _ in range(2):
        moving.confirm(application.pk, application.student.user)
    assert seats(application.offer) == 1
    assert kinds(application.student.user) == ["sent", "accepted"]
    assert kinds(member) == ["received", "agreement_host_part", "confirmed"]
    assert application.moves.count() == 3


def test_the_second_of_a_team_is_told_who_answered_what_and_when():
    application = send()
    member, other = team_member(application.offer), make_host_user(application.offer.site.host)
    moving.reject(application.pk, member, "Désolés")
    day = timezone.localdate()
    with pytest.raises(AnsweredError) as refusal:
        moving.reject(application.pk, other, "Autre chose")
    assert str(refusal.value).startswith(f"{member} a refusé cette candidature le {day.day}")
    assert Application.objects.get().answer == "Désolés"


def test_a_pupil_has_one_confirmed_stage():
    student = make_student()
    first, second = send(student=student), send(student=student)
    for application in (first, second):
        moving.accept(application.pk, team_member(application.offer))
    moving.confirm(first.pk, student.user)
    with pytest.raises(RefusedError):
        moving.confirm(second.pk, student.user)
    with pytest.raises(RefusedError, match="déjà confirmé"):
        send(student=student)
    third = Application.objects.create(student=student, offer=make_open_offer(), week=WEEK)
    with pytest.raises(RefusedError, match="déjà confirmé"):
        moving.accept(third.pk, team_member(third.offer))
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=second.pk).update(state=State.CONFIRMED)


def test_withdrawing_frees_the_seat_and_restoring_is_allowed_once():
    application = send()
    pupil, member = application.student.user, team_member(application.offer)
    moving.accept(application.pk, member)
    moving.withdraw(application.pk, pupil)
    assert seats(application.offer) == 0
    moving.restore(application.pk, pupil)
    moving.restore(application.pk, pupil)
    assert states(application) == [State.RESTORED]
    moving.withdraw(application.pk, pupil)
    with pytest.raises(RefusedError, match="qu'une fois"):
        moving.restore(application.pk, pupil)
    assert kinds(member) == ["received", "withdrawn", "restored", "withdrawn"]


def test_a_host_takes_back_an_answer_while_seats_remain():
    offer = make_open_offer(capacity=1)
    first, second = send(offer), send(offer)
    member = team_member(offer)
    moving.accept(first.pk, member)
    with pytest.raises(RefusedError, match="Toutes les places"):
        moving.accept(second.pk, member)
    moving.cancel(first.pk, member, "Travaux")
    moving.reject(second.pk, member)
    with pytest.raises(AnsweredError):
        moving.accept(second.pk, make_host_user(offer.site.host))
    moving.accept_again(second.pk, member)
    assert states(first, second) == [State.CANCELLED_BY_HOST, State.ACCEPTED]
    assert seats(offer) == 1


def test_one_reminder_after_some_days():
    application = send()
    with pytest.raises(RefusedError, match="quelques jours"):
        moving.remind(application.pk, application.student.user)
    ago = timezone.now() - dt.timedelta(days=5)
    Application.objects.update(submitted_at=ago)
    for _ in range(2):
        moving.remind(application.pk, application.student.user)
    assert kinds(team_member(application.offer)) == ["received", "reminder"]


def test_reading_gives_no_more_time_and_passing_on_does():
    application = send()
    due = application.due_at
    member = team_member(application.offer)
    assert moving.read(application.pk, member).due_at == due
    assert moving.transfer(application.pk, member, "collegue@essais.example").due_at > due
    assert states(application) == [State.TRANSFERRED]
    assert kinds(application.student.user) == ["sent", "transferred"]


def test_nobody_has_longer_than_until_the_stage():
    soon = timezone.localdate() + dt.timedelta(days=7)
    week = soon.isocalendar().year * 100 + soon.isocalendar().week
    monday = soon - dt.timedelta(days=soon.weekday())
    application = send(make_open_offer(weeks=[week]), week=week)
    assert timezone.localtime(application.due_at).date() == monday


@pytest.mark.parametrize("name", sorted(MOVES))
def test_every_move_has_a_way_in_and_its_target_is_another_state(name):
    move = MOVES[name]
    assert move.sources
    assert move.target not in move.sources
