"""The demonstration's accounts: one a role, each lands on a useful page, and twice changes nothing."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.applications.eligibility import Obstacle, choosable_weeks, why_not
from geo_matching.applications.models import Agreement, Application
from geo_matching.applications.states import State
from geo_matching.demo.loading import OFFER_SOURCE
from geo_matching.demo.transport.calendars import is_school_holiday
from geo_matching.notifications.models import Notification
from geo_matching.schools.models import SchoolWeek, Student
from offers.coming import coming_week
from offers.models import Offer
from offers.weeks import monday_of
from tests.offers.factories import make_offer, make_site
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db
PASSWORD = "demonstration-sorvelle"


def make_them() -> str:
    output = StringIO()
    call_command("make_demo_accounts", stdout=output)
    return output.getvalue()


def counts() -> dict[str, int]:
    models = (User, Student, Offer, Application, Notification)
    return {model.__name__: model.objects.count() for model in models}


@pytest.fixture
def demo():
    make_college()
    make_site(street="3 rue du Bois")
    with override_settings(DEMO_PASSWORD=PASSWORD, SECOND_FACTOR_REQUIRED=False):
        yield make_them()


def test_an_account_for_every_role_and_twice_is_once(demo):
    assert {user.role for user in User.objects.all()} == set(Role)
    before = counts()
    assert make_them() == demo
    assert counts() == before


@pytest.mark.parametrize("day", [(6, 25), (7, 10), (8, 20), (10, 1), (12, 28)])
def test_the_offers_have_weeks_to_come_whatever_the_day(monkeypatch, day):
    today = dt.date(timezone.localdate().year + 1, *day)
    monkeypatch.setattr(timezone, "localdate", lambda *_: today)
    make_college()
    make_site()
    with override_settings(DEMO_PASSWORD=PASSWORD):
        make_them()
    assert Offer.objects.open().to_come().count() == 2
    assert Application.objects.filter(week__gte=coming_week()).count() == 8


def test_the_host_posts_again_when_its_season_is_over(demo, monkeypatch):
    over = timezone.localdate() + dt.timedelta(weeks=60)
    monkeypatch.setattr(timezone, "localdate", lambda *_: over)
    assert not Offer.objects.open().to_come().exists()
    with override_settings(DEMO_PASSWORD=PASSWORD):
        make_them()
        make_them()
    assert Offer.objects.open().to_come().count() == 2
    assert Offer.objects.values("site__host").distinct().count() == 1


def test_each_invented_offer_takes_applications(demo):
    offer = make_offer(source=OFFER_SOURCE, permalink="", weeks=[])
    student = Student.objects.order_by("pk").first()
    weeks = choosable_weeks(offer, student.college, timezone.localdate())
    assert why_not(student, offer, weeks) == Obstacle.NO_TEAM
    for _ in range(2):
        with override_settings(DEMO_PASSWORD=PASSWORD, SECOND_FACTOR_REQUIRED=False):
            assert make_them() == demo
        assert why_not(student, offer, weeks) is None
        assert offer.site.host.members.get().user.email == "partenaire@sorvelle.example"


def test_the_school_has_no_stage_in_its_holidays(demo):
    weeks = list(SchoolWeek.objects.values_list("week", flat=True))
    assert len(weeks) == 4
    assert not [week for week in weeks if is_school_holiday(monday_of(week))]


def test_a_class_in_the_middle_of_its_season(demo):
    assert set(Application.objects.values_list("state", flat=True)) >= {
        State.SUBMITTED,
        State.READ,
        State.ACCEPTED,
        State.REJECTED,
        State.CONFIRMED,
    }
    assert Agreement.objects.count() == 1


def test_each_signs_in_by_what_is_printed_and_lands_on_a_page_of_its_own(demo, client):
    logins = [line.split()[-1] for line in demo.splitlines() if line.startswith("  ")]
    assert len(logins) == len(Role)
    landed = {}
    for login in logins:
        answer = client.post(
            "/compte/connexion/", {"login": login, "password": PASSWORD}, follow=True
        )
        assert answer.status_code == 200, login
        assert answer.redirect_chain, f"{login} did not get in"
        landed[login] = answer.redirect_chain[-1][0]
        client.post("/compte/deconnexion/")
    assert landed["principal@sorvelle.example"] == "/college/classe/"
    assert landed["structure@sorvelle.example"] == "/structure/"
    assert landed["prefecture@sorvelle.example"] == "/territoire/"
    assert landed["admin@sorvelle.example"] == "/admin/"
    assert landed["partenaire@sorvelle.example"] == "/compte/api/"
    assert landed[logins[0]] == "/stages/"


def test_never_without_a_password_of_its_own():
    make_college()
    with override_settings(DEMO_PASSWORD=""), pytest.raises(CommandError, match="DEMO_PASSWORD"):
        make_them()
    assert not User.objects.exists()
