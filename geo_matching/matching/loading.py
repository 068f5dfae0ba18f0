"""Reads offers and commutes from the database into the arrays that ranking works on."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from psycopg import sql

from geo_matching.matching.copy_rows import read_rows
from geo_matching.matching.eligibility import AUDIENCES
from geo_matching.matching.networks import EVERYWHERE, Box
from geo_matching.matching.tables import CommuteRows, OfferTable, pair_key
from offers.coming import TO_COME_SQL
from offers.hours import DEFAULT_HOURS

# A list of weeks goes by the first offer that has it: an offer names a dozen, and few lists differ.
_OFFERS = """
WITH here AS (
  SELECT {columns} FROM offers_offer o JOIN offers_site s ON s.id = o.site_id
  WHERE {found}
    AND s.point && ST_MakeEnvelope({west}, {south}, {east}, {north}, 4326)
  UNION ALL
  SELECT {columns} FROM offers_offer o JOIN offers_site s ON s.id = o.site_id
  WHERE {found}
    AND NOT s.point && ST_MakeEnvelope({west}, {south}, {east}, {north}, 4326)
    AND o.id IN (
      SELECT d.offer_id FROM offers_offerday d JOIN offers_site place ON place.id = d.site_id
      WHERE place.point && ST_MakeEnvelope({west}, {south}, {east}, {north}, 4326)
    )
), lists AS (SELECT weeks, min(id) AS first_id FROM here GROUP BY weeks)
SELECT here.id::int8, here.site_id::int8, rpad(here.sector, 4), here.quality_score::int2,
       here.capacity::int4,
       coalesce(array_position({audiences}::text[], here.audience::text) - 1, 0)::int2,
       ST_X(here.point)::float8, ST_Y(here.point)::float8, lists.first_id::int8
FROM here JOIN lists ON lists.weeks = here.weeks ORDER BY here.id
"""
# An offer that several hosts share has a site and hours a day; the others have one site.
_HOURS = """
SELECT o.id::int8, o.site_id::int8, coalesce(h.start_s, {start})::int4,
       coalesce(h.end_s, {end})::int4
FROM offers_offer o JOIN offers_site s ON s.id = o.site_id
LEFT JOIN offers_workinghours h ON h.offer_id = o.id
WHERE {found}
  AND s.point && ST_MakeEnvelope({west}, {south}, {east}, {north}, 4326)
  AND NOT EXISTS (SELECT FROM offers_offerday d WHERE d.offer_id = o.id)
UNION
SELECT d.offer_id::int8, d.site_id::int8, d.start_s::int4, d.end_s::int4
FROM offers_offerday d JOIN offers_offer o ON o.id = d.offer_id
WHERE {found}
ORDER BY 1, 2, 3, 4
"""
_RESERVED = """
SELECT o.id::int8, rpad(r.college_id, 8)
FROM offers_offer o JOIN offers_offer_reserved_colleges r ON r.offer_id = o.id
WHERE {found} AND o.audience = 'clg' ORDER BY 2, 1
"""
_WEEKS = """
SELECT o.id::int8, week::int4 FROM offers_offer o, unnest(o.weeks) AS week
WHERE o.id = ANY({ids}::int8[]) AND week >= {coming}
"""
_COMMUTES = """
SELECT wanted.position::int4, c.site_id::int8, c.start_s::int4, c.end_s::int4, c.morning_s::int4,
       c.evening_s::int4, c.commute_s::int4, c.rides::int2, c.walk_s::int4
FROM unnest({uais}::text[]) WITH ORDINALITY AS wanted (uai, position)
JOIN matching_commute c ON c.college_id = wanted.uai
WHERE c.commute_s IS NOT NULL ORDER BY 1, 2, 3, 4
"""


# Named, not o.*: with every description in them the rows would go by the disk.
_READ = "o.id, o.site_id, o.sector, o.quality_score, o.capacity, o.audience, o.weeks, s.point"
_OFFER_COLUMNS = {
    "offer_id": "int8",
    "site_id": "int8",
    "sector": "char4",
    "quality": "int2",
    "capacity": "int4",
    "audience": "int2",
    "longitude": "float8",
    "latitude": "float8",
    "same_weeks": "int8",
}


def load_offers(coming: int, box: Box = EVERYWHERE) -> OfferTable:
    """Return every published offer whose site lies in a box, in four queries.

    Parameters
    ----------
    coming : int
        The first week that has not begun: offers whose weeks all have, and those weeks, stay out.
    box : Box
        Degrees.
    """
    where = {"found": _found(coming), **box}
    shown = {"columns": sql.SQL(_READ), "audiences": list(AUDIENCES)}
    offers = read_rows(_OFFERS, _OFFER_COLUMNS, {**shown, **where})
    offer_id = offers["offer_id"]
    codes, sector = np.unique(offers["sector"], return_inverse=True)
    first_hour, hour_key = _hours(offer_id, where)
    weeks, in_week = _weeks(offers["same_weeks"], coming)
    return OfferTable(
        offer_id=offer_id,
        site_id=offers["site_id"],
        sector=sector.astype(np.int16),
        sectors=tuple(code.decode().strip() for code in codes),
        quality=offers["quality"],
        capacity=offers["capacity"],
        audience=offers["audience"].astype(np.int8),
        longitude=offers["longitude"],
        latitude=offers["latitude"],
        first_hour=first_hour,
        hour_key=hour_key,
        weeks=weeks,
        in_week=in_week,
        any_week=np.logical_not(in_week.any(axis=1)),
        reserved=_reserved(offer_id, where),
        coming=coming,
    )


def _found(coming: int) -> sql.Composed:
    """Return the condition on an offer's row `o` for being found at all."""
    return sql.SQL("o.published_at IS NOT NULL AND " + TO_COME_SQL).format(
        coming=sql.Literal(coming)
    )


def _reserved(
    offer_id: NDArray[np.int64], where: Mapping[str, object]
) -> dict[str, NDArray[np.int64]]:
    rows = read_rows(_RESERVED, {"offer_id": "int8", "uai": "char8"}, where)
    row, known = _rows_of(rows["offer_id"], offer_id)
    uais, first = np.unique(rows["uai"][known], return_index=True)
    parts = np.split(row, first[1:]) if uais.size else []
    return {uai.decode().strip(): part for uai, part in zip(uais, parts, strict=True)}


def _hours(
    offer_id: NDArray[np.int64], where: Mapping[str, object]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    hours = read_rows(
        _HOURS,
        {"offer_id": "int8", "site_id": "int8", "start_s": "int4", "end_s": "int4"},
        {"start": DEFAULT_HOURS[0], "end": DEFAULT_HOURS[1], **where},
    )
    row, known = _rows_of(hours["offer_id"], offer_id)
    counts = np.bincount(row, minlength=offer_id.size)
    first_hour = np.zeros(offer_id.size + 1, dtype=np.int64)
    np.cumsum(counts, out=first_hour[1:])
    site_id, start_s, end_s = (hours[name][known] for name in ("site_id", "start_s", "end_s"))
    return first_hour, pair_key(site_id, start_s, end_s)


def _weeks(same_weeks: NDArray[np.int64], coming: int) -> tuple[tuple[int, ...], NDArray[np.bool_]]:
    """Return the weeks and who names them; `same_weeks` has an offer with each offer's weeks."""
    lists, which = np.unique(same_weeks, return_inverse=True)
    asked = {"ids": lists.tolist(), "coming": coming}
    rows = read_rows(_WEEKS, {"offer_id": "int8", "week": "int4"}, asked)
    row, known = _rows_of(rows["offer_id"], lists)
    weeks, column = np.unique(rows["week"][known], return_inverse=True)
    names = np.zeros((lists.size, weeks.size), dtype=bool)
    names[row, column] = True
    return tuple(weeks.tolist()), names[which]


def _rows_of(
    wanted: NDArray[np.int64], offer_id: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return rows in the offer table, and which of `wanted` are there.

    An import may end between two of these queries: offers that only one of them saw are left out,
    and the next version of the data, which that import has made, brings them.
    """
    if not offer_id.size:
        return np.zeros(0, dtype=np.int64), np.zeros(wanted.size, dtype=bool)
    place = np.minimum(np.searchsorted(offer_id, wanted), offer_id.size - 1)
    known = offer_id[place] == wanted
    return place[known], known


def load_commutes(uais: Sequence[str]) -> list[CommuteRows]:
    """Return the commutes that can be done both ways, one table a collège, in one query."""
    kinds = dict.fromkeys(("start_s", "end_s", "morning_s", "evening_s", "commute_s"), "int4")
    columns = {"position": "int4", "site_id": "int8", **kinds, "rides": "int2", "walk_s": "int4"}
    rows = read_rows(_COMMUTES, columns, {"uais": list(uais)})
    key = pair_key(rows["site_id"], rows["start_s"], rows["end_s"])
    bounds = np.searchsorted(rows["position"], np.arange(1, len(uais) + 2))
    return [
        CommuteRows(
            key=key[first:last],
            **{
                name: rows[name][first:last]
                for name in ("morning_s", "evening_s", "commute_s", "rides", "walk_s")
            },
        )
        for first, last in pairwise(bounds)
    ]
