"""A school hands in a list: shown first, done at once, never half, never twice."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.schools.enrolment import NewPupil, enrol
from geo_matching.schools.models import SchoolClass, Student
from geo_matching.schools.queries import pupils_of
from tests.accounts.factories import SCHOOL_YEAR, make_class, make_student
from tests.maps.page_html import read
from tests.qpv_data.factories import make_college
from tests.schools.lists import PLAIN, class_list

pytestmark = pytest.mark.django_db
IMPORT, CONFIRM = "/college/eleves/importer/", "/college/eleves/importer/valider/"


def upload(client, college, content: bytes):
    file = SimpleUploadedFile("liste.csv", content)
    return client.post(IMPORT, {"college": college.uai, "list": file})


def confirm(client, college, preview, *, follow=True):
    (hidden,) = read(preview).all("input", name="list")
    data = {"college": college.uai, "list": hidden["value"]}
    return client.post(CONFIRM, data, follow=follow)


def names(college):
    return [(str(pupil), str(pupil.school_class)) for pupil in pupils_of(college)]


def test_the_page_says_what_is_read_and_what_is_not(school):
    text = read(school.get(IMPORT)).text
    assert "Nom, Prénom et Classe" in text
    assert "date de naissance, adresse, INE, régime…) ne sont ni lues ni gardées" in text


def test_a_list_is_shown_then_done_in_one_go(school, college):
    preview = upload(school, college, PLAIN.encode())
    page = read(preview)
    assert "2 à ajouter 0 à changer de classe 0 déjà là 0 à relire" in page.text
    assert "2 classes à créer\u202f: 3e A, 3e B." in page.text
    assert Student.objects.count() == 0
    done = confirm(school, college, preview)
    assert done.redirect_chain == [("/college/classe/", 302)]
    assert "2 élèves ajoutés. Imprimez maintenant leurs codes." in read(done).text
    assert names(college) == [("Léa MARTIN", "3e A"), ("Élie-Noé D'ARÇON", "3e B")]
    assert set(SchoolClass.objects.values_list("school_year", flat=True)) == {SCHOOL_YEAR}


def test_each_pupil_gets_an_account_of_its_own_without_a_way_in(school, college):
    confirm(school, college, upload(school, college, PLAIN.encode()))
    users = list(User.objects.filter(role=Role.PUPIL))
    assert len({user.username for user in users}) == 2
    for user in users:
        assert re.fullmatch(r"[CDFGHJKMNPQRTWX34679]{4}-[CDFGHJKMNPQRTWX34679]{4}", user.username)
        assert (user.email, user.has_usable_password(), user.is_approved) == ("", False, True)


def test_the_same_list_twice_changes_nothing(school, college):
    confirm(school, college, upload(school, college, PLAIN.encode()))
    before = list(Student.objects.values())
    again = read(upload(school, college, PLAIN.encode()))
    assert "Rien à enregistrer" in again.text
    assert again.all("input", name="list") == []
    assert list(Student.objects.values()) == before


def test_a_double_click_on_confirm_makes_nobody_twice(school, college):
    preview = upload(school, college, PLAIN.encode())
    confirm(school, college, preview)
    second = confirm(school, college, preview)
    assert "Rien n'a changé\u202f: tous ces élèves étaient déjà là." in read(second).text
    assert Student.objects.count() == 2


def test_whoever_is_absent_from_the_list_stays(school, college):
    enrol(college, [NewPupil("BLANC", "Eve", "3e A"), NewPupil("D'Arçon", "Elie Noé", "3e A")])
    preview = upload(school, college, PLAIN.encode())
    text = read(preview).text
    assert "D'Arçon Elie Noé\u202f: de 3e A à 3e B" in text
    assert "1 élève de ces classes absent de la liste" in text
    confirm(school, college, preview)
    assert names(college) == [
        ("Eve BLANC", "3e A"),
        ("Léa MARTIN", "3e A"),
        ("Elie Noé D'Arçon", "3e B"),
    ]


def test_wrong_lines_are_told_and_the_others_go_in(school, college):
    preview = upload(school, college, class_list("MARTIN;Léa;3A", "<b>x</b>;Tom;3A", ";;3A"))
    text = read(preview).text
    assert "«\u202f<b>x</b>\u202f» n'est pas un nom." in text
    assert b"<b>x</b>" not in preview.content
    confirm(school, college, preview)
    assert names(college) == [("Léa MARTIN", "3A")]


def test_when_the_classes_have_changed_meanwhile_it_is_shown_again(school, college):
    preview = upload(school, college, PLAIN.encode())
    enrol(college, [NewPupil("MARTIN", "Léa", "3e C")])
    shown = confirm(school, college, preview)
    assert "Vos classes ont changé" in read(shown).text
    assert names(college) == [("Léa MARTIN", "3e C")]
    confirm(school, college, shown)
    assert len(names(college)) == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"Nom;Classe\nA;3A", b"x" * 2_100_000])
def test_what_is_not_a_list_is_told_beside_the_field(school, college, content):
    answer = upload(school, college, content)
    assert answer.status_code == 400
    page = read(answer)
    assert page.all("p", id="liste-erreur", role="alert")
    assert Student.objects.count() == 0


def test_a_heavy_upload_never_reaches_a_disk(school, college, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    answer = upload(school, college, PLAIN.encode() + b"x" * 3_000_000)
    assert "2\u202fMo au plus" in read(answer).text
    assert list(tmp_path.iterdir()) == []


def test_no_file_at_all(school, college):
    answer = school.post(IMPORT, {"college": college.uai})
    assert "Choisissez un fichier CSV ou XLSX" in read(answer).text


@pytest.mark.parametrize("token", ["", "abc", "abc:def:ghi"])
def test_what_this_service_did_not_sign_is_not_believed(school, college, token):
    answer = school.post(CONFIRM, {"college": college.uai, "list": token})
    assert "choisissez à nouveau votre fichier" in read(answer).text
    assert Student.objects.count() == 0


def test_a_list_of_one_college_is_not_entered_into_another(school, teacher, college):
    other = make_college()
    teacher.scopes.create(level="college", college=other)
    preview = upload(school, college, PLAIN.encode())
    assert confirm(school, other, preview).status_code == 400
    assert Student.objects.count() == 0


def test_another_college_is_not_found(school):
    foreign = make_college()
    assert upload(school, foreign, PLAIN.encode()).status_code == 404


def test_uploads_need_the_form_of_this_site(teacher, college):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(teacher)
    assert upload(strict, college, PLAIN.encode()).status_code == 403


def test_a_session_that_has_ended_leads_to_sign_in_and_back(client, college):
    answer = client.post(CONFIRM, {"college": college.uai, "list": "x"})
    assert answer.status_code == 302
    assert f"next={CONFIRM}" in answer["Location"]


def test_four_hundred_pupils_cost_few_queries(school, college, django_assert_max_num_queries):
    letters = "abcdefghijklmnopqrst"
    lines = [f"{a}{b};Léa;3e {a}" for a in letters for b in letters]
    with django_assert_max_num_queries(12):
        preview = upload(school, college, class_list(*lines))
    with django_assert_max_num_queries(25):
        confirm(school, college, preview, follow=False)
    assert Student.objects.count() == 400


def test_last_years_pupils_are_another_list(school, college):
    old = make_class(college)
    SchoolClass.objects.filter(pk=old.pk).update(school_year=SCHOOL_YEAR - 1)
    make_student(college, first_name="Léa", last_name="MARTIN")
    Student.objects.update(school_class=old)
    assert "2 à ajouter" in read(upload(school, college, PLAIN.encode())).text
