"""What can be reached from a collège within some minutes, kept in the database for all."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import connection, transaction

from geo_matching.common.geo import WGS84
from geo_matching.matching.models import Isochrone
from geo_matching.matching.networks import Build, answering, build_by_pk, open_build
from geo_matching.matching.origins import Origin
from transit import queries as transit_queries

# Five decimals are about a metre.
DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Band:
    """One threshold and its GeoJSON MultiPolygon (longitude, latitude), as text: it may be long."""

    minutes: int
    geojson: str


def isochrones_for(origin: Origin, minutes: Sequence[int], depart_s: int) -> list[Band]:
    """Return the bands in the order of `minutes`, computed once for each build and collège.

    Raises
    ------
    NoTimetableError
        When something must be computed and the network cannot be opened.
    """
    build = build_by_pk(origin.build_pk)
    wanted = _fingerprint(origin, build)
    bands = _stored(origin, depart_s, minutes, wanted)
    missing = sorted(set(minutes) - bands.keys())
    if missing:
        _compute(origin, build, depart_s, missing, wanted)
        bands = _stored(origin, depart_s, minutes, wanted)
    return [Band(value, bands[value]) for value in minutes]


def _stored(origin: Origin, depart_s: int, minutes: Sequence[int], wanted: str) -> dict[int, str]:
    rows = Isochrone.objects.filter(
        college=origin.college, depart_s=depart_s, minutes__in=minutes, fingerprint=wanted
    ).annotate(geojson=AsGeoJSON("geometry", precision=DECIMALS))
    return {row.minutes: row.geojson for row in rows.defer("geometry")}


@transaction.atomic
def _compute(origin: Origin, build: Build, depart_s: int, minutes: list[int], wanted: str) -> None:
    uai = origin.college.uai
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('isochrones'), hashtext(%s))", [uai])
    # Another request may have made them while this one waited.
    missing = [m for m in minutes if m not in _stored(origin, depart_s, minutes, wanted)]
    if not missing:
        return
    place = transit_queries.Place(origin.point.y, origin.point.x)
    with answering(build):
        bands = transit_queries.isochrones(
            open_build(build), place, build.service_date, depart_s, missing
        )
    for band in bands:
        Isochrone.objects.update_or_create(
            college=origin.college,
            depart_s=depart_s,
            minutes=band["minutes"],
            defaults={
                "fingerprint": wanted,
                "geometry": _multipolygon(band["geometry"]),
            },
        )


def _multipolygon(geojson: dict[str, Any]) -> MultiPolygon:
    geometry = GEOSGeometry(json.dumps(geojson), srid=WGS84)
    if not isinstance(geometry, MultiPolygon):
        raise TypeError(f"the engine gave a {geometry.geom_type}, not a MultiPolygon")
    return geometry


def _fingerprint(origin: Origin, build: Build) -> str:
    point = origin.point
    text = f"{build.sha256}|{build.service_date}|{point.x!r},{point.y!r}"
    return hashlib.sha256(text.encode()).hexdigest()
