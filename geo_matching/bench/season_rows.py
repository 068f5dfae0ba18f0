"""The rows of a season for measurements: people, offers, applications."""

import random
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from geo_matching.accounts.models import TerritoryScope, User
from geo_matching.accounts.roles import Role
from geo_matching.applications.models import Application
from geo_matching.bench.task_season_fill import STATES, WEEKS, WORDS, days_ago, write
from geo_matching.schools.models import SchoolClass, Student
from offers.models import Host, HostMember, Offer, Site, WorkingHours
from offers.sectors import SECTORS
from qpv_data.models import College

YEAR, PUPILS_A_CLASS, CLASSES = 2026, 25, 8
NINE_TO_FIVE = (9 * 3600, 17 * 3600)
# Offers lie around the city's collèges, and as many again far from any network.
SPREAD = 0.05


def _user(name: str, role: Role) -> User:
    email = "" if role == Role.PUPIL else f"{name}@mesures.example"
    return User(
        username=name,
        email=email,
        first_name="Camille",
        last_name=f"Mesure {name}",
        role=role,
        password="!",  # noqa: S106 - nobody signs in with it
        approved_at=timezone.now(),
    )


def people(hosts: int, pupils: int, draw: random.Random) -> None:
    """Write hosts with one member each, a teacher a collège, and pupils in classes."""
    write(_user(f"hote-{n}", Role.HOST) for n in range(hosts))
    write(Host(name=f"Structure {n}", key=f"mesures:{n}") for n in range(hosts))
    members = User.objects.filter(username__startswith="hote-").order_by("pk")
    named = Host.objects.filter(key__startswith="mesures:").order_by("pk")
    pairs = zip(named.iterator(), members.iterator(), strict=True)
    write(HostMember(host=host, user=user) for host, user in pairs)
    colleges = list(College.objects.open().order_by("uai"))
    write(_user(f"prof-{college.uai}", Role.TEACHER) for college in colleges)
    write(
        TerritoryScope(user=user, level="college", college_id=user.username.removeprefix("prof-"))
        for user in User.objects.filter(username__startswith="prof-")
    )
    _pupils(pupils, colleges, draw)


def _pupils(pupils: int, colleges: list[College], draw: random.Random) -> None:
    """Write classes; those beyond `CLASSES` a collège are of earlier years."""
    years = range(max(1, pupils // (len(colleges) * CLASSES * PUPILS_A_CLASS)))
    write(
        SchoolClass(college=college, name=f"3e {n}", school_year=YEAR - year)
        for college in colleges
        for year in years
        for n in range(CLASSES)
    )
    classes = list(SchoolClass.objects.filter(name__startswith="3e "))
    write(_user(f"eleve-{n}", Role.PUPIL) for n in range(pupils))
    users = User.objects.filter(username__startswith="eleve-").order_by("pk")
    write(
        Student(user=user, school_class=room, college_id=room.college_id)
        for user in users.iterator()
        for room in [draw.choice(classes)]
    )


def offers(count: int, draw: random.Random) -> None:
    """Write offers of the measured hosts, a site each two; their hours are nine to five."""
    hosts = list(Host.objects.filter(key__startswith="mesures:").values_list("pk", flat=True))
    near = [c.point for c in College.objects.open().located() if c.point is not None]
    write(_site(hosts[n % len(hosts)], n, near, draw) for n in range(count // 2))
    sites = list(Site.objects.filter(host__in=hosts).values_list("pk", flat=True))
    codes = sorted(SECTORS)
    write(_offer(n, sites[n % len(sites)], draw.choice(codes), draw) for n in range(count))
    start, end = NINE_TO_FIVE
    written = Offer.objects.filter(source="mesures").values_list("pk", flat=True)
    write(WorkingHours(offer_id=pk, start_s=start, end_s=end) for pk in written.iterator())


def _site(host: int, number: int, near: list[Point], draw: random.Random) -> Site:
    centre = draw.choice(near) if number % 2 else Point(1.5, 47.5)
    point = Point(
        centre.x + draw.uniform(-SPREAD, SPREAD), centre.y + draw.uniform(-SPREAD, SPREAD)
    )
    street = f"{number} rue des Mesures"
    return Site(host_id=host, street=street, postcode="38990", city="Valbourg", point=point)


def _offer(number: int, site: int, sector: str, draw: random.Random) -> Offer:
    return Offer(
        site_id=site,
        source="mesures",
        remote_id=str(number),
        title=f"Découverte {number} : {draw.choice(WORDS)}",
        description=" ".join(draw.choices(WORDS, k=60)),
        sector=sector,
        capacity=draw.choice((1, 2, 4, 10)),
        weeks=draw.sample(WEEKS, 3),
        published_at=days_ago(draw, 60),
        quality_score=draw.randrange(100),
    )


def applications(per_pupil: int, draw: random.Random) -> None:
    """Write some applications of each pupil, at offers drawn among all."""
    ids = list(Offer.objects.filter(source="mesures").values_list("pk", flat=True))
    students = Student.objects.filter(user__username__startswith="eleve-")
    write(
        Application(
            student_id=student,
            offer_id=offer,
            week=draw.choice(WEEKS),
            motivation=" ".join(draw.choices(WORDS, k=30)),
            state=draw.choice(STATES),
        )
        for student in students.values_list("pk", flat=True).iterator()
        for offer in draw.sample(ids, per_pupil)
    )


def counted() -> dict[str, Any]:
    return {
        "hosts": Host.objects.count(),
        "offers": Offer.objects.count(),
        "pupils": Student.objects.count(),
        "applications": Application.objects.count(),
    }
