"""Three hundred places that receive pupils: who they are and where they stand."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from geo_matching.demo.city.build import City, rng_for
from geo_matching.demo.people.addresses import Address, AddressBook

SITES = 300
WORDS = Path(__file__).parent.parent / "words" / "sectors.toml"
FIRST_WORD = re.compile(r"^\S+ ")
# Shops line the main roads: those count with the ground around them, by metres from the centre.
MAIN_ROADS = (("core", 950.0), ("faubourg", 2350.0), ("suburb", 4300.0), ("village", 9000.0))
ELSEWHERE = {
    "fields": "village",
    "hillfoot": "faubourg",
    "hilltop": "faubourg",
    "quay": "faubourg",
    "hill": "faubourg",
}


class HostSite(NamedTuple):
    sector: str
    employer: str
    about: str
    address: Address


def sectors() -> dict[str, dict[str, Any]]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def place_sites(city: City, book: AddressBook) -> list[HostSite]:
    """Return the sites; sectors get their share, each where such hosts are found."""
    rng = rng_for(city.seed, 7)
    table = sectors()
    pools = _streets_by_ground(book)
    sites: list[HostSite] = []
    names: set[str] = set()
    for code, count in _shares(table).items():
        sector = table[code]
        for rank in range(count):
            ground = str(rng.choice(sector["grounds"]))
            address = book.somewhere(pools[ground], rng)
            pattern = sector["hosts"][(rank + int(rng.integers(2))) % len(sector["hosts"])]
            employer = _employer(pattern, address, names, book, pools[ground], rng)
            about = str(rng.choice(sector["about"])) if rng.random() < 0.8 else ""
            sites.append(HostSite(code, employer, about, address))
    return sites


def _shares(table: dict[str, dict[str, Any]]) -> dict[str, int]:
    """Share the sites out by weight (largest remainders)."""
    total = sum(sector["weight"] for sector in table.values())
    exact = {code: SITES * sector["weight"] / total for code, sector in table.items()}
    counts = {code: int(value) for code, value in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (counts[code] - exact[code], code))
    for code in by_remainder[: SITES - sum(counts.values())]:
        counts[code] += 1
    return counts


def _streets_by_ground(book: AddressBook) -> dict[str, np.ndarray]:
    pools: dict[str, list[int]] = {}
    for index, edge in enumerate(book.edges):
        kind = ELSEWHERE.get(edge.kind, edge.kind)
        if kind == "main":
            away = float(np.hypot(*edge.points.mean(axis=0)))
            kind = next(k for k, limit in (*MAIN_ROADS, ("village", np.inf)) if away < limit)
        pools.setdefault(kind, []).append(index)
    pools["fields"] = pools["village"]
    return {kind: np.array(indexes) for kind, indexes in pools.items()}


def _employer(
    pattern: str, address: Address, names: set[str], book: AddressBook, pool: np.ndarray,
    rng: np.random.Generator,
) -> str:  # fmt: skip
    """Name a host after its street, or after another one near when the name is taken."""
    if "{lieu}" not in pattern:
        return pattern
    street = address.street
    for _ in range(30):
        name = pattern.replace("{lieu}", FIRST_WORD.sub("", street))
        if name not in names:
            break
        street = book.edges[int(rng.choice(pool))].name
    names.add(name)
    return name
