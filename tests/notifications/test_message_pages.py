"""Messages in the account: the list, one of them, the figure in the header; and the subjects."""

from pathlib import Path

import pytest
from django.test import Client

from geo_matching import notifications
from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.notifications.models import Notification
from geo_matching.notifications.views import A_PAGE
from tests.accounts.factories import make_user

FOLDER = Path(notifications.__file__).parent / "templates" / "notifications"


def tell(user: User, count: int = 1, **fields) -> list[Notification]:
    rows = [
        Notification(
            recipient=user, kind="essai", subject=f"Nouvelle {n}", body="Bonjour.", **fields
        )
        for n in range(count)
    ]
    return Notification.objects.bulk_create(rows)


@pytest.fixture
def user(db, client: Client) -> User:
    user = make_user(Role.PUPIL)
    client.force_login(user)
    return user


def test_the_list_is_paged_and_asks_little(client, user, django_assert_max_num_queries):
    tell(user, A_PAGE + 3)
    with django_assert_max_num_queries(8):
        html = client.get("/messages/").content.decode()
    assert html.count("message-list__item") == A_PAGE
    assert f"{A_PAGE + 3}</span>" in html.split("</header>")[0]
    second = client.get("/messages/?page=2").content.decode()
    assert second.count("message-list__item") == 3


def test_a_message_is_read_once_it_was_opened(client, user):
    (one,) = tell(user, path="/candidatures/")
    assert "is-unread" in client.get("/messages/").content.decode()
    shown = client.get(f"/messages/{one.pk}/").content.decode()
    assert 'href="/candidatures/"' in shown
    assert "is-unread" not in client.get("/messages/").content.decode()


def test_somebody_elses_message_does_not_exist(client, user):
    (theirs,) = tell(make_user())
    assert client.get(f"/messages/{theirs.pk}/").status_code == 404
    client.post("/messages/tout-lu/")
    assert Notification.objects.unread().count() == 1


def test_all_are_marked_read(client, user):
    tell(user, 3)
    page = client.post("/messages/tout-lu/", follow=True).content.decode()
    assert "Tous vos messages sont marqués comme lus." in page
    assert not Notification.objects.unread().exists()
    assert client.get("/messages/tout-lu/").status_code == 405


def test_many_unread_are_not_counted_further(client, user):
    tell(user, 120)
    assert "99+</span>" in client.get("/messages/").content.decode()


def test_visitors_are_asked_to_sign_in(db, client):
    answer = client.get("/messages/")
    assert answer.status_code == 302
    assert "next=/messages/" in answer["Location"]


def test_a_given_up_message_is_seen_and_tried_again_by_an_administrator(db, client):
    chief = make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
    client.force_login(chief)
    (lost,) = tell(make_user(), email="a@essais.example", failed_at="2026-11-26T08:00:00Z")
    (fine,) = tell(make_user(), email="b@essais.example")
    found = client.get("/admin/notifications/notification/?outcome=failed").content.decode()
    assert "a@essais.example" in found
    assert "b@essais.example" not in found
    assert (
        "Bonjour."
        not in client.get(f"/admin/notifications/notification/{lost.pk}/change/").content.decode()
    )
    body = {"action": "try_again", "_selected_action": [lost.pk, fine.pk]}
    client.post("/admin/notifications/notification/", body)
    lost.refresh_from_db()
    assert lost.failed_at is None


def subjects() -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8").partition("\n")[0]
        for path in FOLDER.glob("*.txt")
    }


def test_no_subject_says_anything_personal():
    assert subjects()
    told = {name: line for name, line in subjects().items() if "{" in line or len(line) > 90}
    assert told == {}
    assert [name for name, line in subjects().items() if not line.strip()] == []
