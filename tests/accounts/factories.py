"""Invented accounts for tests: each role with what makes it useful."""

from itertools import count

from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from geo_matching.accounts.models import TerritoryScope, User
from geo_matching.accounts.roles import TWO_FACTORS, Role
from geo_matching.schools.models import SchoolClass, Student
from geo_matching.schools.school_year import school_year_of
from offers.models import Host, HostMember
from qpv_data.models import College
from tests.offers.factories import make_host
from tests.qpv_data.factories import make_college

PASSWORD = "un mot de passe assez long"
# Of every telephone in tests.
TOTP_SECRET = "JBSWY3DPEHPK3PXP"
SCHOOL_YEAR = school_year_of(timezone.localdate())

_numbers = count(1)


def make_user(
    role: Role = Role.HOST, *, approved: bool = True, second_factor: bool = True, **fields
) -> User:
    """Make an account that may sign in: its address is verified, its second factor set up."""
    number = next(_numbers)
    values = {
        "username": f"compte-{number}",
        "email": "" if role == Role.PUPIL else f"compte-{number}@essais.example",
        "first_name": "Camille",
        "last_name": f"Essai {number}",
        "role": role,
        "approved_at": timezone.now() if approved else None,
        **fields,
    }
    user = User.objects.create_user(password=PASSWORD, **values)
    user.trust_email()
    if second_factor and role in TWO_FACTORS:
        TOTP.activate(user, TOTP_SECRET)
    return user


def make_administrator(**fields) -> User:
    return make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True, **fields)


def make_scope(user: User, level: str, place: object = None) -> TerritoryScope:
    """Give a user a scope: level "college", "departement", "academy", "region" or "france"."""
    where = {} if level == "france" else {level: place}
    return TerritoryScope.objects.create(user=user, level=level, **where)


def make_staff(college: College | None = None, role: Role = Role.TEACHER, **fields) -> User:
    user = make_user(role, **fields)
    make_scope(user, "college", college or make_college())
    return user


def make_class(college: College, name: str = "3e A") -> SchoolClass:
    found, _ = SchoolClass.objects.get_or_create(
        college=college, name=name, school_year=SCHOOL_YEAR
    )
    return found


def make_student(college: College | None = None, class_name: str = "3e A", **fields) -> Student:
    college = college or make_college()
    return Student.objects.create(
        user=make_user(Role.PUPIL, **fields),
        college=college,
        school_class=make_class(college, class_name),
    )


def make_host_user(host: Host | None = None, **fields) -> User:
    """Make a member of a host's team."""
    user = make_user(Role.HOST, **fields)
    HostMember.objects.create(host=host or make_host(), user=user)
    return user
