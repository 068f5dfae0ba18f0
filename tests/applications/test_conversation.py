"""Pupil and host write to each other: who, how long, how often, who reads along, who is told."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.erasing import erase
from geo_matching.accounts.roles import Role
from geo_matching.applications import moving
from geo_matching.applications.conversation import MOST_A_DAY, Side, write
from geo_matching.applications.models import Application, ApplicationMessage
from geo_matching.applications.refusals import RefusedError
from geo_matching.applications.states import State
from geo_matching.notifications.models import Notification
from offers.weeks import week_of
from tests.accounts.factories import (
    make_host_user,
    make_staff,
    make_student,
)
from tests.applications.factories import NEXT_WEEK, send, team_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
THIS_WEEK, LAST_WEEK = week_of(TODAY), week_of(TODAY - dt.timedelta(weeks=1))
WORDS = "Faut-il apporter des chaussures\u202f?"


@pytest.fixture
def application():
    return send()


@pytest.fixture
def pupil(application):
    return application.student.user


@pytest.fixture
def member(application):
    return team_member(application.offer)


def thread_of(application) -> str:
    return reverse("application_messages", args=[application.pk])


def text(response) -> str:
    return response.content.decode().replace("&#x27;", "'")


def latest(user) -> Notification:
    return Notification.objects.filter(recipient=user).latest("pk")


def test_a_pupil_reads_a_host_and_answers_it(client, application, pupil, member):
    write(application.pk, member, Side.HOST, "Viens par la cour.")
    assert latest(pupil).path == thread_of(application)
    client.force_login(pupil)
    assert "Viens par la cour." in text(client.get(reverse("my_applications")))
    page = text(client.get(thread_of(application)))
    assert "Viens par la cour." in page
    assert (
        "Au collège, tes professeurs, le ou la CPE et la direction peuvent lire ces messages."
        in page
    )
    answer = client.post(thread_of(application), {"message": WORDS})
    assert answer["Location"] == thread_of(application)
    told = latest(member)
    assert (told.kind, told.subject) == ("application_message_host", "Un élève vous a écrit")
    assert "chaussures" not in told.body
    assert pupil.last_name not in told.body
    client.force_login(member)
    assert "L'élève a écrit" in text(client.get(reverse("inbox")))
    assert WORDS in text(client.get(told.path))
    client.post(told.path, {"verb": "message", "message": "Oui, fermées."})
    assert "L'élève a écrit" not in text(client.get(reverse("inbox")))


def test_the_same_words_twice_are_kept_once(application, pupil, member):
    for by, side in ((member, Side.HOST), (pupil, Side.PUPIL)):
        for _ in range(2):
            write(application.pk, by, side, WORDS)
    assert [one.side for one in application.messages.all()] == ["host", "pupil"]
    assert Notification.objects.filter(kind__startswith="application_message").count() == 2


def test_ten_a_day_and_a_side(client, application, pupil, member):
    for number in range(MOST_A_DAY):
        write(application.pk, pupil, Side.PUPIL, f"Message {number}")
    client.force_login(pupil)
    page = client.post(thread_of(application), {"message": "Un de trop"})
    assert "Tu pourras écrire demain." in text(page)
    assert "Un de trop" in text(page)
    write(application.pk, member, Side.HOST, "Doucement.")
    yesterday = timezone.now() - dt.timedelta(days=1)
    ApplicationMessage.objects.update(sent_at=yesterday)
    write(application.pk, pupil, Side.PUPIL, "Bonjour encore")
    assert application.messages.count() == MOST_A_DAY + 2


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Écris ton message."), ("x" * 1201, "1\u202f200 signes au plus")]
)
def test_a_mistake_is_told_and_nothing_is_lost(client, application, pupil, typed, words):
    client.force_login(pupil)
    page = text(client.post(thread_of(application), {"message": typed}))
    assert words in page
    assert typed in page
    assert not ApplicationMessage.objects.exists()


def test_what_was_typed_comes_back_after_signing_in(client, application, pupil):
    client.force_login(pupil)
    who = re.search(r'name="who" value="([^"]+)"', text(client.get(thread_of(application))))[1]
    client.logout()
    client.post(thread_of(application), {"message": WORDS, "who": who})
    client.force_login(pupil)
    assert WORDS in text(client.get(thread_of(application)))


@pytest.mark.parametrize(
    ("state", "week", "is_open"),
    [
        (State.READ, NEXT_WEEK, True),
        (State.ACCEPTED, NEXT_WEEK, True),
        (State.CONFIRMED, NEXT_WEEK, True),
        (State.CONFIRMED, THIS_WEEK, True),
        (State.CONFIRMED, LAST_WEEK, False),
        (State.REJECTED, NEXT_WEEK, False),
        (State.WITHDRAWN, NEXT_WEEK, False),
        (State.TAKEN_ELSEWHERE, NEXT_WEEK, False),
        (State.EXPIRED, NEXT_WEEK, False),
    ],
)
def test_open_until_it_is_over_or_the_week_is(client, application, state, week, is_open):
    Application.objects.update(state=state, week=week)
    pupil, member = application.student.user, team_member(application.offer)
    pages = {
        (pupil, Side.PUPIL): thread_of(application),
        (member, Side.HOST): reverse("inbox_application", args=[application.pk]),
    }
    for (user, side), address in pages.items():
        client.force_login(user)
        page = text(client.get(address))
        assert ('id="ecrire-mot"' in page) == is_open, side
        if is_open:
            write(application.pk, user, side, WORDS)
        else:
            with pytest.raises(RefusedError, match="close"):
                write(application.pk, user, side, WORDS)


def test_whose_it_is_not_finds_nothing(client, application, pupil, member):
    message = write(application.pk, member, Side.HOST, WORDS)
    addresses = (thread_of(application), reverse("message_report", args=[message.pk]))
    client.force_login(make_student().user)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert client.post(addresses[0], {"message": "Coucou"}).status_code == 404
    client.force_login(make_host_user())
    assert client.get(addresses[1]).status_code == 404
    client.force_login(member)
    assert client.get(addresses[1]).status_code == 404, "nobody reports itself"


def test_teachers_of_the_college_read_along_and_nobody_else_there(
    client, application, pupil, member
):
    write(application.pk, member, Side.HOST, "Viens par la cour.")
    write(application.pk, pupil, Side.PUPIL, WORDS)
    college = application.student.college
    address = reverse("pupil_messages", args=[application.student_id])
    for role in (Role.TEACHER, Role.CPE, Role.HEAD):
        client.force_login(make_staff(college, role))
        page = text(client.get(address))
        assert WORDS in page
        assert "Viens par la cour." in page
        assert "<textarea" not in page
        assert address in text(client.get(reverse("class")))
    client.force_login(make_staff(college, Role.SECRETARY))
    assert client.get(address).status_code == 403
    assert address not in text(client.get(reverse("class")))
    client.force_login(make_staff())
    assert client.get(address).status_code == 404


def test_a_teacher_s_page_costs_few_queries(
    client, application, member, django_assert_max_num_queries
):
    for number in range(9):
        write(application.pk, member, Side.HOST, f"Message {number}")
    client.force_login(make_staff(application.student.college))
    with django_assert_max_num_queries(12):
        client.get(reverse("pupil_messages", args=[application.student_id]))


def test_messages_go_with_the_pupil_and_the_name_with_the_host(application, pupil, member):
    # Somebody still answers: nothing ends with the account that goes.
    make_host_user(application.offer.site.host)
    write(application.pk, member, Side.HOST, WORDS)
    erase(member)
    assert ApplicationMessage.objects.get().author is None
    moving.withdraw(application.pk, pupil)
    erase(pupil)
    assert not ApplicationMessage.objects.exists()


def test_french_typography(client, application, pupil, member):
    message = write(application.pk, member, Side.HOST, "Viens par la cour.")
    write(application.pk, pupil, Side.PUPIL, WORDS)
    pages = {pupil: [thread_of(application), reverse("message_report", args=[message.pk])]}
    teacher = make_staff(application.student.college)
    pages[teacher] = [reverse("pupil_messages", args=[application.student_id])]
    for user, addresses in pages.items():
        client.force_login(user)
        for address in addresses:
            main = text(client.get(address)).partition("<main")[2].partition("</main")[0]
            words = re.sub(r"<[^>]+>", "", main)
            assert not re.search(r"\w [?!;:](\s|$)", words), address
