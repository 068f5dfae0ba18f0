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
from offers.models import HostAnswers
from tests.accounts.factories import make_staff, make_student
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


def _speak(application) -> None:
    give(application, application.student.user, BEST)


def test_one_answer_a_person_and_the_third_moves_quality_and_rank_at_once(stage):
    before = versions.current("ranking")
    kept, is_new = give(stage.application, stage.pupil, BEST, "Super !")
    again, is_new_again = give(stage.application, stage.pupil, {**BEST, "welcome": 1}, "Bof")
    assert (is_new, is_new_again, again.comment) == (True, False, "Super !")
    assert kept == again
    _speak(another_pupil(stage))
    assert versions.current("ranking") == before
    _speak(another_pupil(stage))
    stage.offer.refresh_from_db()
    # Three best ones of eleven, eight of which are assumed: 40 x 0.25 x 3 / 11.
    assert stage.offer.quality_score == 53
    assert versions.current("ranking") == before + 1


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
    assert "Choisis une réponse." in refused.content.decode()
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


def test_each_group_of_answers_says_its_question_to_who_cannot_see_it(client, stage, monday):
    client.force_login(stage.pupil)
    page = client.get(f"/avis/{stage.application.pk}/").content.decode()
    questions = re.findall(r'role="radiogroup" aria-label="([^"]+)"', page)
    assert len(questions) == 5
    assert "accueilli" in questions[0]
    assert page.count('type="radio"') == 5 + 5 + 2 * 3
