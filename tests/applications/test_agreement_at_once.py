"""Parties who sign at the same moment: nothing is lost, nothing is signed twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from geo_matching.applications.agreements.links import LinkRefusedError
from geo_matching.applications.agreements.making import agreement_for
from geo_matching.applications.agreements.signing import sign, sign_by_link
from geo_matching.applications.feedback.giving import give
from geo_matching.applications.models import Agreement, Feedback, Party, Signature
from geo_matching.notifications.models import Notification
from offers.models import OfferOpinions
from tests.applications.stages import another_pupil, make_stage
from tests.applications.test_agreement_states import complete
from tests.applications.test_feedback import BEST
from tests.queue_worker import queue

__all__ = ["queue"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queue")]


def at_once(*verbs) -> list:
    """Call each in a thread with a connection of its own; return results or refusals."""

    def call(verb):
        try:
            return verb()
        except LinkRefusedError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(verbs)) as together:
        return list(together.map(call, verbs))


def test_four_parties_at_once_sign_it_once():
    stage = make_stage()
    agreement = complete(stage)
    at_once(*(lambda p=p: sign(agreement, p, "Une personne", "account") for p in (*Party, *Party)))
    agreement.refresh_from_db()
    assert agreement.status == "signed"
    assert agreement.signatures.count() == 4
    assert agreement.moves.filter(to_status="signed").count() == 1


def test_two_clicks_on_a_link_sign_once():
    agreement = complete(make_stage())
    path = Notification.objects.get(kind="agreement_link_representative").path
    token = path.strip("/").rpartition("/")[2]
    results = at_once(*(lambda: sign_by_link(token, "Dominique Essai") for _ in range(4)))
    assert sum(isinstance(one, Signature) for one in results) == 1
    assert agreement.signatures.count() == 1


def test_an_agreement_made_by_two_at_once_is_one():
    stage = make_stage()
    made = at_once(*(lambda: agreement_for(stage.application) for _ in range(4)))
    assert len({one.pk for one in made}) == Agreement.objects.count() == 1
    assert stage.host_user.notifications.count() == 1


def test_pupils_who_answer_at_once_all_count():
    stage = make_stage()
    others = [another_pupil(stage) for _ in range(5)]
    stages = [stage.application, *others, *others]
    at_once(*(lambda a=a: give(a, a.student.user, BEST) for a in stages))
    assert Feedback.objects.count() == 6
    assert OfferOpinions.objects.get().pupils == 6
