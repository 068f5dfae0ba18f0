"""A long thread is read from its end, fifty messages at a time, by each who may read it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from geo_matching.applications.conversation import Side
from geo_matching.applications.models import ApplicationMessage
from geo_matching.applications.thread import A_PAGE
from tests.accounts.factories import make_staff
from tests.applications.factories import send, team_member
from tests.applications.test_conversation import text, thread_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return send()


def pages_of(application):
    """Return who reads a thread, and where."""
    staff = make_staff(application.student.college)
    member = team_member(application.offer)
    return {
        application.student.user: thread_of(application),
        member: reverse("inbox_application", args=[application.pk]),
        staff: reverse("pupil_messages", args=[application.student_id]),
    }


def filled(application, count):
    """Write so many messages, by both sides in turn."""
    sides = ((Side.HOST, team_member(application.offer)), (Side.PUPIL, application.student.user))
    rows = [
        ApplicationMessage(application=application, side=side, author=author, text=f"Mot {n:03}.")
        for n in range(count)
        for side, author in [sides[n % 2]]
    ]
    return ApplicationMessage.objects.bulk_create(rows)


def words(page) -> list[str]:
    return re.findall(r"Mot (\d{3})\.", page)


def test_a_long_thread_is_read_from_its_end_piece_by_piece(client, application):
    filled(application, 2 * A_PAGE + 1)
    everything = [f"{number:03}" for number in range(2 * A_PAGE + 1)]
    for user, address in pages_of(application).items():
        client.force_login(user)
        page, read_so_far = text(client.get(address)), []
        assert "Derniers messages" not in page
        while True:
            read_so_far = words(page) + read_so_far
            older = re.search(r'href="(\?avant=\d+)"', page)
            if older is None:
                break
            page = text(client.get(address + older[1]))
            assert "Derniers messages" in page
        assert read_so_far == everything
        assert words(text(client.get(address))) == everything[-A_PAGE:]


def test_a_thread_of_one_piece_has_no_links_and_a_wrong_one_shows_the_end(client, application):
    filled(application, A_PAGE)
    for user, address in pages_of(application).items():
        client.force_login(user)
        for query in ("", "?avant=x", "?avant=", "?avant=99999999999999999999", "?avant=-1"):
            page = text(client.get(address + query))
            assert len(words(page)) == A_PAGE
            assert "plus anciens" not in page


def test_a_longer_thread_costs_no_more_queries(client, application):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    pages = [*pages_of(application).items()]
    pages.append((application.student.user, reverse("my_applications")))
    filled(application, 2)
    few = {}
    for user, address in pages:
        client.force_login(user)
        client.get(address)
        few[address] = queries(address)
    filled(application, 3 * A_PAGE)
    for user, address in pages:
        client.force_login(user)
        client.get(address)
        assert queries(address) == few[address] <= 25


def test_the_list_counts_messages_and_shows_the_last_only(client, application):
    filled(application, 2 * A_PAGE + 1)
    client.force_login(application.student.user)
    page = text(client.get(reverse("my_applications")))
    assert words(page) == [f"{2 * A_PAGE:03}"]
    assert "101 messages" in page
