"""Writes the rows of a build's base map, and hands them from one build to the next."""

from collections.abc import Iterable

from django.db import connection, transaction

from geo_matching.common.versions import bump
from transit.basemap import BasemapRow
from transit.models import BasemapFeature, NetworkBuild

VERSION = "basemap"
# An SRID in EWKB: the flag in the type word, then the number, both little-endian.
_SRID_FLAG, _MERCATOR = 0x20000000, 3857
_COPY = "COPY transit_basemapfeature (build_id, kind, detail, name, min_zoom, geometry) FROM STDIN"
_SAME = """
INSERT INTO transit_basemapfeature (build_id, kind, detail, name, min_zoom, geometry)
SELECT %s, kind, detail, name, min_zoom, geometry FROM transit_basemapfeature
WHERE build_id = %s ORDER BY id
"""


def ewkb_hex(row: BasemapRow) -> str:
    """Return a row's geometry as PostGIS writes it, in hexadecimal."""
    kind = int.from_bytes(row.wkb[1:5], "little") | _SRID_FLAG
    head = b"\x01" + kind.to_bytes(4, "little") + _MERCATOR.to_bytes(4, "little")
    return (head + row.wkb[5:]).hex().upper()


@transaction.atomic
def write_basemap(build: NetworkBuild, rows: Iterable[BasemapRow]) -> None:
    """Make these rows the base map of a build."""
    BasemapFeature.objects.filter(build=build).delete()
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row((build.pk, row.kind, row.detail, row.name, row.min_zoom, ewkb_hex(row)))
    bump(VERSION)


@transaction.atomic
def copy_basemap(old: NetworkBuild, new: NetworkBuild) -> None:
    """Give a build the base map of another with the same streets, unless it has one.

    Copied, not moved: pages that were opened before the swap still ask for the other's tiles.
    """
    if BasemapFeature.objects.filter(build=new).exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(_SAME, [new.pk, old.pk])
