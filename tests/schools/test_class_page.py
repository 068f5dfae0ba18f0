"""Ma classe: where each pupil stands in words, one next action, three figures, a table to keep."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from geo_matching.accounts.roles import Role
from geo_matching.applications.agreements.making import agreement_for
from geo_matching.applications.models import Application, ApplicationMove
from geo_matching.applications.states import State
from geo_matching.schools.models import Student
from offers.models import Favourite, Offer
from tests.accounts.factories import make_staff, make_student, make_user
from tests.maps.page_html import read
from tests.offers.factories import make_host, make_offer, make_site

pytestmark = pytest.mark.django_db
PAGE, EXPORT = "/college/classe/", "/college/classe/export.csv"


def sent(student, state, *, host="Garage X", days=0, week=203005):
    offer = make_offer(make_site(host=make_host(host)), weeks=[week])
    made = Application.objects.create(student=student, offer=offer, week=week, state=state)
    moment = timezone.now() - dt.timedelta(days=days)
    Application.objects.filter(pk=made.pk).update(submitted_at=moment, changed_at=moment)
    return made


def rows(client, query=""):
    answer = client.get(EXPORT + query)
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))[1:]


def standing(client):
    ((*_, words, action),) = rows(client)
    return words, action


def test_an_empty_college_is_told_how_to_begin(school):
    text = read(school.get(PAGE)).text
    assert "Commencez par importer la liste de vos classes de 3e" in text


def test_who_has_not_opened_its_account_needs_its_sheet(school, college):
    student = make_student(college)
    student.user.set_unusable_password()
    student.user.save()
    words = ("N'a pas encore ouvert son compte", "Lui donner sa feuille de code")
    assert standing(school) == words
    links = [link["href"] for link in read(school.get(PAGE)).all("a")]
    assert f"/college/codes/?classe={student.school_class_id}" in links


def test_who_has_chosen_nothing_or_sent_nothing(school, college):
    student = make_student(college)
    assert standing(school) == ("N'a encore rien choisi", "L'aider à chercher un stage")
    for _ in range(2):
        Favourite.objects.create(user=student.user, offer=make_offer())
    words = "A choisi 2 offres, aucune envoyée"
    assert standing(school) == (words, "L'aider à envoyer une candidature")


@pytest.mark.parametrize(
    ("days", "since", "action"),
    [
        (0, "aujourd'hui", "Rien à faire pour l'instant"),
        (1, "hier", "Rien à faire pour l'instant"),
        (6, "6 jours", "L'inviter à relancer la structure"),
        (12, "12 jours", "L'aider à candidater aussi ailleurs"),
    ],
)
def test_who_waits_for_an_answer(school, college, days, since, action):
    student = make_student(college)
    sent(student, State.READ, days=days)
    assert standing(school) == (f"Attend la réponse depuis {since}", action)
    sent(student, State.SUBMITTED)
    assert standing(school)[0] == f"Attend la réponse depuis {since} (2 candidatures)"


def test_who_must_confirm_reads_until_when(school, college):
    student = make_student(college)
    sent(student, State.SUBMITTED)
    made = sent(student, State.ACCEPTED, host="Mairie")
    changed = dt.datetime(2029, 11, 18, 12, tzinfo=dt.UTC)
    Application.objects.filter(pk=made.pk).update(changed_at=changed)
    words = "Doit confirmer avant le 3 décembre\u202f: Mairie"
    assert standing(school) == (words, "Lui rappeler de confirmer")


def test_who_is_placed_reads_where_and_when(school, college):
    student = make_student(college)
    sent(student, State.CONFIRMED)
    sent(student, State.TAKEN_ELSEWHERE, host="Mairie")
    words = "Stage confirmé\u202f: Garage X, du lundi 28 janvier au vendredi 1er février 2030"
    assert standing(school) == (words, "Suivre la convention")


def test_names_are_sorted_as_in_french(school, college):
    for first in ("Yaël", "Élie", "Eden", "Fanny"):
        make_student(college, "3e A", first_name=first, last_name="EXEMPLE")
    assert [row[2] for row in rows(school)] == ["Eden", "Élie", "Fanny", "Yaël"]


def test_from_who_is_placed_one_opens_its_agreement(school, college):
    student = make_student(college)
    agreement = agreement_for(sent(student, State.CONFIRMED))
    links = [link["href"] for link in read(school.get(PAGE)).all("a")]
    assert f"/conventions/{agreement.pk}/" in links


def test_who_was_refused_everywhere_is_blocked(school, college):
    student = make_student(college)
    sent(student, State.REJECTED)
    assert standing(school)[0] == "1 candidature, sans suite"
    sent(student, State.EXPIRED)
    assert standing(school) == ("2 candidatures, sans suite", "L'aider à candidater ailleurs")


@pytest.fixture
def four(college):
    """Two pupils placed or waiting in 3e A, two blocked in 3e B."""
    a, b, c, d = (
        make_student(college, name, first_name=first, last_name=last)
        for name, first, last in [
            ("3e A", "Ana", "PETIT"),
            ("3e A", "Ben", "ROUX"),
            ("3e B", "Cléo", "NOIR"),
            ("3e B", "Dan", "BLANC"),
        ]
    )
    sent(a, State.CONFIRMED)
    sent(b, State.SUBMITTED)
    return a, b, c, d


def test_three_figures_are_all_the_pupils(school, college, four):
    text = read(school.get(PAGE)).text
    assert "1 placé 1 en attente 2 bloqués" in text
    in_b = f"?classe={four[2].school_class_id}"
    assert "0 placé 0 en attente 2 bloqués" in read(school.get(PAGE + in_b)).text


def test_by_class_by_figure_and_in_order(school, college, four):
    assert [row[1] for row in rows(school)] == ["PETIT", "ROUX", "BLANC", "NOIR"]
    in_a = f"?classe={four[0].school_class_id}"
    assert [row[1] for row in rows(school, in_a)] == ["PETIT", "ROUX"]
    assert [row[1] for row in rows(school, f"{in_a}&etat=attente")] == ["ROUX"]
    assert len(rows(school, "?etat=x&classe=x&page=x")) == 4
    page = read(school.get(f"{PAGE}?etat=places"))
    assert "PETIT Ana" in page.text
    assert "ROUX" not in page.text


def test_the_table_to_keep_holds_names_and_states_only(school, college):
    student = make_student(college, first_name="Léa", last_name="MARTIN")
    made = sent(student, State.SUBMITTED)
    Application.objects.filter(pk=made.pk).update(
        motivation="Une lettre", phone="0612345678", email="lea@essais.example"
    )
    answer = school.get(EXPORT)
    assert rows(school) == [
        [
            "3e A",
            "MARTIN",
            "Léa",
            "Attend la réponse depuis aujourd'hui",
            "Rien à faire pour l'instant",
        ]
    ]
    for private in ("lettre", "0612345678", "lea@", student.user.username):
        assert private not in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]


def test_a_cell_is_never_a_formula(school, college):
    make_student(college, first_name="Léa", last_name="=cmd|' /C calc'!A0")
    assert rows(school)[0][1] == "'=cmd|' /C calc'!A0"


def test_other_colleges_and_other_roles_see_nothing(client, college, four):
    client.force_login(make_staff())
    assert "PETIT" not in read(client.get(PAGE)).text
    for role in (Role.PUPIL, Role.HOST, Role.PREFECTURE):
        client.force_login(make_user(role))
        assert client.get(PAGE).status_code == 403
        assert client.get(EXPORT).status_code == 403
    client.logout()
    assert f"next={PAGE}" in client.get(PAGE)["Location"]


def test_three_hundred_pupils_come_in_pages_and_few_queries(
    school, college, django_assert_max_num_queries
):
    offer = make_offer(capacity=1)
    for _ in range(3):
        make_student(college)
    with django_assert_max_num_queries(14) as few:
        school.get(PAGE)
    many = [make_student(college) for _ in range(57)]
    Application.objects.bulk_create(
        [Application(student=one, offer=offer, week=203005) for one in many]
    )
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = read(school.get(f"{PAGE}?page=2"))
    assert "Page 2 sur 2" in page.text
    assert len(rows(school)) == 60


def test_a_pupil_who_leaves_gives_its_seat_back(school, college):
    student = make_student(college)
    made = sent(student, State.ACCEPTED)
    Offer.objects.filter(pk=made.offer_id).update(seats_taken=1)
    address = f"/college/eleves/{student.pk}/retirer/"
    assert "1 candidature en cours sera retirée" in read(school.get(address)).text
    assert Application.objects.get().state == State.ACCEPTED
    school.post(address, {"college": college.uai})
    student.user.refresh_from_db()
    assert (rows(school), student.user.is_active) == ([], False)
    assert Application.objects.get().state == State.WITHDRAWN
    assert Offer.objects.get(pk=made.offer_id).seats_taken == 0
    assert ApplicationMove.objects.filter(to_state=State.WITHDRAWN).count() == 1
    assert school.post(address, {"college": college.uai}).status_code == 404


def test_a_pupil_entered_by_mistake_leaves_nothing_behind(school, college):
    student = make_student(college)
    school.post(f"/college/eleves/{student.pk}/retirer/", {"college": college.uai})
    assert not Student.objects.exists()
    assert not type(student.user).objects.filter(pk=student.user_id).exists()


def test_staff_land_on_their_class(college, teacher):
    from geo_matching.accounts.landing import landing_of, menu_of

    assert landing_of(teacher) == "class"
    assert [entry.label for entry in menu_of(teacher)][:2] == ["Ma classe", "Nos semaines"]
