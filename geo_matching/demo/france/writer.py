"""Writes the rehearsal's France: official files, offers, and a feed with streets for each city."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geo_matching.demo.france.cities import MOST_CITIES, City, basins, chosen, place_cities
from geo_matching.demo.france.demand import Place, count_offers, demands, places_of
from geo_matching.demo.france.offer_files import OfferWriter, write_bodies
from geo_matching.demo.france.quarters import quarters
from geo_matching.demo.france.school_files import write_directory, write_geolocation
from geo_matching.demo.france.schools import School, find_schools
from geo_matching.demo.france.shifting import move_to, shift_feed, shift_streets
from geo_matching.demo.france.territories import COMMUNES, Territories, write_features
from transit.metropolis.feed_file import write_feed
from transit.metropolis.plan import plan_metropolis
from transit.metropolis.streets import write_streets

OFFICIAL, OFFERS, CITIES = "official", "offers", "cities"
ABOUT, LATE = "france.json", "late.json"
TRIPS_A_STOP = 10
# About the blocks of a French city: 100 crossings a square kilometre.
BLOCK_M = 100.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written: how many cities and offers, how large the networks are, and the seed.

    `shrink` multiplies the stops of every network: below 1 for tests only.
    """

    cities: int
    offers: int
    seed: int
    start: date
    shrink: float = 1.0
    data: Path | None = None


def write_france(folder: Path, wish: Wish, say: Say) -> None:
    """Write all files; the same wish and data give the same bytes. `france.json` comes last."""
    every = find_schools(wish.data, wish.seed)
    cities = place_cities(every, wish.shrink)
    wanted = chosen(cities, wish.cities)
    ranks = {city.rank for city in wanted}
    near = basins([(school.lat, school.lon) for school in every], cities).tolist()
    schools = [school for school, rank in zip(every, near, strict=True) if rank in ranks]
    for name in (OFFICIAL, OFFERS, CITIES):
        (folder / name).mkdir(parents=True, exist_ok=True)
    about: dict[str, Any] = {"seed": wish.seed, "made_from": wish.start.isoformat()}
    about |= _official(folder / OFFICIAL, schools, wish, say)
    about |= _offers(folder, (every, cities, wanted), wish, say)
    _networks(folder / CITIES, wanted, wish.seed, say)
    about["stops"] = sum(city.stops for city in wanted)
    about["cities"] = [{**asdict(city), "code": city.code} for city in wanted]
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (folder / ABOUT).write_text(text + "\n", encoding="utf-8")


def _official(folder: Path, schools: Sequence[School], wish: Wish, say: Say) -> dict[str, Any]:
    territories = Territories(schools, round(COMMUNES * wish.cities / MOST_CITIES))
    counts = {
        "regions": write_features(territories.region_features(), folder / "regions-100m.geojson"),
        "departements": write_features(
            territories.departement_features(), folder / "departements-100m.geojson"
        ),
        "communes": write_features(territories.communes(), folder / "communes-100m.geojson.gz"),
        "arrondissements": write_features(
            territories.arrondissements(), folder / "arrondissements.geojson"
        ),
        "qpv": write_features(quarters(schools, wish.seed), folder / "qpv_2024.geojson"),
        "colleges": len(schools),
        "priority": sum(bool(school.priority) for school in schools),
    }
    write_directory(schools, folder / "fr-en-annuaire-education.csv")
    write_geolocation(schools, folder / "fr-en-adresse-et-geolocalisation.csv")
    say(", ".join(f"{count} {name}" for name, count in counts.items()))
    return counts


def _offers(
    folder: Path,
    france: tuple[Sequence[School], Sequence[City], Sequence[City]],
    wish: Wish,
    say: Say,
) -> dict[str, Any]:
    schools, every, wanted = france
    counts = count_offers(wish.data, schools, wish.seed)
    places = places_of(schools, {postcode for postcode, _ in counts})
    found = list(demands(counts, places, (every, wanted), wish.offers))
    writer = OfferWriter(wish.seed, wish.start)
    files = {path.name: number for path, number in writer.write(found, folder / OFFERS)}
    city = wanted[0]
    near = next(s for s in schools if (s.lat, s.lon) == (city.lat, city.lon))
    place = Place(near.postcode, city.name[:50], city.lat, city.lon)
    write_bodies([writer.late_offer(city.lat + 0.001, city.lon, place)], folder / LATE)
    sites = sum(one.sites for one in found)
    say(f"{sum(files.values())} offers at {sites} sites in {len(files)} files")
    return {"offers": sum(files.values()), "sites": sites, "offer_files": files}


def _networks(folder: Path, cities: Sequence[City], seed: int, say: Say) -> None:
    """Generate each size once, then copy it to its cities; the generated one is not kept."""
    for model in sorted({city.model for city in cities}):
        copies = [city for city in cities if city.model == model]
        stops = copies[0].stops
        feed, streets = folder / "model.zip", folder / "model.osm.pbf"
        plan = plan_metropolis(stops, seed + model)
        rows = write_feed(plan, stops * TRIPS_A_STOP, seed + model, feed)
        crossings = write_streets(plan, seed + model, streets, BLOCK_M)
        for city in copies:
            move = move_to(city.lat, city.lon)
            shift_feed(feed, folder / f"{city.code}.zip", move)
            shift_streets(streets, folder / f"{city.code}.osm.pbf", move)
        feed.unlink()
        streets.unlink()
        say(f"{len(copies)} x {stops} stops, {rows} stop times, {crossings} crossings")
