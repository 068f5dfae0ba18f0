"""What has to be known of a feed to choose it: its stops, lines and trips a day; kept beside it."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo_matching.common.geo import EARTH_RADIUS_M
from geo_matching.common.text import normalise
from transit.gtfs.feed import Feed

# Two producers rarely place the same stop at the same centimetre.
SAME_PLACE_M = 50.0
# With less than this share of the trips of its busiest day, a feed has not begun, or has ended.
LEAST_SHARE = 0.1
# Raise it when the meaning of a field changes: kept facts are then read anew.
VERSION = 1


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """Stops that have a place (degrees), lines as "c1|3" (name and type), trips of each day."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    routes: frozenset[str]
    first_day: date
    trips: NDArray[np.int64]

    @property
    def levels(self) -> dict[date, int]:
        """Number of trips of each covered day on which something runs."""
        first, last = ((day - self.first_day).days for day in self.covered)
        return {
            self.first_day + timedelta(first + int(day)): int(self.trips[first + day])
            for day in np.flatnonzero(self.trips[first : last + 1])
        }

    @property
    def covered(self) -> tuple[date, date]:
        """First and last day that are more than the rest of a service that runs "for ever"."""
        days = np.flatnonzero(self.trips > LEAST_SHARE * self.trips.max())
        return (
            self.first_day + timedelta(int(days[0])),
            self.first_day + timedelta(int(days[-1])),
        )

    def inside(self, box: tuple[float, float, float, float]) -> NDArray[np.float64]:
        """Return longitudes and latitudes of the stops in (west, south, east, north)."""
        west, south, east, north = box
        kept = (self.lon >= west) & (self.lon <= east) & (self.lat >= south) & (self.lat <= north)
        return np.column_stack((self.lon[kept], self.lat[kept]))

    def save(self, path: Path) -> None:
        draft = path.with_name(f".{path.name}")
        with draft.open("wb") as stream:
            np.savez(
                stream,
                version=np.int64(VERSION),
                lat=self.lat,
                lon=self.lon,
                routes=np.array(sorted(self.routes), dtype=np.str_),
                first_day=np.int64(self.first_day.toordinal()),
                trips=self.trips,
            )
        draft.replace(path)


def load_facts(path: Path) -> FeedFacts | None:
    """Return kept facts, None when there are none or of another version."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as kept:
        if int(kept["version"]) != VERSION:
            return None
        return FeedFacts(
            lat=kept["lat"],
            lon=kept["lon"],
            routes=frozenset(kept["routes"].tolist()),
            first_day=date.fromordinal(int(kept["first_day"])),
            trips=kept["trips"],
        )


def facts_of(feed: Feed) -> FeedFacts:
    """Return the facts of a feed that was read."""
    located = np.isfinite(feed.stops.lat) & np.isfinite(feed.stops.lon)
    names = zip(feed.routes.short_names, feed.routes.long_names, strict=True)
    routes = frozenset(
        f"{normalise(short or long)}|{kind}"
        for (short, long), kind in zip(names, feed.routes.types.tolist(), strict=True)
    )
    runs = np.bincount(feed.trips.service, minlength=len(feed.services.ids))
    return FeedFacts(
        lat=feed.stops.lat[located],
        lon=feed.stops.lon[located],
        routes=routes,
        first_day=feed.services.first_day,
        trips=runs @ feed.services.active.astype(np.int64),
    )


def shared(a: FeedFacts, b: FeedFacts) -> float:
    """Return the share of the smaller feed's stops and lines that the larger has too, the less.

    1.0 when one lies wholly inside the other.
    """
    return min(_shared_stops(a, b), _shared_routes(a, b))


def _shared_routes(a: FeedFacts, b: FeedFacts) -> float:
    fewer = min(len(a.routes), len(b.routes))
    return len(a.routes & b.routes) / fewer if fewer else 0.0


def _shared_stops(a: FeedFacts, b: FeedFacts) -> float:
    small, large = sorted((a, b), key=lambda facts: facts.lat.size)
    if not small.lat.size:
        return 0.0
    tree = cKDTree(_metres(large, small))
    distance, _ = tree.query(_metres(small, small), distance_upper_bound=SAME_PLACE_M)
    return float(np.isfinite(distance).mean())


def _metres(facts: FeedFacts, around: FeedFacts) -> NDArray[np.float64]:
    """Flatten degrees to metres around the middle of a feed: exact enough for tens of metres."""
    middle = np.radians(around.lat.mean())
    east = np.radians(facts.lon) * np.cos(middle) * EARTH_RADIUS_M
    return np.column_stack((east, np.radians(facts.lat) * EARTH_RADIUS_M))
