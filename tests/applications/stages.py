"""A confirmed stage for tests: a pupil, its collège's head, an offer with a team."""

import datetime as dt
from dataclasses import dataclass

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.applications.models import Application, LegalRepresentative
from geo_matching.applications.states import State
from geo_matching.schools.models import Student
from offers.models import Host, Offer
from tests.accounts.factories import make_host_user, make_staff, make_student
from tests.offers.factories import make_host, make_offer, make_site
from tests.qpv_data.factories import make_college

WEEK = 202648
# The Monday after it.
MONDAY_AFTER = dt.date(2026, 11, 30)
WHOLE_WEEK = {day: ["9:00", "17:00"] for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi")}


@dataclass
class Stage:
    """A confirmed application with everybody around it."""

    application: Application
    head: User
    host_user: User

    @property
    def student(self) -> Student:
        return self.application.student

    @property
    def pupil(self) -> User:
        return self.student.user

    @property
    def offer(self) -> Offer:
        return self.application.offer

    @property
    def host(self) -> Host:
        return self.offer.site.host


def confirmed(student: Student, offer: Offer, **fields) -> Application:
    values = {"week": WEEK, "state": State.CONFIRMED, "motivation": "J'aime le bois.", **fields}
    application = Application.objects.create(student=student, offer=offer, **values)
    LegalRepresentative.objects.get_or_create(
        student=student, defaults={"name": "Dominique Essai", "email": "parent@essais.example"}
    )
    return application


def make_stage(**offer_fields) -> Stage:
    college = make_college(address="3 rue des Tilleuls", postcode="38990")
    head = make_staff(college, Role.HEAD, first_name="Florence", last_name="Principal")
    host = make_host("Menuiserie des Essais", siret="12345678200010")
    values = {
        "title": "Au pays du bois",
        "daily_hours": dict(WHOLE_WEEK),
        "lunch_break": "Salle commune",
        "tutor_name": "Andrea Menuisier",
        "tutor_trade": "menuisière",
        "programme": {"lundi": "Visite de l'atelier.", "mardi": "Mesurer et poncer."},
        **offer_fields,
    }
    offer = make_offer(make_site(host=host), **values)
    return Stage(confirmed(make_student(college), offer), head, make_host_user(host))


def another_pupil(stage: Stage, class_name: str = "3e A") -> Application:
    return confirmed(make_student(stage.student.college, class_name), stage.offer)
