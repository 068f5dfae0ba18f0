"""The layers served as vector tiles: one declaration each, with the SQL that makes a tile."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from geo_matching.common.versions import current

# Tiles are drawn 512 pixels wide, so 4096 units give an eighth of a pixel.
EXTENT, BUFFER, TILE_PX = 4096, 64, 512
MAX_ZOOM = 20
_WORLD_M = 40_075_016.686
_ENVELOPE = """
WITH tile AS (
  SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS env,
         ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625) AS grown
)
"""
_BASEMAP = (
    _ENVELOPE
    + """
, feature AS MATERIALIZED (
  SELECT f.kind, f.detail,
         CASE WHEN f.kind <> 'street' OR %(z)s >= 13 THEN nullif(f.name, '') END AS name,
         ST_AsMVTGeom(
           CASE WHEN %(z)s >= 14 OR f.kind = 'place' THEN f.geometry
                ELSE ST_Simplify(f.geometry, %(half_pixel_m)s) END,
           tile.env, 4096, 64, true) AS geom
    FROM transit_basemapfeature f, tile
   WHERE f.build_id = ANY(%(builds)s) AND f.min_zoom <= %(z)s AND f.geometry && tile.grown
   ORDER BY f.id
)
"""
    + "SELECT "
    + " || ".join(
        f"(SELECT ST_AsMVT(t, '{name}', 4096, 'geom') FROM (SELECT detail, name, geom FROM feature"
        f" WHERE kind = '{name}' AND geom IS NOT NULL) t)"
        for name in ("water", "green", "building", "street", "rail", "place")
    )
)
_QPV = (
    _ENVELOPE
    + """
SELECT ST_AsMVT(t, 'qpv', 4096, 'geom') FROM (
  SELECT q.code, q.name,
         ST_AsMVTGeom(ST_Transform(q.contour, 3857), tile.env, 4096, 64, true) AS geom
    FROM qpv_data_qpv q, tile
   WHERE q.vintage = %(vintage)s AND q.contour && ST_Transform(tile.grown, 4326)
   ORDER BY q.code
) t WHERE geom IS NOT NULL
"""
)
_COLLEGES = (
    _ENVELOPE
    + """
SELECT ST_AsMVT(t, 'colleges', 4096, 'geom') FROM (
  SELECT c.uai, c.name, c.priority,
         ST_AsMVTGeom(ST_Transform(c.point, 3857), tile.env, 4096, 64, true) AS geom
    FROM qpv_data_college c, tile
   WHERE c.is_open AND c.point && ST_Transform(tile.grown, 4326)
   ORDER BY c.uai
) t WHERE geom IS NOT NULL
"""
)


@dataclass(frozen=True, slots=True)
class TileLayer:
    """A kind of tile.

    `vintage` matches the vintage part of the address, and `parameters` turns the match into what
    `sql` takes besides z, x and y. `min_zoom` is the smallest zoom with something to show.
    """

    name: str
    vintage: re.Pattern[str]
    parameters: Callable[[re.Match[str]], dict[str, Any]]
    sql: str
    min_zoom: int = 0


def basemap_vintage(builds: list[int]) -> str:
    """Return the vintage of the base map of these builds: their numbers and the import's version."""
    return f"{'-'.join(map(str, sorted(builds))) or 0}v{current('basemap')}"


def half_pixel_m(z: int) -> float:
    """Return half a pixel of a tile of this zoom, in Mercator metres."""
    return float(_WORLD_M / (TILE_PX * 2**z) / 2)


LAYERS = {
    layer.name: layer
    for layer in (
        TileLayer(
            name="basemap",
            vintage=re.compile(r"(\d{1,9}(?:-\d{1,9}){0,9})v\d{1,9}"),
            parameters=lambda match: {"builds": [int(part) for part in match[1].split("-")]},
            sql=_BASEMAP,
            min_zoom=6,
        ),
        TileLayer(
            name="qpv",
            vintage=re.compile(r"20\d\d"),
            parameters=lambda match: {"vintage": int(match[0])},
            sql=_QPV,
            min_zoom=6,
        ),
        TileLayer(
            name="colleges",
            vintage=re.compile(r"v\d{1,9}"),
            parameters=lambda _match: {},
            sql=_COLLEGES,
            min_zoom=6,
        ),
    )
}
