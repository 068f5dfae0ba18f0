"""Who may apply to what, and for which weeks."""

import datetime as dt

import pytest
from django.utils import timezone

from geo_matching.applications.applying import apply
from geo_matching.applications.eligibility import choosable_weeks
from geo_matching.applications.models import Application
from geo_matching.applications.refusals import RefusedError
from geo_matching.schools.models import SchoolWeek
from offers.models import Offer
from offers.weeks import week_of
from qpv_data.models import EducationPriority
from tests.accounts.factories import make_student
from tests.applications.factories import NEXT_WEEK, PARENT, WEEK, letter, make_open_offer, send
from tests.offers.factories import make_offer
from tests.qpv_data.factories import make_college, make_qpv

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def refused(offer, student=None, week=WEEK) -> str:
    with pytest.raises(RefusedError) as refusal:
        apply(student or make_student(), offer.pk, letter(week), PARENT)
    assert not Application.objects.filter(offer=offer).exists()
    return str(refusal.value)


def test_an_offer_must_be_published_free_and_answered_here():
    assert "plus publiée" in refused(make_open_offer(published_at=None))
    assert "plus publiée" in refused(make_open_offer(removed_at=timezone.now()))
    assert "places sont prises" in refused(make_open_offer(capacity=2, seats_taken=2))
    assert "site du partenaire" in refused(make_open_offer(permalink="https://offres.example/1"))
    assert "ne reçoit pas" in refused(make_offer(permalink="", weeks=[WEEK]))


@pytest.mark.parametrize(
    ("priority", "audience", "fits"),
    [
        (EducationPriority.NONE, "all", True),
        (EducationPriority.NONE, "rep", False),
        (EducationPriority.REP, "rep", True),
        (EducationPriority.REP_PLUS, "rep", True),
    ],
)
def test_offers_for_priority_education(priority, audience, fits):
    student = make_student(make_college(priority=priority))
    offer = make_open_offer(audience=audience)
    if fits:
        assert send(offer, student).pk
    else:
        assert "réservée" in refused(offer, student)


def test_offers_for_quarters_want_a_college_in_or_near_one():
    make_qpv()
    offer = make_open_offer(audience="qpv", capacity=2)
    assert send(offer, make_student(make_college(north_m=-200))).pk
    far = make_open_offer(audience="qpv")
    assert "réservée" in refused(far, make_student(make_college(north_m=-2000)))


def test_offers_for_chosen_colleges():
    chosen = make_college()
    offer = make_open_offer(audience="clg", capacity=2)
    offer.reserved_colleges.add(chosen)
    assert send(offer, make_student(chosen)).pk
    with pytest.raises(RefusedError, match="réservée"):
        apply(make_student(), offer.pk, letter(), PARENT)


def test_weeks_are_those_of_the_offer_and_of_the_school():
    college = make_college()
    offer = make_open_offer(weeks=[WEEK, NEXT_WEEK])
    assert choosable_weeks(offer, college, TODAY) == [WEEK, NEXT_WEEK]
    SchoolWeek.objects.create(college=college, week=NEXT_WEEK)
    assert choosable_weeks(offer, college, TODAY) == [NEXT_WEEK]
    assert "semaine de la liste" in refused(offer, make_student(college), WEEK)
    always = make_open_offer(weeks=[])
    assert choosable_weeks(always, college, TODAY) == [NEXT_WEEK]
    other = make_open_offer(weeks=[WEEK])
    assert "Aucune semaine" in refused(other, make_student(college))


def test_a_week_that_has_begun_is_not_offered():
    offer = make_open_offer(weeks=[week_of(TODAY), WEEK])
    assert choosable_weeks(offer, make_college(), TODAY) == [WEEK]


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (dt.date(2026, 11, 26), 202649, 202726),
        (dt.date(2027, 6, 21), 202726, 202726),
    ],
)
def test_without_any_choice_the_whole_school_year_is_left(today, first, last):
    weeks = choosable_weeks(Offer(weeks=[]), make_college(), today)
    assert (weeks[0], weeks[-1]) == (first, last)
    assert weeks == sorted(set(weeks))


def test_weeks_a_school_chose_in_another_year_say_nothing_of_this_one():
    college = make_college()
    SchoolWeek.objects.create(college=college, week=WEEK - 100)
    offer = make_open_offer(weeks=[WEEK])
    assert choosable_weeks(offer, college, TODAY) == [WEEK]
