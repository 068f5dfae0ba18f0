"""How many offers each postcode and sector has, and where that postcode lies."""

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo_matching.common.insee import departement_of_postcode, is_postcode
from geo_matching.demo.france.cities import City, basins
from geo_matching.demo.france.schools import School
from geo_matching.demo.grenoble.counts import Counts, read_counts, scale
from offers.sectors import SECTORS

REAL_COUNTS = "platform/offers/offers_2025-05_by_commune_sector.csv"
# Sites of 200 000 offers: 80 000.
SITES_AN_OFFER = 0.4
# How unevenly invented offers are spread over sectors.
STEEPNESS = 1.1


@dataclass(frozen=True, slots=True)
class Place:
    """A postcode, and the point that its sites are drawn around."""

    postcode: str
    city: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Demand:
    """The offers of one sector at one postcode, and at how many sites they stand."""

    place: Place
    sector: str
    offers: int
    sites: int


def places_of(schools: Sequence[School], postcodes: Collection[str]) -> dict[str, Place]:
    """Return where postcodes lie: at a collège of theirs, else at one of their département."""
    by_postcode: dict[str, School] = {}
    by_departement: dict[str, list[School]] = {}
    for one in schools:
        by_postcode.setdefault(one.postcode, one)
        by_departement.setdefault(one.territory.departement, []).append(one)
    found = {}
    for postcode in sorted(postcodes):
        others = by_departement.get(departement_of_postcode(postcode), [])
        elsewhere = others[int(postcode) % len(others)] if others else None
        school = by_postcode.get(postcode, elsewhere)
        if school is not None:
            name = school.territory.commune_name
            found[postcode] = Place(postcode, name[:50], school.lat, school.lon)
    return found


def count_offers(data: Path | None, schools: Sequence[School], seed: int) -> Counts:
    """Return offers by (postcode, sector): published counts, else plausible ones."""
    path = None if data is None else data / REAL_COUNTS
    if path is None or not path.is_file():
        return _invented_counts(schools, seed)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        postcodes = {row["zipcode"] for row in csv.DictReader(stream)}
    return read_counts(path, {code for code in postcodes if is_postcode(code)})


def _invented_counts(schools: Sequence[School], seed: int) -> Counts:
    """Return counts that follow the collèges, each postcode with a few sectors of unlike weight."""
    rng = np.random.default_rng([seed, 4])
    codes = list(SECTORS)
    weights = 1.0 / np.arange(1, len(codes) + 1) ** STEEPNESS
    counts: Counts = {}
    for school in schools:
        for rank in rng.choice(len(codes), 4, p=weights / weights.sum()).tolist():
            key = (school.postcode, codes[rank])
            counts[key] = counts.get(key, 0) + 1
    return counts


def demands(
    counts: Counts,
    places: dict[str, Place],
    cities: tuple[Sequence[City], Sequence[City]],
    offers: int,
) -> Iterator[Demand]:
    """Yield the demand in the basins of some of all cities, `offers` in all.

    Parameters
    ----------
    cities : tuple of two sequences
        All cities, and those whose basins are wanted.
    """
    every, wanted = cities
    ranks = {city.rank for city in wanted}
    postcodes = list(places)
    near = basins([(places[code].lat, places[code].lon) for code in postcodes], every)
    kept = {code for code, rank in zip(postcodes, near.tolist(), strict=True) if rank in ranks}
    scaled = scale({key: n for key, n in counts.items() if key[0] in kept}, offers)
    owed = 0.0
    for (postcode, sector), count in sorted(scaled.items()):
        # What one line has too few or too many, the next ones make up for.
        owed += count * SITES_AN_OFFER
        sites = min(count, max(1, int(owed)))
        owed -= sites
        yield Demand(places[postcode], sector, count, sites)
