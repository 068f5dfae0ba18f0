"""The point of it all, with the real engine: near but slow, far but fast."""

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geo_matching.common.geo import great_circle_m
from transit.queries import UNREACHED, Network, Place, commutes

SCHOOL_TUESDAY = date(2026, 11, 24)
NINE_TO_FIVE = (9 * 3600, 17 * 3600)


@pytest.fixture(scope="module")
def sites(city: Path) -> list[Place]:
    offers = json.loads((city / "offers.json").read_text(encoding="utf-8"))
    points = {(o["coordinates"]["latitude"], o["coordinates"]["longitude"]) for o in offers}
    return [Place(lat, lon) for lat, lon in sorted(points)]


@pytest.fixture(scope="module")
def colleges(city: Path) -> dict[str, Place]:
    with (city / "fr-en-annuaire-education.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            row["Nom_etablissement"]: Place(float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(file, delimiter=";")
            if row["Type_etablissement"] == "Collège"
        }


def measure(network: Network, origin: Place, sites: list[Place]) -> tuple[np.ndarray, np.ndarray]:
    """Return straight-line metres and commute minutes (infinite when unreached) of each site."""
    hours = np.tile(np.array(NINE_TO_FIVE, dtype=np.int32), (len(sites), 1))
    table = commutes(network, origin, sites, hours, SCHOOL_TUESDAY)
    both = (table.morning_s < UNREACHED) & (table.evening_s < UNREACHED)
    mean = (table.morning_s.astype(float) + table.evening_s) / 120
    metres = [great_circle_m(origin.lat, origin.lon, site.lat, site.lon) for site in sites]
    return np.array(metres), np.where(both, mean, np.inf)


def test_near_but_slow(network: Network, sites: list[Place], colleges: dict[str, Place]) -> None:
    """From Les Rives-Hautes, places two kilometres away take over an hour."""
    metres, minutes = measure(network, colleges["Collège Toussaint-Louverture"], sites)
    slow = (metres < 2500) & (minutes > 60)
    assert slow.sum() >= 3
    assert np.isfinite(minutes[slow]).any()


def test_far_but_fast(network: Network, sites: list[Place], colleges: dict[str, Place]) -> None:
    """From Les Grands-Champs, tram A makes places five kilometres away a matter of half an hour."""
    metres, minutes = measure(network, colleges["Collège Louise-Michel"], sites)
    assert ((metres > 5000) & (minutes < 37)).any()


def test_the_nearer_site_is_the_slower_one(
    network: Network, sites: list[Place], colleges: dict[str, Place]
) -> None:
    """Of many pairs of sites, straight-line distance would put the wrong one first."""
    for name in ("Collège Toussaint-Louverture", "Collège Louise-Michel", "Collège Rosa-Bonheur"):
        metres, minutes = measure(network, colleges[name], sites)
        near, far = np.meshgrid(metres, metres, indexing="ij")
        slow, fast = np.meshgrid(minutes, minutes, indexing="ij")
        wrong = (near * 2 < far) & np.isfinite(slow) & (slow > fast + 10)
        assert wrong.any(), name


def test_every_college_reaches_half_of_the_city(
    network: Network, sites: list[Place], colleges: dict[str, Place]
) -> None:
    for name, origin in colleges.items():
        _, minutes = measure(network, origin, sites)
        assert np.isfinite(minutes).mean() > 0.5, name
        assert (minutes < 45).sum() >= 10, name
