"""What no move does any more: once the week has begun, and on an offer that is masked."""

import pytest
from django.utils import timezone

from geo_matching.applications import moving
from geo_matching.applications.conversation import Side, write
from geo_matching.applications.models import Application
from geo_matching.applications.refusals import RefusedError
from geo_matching.applications.states import State
from offers.models import Offer
from offers.weeks import week_of
from tests.applications.factories import make_open_offer, send, team_member
from tests.applications.test_moves import seats, states

pytestmark = pytest.mark.django_db


def begun(application) -> Application:
    """Let the week of an application begin."""
    Application.objects.filter(pk=application.pk).update(week=week_of(timezone.localdate()))
    return application


def test_a_stage_that_has_begun_is_neither_cancelled_nor_withdrawn():
    application = send()
    member = team_member(application.offer)
    moving.accept(application.pk, member)
    moving.confirm(application.pk, application.student.user)
    begun(application)
    with pytest.raises(RefusedError, match="a déjà commencé"):
        moving.cancel(application.pk, member, "On ne veut pas de son avis.")
    with pytest.raises(RefusedError, match="a déjà commencé"):
        moving.withdraw(application.pk, application.student.user)
    assert states(application) == [State.CONFIRMED]
    assert seats(application.offer) == 1


def test_nothing_is_confirmed_once_the_week_has_begun():
    application = send()
    moving.accept(application.pk, team_member(application.offer))
    begun(application)
    with pytest.raises(RefusedError, match="a déjà commencé"):
        moving.confirm(application.pk, application.student.user)


def test_no_pupil_is_drawn_to_an_offer_that_moderators_masked():
    waiting, accepted = send(make_open_offer(capacity=2)), send()
    moving.accept(accepted.pk, team_member(accepted.offer))
    Offer.objects.update(published_at=None, masked_at=timezone.now())
    with pytest.raises(RefusedError, match="masquée"):
        moving.accept(waiting.pk, team_member(waiting.offer))
    with pytest.raises(RefusedError, match="masquée"):
        write(waiting.pk, team_member(waiting.offer), Side.HOST, "Viens quand même.")
    with pytest.raises(RefusedError, match="masquée"):
        write(waiting.pk, waiting.student.user, Side.PUPIL, "Je viens.")
    with pytest.raises(RefusedError, match="masquée"):
        moving.confirm(accepted.pk, accepted.student.user)
    moving.reject(waiting.pk, team_member(waiting.offer))
    moving.withdraw(accepted.pk, accepted.student.user)
    assert states(waiting, accepted) == [State.REJECTED, State.WITHDRAWN]
