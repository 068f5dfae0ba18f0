"""A pupil's first sign-in: once, with both parts of the sheet, a few tries at most."""

import datetime as dt

import pytest
from django.utils import timezone

from geo_matching.accounts import activation
from geo_matching.accounts.activation import ActivationError, activate, issue, issue_many
from geo_matching.accounts.models import Activation
from geo_matching.accounts.roles import Role
from tests.accounts.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CHOSEN = "trois petits chats"


def test_code_and_secret_give_a_password_once():
    pupil = make_user(Role.PUPIL)
    secret = issue(pupil)
    assert secret not in Activation.objects.get().secret_hash
    assert activate(pupil.username, secret, CHOSEN) == pupil
    pupil.refresh_from_db()
    assert pupil.check_password(CHOSEN)
    with pytest.raises(ActivationError):
        activate(pupil.username, secret, "un autre mot de passe")


def test_a_secret_is_read_however_it_is_typed():
    pupil = make_user(Role.PUPIL)
    typed = issue(pupil).lower().replace("-", " ")
    assert activate(f" {pupil.username.upper()} ", typed, CHOSEN) == pupil


def test_the_secret_of_somebody_else_opens_nothing():
    one, other = make_user(Role.PUPIL), make_user(Role.PUPIL)
    given = issue_many([one, other])
    with pytest.raises(ActivationError, match="ne vont pas ensemble"):
        activate(one.username, given[other.pk], CHOSEN)
    with pytest.raises(ActivationError, match="ne vont pas ensemble"):
        activate("inconnu", given[one.pk], CHOSEN)


def test_after_ten_misses_even_the_right_secret_is_refused():
    pupil = make_user(Role.PUPIL)
    secret = issue(pupil)
    for _ in range(activation.MAX_ATTEMPTS):
        with pytest.raises(ActivationError, match="ne vont pas ensemble"):
            activate(pupil.username, "AAAA-AAAA", CHOSEN)
    with pytest.raises(ActivationError, match="trop d'essais"):
        activate(pupil.username, secret, CHOSEN)
    assert activate(pupil.username, issue(pupil), CHOSEN) == pupil


def test_an_old_sheet_is_told_from_a_wrong_one():
    pupil = make_user(Role.PUPIL)
    secret = issue(pupil)
    Activation.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(ActivationError, match="trop ancien"):
        activate(pupil.username, secret, CHOSEN)


def test_a_new_sheet_ends_the_old_one_and_the_password():
    pupil = make_user(Role.PUPIL)
    old = issue(pupil)
    new = issue(pupil)
    pupil.refresh_from_db()
    assert not pupil.check_password(PASSWORD)
    with pytest.raises(ActivationError):
        activate(pupil.username, old, CHOSEN)
    assert activate(pupil.username, new, CHOSEN) == pupil


def test_a_class_is_issued_in_a_constant_number_of_queries(django_assert_max_num_queries):
    pupils = [make_user(Role.PUPIL) for _ in range(30)]
    with django_assert_max_num_queries(6):
        given = issue_many(pupils)
    assert len(set(given.values())) == len(pupils)
    assert activation.never_activated(pupils) == pupils
