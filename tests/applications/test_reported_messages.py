"""A message that somebody reports: read with a logged reason, taken off or left."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from geo_matching.accounts.models import AccessLog
from geo_matching.accounts.roles import Role
from geo_matching.applications.conversation import Side, write
from tests.accounts.factories import make_administrator, make_staff, make_user
from tests.applications.test_conversation import (
    WORDS,
    application,
    latest,
    member,
    pupil,
    text,
    thread_of,
)

__all__ = ["application", "member", "pupil"]
pytestmark = pytest.mark.django_db


def test_a_reported_message_is_read_with_a_reason_and_taken_off(client, application, pupil, member):
    message = write(application.pk, member, Side.HOST, "Donne-moi ton adresse.")
    client.force_login(pupil)
    address = reverse("message_report", args=[message.pk])
    assert address in text(client.get(thread_of(application)))
    assert "appelle le 119" in text(client.get(address))
    for _ in range(2):
        assert client.post(address)["Location"] == thread_of(application)
    assert "Signalé" in text(client.get(thread_of(application)))
    client.force_login(member)
    inbox = text(client.get(reverse("inbox_application", args=[application.pk])))
    assert "Signalé" not in inbox, "whoever wrote it does not learn of it"
    client.force_login(make_staff(application.student.college))
    client.post(address)
    message.refresh_from_db()
    assert message.reported_by == pupil, "the first report stands"

    client.force_login(make_administrator())
    queue = "/admin/applications/applicationmessage/"
    read = reverse("admin:applications_read", args=[application.pk])
    assert read in text(client.get(queue))
    pages = text(client.get(queue)) + text(client.get(f"{queue}{message.pk}/change/"))
    assert "adresse." not in pages
    assert "adresse." in text(client.post(read, {"reason": "Message signalé"}))
    assert AccessLog.objects.get().person == pupil
    for _ in range(2):
        client.post(queue, {"action": "take_off", "_selected_action": [message.pk]})
    noted = LogEntry.objects.get()
    assert (noted.get_edited_object(), noted.change_message) == (
        message,
        "Message signalé, retiré.",
    )
    assert read not in text(client.get(queue))
    assert [latest(user).kind for user in (pupil, member)] == [
        "message_report_decided",
        "message_removed",
    ]
    client.force_login(pupil)
    page = text(client.get(thread_of(application)))
    assert "Message retiré par la modération." in page
    assert "adresse." not in page
    assert "adresse." not in text(client.get(reverse("my_applications")))


def test_a_message_that_moderators_leave_stays(client, application, pupil, member):
    message = write(application.pk, pupil, Side.PUPIL, WORDS)
    client.force_login(member)
    client.post(reverse("message_report", args=[message.pk]))
    kept = write(application.pk, pupil, Side.PUPIL, "Pas signalé")
    client.force_login(make_administrator())
    chosen = {"action": "leave", "_selected_action": [message.pk, kept.pk]}
    client.post("/admin/applications/applicationmessage/", chosen)
    message.refresh_from_db()
    kept.refresh_from_db()
    assert (message.removed_at, kept.decided_at) == (None, None)
    assert latest(member).kind == "message_report_decided"
    client.force_login(make_user(Role.MINISTRY, is_staff=True, is_superuser=True))
    assert client.post("/admin/applications/applicationmessage/", chosen).status_code == 403
