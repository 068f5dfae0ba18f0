"""Invented offers for a real city: real counts, places drawn on its streets, texts made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo_matching.demo.grenoble.counts import Counts
from geo_matching.demo.people.hosts import sectors as sector_words
from geo_matching.demo.people.texts import Phrases, draw_care, write
from offers.sectors import SECTORS
from offers.weeks import format_week, weeks_to_offer

HOURS = (
    ("9:00", "17:00"),
    ("8:00", "16:00"),
    ("8:30", "16:30"),
    ("9:30", "17:30"),
    ("7:30", "15:30"),
)
HOURS_SHARE = (0.5, 0.17, 0.18, 0.08, 0.07)
# Share of hosts that give their hours.
GIVES_HOURS = 0.7
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
# About two offers share a place.
OFFERS_A_SITE = 2.0
WEEKS = 8
WORDS = sector_words()


@dataclass(frozen=True, slots=True)
class Near:
    """A collège as the draw of places needs it."""

    postcode: str
    city: str
    lat: float
    lon: float


def streets_by_postcode(
    lat: NDArray[np.float64], lon: NDArray[np.float64], colleges: Sequence[Near]
) -> dict[str, NDArray[np.int64]]:
    """Give each street junction the postcode of its nearest collège."""
    scale = np.cos(np.radians(float(np.mean([college.lat for college in colleges]))))
    tree = cKDTree([(college.lon * scale, college.lat) for college in colleges])
    _, nearest = tree.query(np.column_stack([lon * scale, lat]))
    postcode = np.array([college.postcode for college in colleges])[nearest]
    return {code: np.flatnonzero(postcode == code) for code in sorted(set(postcode.tolist()))}


def invent(
    counts: Counts,
    streets: tuple[NDArray[np.float64], NDArray[np.float64]],
    colleges: Sequence[Near],
    *,
    seed: int,
    week_from: date,
) -> list[dict[str, Any]]:
    """Return partner-API bodies, one for each offer counted; the same for the same seed."""
    rng = np.random.default_rng(seed)
    phrases = Phrases(rng)
    places = streets_by_postcode(*streets, colleges)
    cities = {college.postcode: college.city for college in reversed(colleges)}
    weeks = [format_week(week) for week in weeks_to_offer(week_from)[1 : WEEKS + 1]]
    bodies: list[dict[str, Any]] = []
    for (postcode, sector), count in sorted(counts.items()):
        pool = places.get(postcode, np.empty(0, np.int64))
        if not len(pool):
            continue
        sites = rng.choice(pool, max(1, round(count / OFFERS_A_SITE)))
        for rank in range(count):
            at = int(sites[rank % len(sites)])
            point = (float(streets[0][at]), float(streets[1][at]))
            host = f"Structure inventée {postcode}-{sector[1:]}-{rank % len(sites) + 1}"
            place = {"zipcode": postcode, "city": cities[postcode], "employer_name": host}
            bodies.append(_body(len(bodies) + 1, place, point, sector, weeks, phrases))
    return bodies


def _body(
    number: int,
    place: dict[str, str],
    point: tuple[float, float],
    sector: str,
    weeks: list[str],
    phrases: Phrases,
) -> dict[str, Any]:
    rng = phrases.rng
    name = SECTORS[sector].name
    body: dict[str, Any] = {
        **place,
        **texts_of(number, sector, phrases),
        "employer_description": f"Structure inventée pour la mesure, domaine {name}."[:275],
        "street": "",
        "coordinates": {"latitude": point[0], "longitude": point[1]},
        "sector_uuid": sector,
        "remote_id": f"GRE-{number:06}",
        "permalink": f"https://offres-inventees.example/{number}",
        "max_candidates": int(rng.choice([1, 2, 3, 4, 6], p=[0.5, 0.25, 0.1, 0.1, 0.05])),
        "grades": ["troisieme"],
        "weeks": weeks,
    }
    if phrases.chance(GIVES_HOURS):
        start, end = HOURS[int(rng.choice(len(HOURS), p=HOURS_SHARE))]
        body["daily_hours"] = {day: [start, end] for day in WEEKDAYS}
    return body


def texts_of(number: int, sector: str, phrases: Phrases) -> dict[str, Any]:
    """Return title, description, lunch and access; a sector without words of its own is brief."""
    words = WORDS.get(sector)
    if words is None:
        title = f"Découverte du domaine {SECTORS[sector].name}"[:150]
        return {"title": title, "description": phrases.one("oneliners")}
    group = words["groups"][number % len(words["groups"])]
    trade = words | group | {"tasks": [*group["tasks"], *words["tasks"]]}
    text = write(trade, draw_care(phrases.rng), phrases)
    return {
        "title": text.title,
        "description": text.description,
        "lunch_break": text.lunch_break,
        "handicap_accessible": text.accessible,
    }
