"""Codes on paper: a secret shows once, opens an account once, and is stored nowhere."""

import re

import pytest

from geo_matching.accounts.activation import activate
from geo_matching.accounts.models import Activation
from geo_matching.schools.codes import LETTERS, new_codes
from tests.accounts.factories import make_student, make_user
from tests.maps.page_html import read

pytestmark = pytest.mark.django_db
CODES, SHEET = "/college/codes/", "/college/codes/feuille/"
SECRET = re.compile(r"ton secret ([A-Z0-9]{4}-[A-Z0-9]{4})")


@pytest.fixture
def new(college):
    """A pupil without a password."""
    student = make_student(college, first_name="Léa", last_name="MARTIN", username="CDFG-3467")
    student.user.set_unusable_password()
    student.user.save()
    return student


def sheet(client, college, *students):
    keys = [student.pk for student in students]
    return client.post(SHEET, {"college": college.uai, "pupil": keys})


def test_those_without_a_password_are_ticked(school, college, new):
    active = make_student(college)
    page = read(school.get(CODES))
    ticked = {box["value"]: "checked" in box for box in page.all("input", name="pupil")}
    assert ticked == {str(new.pk): True, str(active.pk): False}
    assert "code CDFG-3467, pas encore de mot de passe" in page.text


def test_a_sheet_says_where_to_go_and_opens_the_account_once(school, college, new, settings):
    settings.SITE_URL = "https://stages.example"
    answer = sheet(school, college, new)
    text = read(answer).text
    assert "Va sur https://stages.example/compte/premiere-connexion/" in text
    assert "Léa MARTIN 3e A" in text
    assert "no-store" in answer["Cache-Control"]
    (secret,) = SECRET.findall(text)
    assert secret not in Activation.objects.get(user=new.user).secret_hash
    assert secret.encode() not in school.get(CODES).content
    assert activate("cdfg-3467", secret, "un mot de passe") == new.user


def test_a_new_sheet_ends_the_old_one_and_a_lost_password(school, college, new):
    first, second = (SECRET.findall(read(sheet(school, college, new)).text)[0] for _ in range(2))
    with pytest.raises(ValueError, match="ne vont pas ensemble"):
        activate("CDFG-3467", first, "un mot de passe")
    activate("CDFG-3467", second, "un mot de passe")
    sheet(school, college, new)
    new.user.refresh_from_db()
    assert not new.user.has_usable_password()


def test_a_sheet_is_made_by_a_form_only(school, college, new):
    assert school.get(SHEET)["Location"] == CODES
    answer = school.post(SHEET, {"college": college.uai}, follow=True)
    assert "Cochez au moins un élève." in read(answer).text
    assert Activation.objects.count() == 0


@pytest.mark.parametrize("key", ["0", "-1", "x", "9" * 30])
def test_a_key_that_is_nobodys_is_not_found(school, college, new, key):
    answer = school.post(SHEET, {"college": college.uai, "pupil": [new.pk, key]})
    assert answer.status_code == 404
    assert Activation.objects.count() == 0


def test_a_pupil_of_another_college_is_not_found(school, college):
    assert sheet(school, college, make_student()).status_code == 404


def test_a_class_costs_few_queries(school, college, django_assert_max_num_queries):
    students = [make_student(college) for _ in range(30)]
    with django_assert_max_num_queries(12):
        school.get(CODES)
    with django_assert_max_num_queries(12):
        sheet(school, college, *students)


def test_codes_are_read_aloud_without_doubt():
    assert not set("AEIOUBSVYZ0125") & set(LETTERS)
    codes = new_codes(500)
    assert len(set(codes)) == 500


def test_a_code_that_somebody_has_is_drawn_again(monkeypatch):
    make_user(username="CCCC-CCCC")
    drawn = iter(["CCCC-CCCC", "DDDD-DDDD"])
    monkeypatch.setattr("geo_matching.schools.codes._draw", lambda: next(drawn))
    assert new_codes(1) == ["DDDD-DDDD"]
