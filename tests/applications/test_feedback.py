"""After the week: who is asked, who may answer, and that quality and rank move at once."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from geo_matching.accounts.roles import Role
from geo_matching.applications.feedback.asking import ask
from geo_matching.applications.feedback.giving import give, last_finished_week, still_to_rate
from geo_matching.applications.feedback.host_answers import refresh
from geo_matching.applications.feedback.questions import PUPIL, TEACHER, rating
from geo_matching.applications.models import Application, ApplicationMove, Feedback
from geo_matching.applications.states import State
from geo_matching.common import versions
from geo_matching.notifications.models import Notification
from offers.models import HostAnswers, OfferOpinions
from tests.accounts.factories import make_staff, make_student, make_user
from tests.applications.stages import MONDAY_AFTER, WEEK, another_pupil, make_stage
from tests.offers.factories import make_offer, make_site

pytestmark = pytest.mark.django_db
BEST = {"welcome": 5, "discovery": 5, "company": True, "as_told": True, "advise": True}


@pytest.fixture
def stage():
    return make_stage(quality_score=50)


def told(user) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(recipient=user).values_list("kind", "path"))


def test_five_questions_and_four_and_what_they_are_worth():
    assert (len(PUPIL), len(TEACHER)) == (5, 4)
    assert rating(PUPIL, BEST) == 1
    assert rating(PUPIL, {**BEST, "welcome": 3}) == pytest.approx(0.9)
    assert (
        rating(TEACHER, dict.fromkeys(("supervision", "as_told", "again"), False) | {"welcome": 1})
        == 0
    )
    with pytest.raises(KeyError):
        rating(PUPIL, {"welcome": 5})


@pytest.mark.parametrize(
    ("day", "week"),
    [((2026, 11, 27), 202647), ((2026, 11, 28), 202648), ((2026, 11, 30), 202648)],
)
def test_a_week_is_finished_once_its_friday_is_over(day, week):
    assert last_finished_week(dt.date(*day)) == week


def test_on_the_monday_after_each_is_asked_once(stage):
    teacher = make_staff(stage.student.college)
    stranger, secretary = make_staff(), make_staff(stage.student.college, Role.SECRETARY)
    another_pupil(stage)
    assert ask(MONDAY_AFTER - dt.timedelta(days=4)) == 0
    assert ask(MONDAY_AFTER) == 3
    assert ask(MONDAY_AFTER) == 0
    assert told(stage.pupil) == [("feedback_pupil", f"/avis/{stage.application.pk}/")]
    assert told(teacher) == [("feedback_teacher", f"/avis/?semaine={WEEK}")]
    assert "2 stages de votre collège" in teacher.notifications.get().body
    assert told(stranger) == told(secretary) == []


def pupils_speak(stage, *words: str, answers=BEST) -> None:
    """Let as many other pupils of the offer say so."""
    for word in words:
        application = another_pupil(stage)
        give(application, application.student.user, answers, word)


def sums_of(stage) -> tuple:
    sums = OfferOpinions.objects.get(offer=stage.offer)
    return sums.pupils, sums.pupil_total, sums.teachers, sums.teacher_total


def test_one_answer_a_person_and_the_third_moves_quality_and_rank_at_once(stage):
    before = versions.current("ranking")
    kept, is_new = give(stage.application, stage.pupil, BEST, "Super !")
    again, is_new_again = give(stage.application, stage.pupil, {**BEST, "welcome": 1}, "Bof")
    assert (is_new, is_new_again, again.comment) == (True, False, "Super !")
    assert kept == again
    pupils_speak(stage, "Bien")
    assert versions.current("ranking") == before
    pupils_speak(stage, "Long")
    stage.offer.refresh_from_db()
    # Three best ones of eleven, eight of which are assumed: 40 x 0.25 x 3 / 11.
    assert stage.offer.quality_score == 53
    assert versions.current("ranking") == before + 1


def test_neither_score_nor_its_parts_move_by_one_pupil_s_answer(stage):
    worst = {**dict.fromkeys(BEST, False), "welcome": 1, "discovery": 1}
    seen = []
    for answers in (BEST, worst, BEST, worst, BEST):
        pupils_speak(stage, "", answers=answers)
        stage.offer.refresh_from_db()
        seen.append((stage.offer.quality_score, stage.offer.quality_parts))
    assert seen[0] == seen[1] == (50, [])
    assert seen[2] == seen[3] == seen[4]
    assert seen[2][1][0]["label"] == "Avis des élèves (3)"


def test_three_teachers_of_one_pupil_do_not_make_three(stage):
    good = dict.fromkeys(("supervision", "as_told", "again"), True) | {"welcome": 5}
    for _ in range(3):
        give(stage.application, make_staff(stage.student.college), good)
    assert sums_of(stage) == (0, 0, 0, 0)
    for _ in range(2):
        give(another_pupil(stage), make_staff(stage.student.college), good)
    assert sums_of(stage) == (0, 0, 5, 5)


def test_who_may_speak_of_which_stage(stage):
    friday = MONDAY_AFTER - dt.timedelta(days=3)
    assert list(still_to_rate(stage.pupil, friday)) == []
    assert list(still_to_rate(stage.pupil, MONDAY_AFTER)) == [stage.application]
    assert list(still_to_rate(make_staff(stage.student.college), MONDAY_AFTER)) == [
        stage.application
    ]
    assert list(still_to_rate(make_staff(), MONDAY_AFTER)) == []
    assert list(still_to_rate(make_student().user, MONDAY_AFTER)) == []
    assert list(still_to_rate(stage.pupil, dt.date(2027, 8, 1))) == []
    Application.objects.update(state=State.CANCELLED_BY_HOST)
    assert list(still_to_rate(stage.pupil, MONDAY_AFTER)) == []


@pytest.fixture
def monday(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: MONDAY_AFTER)


def test_a_pupil_answers_on_the_page(client, stage, monday, django_assert_max_num_queries):
    client.force_login(stage.pupil)
    with django_assert_max_num_queries(10):
        page = client.get("/avis/").content.decode()
    assert stage.offer.title in page
    address = f"/avis/{stage.application.pk}/"
    answers = {"welcome": "5", "discovery": "4", "company": "yes", "as_told": "yes"}
    refused = client.post(address, {**answers, "comment": "Très bien"})
    assert "Choisissez une réponse." in refused.content.decode()
    assert "Très bien" in refused.content.decode()
    client.post(address, {**answers, "advise": "no", "comment": "Très bien"})
    kept = Feedback.objects.get()
    assert kept.answers == {
        "welcome": 5,
        "discovery": 4,
        "company": True,
        "as_told": True,
        "advise": False,
    }
    assert kept.rating == pytest.approx(0.75)
    assert client.get(address).status_code == 302
    assert stage.offer.title not in client.get("/avis/").content.decode()


def test_somebody_elses_stage_does_not_exist(client, stage, monday):
    client.force_login(make_student().user)
    assert client.get(f"/avis/{stage.application.pk}/").status_code == 404
    client.force_login(make_staff())
    assert client.get(f"/avis/{stage.application.pk}/").status_code == 404
    client.force_login(stage.host_user)
    assert client.get(f"/avis/{stage.application.pk}/").status_code == 403


def test_the_words_are_for_the_host_only_and_never_those_of_one_alone(
    client, stage, django_assert_max_num_queries
):
    client.force_login(stage.host_user)
    give(stage.application, stage.pupil, BEST, "On m'a laissé poncer seul.")
    pupils_speak(stage, "Équipe gentille.")
    few = client.get("/avis/recus/").content.decode()
    assert "à partir de trois réponses" in few
    assert "sur 100" not in few
    pupils_speak(stage, "Trop long.", "Le quatrième.")
    with django_assert_max_num_queries(10):
        page = client.get("/avis/recus/").content.decode()
    assert "On m&#x27;a laissé poncer seul." in page
    assert "3 avis, en moyenne 100 sur 100" in page
    # The fourth waits for two others; nothing says when or where the three were.
    assert "Le quatrième." not in page
    assert stage.pupil.last_name not in page
    assert stage.offer.title not in page
    assert "2026" not in page.partition("<main")[2].partition("</main")[0]
    client.force_login(make_staff(stage.student.college))
    assert client.get("/avis/recus/").status_code == 403
    client.force_login(make_stage().host_user)
    assert "poncer" not in client.get("/avis/recus/").content.decode()


def answer(application: Application, state: State, days: float) -> None:
    moved = ApplicationMove.objects.create(application=application, to_state=state)
    at = application.submitted_at + dt.timedelta(days=days)
    ApplicationMove.objects.filter(pk=moved.pk).update(at=at)
    Application.objects.filter(pk=application.pk).update(state=state)


def apply(offer, state: State = State.SUBMITTED) -> Application:
    return Application.objects.create(student=make_student(), offer=offer, week=WEEK, state=state)


def test_how_a_host_answers_is_added_up_each_night():
    offer = make_offer(quality_score=50)
    first, second, silent = (apply(offer) for _ in range(3))
    apply(offer)  # still waiting: nothing is due
    answer(first, State.ACCEPTED, 2)
    answer(first, State.CANCELLED_BY_HOST, 9)
    answer(second, State.REJECTED, 40)
    Application.objects.filter(pk=silent.pk).update(state=State.EXPIRED)
    assert refresh(timezone.now()) == 1
    told = HostAnswers.objects.get()
    assert (told.due, told.given, told.days) == (3, 2, 17)
    offer.refresh_from_db()
    assert [part["label"] for part in offer.quality_parts] == [
        "Réponses aux candidatures (2 sur 3)",
        "Délai de réponse (8 jours)",
    ]
    assert refresh(timezone.now()) == 0
    assert refresh(timezone.now() + dt.timedelta(days=400)) == 1
    offer.refresh_from_db()
    assert (offer.quality_score, offer.quality_parts) == (50, [])


def test_other_hosts_are_left_alone():
    site = make_site()
    answered, other = apply(make_offer(site)), make_offer()
    answer(answered, State.REJECTED, 1)
    refresh(timezone.now())
    assert list(HostAnswers.objects.values_list("host_id", flat=True)) == [site.host_id]
    assert other.quality_parts == []


def test_moderators_take_an_answer_back_and_the_score_with_it(client, stage):
    give(stage.application, stage.pupil, BEST, "Un nom propre.")
    pupils_speak(stage, "", "")
    chief = make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
    client.force_login(chief)
    address = "/admin/applications/feedback/"
    kept = Feedback.objects.get(author=stage.pupil)
    assert stage.pupil.last_name not in client.get(f"{address}{kept.pk}/change/").content.decode()
    stage.offer.refresh_from_db()
    assert stage.offer.quality_score == 53
    chosen = {"_selected_action": [kept.pk]}
    client.post(address, {"action": "empty_words", **chosen})
    kept.refresh_from_db()
    assert kept.comment == ""
    client.post(address, {"action": "take_away", **chosen})
    stage.offer.refresh_from_db()
    assert (stage.offer.quality_score, stage.offer.quality_parts) == (50, [])
    # Nobody moves up to stand where it stood, and the same pupil does not answer twice.
    pupils_speak(stage, "Le quatrième.")
    kept, is_new = give(stage.application, stage.pupil, BEST, "Encore.")
    assert (is_new, kept.comment) == (False, "")
    client.force_login(stage.host_user)
    page = client.get("/avis/recus/").content.decode()
    assert "2 avis" in page
    assert "Le quatrième." not in page


def test_what_was_typed_when_the_session_had_ended_is_still_there(client, stage, monday):
    client.force_login(stage.pupil)
    address = f"/avis/{stage.application.pk}/"
    who = signed_name_of(client, address)
    client.logout()
    typed = {"welcome": "4", "comment": "On m'a montré la scie.", "who": who}
    assert client.post(address, typed).status_code == 302
    client.force_login(stage.pupil)
    page = client.get(address)
    assert page.context["form"]["comment"].value() == "On m'a montré la scie."
    assert not Feedback.objects.exists()


def signed_name_of(client, address: str) -> str:
    (who,) = re.findall(r'name="who" value="([^"]+)"', client.get(address).content.decode())
    return who
