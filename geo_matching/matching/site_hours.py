"""What commutes are computed for: every site of a published offer with each pair of its hours.

An offer that several hosts share has a site of its own on each day.
"""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from django.contrib.gis.geos import Point
from numpy.typing import NDArray

from geo_matching.matching.copy_rows import read_rows
from geo_matching.matching.networks import EVERYWHERE, Build
from geo_matching.matching.tables import SiteHours, pair_key
from geo_matching.matching.versioned_cache import VersionedCache
from offers.hours import DEFAULT_HOURS

_KINDS = {
    "site_id": "int8",
    "latitude": "float8",
    "longitude": "float8",
    "start_s": "int4",
    "end_s": "int4",
}
_TYPES = {name: np.dtype(f"<{kind[0]}{kind[-1]}") for name, kind in _KINDS.items()}
# A box at a time would be a query for each network of France, whenever one offer has changed.
_QUERY = """
WITH place AS (
  SELECT box.number::int4 AS number, s.id::int8 AS id, ST_Y(s.point)::float8 AS lat,
         ST_X(s.point)::float8 AS lon
  FROM unnest({west}::float8[], {south}::float8[], {east}::float8[], {north}::float8[])
    WITH ORDINALITY AS box (west, south, east, north, number)
  JOIN offers_site s
    ON s.point && ST_MakeEnvelope(box.west, box.south, box.east, box.north, 4326)
)
SELECT place.number, place.id, place.lat, place.lon,
       coalesce(h.start_s, {start})::int4, coalesce(h.end_s, {end})::int4
FROM place JOIN offers_offer o ON o.site_id = place.id
LEFT JOIN offers_workinghours h ON h.offer_id = o.id
WHERE o.published_at IS NOT NULL
  AND NOT EXISTS (SELECT FROM offers_offerday d WHERE d.offer_id = o.id)
UNION
SELECT place.number, place.id, place.lat, place.lon, d.start_s::int4, d.end_s::int4
FROM place JOIN offers_offerday d ON d.site_id = place.id
JOIN offers_offer o ON o.id = d.offer_id
WHERE o.published_at IS NOT NULL
ORDER BY 1, 2, 5, 6
"""


def load_site_hours(build: Build) -> SiteHours:
    """Return the pairs that may be reached on a build; see `load_site_hours_of`."""
    return next(load_site_hours_of([build]))


def load_site_hours_of(builds: Sequence[Build]) -> Iterator[SiteHours]:
    """Yield the pairs that may be reached on each of some builds, in one query.

    Only sites far outside its extent are left out: nobody walks that far, and no vehicle of it
    goes there. A straight line from the collège plays no part.
    """
    hours: dict[str, object] = {"start": DEFAULT_HOURS[0], "end": DEFAULT_HOURS[1]}
    sides = {side: [build.reach[side] for build in builds] for side in EVERYWHERE}
    rows = read_rows(_QUERY, {"number": "int4", **_KINDS}, {**hours, **sides})
    bounds = np.searchsorted(rows.pop("number"), np.arange(1, len(builds) + 2))
    for first, last in pairwise(bounds):
        yield _with_digest({name: column[first:last] for name, column in rows.items()})


def part_of(site_hours: SiteHours, kept: NDArray[np.bool_]) -> SiteHours:
    """Return some of the pairs, with the digest they would have if they were all."""
    return _with_digest({name: getattr(site_hours, name)[kept] for name in _KINDS})


def pack(site_hours: SiteHours) -> bytes:
    """Return the pairs as bytes, which `unpack` reads."""
    return b"".join(getattr(site_hours, name).tobytes() for name in _KINDS)


def unpack(packed: bytes) -> SiteHours:
    """Return the pairs from the bytes of `pack`."""
    columns, at = {}, 0
    size = len(packed) // sum(_TYPES[name].itemsize for name in _KINDS)
    for name in _KINDS:
        columns[name] = np.frombuffer(packed, _TYPES[name], size, at)
        at += columns[name].nbytes
    return _with_digest(columns)


def changed_pairs(before: SiteHours, now: SiteHours) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which pairs of `before` are gone or elsewhere, and which of `now` are new or were."""
    was, is_now = (pair_key(part.site_id, part.start_s, part.end_s) for part in (before, now))
    _, old, new = np.intersect1d(was, is_now, assume_unique=True, return_indices=True)
    same = before.latitude[old] == now.latitude[new]
    same &= before.longitude[old] == now.longitude[new]
    gone, come = np.ones(was.size, np.bool_), np.ones(is_now.size, np.bool_)
    gone[old[same]] = come[new[same]] = False
    return gone, come


def _with_digest(columns: dict[str, NDArray]) -> SiteHours:
    digest = hashlib.sha256()
    for column in columns.values():
        digest.update(column.tobytes())
    return SiteHours(**columns, sha256=digest.hexdigest())


_kept: VersionedCache[SiteHours] = VersionedCache(4)


def site_hours_of(build: Build, version: int) -> SiteHours:
    """Return `load_site_hours`, kept while the version of "ranking" stays."""
    return _kept.get((build.pk, build.sha256, version), lambda: load_site_hours(build))


def fingerprint(build: Build, origin: Point, site_hours: SiteHours) -> str:
    """Return the digest of all that a collège's commutes rest on."""
    text = "|".join(
        (
            build.sha256,
            build.service_date.isoformat(),
            f"{build.pk}",
            f"{origin.x!r},{origin.y!r}",
            site_hours.sha256,
        )
    )
    return hashlib.sha256(text.encode()).hexdigest()
