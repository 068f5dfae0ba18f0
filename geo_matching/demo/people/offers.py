"""Five hundred offers at the sites, as bodies that a partner would send to create them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from geo_matching.demo.city.build import City, rng_for
from geo_matching.demo.people.hosts import HostSite, sectors
from geo_matching.demo.people.texts import Phrases, Text, draw_care, write
from geo_matching.demo.transport.calendars import school_weeks, two_years_from

OFFERS = 500
CAPACITY = ((1, 0.42), (2, 0.26), (3, 0.11), (4, 0.08), (5, 0.04), (6, 0.04), (8, 0.03), (12, 0.02))
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
PUBLIC = {"s25", "s22", "s42"}
# Share of offers reserved for pupils of priority collèges, and of priority neighbourhoods.
REP_SHARE, QPV_SHARE = 0.07, 0.06
# Weeks in which collèges usually send their pupils, as ISO week numbers.
USUAL_WEEKS = {*range(46, 52), *range(2, 11), 22, 23, 24}


def make_offers(city: City, sites: list[HostSite], start: date) -> list[dict[str, Any]]:
    """Return the create bodies; every site has an offer, large hosts have several."""
    rng = rng_for(city.seed, 8)
    phrases = Phrases(rng)
    table = sectors()
    weeks = school_weeks(start, two_years_from(start))
    extra = rng.choice(len(sites), OFFERS - len(sites), p=_pull(sites))
    numbers = sorted([*range(len(sites)), *extra.tolist()])
    return [
        _body(rank, sites[number], table[sites[number].sector], weeks, phrases)
        for rank, number in enumerate(numbers, start=1)
    ]


def _pull(sites: list[HostSite]) -> np.ndarray:
    """Return how likely each site is to make further offers: those with no street in their name more."""
    weight = np.array(
        [4.0 if " de Sorvelle" in s.employer or "Facultés" in s.employer else 1.0 for s in sites]
    )
    return weight / weight.sum()


def _body(
    rank: int, site: HostSite, sector: dict[str, Any], weeks: list[str], phrases: Phrases
) -> dict[str, Any]:
    rng = phrases.rng
    care = draw_care(rng)
    text = write(sector, care, phrases)
    remote_id = f"SOR-{rank:04d}"
    address = site.address
    reserved = rng.random()
    body: dict[str, Any] = {
        "title": text.title,
        "description": _with_audience(text, reserved, phrases),
        "employer_name": site.employer,
        "employer_description": site.about or phrases.one("employers"),
        "street": address.line,
        "zipcode": address.commune.postcode,
        "city": address.commune.name,
        "coordinates": {"latitude": address.lat, "longitude": address.lon},
        "sector_uuid": site.sector,
        "remote_id": remote_id,
        "permalink": f"https://stages-sorvelle.example/offres/{remote_id.lower()}",
        "max_candidates": _capacity(rng),
        "is_public": site.sector in PUBLIC,
        "handicap_accessible": text.accessible,
        "grades": ["troisieme"],
        "weeks": _weeks(weeks, rng),
        "rep": reserved < REP_SHARE,
        "qpv": REP_SHARE <= reserved < REP_SHARE + QPV_SHARE,
    }
    if text.lunch_break:
        body["lunch_break"] = text.lunch_break
    if care >= 2 or (care == 1 and rng.random() < 0.5):
        body["daily_hours"] = _hours(sector, rng)
    return body


def _with_audience(text: Text, reserved: float, phrases: Phrases) -> str:
    told = reserved < REP_SHARE + QPV_SHARE and len(text.description) > 80
    if not told:
        return text.description
    sentence = phrases.words["reserved"][0 if reserved < REP_SHARE else 1]
    return f"{text.description}\n{sentence}"


def _capacity(rng: np.random.Generator) -> int:
    sizes, shares = zip(*CAPACITY, strict=True)
    return int(rng.choice(sizes, p=shares))


def _weeks(weeks: list[str], rng: np.random.Generator) -> list[str]:
    """Return the weeks of an offer: a few, a season, or the whole of term time."""
    manner = rng.random()
    if manner < 0.12:
        return weeks
    usual = [w for w in weeks if int(w[-2:]) in USUAL_WEEKS]
    pool = usual if manner < 0.75 else weeks
    count = int(rng.integers(2, 6)) if manner < 0.4 else int(rng.integers(6, 15))
    picked = rng.permutation(len(pool))[:count]
    return [pool[i] for i in sorted(picked.tolist())]


def _hours(sector: dict[str, Any], rng: np.random.Generator) -> dict[str, list[str]]:
    """Return the hours of each day; some hosts close early on one day, some have no Wednesday."""
    start, end = str(rng.choice(sector["hours"])).split("-")
    hours = {day: [start, end] for day in WEEKDAYS}
    manner = rng.random()
    if manner < 0.18:
        hours["mercredi"] = [start, "12:00"]
    elif manner < 0.3:
        hours["vendredi"] = [start, "15:00" if start != "7:30" else "13:30"]
    elif manner < 0.36:
        hours["lundi"] = ["9:30" if start in {"7:30", "8:00"} else "10:00", end]
    return hours


def write_offers(offers: list[dict[str, Any]], path: Path) -> None:
    path.write_text(json.dumps(offers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
