"""The layers served as vector tiles: one declaration each, with the SQL that makes a tile."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from geo_matching.common.versions import current
from maps.tiles import sql

# Tiles are drawn 512 pixels wide; their 4096 units are an eighth of a pixel.
TILE_PX = 512
MAX_ZOOM = 20
_WORLD_M = 40_075_016.686


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
    """Return the vintage of these builds' base map: their numbers and the version of the import."""
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
            sql=sql.BASEMAP,
            min_zoom=6,
        ),
        TileLayer(
            name="qpv",
            vintage=re.compile(r"20\d\d"),
            parameters=lambda match: {"vintage": int(match[0])},
            sql=sql.QPV,
            min_zoom=6,
        ),
        TileLayer(
            name="colleges",
            vintage=re.compile(r"v\d{1,9}"),
            parameters=lambda _match: {},
            sql=sql.COLLEGES,
            min_zoom=6,
        ),
    )
}
