"""Adults who have not come for two years: told a month before, then erased."""

import datetime as dt

import pytest
from django.utils import timezone
from procrastinate.contrib.django import procrastinate_app

from geo_matching.accounts import idle, tasks
from geo_matching.accounts.erasing import erase
from geo_matching.accounts.idle import IDLE, NOTICE, Swept, sweep
from geo_matching.accounts.models import ApiToken, User
from geo_matching.accounts.roles import Role
from geo_matching.applications.agreements.signing import sign
from geo_matching.applications.models import Party, Signature
from geo_matching.common.versions import current
from geo_matching.notifications.models import Notification
from tests.accounts.factories import (
    PASSWORD,
    make_administrator,
    make_host_user,
    make_staff,
    make_student,
    make_user,
)
from tests.api.partner_world import make_partner, user_of
from tests.applications.stages import make_stage
from tests.applications.test_agreement_states import complete
from tests.offers.factories import make_host, make_offer, make_site

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)
NOTHING = Swept(0, 0)


def came(user, moment):
    User.objects.filter(pk=user.pk).update(last_login=moment, date_joined=moment)
    return user


def is_erased(user):
    return User.objects.get(pk=user.pk).erased_at is not None


def told():
    return list(
        Notification.objects.filter(kind="account_idle").values_list("recipient", flat=True)
    )


def test_told_a_month_before_then_erased():
    head = came(make_staff(role=Role.HEAD), NOW - IDLE + NOTICE)
    recent = came(make_staff(), NOW - IDLE + NOTICE + DAY)
    assert sweep(NOW) == Swept(1, 0)
    assert told() == [head.pk]
    message = Notification.objects.get(kind="account_idle")
    assert str((NOW + NOTICE).year) in message.body
    assert head.last_name not in message.subject + message.body
    assert sweep(NOW) == NOTHING
    assert sweep(NOW + NOTICE - DAY).erased == 0
    assert sweep(NOW + NOTICE).erased == 1
    assert is_erased(head)
    assert not is_erased(recent)


def test_nobody_is_erased_without_a_month_of_notice_however_long_the_job_was_down():
    host = came(make_host_user(), NOW - 3 * IDLE)
    assert sweep(NOW) == Swept(1, 0)
    assert sweep(NOW + NOTICE - DAY) == NOTHING
    assert sweep(NOW + NOTICE) == Swept(0, 1)
    assert is_erased(host)


def test_whoever_signs_in_again_stays_and_is_told_anew_two_years_later():
    host = came(make_host_user(), NOW - IDLE)
    sweep(NOW)
    came(host, NOW + DAY)
    assert sweep(NOW + NOTICE + DAY) == NOTHING
    later = NOW + DAY + IDLE
    assert sweep(later) == Swept(1, 0)
    assert told() == [host.pk] * 2
    assert not is_erased(host)


def test_whoever_comes_while_others_are_being_erased_stays(monkeypatch):
    first, late = (came(make_host_user(), NOW - IDLE - days * DAY) for days in (2, 1))
    sweep(NOW)

    def erase_slowly(user):
        came(late, NOW + NOTICE)
        erase(user)

    monkeypatch.setattr(idle, "erase", erase_slowly)
    assert sweep(NOW + NOTICE).erased == 1
    assert is_erased(first)
    assert not is_erased(late)


def no_message(*_args, **_context):
    raise ConnectionError


def test_nobody_counts_as_told_without_the_message(settings):
    host = came(make_host_user(), NOW - IDLE)
    notifier = settings.ACCOUNT_NOTIFIER
    settings.ACCOUNT_NOTIFIER = f"{__name__}.no_message"
    with pytest.raises(ConnectionError):
        sweep(NOW)
    settings.ACCOUNT_NOTIFIER = notifier
    assert sweep(NOW + DAY) == Swept(1, 0)
    assert told() == [host.pk]


def test_whoever_never_signed_in_counts_from_the_day_it_joined():
    user = make_user(Role.PREFECTURE)
    User.objects.filter(pk=user.pk).update(last_login=None, date_joined=NOW - IDLE)
    sweep(NOW)
    assert sweep(NOW + NOTICE) == Swept(0, 1)


def test_a_partner_whose_program_calls_stays():
    partner = came(make_user(Role.PARTNER), NOW - 2 * IDLE)
    token, _ = ApiToken.make(partner, "essai")
    ApiToken.objects.filter(pk=token.pk).update(last_used_on=timezone.localdate(NOW))
    assert sweep(NOW) == NOTHING
    ApiToken.objects.filter(pk=token.pk).update(last_used_on=timezone.localdate(NOW - IDLE))
    assert sweep(NOW) == Swept(1, 0)


def test_a_partner_whose_program_signs_in_stays(client):
    partner = came(user_of(make_partner()), NOW - 2 * IDLE)
    pair = {"email": partner.email, "password": PASSWORD}
    answer = client.post("/api/v2/auth/login", pair, content_type="application/json")
    assert answer.status_code == 200
    assert sweep(NOW) == NOTHING


def test_pupils_go_with_their_school_year_only():
    came(make_student().user, NOW - 2 * IDLE)
    assert sweep(NOW) == NOTHING


def test_of_two_administrators_who_no_longer_come_the_last_one_stays():
    first, last = (came(make_administrator(), NOW - IDLE - days * DAY) for days in (2, 1))
    assert sweep(NOW) == Swept(2, 0)
    assert sweep(NOW + NOTICE) == Swept(0, 1)
    assert is_erased(first)
    assert not is_erased(last)
    assert sweep(NOW + NOTICE + IDLE) == NOTHING


def test_offers_that_nobody_answers_for_any_more_leave_the_site():
    alone, shared, elsewhere = (make_host() for _ in range(3))
    host = came(make_host_user(alone), NOW - IDLE)
    for more in (shared, elsewhere):
        more.members.create(user=host)
    shared.members.create(user=make_host_user())
    offers = {
        "alone": make_offer(make_site(host=alone), permalink=""),
        "shared": make_offer(make_site(host=shared), permalink=""),
        # Answered on the site of a partner.
        "elsewhere": make_offer(make_site(host=elsewhere)),
    }
    sweep(NOW)
    before = current("ranking")
    sweep(NOW + NOTICE)
    for offer in offers.values():
        offer.refresh_from_db()
    online = {name for name, offer in offers.items() if offer.published_at}
    assert online == {"shared", "elsewhere"}
    assert current("ranking") > before
    assert offers["alone"].revisions.count() == 1


def test_an_agreement_stays_when_the_account_that_signed_it_goes():
    stage = make_stage()
    sign(complete(stage), Party.HEAD, str(stage.head), Signature.How.ACCOUNT, stage.head)
    came(stage.head, NOW - IDLE)
    sweep(NOW)
    sweep(NOW + NOTICE)
    assert is_erased(stage.head)
    assert Signature.objects.get().party == Party.HEAD


def test_the_job_runs_every_night():
    came(make_host_user(), NOW - IDLE)
    periodic = procrastinate_app.current_app.periodic_registry.periodic_tasks.values()
    crons = {one.task.name: one.cron for one in periodic}
    assert crons[tasks.erase_idle_accounts.name] == tasks.EVERY_NIGHT
    tasks.erase_idle_accounts(0)
    assert len(told()) == 1


def test_the_privacy_notice_says_so(client):
    page = client.get("/donnees-personnelles/").content.decode()
    assert "deux ans sans se connecter" in page
    assert "jusqu'à la fin de l'année scolaire du stage" in page.replace("&#x27;", "'")
