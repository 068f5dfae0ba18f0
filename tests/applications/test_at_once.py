"""Many people at the same moment, on a real PostgreSQL: seats are never given twice."""

import threading

import pytest
from django.db import connection

from geo_matching.applications import moving
from geo_matching.applications.applying import apply
from geo_matching.applications.models import Application
from geo_matching.applications.refusals import AnsweredError, RefusedError
from geo_matching.applications.states import SEATED, State
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

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 60


def all_at_once(*actions):
    """Run these at the same moment, each with a connection of its own; return what each said."""
    barrier = threading.Barrier(len(actions))
    said = [None] * len(actions)

    def run(index, action):
        try:
            barrier.wait(PATIENCE_S)
            said[index] = action()
        except Exception as error:  # noqa: BLE001 - told to the test, which looks at each
            said[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
        assert not thread.is_alive(), "waits for ever"
    return said


def test_twenty_hosts_accept_for_five_seats():
    offer = make_open_offer(capacity=5)
    members = [make_host_user(offer.site.host) for _ in range(20)]
    applications = [send(offer) for _ in members]
    pairs = zip(applications, members, strict=True)
    said = all_at_once(*(lambda a=a, m=m: moving.accept(a.pk, m) for a, m in pairs))
    refused = [s for s in said if isinstance(s, RefusedError)]
    assert sum(isinstance(s, Application) for s in said) == 5
    assert len(refused) == 15
    assert {str(s) for s in refused} == {"Toutes les places de cette offre sont prises."}
    offer.refresh_from_db()
    assert offer.seats_taken == 5
    assert Application.objects.filter(state__in=SEATED).count() == 5


def test_the_same_post_ten_times_makes_one_row():
    offer, student = make_open_offer(), make_student()
    said = all_at_once(*[lambda: apply(student, offer.pk, letter(), PARENT)] * 10)
    assert {s.pk for s in said} == {Application.objects.get().pk}
    received = Notification.objects.filter(kind="application_received")
    assert received.count() == 1


def test_two_members_answer_the_same_application():
    offer = make_open_offer()
    one, other = team_member(offer), make_host_user(offer.site.host)
    application = send(offer)
    said = all_at_once(
        lambda: moving.accept(application.pk, one), lambda: moving.reject(application.pk, other)
    )
    (late,) = [s for s in said if isinstance(s, AnsweredError)]
    application.refresh_from_db()
    first, verb = (one, "accepté") if application.state == State.ACCEPTED else (other, "refusé")
    assert str(late).startswith(f"{first} a {verb} cette candidature le ")
    offer.refresh_from_db()
    assert offer.seats_taken == (application.state == State.ACCEPTED)


def test_confirming_several_at_once_keeps_one_and_frees_the_others():
    student = make_student()
    applications = [send(make_open_offer(), student) for _ in range(6)]
    for application in applications:
        moving.accept(application.pk, team_member(application.offer))
    said = all_at_once(*(lambda a=a: moving.confirm(a.pk, student.user) for a in applications))
    assert sum(isinstance(s, Application) for s in said) == 1
    assert sum(isinstance(s, RefusedError) for s in said) == 5
    rows = Application.objects.select_related("offer")
    assert sorted(row.state for row in rows) == [State.CONFIRMED] + [State.TAKEN_ELSEWHERE] * 5
    assert all(row.offer.seats_taken == (row.state == State.CONFIRMED) for row in rows)


def test_pupils_confirm_while_hosts_answer_and_withdraw():
    """Everybody crosses everybody's offers: no one waits for ever, and every seat is accounted for."""
    offers = [make_open_offer(capacity=2, weeks=[WEEK, NEXT_WEEK]) for _ in range(4)]
    students = [make_student() for _ in range(4)]
    rows = [[send(offer, student) for offer in offers] for student in students]
    for row in rows[:2]:
        moving.accept(row[0].pk, team_member(offers[0]))
        moving.accept(row[3].pk, team_member(offers[3]))
    actions = [
        lambda: moving.confirm(rows[0][0].pk, students[0].user),
        lambda: moving.confirm(rows[1][3].pk, students[1].user),
        lambda: moving.accept(rows[2][0].pk, team_member(offers[0])),
        lambda: moving.accept(rows[3][3].pk, team_member(offers[3])),
        lambda: moving.withdraw(rows[0][3].pk, students[0].user),
        lambda: moving.cancel(rows[1][0].pk, team_member(offers[0])),
        lambda: moving.reject(rows[0][1].pk, team_member(offers[1])),
        lambda: moving.accept(rows[1][2].pk, team_member(offers[2])),
    ]
    said = all_at_once(*actions)
    assert all(isinstance(s, Application | RefusedError) for s in said), said
    for offer in offers:
        offer.refresh_from_db()
        held = Application.objects.filter(offer=offer, state__in=SEATED).count()
        assert offer.seats_taken == held <= offer.capacity
