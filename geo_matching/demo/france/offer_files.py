"""Offers as create bodies of the partner API, in files of a bounded size."""

import json
import math
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

import numpy as np

from geo_matching.common.france import BOXES, territory_of_departement
from geo_matching.common.insee import departement_of_postcode
from geo_matching.demo.france.demand import Demand, Place
from geo_matching.demo.france.schools import KM_A_DEGREE
from geo_matching.demo.grenoble.offers import HOURS, HOURS_SHARE, WEEKDAYS, texts_of
from geo_matching.demo.people.texts import Phrases
from offers.sectors import SECTORS
from offers.weeks import format_week, weeks_to_offer

# An importer reads one file into memory: several partners, several files.
OFFERS_A_FILE = 20_000
# Sites stand around the middle of their postcode, most within twice this.
SPREAD_KM = 1.3
WEEKS = 12
TEXTS_A_SECTOR = 60
GIVES_HOURS = 0.7
SIZES, SIZES_SHARE = (1, 2, 3, 4, 6), (0.5, 0.25, 0.1, 0.1, 0.05)
Body = dict[str, Any]


class OfferWriter:
    """Makes the offers one after the other; nothing but a few texts is kept."""

    def __init__(self, seed: int, start: date) -> None:
        self.rng = np.random.default_rng([seed, 5])
        self.phrases = Phrases(np.random.default_rng([seed, 6]))
        # The first is that of `start`, which has begun.
        self.weeks = [format_week(week) for week in weeks_to_offer(start)[1 : WEEKS + 1]]
        self.texts: dict[str, list[Body]] = {}

    def write(self, demand: Iterable[Demand], folder: Path) -> Iterator[tuple[Path, int]]:
        """Write the files; yield each with the number of its offers."""
        numbers = count(1)
        bodies = chain.from_iterable(self._bodies(one, numbers) for one in demand)
        number = 0
        while some := list(islice(bodies, OFFERS_A_FILE)):
            path = folder / f"offers-{number:02d}.json"
            write_bodies(some, path)
            yield path, len(some)
            number += 1

    def _bodies(self, demand: Demand, numbers: Iterator[int]) -> Iterator[Body]:
        rng, place = self.rng, demand.place
        points = [_around(place, rng) for _ in range(demand.sites)]
        for rank in range(demand.offers):
            site, number = rank % demand.sites, next(numbers)
            host = f"Structure inventée {place.postcode}-{demand.sector[1:]}-{site + 1}"
            yield {
                "remote_id": f"FR-{number:06}",
                "permalink": f"https://offres-inventees.example/{number}",
                "employer_name": host,
                "employer_description": f"Structure inventée\u202f: {SECTORS[demand.sector].name}.",
                "street": f"{site + 1} rue des Stages",
                "zipcode": place.postcode,
                "city": place.city,
                "coordinates": {"latitude": points[site][0], "longitude": points[site][1]},
                "sector_uuid": demand.sector,
                "max_candidates": int(rng.choice(SIZES, p=SIZES_SHARE)),
                "grades": ["troisieme"],
                "weeks": self.weeks,
                **self._text(demand.sector),
                **self._hours(),
            }

    def _text(self, sector: str) -> Body:
        known = self.texts.get(sector)
        if known is None:
            known = [texts_of(number, sector, self.phrases) for number in range(TEXTS_A_SECTOR)]
            self.texts[sector] = known
        return known[int(self.rng.integers(len(known)))]

    def _hours(self) -> Body:
        if self.rng.random() >= GIVES_HOURS:
            return {}
        start, end = HOURS[int(self.rng.choice(len(HOURS), p=HOURS_SHARE))]
        return {"daily_hours": {day: [start, end] for day in WEEKDAYS}}

    def late_offer(self, lat: float, lon: float, place: Place) -> Body:
        """Return one more offer at a new site: what a partner adds on an ordinary day."""
        sector = "s26"
        point = {"latitude": round(lat, 6), "longitude": round(lon, 6)}
        return {
            "remote_id": "LATE-1",
            "permalink": "https://offres-inventees.example/late-1",
            "employer_name": "Structure inventée arrivée après",
            "employer_description": "Structure inventée pour la mesure.",
            "street": "1 rue Nouvelle",
            "zipcode": place.postcode,
            "city": place.city,
            "coordinates": point,
            "sector_uuid": sector,
            "grades": ["troisieme"],
            "weeks": self.weeks,
            **self._text(sector),
        }


def write_bodies(bodies: Iterable[Body], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for number, body in enumerate(bodies):
            stream.write("[\n" if number == 0 else ",\n")
            stream.write(json.dumps(body, ensure_ascii=False))
        stream.write("\n]\n")


def _around(place: Place, rng: np.random.Generator) -> tuple[float, float]:
    """Return a point near a postcode, still in its territory."""
    north_km, east_km = rng.normal(0.0, SPREAD_KM, 2).tolist()
    lat = place.lat + north_km / KM_A_DEGREE
    lon = place.lon + east_km / (KM_A_DEGREE * math.cos(math.radians(place.lat)))
    box = BOXES[territory_of_departement(departement_of_postcode(place.postcode))]
    if not box.holds(lat, lon):
        return place.lat, place.lon
    return round(lat, 6), round(lon, 6)
