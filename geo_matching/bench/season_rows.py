"""Offers and applications of a season for measurements."""

import random
from typing import Any

from django.contrib.gis.geos import Point

from geo_matching.accounts.models import Partner
from geo_matching.applications.models import Application
from geo_matching.applications.states import SEATED, State
from geo_matching.bench.season_people import PARTNERS
from geo_matching.bench.season_writing import RARE_WORD, WORDS, coming_weeks, days_ago, write
from geo_matching.schools.models import Student
from offers.models import Host, Offer, PartnerDetails, Site, WorkingHours
from offers.sectors import SECTORS
from qpv_data.models import College

NINE_TO_FIVE = (9 * 3600, 17 * 3600)
SOURCE = "mesures"
# Offers lie around the city's collèges, and as many again far from any network.
SPREAD, FAR = 0.05, (1.5, 47.5)
# One site in twenty is of one of twenty large hosts: 125 sites each, of 50 000.
LARGE_HOSTS, LARGE_EVERY = 20, 20
# One offer in five is a partner's, and pupils apply on its own pages.
PARTNERS_EVERY, RARE_EVERY = 5, 1000
# Most wait, some were answered: as in the middle of a season.
STATES = (
    State.SUBMITTED,
    State.SUBMITTED,
    State.READ,
    State.REJECTED,
    State.EXPIRED,
    State.ACCEPTED,
    State.CONFIRMED,
    State.WITHDRAWN,
)


def offers(count: int, draw: random.Random) -> None:
    """Write offers of the measured hosts, a site each two; their hours are nine to five."""
    hosts = list(Host.objects.filter(key__startswith="mesures:").values_list("pk", flat=True))
    near = [c.point for c in College.objects.open().located() if c.point is not None]
    write(_site(_host_of(n, hosts), n, near, draw) for n in range(count // 2))
    sites = list(Site.objects.filter(host__in=hosts).order_by("pk").values_list("pk", flat=True))
    source, weeks = Partner.objects.get(name=PARTNERS[0]).source, coming_weeks()
    write(_offer(n, sites[n % len(sites)], source, weeks, draw) for n in range(count))
    start, end = NINE_TO_FIVE
    written = Offer.objects.filter(source__in=(SOURCE, source))
    pks = list(written.order_by("pk").values_list("pk", flat=True))
    write(WorkingHours(offer_id=pk, start_s=start, end_s=end) for pk in pks)
    theirs = written.filter(source=source).only("pk", "published_at")
    write(
        PartnerDetails(offer=offer, grades=["troisieme"], published_at=offer.published_at)
        for offer in theirs.iterator()
    )


def _host_of(number: int, hosts: list[int]) -> int:
    if number % LARGE_EVERY == 1:
        return hosts[number // LARGE_EVERY % min(LARGE_HOSTS, len(hosts))]
    return hosts[number % len(hosts)]


def _site(host: int, number: int, near: list[Point], draw: random.Random) -> Site:
    centre = draw.choice(near) if number % 2 else Point(*FAR)
    point = Point(
        centre.x + draw.uniform(-SPREAD, SPREAD), centre.y + draw.uniform(-SPREAD, SPREAD)
    )
    street = f"{number} rue des Mesures"
    return Site(host_id=host, street=street, postcode="36990", city="Mesures", point=point)


def _offer(number: int, site: int, partner: str, weeks: list[int], draw: random.Random) -> Offer:
    theirs = number % PARTNERS_EVERY == 0
    words = draw.choices(WORDS, k=60)
    if number % RARE_EVERY == 0:
        words[draw.randrange(len(words))] = RARE_WORD
    return Offer(
        site_id=site,
        source=partner if theirs else SOURCE,
        remote_id=str(number),
        permalink=f"https://offres.example/{number}" if theirs else "",
        title=f"Découverte {number}\u202f: {draw.choice(WORDS)}",
        description=" ".join(words),
        sector=draw.choice(sorted(SECTORS)),
        capacity=draw.choice((1, 2, 4, 10)),
        weeks=sorted(draw.sample(weeks, min(3, len(weeks)))),
        daily_hours={day: ["9:00", "17:00"] for day in ("lundi", "mardi", "jeudi", "vendredi")},
        published_at=days_ago(draw, 60),
        quality_score=draw.randrange(100),
    )


def applications(per_pupil: int, draw: random.Random) -> None:
    """Write some applications of each pupil, at offers drawn among all; seats are respected."""
    left = dict(Offer.objects.filter(source=SOURCE).order_by("pk").values_list("pk", "capacity"))
    ids, weeks = list(left), coming_weeks()
    students = Student.objects.filter(user__last_name__startswith="Mesure ").order_by("pk")
    write(
        Application(
            student_id=student,
            offer_id=offer,
            week=draw.choice(weeks),
            motivation=" ".join(draw.choices(WORDS, k=30)),
            state=state,
        )
        for student in students.values_list("pk", flat=True).iterator()
        for offer, state in _choices(draw.sample(ids, min(per_pupil, len(ids))), left, draw)
    )


def _choices(
    offers: list[int], left: dict[int, int], draw: random.Random
) -> list[tuple[int, State]]:
    """Draw where one pupil's applications stand: one stage is confirmed at most."""
    found: list[tuple[int, State]] = []
    for offer in offers:
        state = draw.choice(STATES)
        if state == State.CONFIRMED and any(one == state for _, one in found):
            state = State.WITHDRAWN
        if state in SEATED and not left[offer]:
            state = State.REJECTED
        left[offer] -= state in SEATED
        found.append((offer, state))
    return found


def counted() -> dict[str, Any]:
    return {
        "hosts": Host.objects.count(),
        "offers": Offer.objects.count(),
        "pupils": Student.objects.count(),
        "applications": Application.objects.count(),
    }
