"""Makes the invented city and writes it as the files that the official sources publish."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from geo_matching.demo.city.build import City, build_city
from geo_matching.demo.city.osm_elements import collect
from geo_matching.demo.city.osm_file import write_pbf
from geo_matching.demo.city.plan import CITY
from geo_matching.demo.city.terrain import to_lonlat
from geo_matching.demo.files import (
    ABOUT,
    COLLEGES,
    DOORS,
    FEED,
    HEADCOUNTS,
    OFFERS,
    QPV,
    STREETS,
    read_about,
)
from geo_matching.demo.people.addresses import AddressBook
from geo_matching.demo.people.colleges import place_schools, write_directory
from geo_matching.demo.people.doors import write_doors
from geo_matching.demo.people.headcounts import write_headcounts
from geo_matching.demo.people.hosts import place_sites
from geo_matching.demo.people.neighbourhoods import NEIGHBOURHOODS, write_qpv
from geo_matching.demo.people.offers import make_offers, renew_weeks, write_offers
from geo_matching.demo.transport.calendars import two_years_from
from geo_matching.demo.transport.gtfs_file import write_feed
from geo_matching.demo.transport.network import Transport, build_transport

Say = Callable[[str], None]


def write_city(folder: Path, seed: int, start: date, say: Say) -> None:
    """Write every file of the city into a folder; the same seed and start give the same bytes."""
    with _beside(folder) as draft:
        say(f"inventing {CITY} from seed {seed}")
        city, transport = _build(seed)
        trams = [course.steps for course in transport.courses if course.line.mode == "tram"]
        write_pbf(collect(city, transport.bus_edges(), trams), draft / STREETS)
        say(f"{STREETS}: {len(city.network.edges)} street edges")
        _write_feed(city, transport, start, draft, say)
        _write_people(city, start, draft, say)
        about = {"city": CITY, "seed": seed, "made_from": start.isoformat(), "bounds": bounds(city)}
        _write_about(draft, about, start)


def renew_dates(folder: Path, start: date, say: Say) -> None:
    """Make service dates and the offers' weeks anew, from another start, and nothing else."""
    about = read_about(folder)
    offers = json.loads((folder / OFFERS).read_text(encoding="utf-8"))
    with _beside(folder) as draft:
        city, transport = _build(int(about["seed"]))
        _write_feed(city, transport, start, draft, say)
        write_offers(renew_weeks(offers, int(about["seed"]), start), draft / OFFERS)
        say(f"{OFFERS}: weeks from {start}")
        _write_about(draft, about, start)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Write into a draft first, so that a reader never sees half a city; `demo.json` moves last."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".draft-", dir=folder) as name:
        draft = Path(name)
        yield draft
        for file in sorted(draft.iterdir(), key=lambda path: path.name == ABOUT):
            file.replace(folder / file.name)


def _write_people(city: City, start: date, folder: Path, say: Say) -> None:
    book = AddressBook(city)
    schools = place_schools(city, book)
    write_directory(schools, folder / COLLEGES)
    colleges = sum(school.kind == "Collège" for _, school, _ in schools)
    say(f"{COLLEGES}: {colleges} collèges, {len(schools) - colleges} other schools")
    write_headcounts(schools, city.seed, start, folder / HEADCOUNTS)
    say(f"{HEADCOUNTS}: pupils by grade of {colleges} collèges")
    write_qpv(city, folder / QPV)
    say(f"{QPV}: {len(NEIGHBOURHOODS)} neighbourhoods")
    say(f"{DOORS}: {write_doors(book, folder / DOORS)} doors")
    sites = place_sites(city, book)
    offers = make_offers(city, sites, start)
    write_offers(offers, folder / OFFERS)
    say(f"{OFFERS}: {len(offers)} offers at {len(sites)} sites")


@lru_cache(maxsize=2)
def _build(seed: int) -> tuple[City, Transport]:
    city = build_city(seed)
    return city, build_transport(city)


def _write_feed(city: City, transport: Transport, start: date, folder: Path, say: Say) -> None:
    write_feed(transport, city, start, folder / FEED)
    say(f"{FEED}: {len(transport.courses)} lines, {len(transport.trips)} trips from {start}")


def _write_about(folder: Path, about: dict[str, Any], start: date) -> None:
    dates = {"first_day": start.isoformat(), "last_day": two_years_from(start).isoformat()}
    text = json.dumps(about | dates, ensure_ascii=False, indent=1) + "\n"
    (folder / ABOUT).write_text(text, encoding="utf-8")


def bounds(city: City) -> list[float]:
    """Return west, south, east and north of the built-up city, in degrees."""
    lonlat = to_lonlat(np.asarray(city.barriers["ring"].coords))
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    return [*map(float, low), *map(float, high)]
