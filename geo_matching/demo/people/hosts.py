"""Three hundred places that receive pupils: who they are and where they stand."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from geo_matching.demo.city.build import City, rng_for
from geo_matching.demo.city.names import commune_at
from geo_matching.demo.city.plan import COMMUNES
from geo_matching.demo.people.addresses import Address, AddressBook

Rng = np.random.Generator
SITES = 300
WORDS = Path(__file__).parent.parent / "words" / "sectors.toml"
FIRST_WORD = re.compile(r"^\S+ ")
STREET_SLOT = "{lieu}"
# Shops line the main roads: those count with the ground around them, by metres from the centre.
MAIN_ROADS = (("core", 950.0), ("faubourg", 2350.0), ("suburb", 4300.0), ("village", np.inf))
ELSEWHERE = {
    "fields": "village", "hillfoot": "faubourg", "hilltop": "faubourg", "quay": "faubourg",
    "hill": "faubourg",
}  # fmt: skip
TELLS_ABOUT_ITSELF = 0.85
TRIES = 30
HARDLY = ("Structure locale.", "Équipe à taille humaine.", "Nous aimons transmettre.")


class HostSite(NamedTuple):
    """A host's place; `trade` holds the words of its sort of host."""

    sector: str
    employer: str
    about: str
    address: Address
    trade: dict[str, Any]

    @property
    def is_institution(self) -> bool:
        return "places" in self.trade


def sectors() -> dict[str, dict[str, Any]]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


class HostPlanner:
    """Gives each site a host whose name nobody else bears, on a street that suits its trade."""

    def __init__(self, city: City, book: AddressBook) -> None:
        self.book = book
        self.rng = rng_for(city.seed, 7)
        self.pools = _streets_by_ground(book)
        self.taken: Counter[str] = Counter()
        self.described: dict[str, str] = {}

    def sites(self) -> list[HostSite]:
        table = sectors()
        return [
            self._site(code, table[code], rank)
            for code, count in _shares(table).items()
            for rank in range(count)
        ]

    def _site(self, code: str, sector: dict[str, Any], rank: int) -> HostSite:
        # Institutions first, as long as they have places left; then each sort of host in turn.
        groups = sector["groups"]
        trade = groups[rank % len(groups)]
        names = [n for n in trade["hosts"] if self._free(n, trade)]
        if not names:
            trade = next(g for g in groups if any(self._free(n, g) for n in g["hosts"]))
            names = [n for n in trade["hosts"] if self._free(n, trade)]
        pattern = str(self.rng.choice(names))
        pool = self.pools[str(self.rng.choice(trade["grounds"]))]
        if STREET_SLOT not in pattern:
            pool = self._in_its_commune(pattern, pool)
        address = self.book.somewhere(pool, self.rng)
        employer = self._named(pattern, address, pool)
        words = sector | trade | _tasks(sector, trade)
        return HostSite(code, employer, self._about(employer, trade), address, words)

    def _about(self, employer: str, trade: dict[str, Any]) -> str:
        """Describe a host in the same words at all its sites; some hosts hardly do."""
        if employer not in self.described:
            tells = self.rng.random() < TELLS_ABOUT_ITSELF
            self.described[employer] = str(self.rng.choice(trade["about"] if tells else HARDLY))
        return self.described[employer]

    def _in_its_commune(self, name: str, pool: np.ndarray) -> np.ndarray:
        """Keep the streets of the commune an institution is named after, else of the city."""
        home = next((c for c in COMMUNES if name.endswith(c.name)), COMMUNES[0])
        middles = [self.book.edges[i].points.mean(axis=0) for i in pool]
        return pool[[commune_at(*middle) == home for middle in middles]]

    def _free(self, name: str, trade: dict[str, Any]) -> bool:
        return STREET_SLOT in name or self.taken[name] < trade["places"]

    def _named(self, pattern: str, address: Address, pool: np.ndarray) -> str:
        """Name a host after its street, or after another one near when the name is taken."""
        if STREET_SLOT not in pattern:
            self.taken[pattern] += 1
            return pattern
        name, street = "", address.street
        for _ in range(TRIES):
            name = pattern.replace(STREET_SLOT, FIRST_WORD.sub("", street))
            if not self.taken[name]:
                break
            street = self.book.edges[int(self.rng.choice(pool))].name
        self.taken[name] += 1
        return name


def place_sites(city: City, book: AddressBook) -> list[HostSite]:
    """Return the sites; sectors get their share, each where such hosts are found."""
    return HostPlanner(city, book).sites()


def _tasks(sector: dict[str, Any], trade: dict[str, Any]) -> dict[str, list[str]]:
    return {"tasks": [*trade["tasks"], *sector["tasks"]]}


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
            kind = next(ground for ground, limit in MAIN_ROADS if away < limit)
        pools.setdefault(kind, []).append(index)
    return {kind: np.array(indexes) for kind, indexes in pools.items()}
