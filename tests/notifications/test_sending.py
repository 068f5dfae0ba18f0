"""A message is kept, sent once, tried again while the server is down, and given up in the open."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.template import TemplateDoesNotExist, engines
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from geo_matching.accounts.roles import Role
from geo_matching.notifications.mail import MailNotSentError
from geo_matching.notifications.models import Notification
from geo_matching.notifications.sending import MAX_ATTEMPTS, TRIED_FOR, notify, send
from geo_matching.notifications.tasks import (
    LEFT_OVER_AFTER,
    send_digest,
    send_digests,
    take_up_unsent,
)
from tests.accounts.factories import make_user
from tests.queue_worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def written(tmp_path, settings):
    """Add a template of our own to the folder of messages."""
    folder = tmp_path / "notifications"
    folder.mkdir()
    (folder / "essai.txt").write_text(
        "Un objet\n\nBonjour {{ name }},\n\nVenez.\n", encoding="utf-8"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    assert str(tmp_path) in engines["django"].dirs


def waiting_jobs() -> list[dict]:
    rows = ProcrastinateJob.objects.filter(task_name__contains="notifications").order_by("id")
    return list(rows.values_list("args", flat=True))


def test_a_message_is_plain_text_and_its_html_is_escaped(mailoutbox, settings):
    settings.SITE_URL = "https://stages.example"
    kept = notify("essai", make_user(), path="/ici/", name="L'Atelier <Dupont & fils>")
    assert (kept.subject, kept.body) == (
        "Un objet",
        "Bonjour L'Atelier <Dupont & fils>,\n\nVenez.",
    )
    send(kept)
    (mail,) = mailoutbox
    assert mail.body == f"{kept.body}\n\nhttps://stages.example/ici/"
    html, kind = mail.alternatives[0]
    assert kind == "text/html"
    assert "L&#x27;Atelier &lt;Dupont &amp; fils&gt;" in html
    assert 'href="https://stages.example/ici/"' in html


def test_a_message_of_no_known_kind_is_refused():
    with pytest.raises(TemplateDoesNotExist):
        notify("inconnu", make_user())


def test_a_pupil_without_an_address_reads_it_in_the_account(mailoutbox):
    pupil = make_user(Role.PUPIL)
    send(notify("essai", pupil))
    assert mailoutbox == []
    assert waiting_jobs() == []
    assert list(pupil.notifications.unread()) == [Notification.objects.get()]


def test_an_undone_transaction_leaves_neither_message_nor_job():
    with transaction.atomic():
        notify("essai", make_user())
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert waiting_jobs() == []
    kept = notify("essai", make_user())
    assert waiting_jobs() == [{"notification_id": kept.pk}]


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_down_loses_nothing_and_sends_once(queue, mail_server):
    mail_server.answer = "421 closed for the night"
    kept = notify("essai", make_user(email="a@essais.example"), name="Camille")
    work()
    job = ProcrastinateJob.objects.get(args__has_key="notification_id")
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at > timezone.now() + dt.timedelta(seconds=30)
    kept.refresh_from_db()
    assert (kept.attempts, kept.emailed_at, kept.failed_at) == (1, None, None)

    mail_server.answer = ""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    work()
    send(kept)
    (mail,) = mail_server.taken
    assert (mail["To"], mail["Subject"]) == ("a@essais.example", "Un objet")
    assert "Bonjour Camille" in mail.get_body(("plain",)).get_content()
    kept.refresh_from_db()
    assert kept.emailed_at is not None
    assert kept.attempts == 2


@pytest.mark.django_db(transaction=True)
def test_what_fails_says_no_address(queue, mail_server):
    kept = notify("essai", make_user(email="secret@essais.example"))
    mail_server.recipient_answer = "450 busy"
    with pytest.raises(MailNotSentError) as told:
        send(kept)
    assert "secret" not in str(told.value)
    assert told.value.__cause__ is None


@pytest.mark.django_db(transaction=True)
def test_an_address_that_does_not_exist_is_given_up_at_once(queue, mail_server):
    mail_server.recipient_answer = "550 no such user"
    kept = notify("essai", "nulle-part@essais.example")
    send(kept)
    kept.refresh_from_db()
    assert kept.failed_at is not None
    assert not Notification.objects.to_send().exists()


@pytest.mark.django_db(transaction=True)
def test_after_enough_tries_it_is_given_up(queue, mail_server):
    mail_server.answer = "421 closed"
    kept = notify("essai", make_user())
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(MailNotSentError):
            send(kept)
    assert Notification.objects.to_send().exists(), "a server may be down for a weekend"
    Notification.objects.update(created_at=timezone.now() - TRIED_FOR)
    send(kept)
    kept.refresh_from_db()
    assert (kept.attempts, kept.failed_at is not None) == (MAX_ATTEMPTS + 1, True)


@pytest.mark.django_db(transaction=True)
def test_an_old_message_is_not_given_up_at_its_first_try(queue, mail_server):
    mail_server.answer = "421 closed"
    kept = notify("essai", make_user())
    Notification.objects.update(created_at=timezone.now() - TRIED_FOR)
    with pytest.raises(MailNotSentError):
        send(kept)
    assert Notification.objects.to_send().exists()


def test_a_link_for_somebody_without_an_account_goes_with_the_mail(mailoutbox, settings):
    settings.SITE_URL = "https://stages.example"
    kept = notify("essai", "parent@essais.example", path="/lien/abc/")
    send(kept)
    assert "https://stages.example/lien/abc/" in mailoutbox[0].body
    kept.refresh_from_db()
    assert kept.path == ""


def test_one_mail_a_day_for_those_who_want_it(mailoutbox):
    user = make_user(wants_digest=True)
    other = make_user(wants_digest=True)
    for name in ("Un", "Deux"):
        notify("essai", user, name=name)
    assert waiting_jobs() == []
    send_digests(0)
    assert waiting_jobs() == [{"user_id": user.pk}]
    for _ in range(2):
        send_digest(user.pk)
        send_digest(other.pk)
    (mail,) = mailoutbox
    assert mail.subject == "Vos 2 messages du jour"
    assert "Bonjour Un" in mail.body
    assert "Bonjour Deux" in mail.body
    assert not Notification.objects.to_send().exists()


def test_the_night_takes_up_what_was_never_sent():
    old, given_up, young = (notify("essai", make_user()) for _ in range(3))
    for_digest = notify("essai", make_user(wants_digest=True))
    changed_mind = notify("essai", make_user(wants_digest=True))
    changed_mind.recipient.wants_digest = False
    changed_mind.recipient.save()
    before = timezone.now() - LEFT_OVER_AFTER - dt.timedelta(minutes=1)
    Notification.objects.exclude(pk=young.pk).update(created_at=before)
    Notification.objects.filter(pk=given_up.pk).update(failed_at=timezone.now())
    ProcrastinateJob.objects.all()
    known = len(waiting_jobs())
    take_up_unsent(0)
    asked = [job["notification_id"] for job in waiting_jobs()[known:]]
    assert sorted(asked) == [old.pk, changed_mind.pk]
    assert for_digest.emailed_at is None
