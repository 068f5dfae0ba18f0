"""An account for each role of the demonstration, and its class, by the service's own doors."""

from typing import Any

from django.utils import timezone

from geo_matching.accounts.models import Partner, PartnerMember, TerritoryScope, User
from geo_matching.accounts.roles import Role
from geo_matching.schools.enrolment import NewPupil, enrol
from geo_matching.schools.models import Student
from geo_matching.schools.queries import classes_of, pupils_of
from qpv_data.models import College

DOMAIN = "sorvelle.example"
CLASS, PUPILS = "3e A", 24
FIRST_NAMES = [
    "Alix",
    "Andréa",
    "Ange",
    "Camille",
    "Charlie",
    "Côme",
    "Dominique",
    "Eden",
    "Élie",
    "Florence",
    "Gaël",
    "Jade",
    "Kim",
    "Lou",
    "Maël",
    "Maxence",
    "Morgan",
    "Noa",
    "Nour",
    "Sacha",
    "Sam",
    "Sasha",
    "Swann",
    "Yaël",
]
# Role -> login before the domain. What each covers stands in `_scopes`.
LOGINS = {
    Role.HEAD: "principal",
    Role.TEACHER: "prof",
    Role.CPE: "cpe",
    Role.SECRETARY: "secretariat",
    Role.HOST: "structure",
    Role.PARTNER: "partenaire",
    Role.PREFECTURE: "prefecture",
    Role.RECTORAT: "rectorat",
    Role.REGION: "region",
    Role.MINISTRY: "ministere",
    Role.ADMINISTRATOR: "admin",
}


def make_accounts(college: College, password: str) -> dict[Role, User]:
    """Make what is missing of the adults' accounts; a second time changes nothing."""
    found = {role: _account(role, login, password) for role, login in LOGINS.items()}
    for role, (level, place) in _scopes(college).items():
        where: dict[str, Any] = {} if level == "france" else {level: place}
        TerritoryScope.objects.get_or_create(user=found[role], level=level, **where)
    partner, _ = Partner.objects.get_or_create(
        name="Association de démonstration", defaults={"full_access": True, "open_data": True}
    )
    PartnerMember.objects.get_or_create(partner=partner, user=found[Role.PARTNER])
    return found


def _account(role: Role, login: str, password: str) -> User:
    email = f"{login}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            f"demo-{login}",
            email,
            password,
            role=role,
            first_name=role.label.capitalize(),
            last_name="Exemple",
            approved_at=timezone.now(),
            is_staff=role == Role.ADMINISTRATOR,
            is_superuser=role == Role.ADMINISTRATOR,
        )
        user.trust_email()
    return user


def _scopes(college: College) -> dict[Role, tuple[str, object]]:
    departement = college.commune.departement
    staff = dict.fromkeys((Role.HEAD, Role.TEACHER, Role.CPE, Role.SECRETARY), ("college", college))
    return {
        **staff,
        Role.PREFECTURE: ("departement", departement),
        Role.RECTORAT: ("academy", departement.academy),
        Role.REGION: ("region", departement.region),
        Role.MINISTRY: ("france", None),
    }


def make_class(college: College, password: str) -> list[Student]:
    """Enrol a class of 3e whose pupils have chosen the same password; return it in its order."""
    if not classes_of(college).filter(name=CLASS).exists():
        pupils = [NewPupil("Exemple", name, CLASS) for name in FIRST_NAMES[:PUPILS]]
        enrol(college, pupils)
    students = list(pupils_of(college).filter(school_class__name=CLASS).order_by("pk"))
    for student in students:
        if not student.user.has_usable_password():
            student.user.set_password(password)
            student.user.save(update_fields=["password"])
    return students
