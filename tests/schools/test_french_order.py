"""Every list of pupils stands in one order: as a French reader looks a name up."""

import csv
import io
import random

import pytest

from geo_matching.accounts.roles import Role
from geo_matching.applications.agreements.making import agreement_for
from geo_matching.applications.models import Application
from geo_matching.schools.models import Student
from tests.accounts.factories import make_staff, make_student
from tests.applications.stages import confirmed
from tests.maps.page_html import read
from tests.offers.factories import make_offer

pytestmark = pytest.mark.django_db
# A blank, an apostrophe or a hyphen parts words; accents and capitals only part equal letters.
ORDER = [
    ("d'Almeida", "Zoé"),
    ("D'ARÇON", "Élie"),
    ("DALLA", "Ève"),
    ("Ébène", "Noé"),
    ("EDEN", "Ali"),
    ("eliane", "Bo"),
    ("Élie", "Anna"),
    ("ÉLIE", "Eden"),
    ("Élie", "Élodie"),
    ("ÉLIE", "Jean Paul"),
    ("ÉLIE", "Jean-Alain"),
    ("ÉLIE", "Jeanne"),
    ("FANNY", "Ida"),
    ("Le Gall", "Zoé"),
    ("Le Gall Dupont", "Ali"),
    ("LEBRUN", "Max"),
    ("ŒUVRARD", "Max"),
    ("Ofaure", "Max"),
    ("Zoé", "Max"),
]


@pytest.fixture
def pupils(college):
    """These pupils in one class, entered in no order."""
    entered = random.Random(4).sample(ORDER, len(ORDER))
    for last, first in entered:
        make_student(college, last_name=last, first_name=first)
    return college


def in_page(text: str, name: str = "{last} {first}") -> list[tuple[str, str]]:
    """Return the pupils in the order in which a page names them."""
    places = [text.find(name.format(last=last, first=first)) for last, first in ORDER]
    assert min(places) >= 0
    return [pupil for _, pupil in sorted(zip(places, ORDER, strict=True))]


def test_codes_and_class_stand_in_one_order(school, pupils):
    for page in ("/college/codes/", "/college/classe/"):
        assert in_page(read(school.get(page)).text) == ORDER


def test_the_sheet_is_cut_in_the_order_of_the_class(school, pupils):
    keys = list(Student.objects.order_by("pk").values_list("pk", flat=True))
    sheet = school.post("/college/codes/feuille/", {"college": pupils.uai, "pupil": keys})
    assert in_page(read(sheet).text, "{first} {last}") == ORDER


def test_the_table_to_keep_stands_in_the_same_order(school, pupils):
    content = school.get("/college/classe/export.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert [(row["Nom"], row["Prénom"]) for row in rows] == ORDER


def test_a_school_finds_its_agreements_and_stages_by_name(client, pupils):
    offer = make_offer(capacity=len(ORDER))
    for student in Student.objects.order_by("pk"):
        confirmed(student, offer, week=202640)
    client.force_login(make_staff(pupils, Role.HEAD))
    for application in Application.objects.order_by("pk"):
        agreement_for(application)
    assert in_page(read(client.get("/conventions/")).text) == ORDER
    assert in_page(read(client.get("/avis/")).text) == ORDER


def test_whoever_asks_for_no_order_gets_this_one(pupils):
    found = Student.objects.values_list("user__last_name", "user__first_name")
    assert list(found) == ORDER
