"""Rules read from the table, and what they let each role see."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from geo_matching.accounts.permissions import TABLE, Rule, allowed, may, rule_for
from geo_matching.accounts.roles import Role
from geo_matching.applications.models import Application
from geo_matching.schools.models import Student
from offers.models import Offer
from tests.accounts.factories import (
    make_host_user,
    make_scope,
    make_staff,
    make_student,
    make_user,
)
from tests.offers.factories import make_host, make_offer, make_site
from tests.qpv_data.factories import make_college, make_commune, make_departement

pytestmark = pytest.mark.django_db


def test_a_cell_that_is_not_in_the_table_is_refused():
    assert rule_for(make_user(Role.PUPIL), "classes.manage") is None
    assert rule_for(make_user(Role.HEAD), "classes.manage") == Rule.TERRITORY


def test_an_unknown_action_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        rule_for(make_user(), "offers.eat")
    with pytest.raises(KeyError):
        allowed("offers.eat")


@pytest.mark.parametrize("action", sorted(TABLE))
def test_nobody_waiting_for_approval_may_do_anything(action):
    waiting = make_user(Role.ADMINISTRATOR, approved=False)
    gone = make_user(Role.ADMINISTRATOR, is_active=False)
    assert not may(waiting, action)
    assert not may(gone, action)
    assert not may(AnonymousUser(), action)


def test_a_guarded_view_sends_visitors_to_sign_in_and_refuses_others(rf: RequestFactory):
    view = allowed("classes.manage")(lambda request: HttpResponse("classes"))
    request = rf.get("/classes/?a=b")
    request.user = AnonymousUser()
    assert "next=/classes/%3Fa%3Db" in view(request)["Location"]
    request.user = make_user(Role.HOST)
    with pytest.raises(PermissionDenied):
        view(request)
    request.user = make_staff()
    assert view(request).content == b"classes"
    assert view.action == "classes.manage"


def test_staff_follow_the_pupils_of_their_scopes_only():
    here, there = make_college(), make_college()
    ours, theirs = make_student(here), make_student(there)
    assert list(Student.objects.visible_to(make_staff(here))) == [ours]
    assert list(Student.objects.visible_to(theirs.user)) == [theirs]
    assert list(Student.objects.visible_to(make_user(Role.HOST))) == []


def test_a_scope_covers_the_colleges_inside_it():
    isere, drome = make_departement("38"), make_departement("26", "Drôme")
    one = make_college(commune=make_commune("38999", departement=isere))
    other = make_college(commune=make_commune("26999", departement=drome))
    user = make_user(Role.PREFECTURE)
    assert list(user.scopes.all().colleges()) == []
    make_scope(user, "departement", isere)
    assert list(user.scopes.all().colleges()) == [one]
    make_scope(user, "college", other)
    assert set(user.scopes.all().colleges()) == {one, other}
    france = make_user(Role.MINISTRY)
    make_scope(france, "france")
    assert set(france.scopes.all().colleges()) == {one, other}


def test_a_team_answers_what_came_to_its_host():
    host = make_host()
    offer = make_offer(make_site(host=host))
    application = Application.objects.create(student=make_student(), offer=offer, week=202648)
    assert list(Application.objects.answered_by(make_host_user(host))) == [application]
    assert list(Application.objects.answered_by(make_host_user())) == []
    assert list(Offer.objects.managed_by(make_host_user(host))) == [offer]
    assert list(Offer.objects.managed_by(make_host_user())) == []


def test_school_sees_applications_of_its_pupils_but_answers_none():
    student = make_student()
    application = Application.objects.create(student=student, offer=make_offer(), week=202648)
    teacher = make_staff(student.college)
    assert list(Application.objects.followed_by(teacher)) == [application]
    assert list(Application.objects.answered_by(teacher)) == []
    assert list(Application.objects.followed_by(student.user)) == [application]
