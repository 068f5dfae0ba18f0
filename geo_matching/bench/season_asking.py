"""What programs ask in a season: the reach of new places, and the partner API."""

import random
from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from geo_matching.bench.season_pages import Look, measured_hosts, sign_in
from geo_matching.bench.season_people import PARTNERS, partner_keys
from geo_matching.bench.season_rows import SPREAD
from geo_matching.bench.season_writing import RARE_WORD, coming_weeks
from offers.sectors import SECTORS
from offers.weeks import format_week
from qpv_data.models import College

REACH_LIMIT_S = 1.0
_SEED = 2027


def reach_looks(count: int) -> Iterable[Look]:
    """Return so many questions, each about another place near a priority collège."""
    draw = random.Random(_SEED)
    cookies = [sign_in(host.members.order_by("pk")[0].user) for host in measured_hosts()]
    priority = College.objects.open().in_priority_education().located().order_by("uai")
    near = [college.point for college in priority if college.point]
    for number in range(count):
        point = draw.choice(near)
        place = {
            "lat": round(point.y + draw.uniform(-SPREAD, SPREAD), 6),
            "lon": round(point.x + draw.uniform(-SPREAD, SPREAD), 6),
        }
        path = f"{reverse('reach')}?{urlencode(place)}"
        cookie = cookies[number % len(cookies)]
        yield Look("reach", path, cookie, holds='"bands"', limit_s=REACH_LIMIT_S)


def partner_looks() -> Iterable[Look]:
    """Return lists and searches as partners ask for them, with a key each."""
    point = College.objects.open().located().order_by("uai")[0].point
    if point is None:
        return
    place: dict[str, object] = {"latitude": point.y, "longitude": point.x, "radius": 20_000}
    searches: dict[str, dict[str, object]] = {
        "partner_search": {},
        "partner_last_page": {"page": 100},
        "partner_place": place,
        "partner_rare_word": {"keyword": RARE_WORD},
        "partner_common_word": {"keyword": "jardin"},
        "partner_no_word": {"keyword": "xylophone"},
        "partner_place_and_word": {**place, "keyword": RARE_WORD},
        "partner_weeks": {"weeks[]": format_week(coming_weeks()[0]), "sectors": min(SECTORS)},
    }
    for key in partner_keys(PARTNERS[0]):
        yield Look("partner_list", reverse("v2-offers"), token=key, holds="Découverte")
        for page, asked in searches.items():
            path = f"{reverse('v2-search')}?{urlencode(asked)}"
            yield Look(page, path, token=key, holds="totalInternshipOffers")


def bulk_keys() -> list[str]:
    """Return a key of each partner that posts."""
    return [partner_keys(name)[0] for name in PARTNERS]
