"""At the end of a school year what is personal goes; ratings and states stay."""

import datetime as dt
import os
import time

import pytest
from procrastinate.contrib.django import procrastinate_app

from geo_matching.accounts.models import User
from geo_matching.applications import after_stage_tasks
from geo_matching.applications.agreements.papers import path_of, sweep
from geo_matching.applications.agreements.signing import sign_by_paper
from geo_matching.applications.conversation import Side, write
from geo_matching.applications.erasure import Erased, erase, last_boundary
from geo_matching.applications.feedback.giving import give
from geo_matching.applications.models import (
    Agreement,
    Application,
    ApplicationMessage,
    ApplicationMove,
    Feedback,
    LegalRepresentative,
    SignedPaper,
)
from geo_matching.notifications.models import Notification
from geo_matching.notifications.tasks import send_digests, take_up_unsent
from geo_matching.schools.models import SchoolClass
from offers.dashboard.team import invite
from offers.models import Favourite
from tests.accounts.factories import make_student
from tests.applications.papers import PDF
from tests.applications.stages import make_stage
from tests.applications.test_agreement_states import complete
from tests.applications.test_feedback import BEST

SUMMER = dt.date(2027, 8, 1)


def grow_old(path) -> None:
    hours_ago = time.time() - 7200
    os.utime(path, (hours_ago, hours_ago))


@pytest.fixture
def ended(db):
    """A stage with all that can be kept about it."""
    stage = make_stage(quality_score=50)
    SchoolClass.objects.update(school_year=2026)
    Application.objects.update(email="eleve@essais.example", phone="06", answer="Bienvenue !")
    ApplicationMove.objects.create(
        application=stage.application, to_state="accepted", message="Bonjour Camille"
    )
    write(stage.application.pk, stage.host_user, Side.HOST, "Viens par la cour.")
    give(stage.application, stage.pupil, BEST, "On m'a laissé poncer.")
    grow_old(path_of(sign_by_paper(complete(stage), stage.head, PDF)))
    winter = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    Notification.objects.update(created_at=winter)
    return stage


@pytest.mark.parametrize(
    ("day", "boundary"),
    [((2027, 7, 31), 2026), ((2027, 8, 1), 2027), ((2028, 1, 15), 2027)],
)
def test_the_year_ends_on_the_first_of_august(day, boundary):
    assert last_boundary(dt.date(*day)) == dt.date(boundary, 8, 1)


def test_nothing_goes_before(ended):
    assert erase(SUMMER - dt.timedelta(days=1)) == Erased(0, 0, 0, 0, 0, 0)
    assert Agreement.objects.count() == SignedPaper.objects.count() == 1


def test_what_is_personal_goes_and_ratings_stay(ended, settings):
    messages = Notification.objects.count()
    assert messages > 0
    assert erase(SUMMER) == Erased(1, 1, 1, messages, 1, 1)
    assert not LegalRepresentative.objects.exists()
    assert not Agreement.objects.exists()
    assert list(settings.MEDIA_ROOT.rglob("*.pdf")) == []
    application = Application.objects.get()
    kept = (application.motivation, application.email, application.phone, application.answer)
    assert kept == ("", "", "", "")
    assert application.state == "confirmed"
    assert ApplicationMove.objects.get(to_state="accepted").message == ""
    assert Feedback.objects.get().comment == ""
    assert Feedback.objects.get().rating == 1
    assert not ApplicationMessage.objects.exists()
    assert erase(SUMMER) == Erased(0, 0, 0, 0, 0, 0)


def test_addresses_of_people_invited_into_a_team_go(ended):
    host = ended.offer.site.host
    for email in ("avant@essais.example", "apres@essais.example"):
        invite(host, email, ended.host_user)
    winter = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    host.invitations.filter(email__startswith="avant").update(created_at=winter)
    host.invitations.filter(email__startswith="apres").update(
        created_at=dt.datetime(2027, 8, 1, 12, tzinfo=dt.UTC)
    )
    erase(SUMMER)
    assert [one.email for one in host.invitations.all()] == ["apres@essais.example"]


def test_the_next_year_is_left_alone(ended, django_assert_max_num_queries):
    Application.objects.update(week=202748)
    school_class = ended.student.school_class
    school_class.school_year = 2027
    school_class.save()
    Notification.objects.update(created_at=dt.datetime(2027, 11, 1, tzinfo=dt.UTC))
    with django_assert_max_num_queries(20):
        assert erase(dt.date(2027, 12, 1)) == Erased(0, 0, 0, 0, 0, 0)


def test_files_without_a_row_are_swept_but_not_young_ones(ended, settings):
    folder = settings.MEDIA_ROOT / "conventions"
    for name in ("orphan.pdf", "young.part"):
        (folder / name).write_bytes(PDF)
    grow_old(folder / "orphan.pdf")
    assert sweep() == 1
    assert {path.name for path in folder.iterdir()} == {
        "young.part",
        SignedPaper.objects.get().file,
    }


def test_a_pupil_who_leaves_takes_the_name_but_not_the_rating(ended):
    ended.pupil.delete()
    kept = Feedback.objects.get()
    assert (kept.author, kept.application, kept.rating) == (None, None, 1)


def test_the_jobs_run_and_the_clock_knows_them(ended):
    ours = {
        after_stage_tasks.ask_for_feedback: after_stage_tasks.MONDAY_MORNING,
        after_stage_tasks.refresh_host_answers: after_stage_tasks.EVERY_NIGHT,
        after_stage_tasks.erase_old_stages: after_stage_tasks.EVERY_NIGHT,
        send_digests: "0 7 * * *",
        take_up_unsent: "30 1 * * *",
    }
    periodic = procrastinate_app.current_app.periodic_registry.periodic_tasks.values()
    crons = {one.task.name: one.cron for one in periodic}
    for task, cron in ours.items():
        assert crons[task.name] == cron
        task(0)


def test_the_pupils_of_years_before_are_erased_with_their_favourites(ended):
    Favourite.objects.create(user=ended.pupil, offer=ended.offer)
    old = ended.student.school_class
    old.school_year = 2026
    old.save()
    younger = make_student(ended.student.college, "3e B")
    younger.school_class.school_year = 2027
    younger.school_class.save()
    assert erase(SUMMER).pupils == 1
    gone = User.objects.get(pk=ended.pupil.pk)
    assert (gone.first_name, gone.last_name, gone.is_active) == ("", "", False)
    assert str(gone) == "Compte supprimé"
    assert not Favourite.objects.exists()
    assert Application.objects.get().state == "confirmed"
    younger.user.refresh_from_db()
    assert younger.user.first_name == "Camille"
    assert erase(SUMMER).pupils == 0
