"""No answer is told alone: neither on the host's page nor by the quality of an offer."""

import pytest
from django.contrib.admin.models import LogEntry

from geo_matching.accounts.roles import Role
from geo_matching.applications.feedback.giving import give
from geo_matching.applications.models import Feedback
from offers.models import OfferOpinions
from tests.accounts.factories import make_staff, make_student, make_user
from tests.applications.stages import another_pupil, confirmed, make_stage
from tests.applications.test_feedback import BEST
from tests.maps.page_html import read
from tests.offers.factories import make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_stage(quality_score=50)


def pupils_speak(stage, *words: str, answers=BEST) -> None:
    """Let as many other pupils of the offer say so."""
    for word in words:
        application = another_pupil(stage)
        give(application, application.student.user, answers, word)


def sums_of(stage) -> tuple:
    sums = OfferOpinions.objects.get(offer=stage.offer)
    return sums.pupils, sums.pupil_total, sums.teachers, sums.teacher_total


def test_neither_score_nor_its_parts_move_by_one_pupil_s_answer(stage):
    worst = {**dict.fromkeys(BEST, False), "welcome": 1, "discovery": 1}
    seen = []
    for answers in (BEST, worst, BEST, worst, BEST):
        pupils_speak(stage, "", answers=answers)
        stage.offer.refresh_from_db()
        seen.append((stage.offer.quality_score, stage.offer.quality_parts))
    assert seen[0] == seen[1] == (50, [])
    assert seen[2] == seen[3] == seen[4]
    assert seen[2][1][0]["label"] == "Avis des élèves sur cette offre (3)"


def test_three_teachers_of_one_pupil_do_not_make_three(stage):
    good = dict.fromkeys(("supervision", "as_told", "again"), True) | {"welcome": 5}
    for _ in range(3):
        give(stage.application, make_staff(stage.student.college), good)
    assert sums_of(stage) == (0, 0, 0, 0)
    for _ in range(2):
        give(another_pupil(stage), make_staff(stage.student.college), good)
    assert sums_of(stage) == (0, 0, 5, 5)


def test_the_words_are_for_the_host_only_and_never_those_of_one_alone(
    client, stage, django_assert_max_num_queries
):
    client.force_login(stage.host_user)
    give(stage.application, stage.pupil, BEST, "On m'a laissé poncer seul.")
    pupils_speak(stage, "Équipe gentille.")
    few = client.get("/avis/recus/").content.decode()
    assert "quand trois stages au moins en ont reçu" in few
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


def test_the_page_says_that_it_gathers_by_host_and_quality_by_offer(client, stage):
    """Two speak of one offer and one of another: three of the host, no offer has three."""
    other = make_offer(stage.offer.site)
    pupils_speak(stage, "Au bois.", "Au bois aussi.")
    last = confirmed(make_student(stage.student.college), other)
    give(last, last.student.user, BEST, "Au bureau.")
    client.force_login(stage.host_user)
    page = read(client.get("/avis/recus/")).text
    assert "3 avis, en moyenne 100 sur 100" in page
    assert "Cette page réunit les avis sur toutes les offres d'une structure." in page
    assert "La qualité d'une offre, elle, ne compte que les avis sur cette offre" in page
    for offer in (stage.offer, other):
        offer.refresh_from_db()
        assert offer.quality_parts == []
    pupils_speak(stage, "Encore au bois.")
    stage.offer.refresh_from_db()
    assert stage.offer.quality_parts[0]["label"] == "Avis des élèves sur cette offre (3)"


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
    noted = LogEntry.objects.filter(user=chief).order_by("pk")
    assert [one.change_message for one in noted] == ["Mot libre effacé.", "Avis retiré."]
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
