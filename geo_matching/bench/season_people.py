"""The people of a season for measurements: hosts, partners, staff, pupils, administrators."""

import random

from allauth.mfa.models import Authenticator
from django.utils import timezone

from geo_matching.accounts.models import ApiToken, Partner, PartnerMember, TerritoryScope, User
from geo_matching.accounts.roles import Role
from geo_matching.bench.season_writing import coming_weeks, this_year, write
from geo_matching.schools.models import SchoolClass, SchoolWeek, Student
from offers.models import Host, HostMember
from qpv_data.models import College

# 300 pupils of 3e a collège and year: a large one.
PUPILS_A_CLASS, CLASSES = 25, 12
PARTNERS = ("Réseau des mesures", "Autre réseau des mesures")
# A user may call a hundred times a minute: they share the 3 600 of the measurement.
USERS_A_PARTNER = 60
DOMAIN = "@mesures.example"


def _user(name: str, role: Role) -> User:
    email = "" if role == Role.PUPIL else f"{name}{DOMAIN}"
    return User(
        username=name,
        email=email,
        first_name="Camille",
        last_name=f"Mesure {name}",
        role=role,
        password="!",  # noqa: S106 - nobody signs in with it
        is_staff=role == Role.ADMINISTRATOR,
        is_superuser=role == Role.ADMINISTRATOR,
        approved_at=timezone.now(),
    )


def people(hosts: int, pupils: int, draw: random.Random) -> None:
    """Write hosts with one member each, staff of every collège, pupils, partners, agents."""
    _hosts(hosts)
    colleges = _colleges(pupils)
    write(
        _user(f"{who}-{college.uai}", role)
        for college in colleges
        for who, role in (("prof", Role.TEACHER), ("direction", Role.HEAD))
    )
    write(
        TerritoryScope(user=user, level="college", college_id=user.username.rpartition("-")[2])
        for user in User.objects.filter(role__in=(Role.TEACHER, Role.HEAD), email__endswith=DOMAIN)
    )
    _pupils(pupils, colleges, draw)
    write([_user("administration", Role.ADMINISTRATOR)])
    administrator = User.objects.get(username="administration")
    # Where a second factor is asked for, it is there: nobody signs in with it.
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={})
    _partners()


def _colleges(pupils: int) -> list[College]:
    """Return collèges enough for these pupils; those that are added stand nowhere on the map."""
    known = list(College.objects.open().order_by("uai"))
    missing = pupils // (CLASSES * PUPILS_A_CLASS) - len(known)
    added = [
        College(uai=f"0367{n:03d}M", name=f"Collège des mesures {n}", commune=known[0].commune)
        for n in range(missing)
    ]
    write(added)
    return known + added


def _hosts(hosts: int) -> None:
    write(_user(f"hote-{n}", Role.HOST) for n in range(hosts))
    write(Host(name=f"Structure {n}", key=f"mesures:{n}") for n in range(hosts))
    members = User.objects.filter(username__startswith="hote-", email__endswith=DOMAIN)
    named = Host.objects.filter(key__startswith="mesures:")
    pairs = zip(named.order_by("pk").iterator(), members.order_by("pk").iterator(), strict=True)
    write(HostMember(host=host, user=user) for host, user in pairs)


def _pupils(pupils: int, colleges: list[College], draw: random.Random) -> None:
    write(
        SchoolClass(college=college, name=f"3e mesure {n}", school_year=this_year())
        for college in colleges
        for n in range(CLASSES)
    )
    write(
        SchoolWeek(college=college, week=week)
        for college in colleges
        for week in coming_weeks()
        if not college.internship_weeks.filter(week=week).exists()
    )
    classes = list(SchoolClass.objects.filter(name__startswith="3e mesure"))
    write(_user(f"eleve-{n}", Role.PUPIL) for n in range(pupils))
    users = User.objects.filter(username__startswith="eleve-", last_name__startswith="Mesure ")
    write(
        Student(user=user, school_class=room, college_id=room.college_id)
        for user in users.order_by("pk").iterator()
        for room in [draw.choice(classes)]
    )


def _partners() -> None:
    for number, name in enumerate(PARTNERS):
        partner = Partner.objects.create(name=name, full_access=True, open_data=True)
        write(_user(f"partenaire-{number}-{n}", Role.PARTNER) for n in range(USERS_A_PARTNER))
        users = User.objects.filter(username__startswith=f"partenaire-{number}-")
        write(PartnerMember(partner=partner, user=user) for user in users)


def partner_keys(name: str) -> list[str]:
    """Return a new key of each account of a partner: their text is stored nowhere."""
    users = User.objects.filter(partner_membership__partner__name=name).order_by("pk")
    return [ApiToken.make(user, "mesures")[1] for user in users]
