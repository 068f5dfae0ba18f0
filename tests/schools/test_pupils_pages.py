"""Pupils by hand, several collèges, and the end of the year."""

import pytest

from geo_matching.accounts.roles import Role
from geo_matching.schools.enrolment import NewPupil, archive, enrol, leave
from geo_matching.schools.models import SchoolClass, Student
from geo_matching.schools.queries import pupils_of
from tests.accounts.factories import (
    PASSWORD,
    SCHOOL_YEAR,
    make_scope,
    make_staff,
    make_student,
    make_user,
)
from tests.maps.page_html import read
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db
ADD = "/college/eleves/ajouter/"


def pupil(college, last="MARTIN", first="Léa", name="3e A", **more):
    return {
        "college": college.uai,
        "last_name": last,
        "first_name": first,
        "class_name": name,
        **more,
    }


def names(college):
    return [(str(one), str(one.school_class)) for one in pupils_of(college)]


def test_a_pupil_typed_after_the_session_had_ended_is_shown_again(client, college, teacher):
    client.force_login(teacher)
    who = read(client.get(ADD)).all("input", name="who")[0]["value"]
    client.logout()
    client.post(ADD, pupil(college, last="Dupuis", who=who))
    client.post("/compte/connexion/", {"login": teacher.email, "password": PASSWORD})
    assert read(client.get(ADD)).all("input", name="last_name")[0]["value"] == "Dupuis"
    assert names(college) == []


def test_a_pupil_is_added_by_hand(school, college):
    answer = school.post(ADD, pupil(college, last="  Martin  Dupuis "), follow=True)
    assert "Léa est ajouté. Imprimez son code." in read(answer).text
    assert names(college) == [("Léa Martin Dupuis", "3e A")]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("last_name", "", "Écrivez le nom."),
        ("first_name", "<b>", "n'est pas un nom"),
        ("class_name", "4e B", "n'est pas une classe de 3e"),
        ("last_name", "A" * 81, "80"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    school, college, field, value, words
):
    page = read(school.post(ADD, pupil(college) | {field: value}))
    assert words in page.text
    assert [box["name"] for box in page.all("input") if "aria-invalid" in box] == [field]
    typed = {box["name"]: box["value"] for box in page.all("input", type="text")}
    assert {"college": college.uai, **typed} == {**pupil(college), field: value}
    assert Student.objects.count() == 0


def test_a_second_pupil_of_one_name_is_asked_about_once(school, college):
    school.post(ADD, pupil(college))
    page = read(school.post(ADD, pupil(college, last="martin", name="3EME A")))
    assert "porte déjà ce nom" in page.text
    assert page.all("input", name="same_name")
    assert len(names(college)) == 1
    school.post(ADD, pupil(college, last="martin", name="3EME A", same_name="on"))
    assert names(college) == [("Léa martin", "3e A"), ("Léa MARTIN", "3e A")]


def test_a_pupil_is_corrected_and_moved_and_keeps_its_code(school, college):
    (student,) = enrol(college, [NewPupil("MARTIN", "Lea", "3e A")])
    address = f"/college/eleves/{student.pk}/"
    assert 'value="Lea"' in school.get(address).content.decode()
    school.post(address, pupil(college, name="3e B"))
    assert names(college) == [("Léa MARTIN", "3e B")]
    assert pupils_of(college).get().user.username == student.user.username


def test_a_pupil_of_another_college_is_not_found(school, college):
    foreign = make_student()
    address = f"/college/eleves/{foreign.pk}/"
    assert school.get(address).status_code == 404
    assert school.post(address, pupil(college)).status_code == 404


def test_staff_of_two_colleges_change_between_them(client, college):
    other = make_college(name="Collège des Vignes")
    teacher = make_staff(college)
    make_scope(teacher, "college", other)
    client.force_login(teacher)
    make_student(other, first_name="Ana", last_name="PETIT")
    assert "PETIT" not in read(client.get("/college/classe/")).text
    answer = client.post("/college/choisir/", {"college": other.uai}, follow=True)
    assert "PETIT Ana" in read(answer).text
    # A form of the first collège, open in another tab, stays with its own.
    client.post(ADD, pupil(college))
    assert names(college) == [("Léa MARTIN", "3e A")]


def test_a_college_of_somebody_else_cannot_be_chosen(school):
    answer = school.post("/college/choisir/", {"college": make_college().uai})
    assert answer.status_code == 404


def test_staff_without_a_college_are_told_why(client):
    client.force_login(make_user(Role.TEACHER))
    answer = client.get("/college/classe/")
    assert "n'est rattaché à aucun collège" in read(answer).text


def test_an_archived_class_leaves_the_lists_and_its_pupils_the_service(school, college):
    student = make_student(college)
    place = {"college": college.uai, "class": student.school_class_id}
    school.post("/college/classes/archiver/", place | {"move": "archive"})
    student.user.refresh_from_db()
    assert (names(college), student.user.is_active) == ([], False)
    assert "archivée" in read(school.get("/college/classes/")).text
    school.post("/college/classes/archiver/", place | {"move": "reopen"})
    student.user.refresh_from_db()
    assert (len(names(college)), student.user.is_active) == (1, True)


def test_classes_of_past_years_are_archived_together(school, college):
    current, old = make_student(college), make_student(college, "3e Z")
    SchoolClass.objects.filter(name="3e Z").update(school_year=SCHOOL_YEAR - 1)
    assert (
        "1 classe d'une année passée est encore ouverte"
        in read(school.get("/college/classe/")).text
    )
    form = {"college": college.uai, "class": "past"}
    answer = school.post("/college/classes/archiver/", form, follow=True)
    assert "1 classe archivée." in read(answer).text
    old.user.refresh_from_db()
    current.user.refresh_from_db()
    assert (old.user.is_active, current.user.is_active) == (False, True)


def test_a_class_of_another_college_is_not_archived(school, college):
    foreign = make_student()
    form = {"college": college.uai, "class": foreign.school_class_id, "move": "archive"}
    assert school.post("/college/classes/archiver/", form).status_code == 404
    assert school.post("/college/classes/archiver/", form | {"class": "x"}).status_code == 404


def test_who_has_left_stays_out_when_the_class_is_opened_again(college):
    gone, here = make_student(college), make_student(college)
    leave(gone)
    archive([here.school_class])
    enrol(college, [NewPupil("PETIT", "Ana", "3e A")])
    for one in (gone, here):
        one.user.refresh_from_db()
    assert (gone.user.is_active, here.user.is_active) == (False, True)
    assert len(names(college)) == 2
