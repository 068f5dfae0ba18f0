"""Enter a built network into the database: its dates, its stops, and that it is the active one."""

from datetime import date

import numpy as np
from django.contrib.gis.geos import Point, Polygon
from django.db import transaction

from geo_matching.common.errors import InputError
from geo_matching.common.geo import WGS84
from transit.models import NetworkBuild, Stop
from transit.network.network import Network
from transit.network.storage import MANIFEST, sha256_of

TUESDAY = 1
# Degrees by which the extent reaches beyond the stops: about what one may walk.
MARGIN_DEGREES = 0.02


def representative_day(network: Network, today: date) -> date:
    """Return the Tuesday with the most trips from today on, else of the whole covered period.

    A school Tuesday has more service than one in the holidays, so the timetable itself tells.
    """
    days = network.service_days()
    coming = [day for day in days if day >= today]
    tuesdays = [day for day in coming or days if day.weekday() == TUESDAY]
    return max(
        tuesdays or coming or days, key=lambda day: (network.trips_on(day), -day.toordinal())
    )


@transaction.atomic
def register(network: Network, area: str, wanted: date | None = None) -> NetworkBuild:
    """Put a network into service for an area; the same folder content twice changes nothing.

    Raises
    ------
    InputError
        When no service runs on the wanted date.
    """
    first, last = network.covered
    if wanted and network.trips_on(wanted) == 0:
        raise InputError(
            f"no service runs on {wanted}: the timetable covers {first} to {last}",
            file=str(network.folder),
        )
    sha256 = sha256_of(network.folder / MANIFEST)
    build, created = NetworkBuild.objects.get_or_create(
        area=area,
        sha256=sha256,
        defaults={
            "folder": str(network.folder),
            "covered_from": first,
            "covered_to": last,
            "service_date": wanted or representative_day(network, date.today()),  # noqa: DTZ011
            "counts": network.manifest["counts"],
        },
    )
    if created:
        _write_stops(network, build)
    elif wanted:
        build.service_date = wanted
    build.folder = str(network.folder)
    NetworkBuild.objects.filter(area=area, active=True).exclude(pk=build.pk).update(active=False)
    build.active = True
    build.save()
    return build


def _write_stops(network: Network, build: NetworkBuild) -> None:
    lat, lon = np.asarray(network.links.lat), np.asarray(network.links.lon)
    # A stop without a position cannot be shown.
    located = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    Stop.objects.bulk_create(
        [
            Stop(
                build=build,
                stop_id=network.texts["stop_id"][i][:120],
                name=network.texts["stop_name"][i][:200],
                point=Point(float(lon[i]), float(lat[i]), srid=WGS84),
            )
            for i in located.tolist()
        ],
        batch_size=5000,
    )
    if not located.size:
        return
    lat, lon = lat[located], lon[located]
    west, east = float(lon.min()) - MARGIN_DEGREES, float(lon.max()) + MARGIN_DEGREES
    south, north = float(lat.min()) - MARGIN_DEGREES, float(lat.max()) + MARGIN_DEGREES
    build.extent = Polygon.from_bbox((west, south, east, north))
    build.extent.srid = WGS84
