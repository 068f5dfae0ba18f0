"""Five hundred offers at the sites, as bodies that a partner would send to create them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from geo_matching.demo.city.build import City, rng_for
from geo_matching.demo.people.hosts import HostSite
from geo_matching.demo.people.texts import Care, Phrases, Text, draw_care, write
from geo_matching.demo.transport.calendars import school_weeks, two_years_from

Rng = np.random.Generator
OFFERS = 500
INSTITUTION_PULL = 4.0  # how many times more offers an institution makes at a site
SIZES, SIZE_SHARES = (1, 2, 3, 4, 5, 6, 8, 12), (0.42, 0.26, 0.11, 0.08, 0.04, 0.04, 0.03, 0.02)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
PUBLIC_SECTORS = {"s25", "s22", "s42"}
AUDIENCES, AUDIENCE_SHARES = ("all", "rep", "qpv"), (0.87, 0.07, 0.06)
# Weeks in which collèges usually send their pupils, as ISO week numbers.
USUAL_WEEKS = {*range(46, 52), *range(2, 11), 22, 23, 24}
# Manners of giving weeks: all of term time, a few usual weeks, a season of them, scattered ones.
WEEK_MANNERS, MANNER_SHARES = ("all", "few", "season", "scattered"), (0.12, 0.28, 0.35, 0.25)
# Days that differ from the others: a Wednesday morning, an early Friday, a late Monday.
ODD_DAYS, ODD_DAY_SHARES = ("", "mercredi", "vendredi", "lundi"), (0.64, 0.18, 0.12, 0.06)
EARLY_FRIDAY = {"7:30": "13:30"}
LATE_MONDAY = {"7:30": "9:30", "8:00": "9:30"}


def make_offers(city: City, sites: list[HostSite], start: date) -> list[dict[str, Any]]:
    """Return the create bodies; every site has an offer, large hosts have several."""
    phrases = Phrases(rng_for(city.seed, 8))
    weeks = school_weeks(start, two_years_from(start))
    pull = np.array([INSTITUTION_PULL if site.is_institution else 1.0 for site in sites])
    extra = phrases.rng.choice(len(sites), OFFERS - len(sites), p=pull / pull.sum())
    numbers = sorted([*range(len(sites)), *extra.tolist()])
    return [
        _body(f"SOR-{rank:04d}", sites[number], weeks, phrases)
        for rank, number in enumerate(numbers, start=1)
    ]


def renew_weeks(offers: list[dict[str, Any]], seed: int, start: date) -> list[dict[str, Any]]:
    """Return the same create bodies with weeks of the two years that begin on `start`."""
    weeks, rng = school_weeks(start, two_years_from(start)), rng_for(seed, 9)
    return [body | {"weeks": _weeks(weeks, rng)} for body in offers]


def _body(remote_id: str, site: HostSite, weeks: list[str], phrases: Phrases) -> dict[str, Any]:
    care = draw_care(phrases.rng)
    text = write(site.trade, care, phrases)
    audience = str(phrases.rng.choice(AUDIENCES, p=AUDIENCE_SHARES))
    address = site.address
    body: dict[str, Any] = {
        "title": text.title,
        "description": _with_audience(text, care, audience, phrases),
        "employer_name": site.employer,
        "employer_description": site.about,
        "street": address.line,
        "zipcode": address.commune.postcode,
        "city": address.commune.name,
        "coordinates": {"latitude": address.lat, "longitude": address.lon},
        "sector_uuid": site.sector,
        "remote_id": remote_id,
        "permalink": f"https://stages-sorvelle.example/offres/{remote_id.lower()}",
        "max_candidates": int(phrases.rng.choice(SIZES, p=SIZE_SHARES)),
        "is_public": site.sector in PUBLIC_SECTORS,
        "handicap_accessible": text.accessible,
        "grades": ["troisieme"],
        "weeks": _weeks(weeks, phrases.rng),
        "rep": audience == "rep",
        "qpv": audience == "qpv",
    }
    if text.lunch_break:
        body["lunch_break"] = text.lunch_break
    if care >= Care.PLAIN or (care is Care.BRIEF and phrases.chance(0.5)):
        body["daily_hours"] = _hours(site.trade["hours"], phrases.rng)
    return body


def _with_audience(text: Text, care: Care, audience: str, phrases: Phrases) -> str:
    if audience == "all" or care is Care.ONE_LINE:
        return text.description
    return f"{text.description}\n{phrases.words['reserved'][audience]}"


def _weeks(weeks: list[str], rng: Rng) -> list[str]:
    manner = str(rng.choice(WEEK_MANNERS, p=MANNER_SHARES))
    if manner == "all":
        return weeks
    usual = [week for week in weeks if int(week[-2:]) in USUAL_WEEKS]
    pool = weeks if manner == "scattered" else usual
    count = int(rng.integers(2, 6)) if manner == "few" else int(rng.integers(6, 15))
    return [pool[i] for i in sorted(rng.permutation(len(pool))[:count].tolist())]


def _hours(choices: list[str], rng: Rng) -> dict[str, list[str]]:
    """Return the hours of each day; at some hosts one day differs."""
    start, end = str(rng.choice(choices)).split("-")
    hours = {day: [start, end] for day in WEEKDAYS}
    odd_day = str(rng.choice(ODD_DAYS, p=ODD_DAY_SHARES))
    if odd_day == "mercredi":
        hours[odd_day] = [start, "12:00"]
    elif odd_day == "vendredi":
        hours[odd_day] = [start, EARLY_FRIDAY.get(start, "15:00")]
    elif odd_day == "lundi":
        hours[odd_day] = [LATE_MONDAY.get(start, "10:00"), end]
    return hours


def write_offers(offers: list[dict[str, Any]], path: Path) -> None:
    path.write_text(json.dumps(offers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
