"""Enter a built network into the database: its dates, its stops, and that it is the active one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.contrib.gis.geos import Point, Polygon
from django.db import transaction
from django.utils import timezone

from geo_matching.common.errors import InputError
from geo_matching.common.geo import WGS84
from transit.models import NetworkBuild, Stop
from transit.network.network import Network
from transit.network.storage import MANIFEST, sha256_of
from transit.service_days import Timetable, days_of_weeks, levels_of, school_day

# Degrees by which the extent reaches beyond the stops: about what one may walk.
MARGIN_DEGREES = 0.02
# A year has all its holidays; calendars that end in 2099 have nothing more to tell.
HORIZON = timedelta(days=400)


@transaction.atomic
def register(network: Network, area: str, wanted: date | None = None) -> NetworkBuild:
    """Put a network into service for an area; the same folder content twice changes nothing.

    Raises
    ------
    InputError
        When no service runs on the wanted date.
    """
    build = enter(network, area, wanted)
    put_in_service(build)
    return build


@transaction.atomic
def enter(
    network: Network,
    area: str,
    wanted: date | None = None,
    more: Mapping[str, Any] | None = None,
) -> NetworkBuild:
    """Enter a network into the database without putting it into service.

    Parameters
    ----------
    wanted : date or None
        Service date of the commutes; None = the day that stands for the timetable.
    more : mapping or None
        Further fields of the build, such as its extent and what it was built from.

    Raises
    ------
    InputError
        When no service runs on the wanted date.
    """
    _require_service(network, wanted)
    first, last = network.covered
    build, created = NetworkBuild.objects.get_or_create(
        area=area,
        sha256=sha256_of(network.folder / MANIFEST),
        defaults={
            "folder": str(network.folder),
            "covered_from": first,
            "covered_to": last,
            "counts": network.manifest["counts"],
            **standing_days(network, timezone.localdate(), wanted, (more or {}).get("expires_on")),
        },
    )
    if created:
        _write_stops(network, build)
    elif wanted:
        build.service_date = wanted
    build.folder = str(network.folder)
    for name, value in (more or {}).items():
        setattr(build, name, value)
    build.save()
    return build


@transaction.atomic
def put_in_service(build: NetworkBuild, *, hand_over: bool = False) -> None:
    """Make a build the one of its area; the older one goes out of service.

    With `hand_over` the older one still answers for the collèges that were computed on it, until
    `end_hand_over` says that all have been computed anew; without, it is out at once.
    """
    others = NetworkBuild.objects.filter(area=build.area).exclude(pk=build.pk)
    if not hand_over:
        others.update(handing_over=False)
    others.filter(active=True).update(
        active=False, retired_at=timezone.now(), handing_over=hand_over
    )
    build.active, build.retired_at = True, None
    build.handing_over = build.withdrawn = False
    build.save()


def end_hand_over(area: str) -> int:
    """Take the older builds of an area out of service for good; return how many there were."""
    return NetworkBuild.objects.filter(area=area, handing_over=True).update(handing_over=False)


def _require_service(network: Network, wanted: date | None) -> None:
    if wanted and network.trips_on(wanted) == 0:
        first, last = network.covered
        raise InputError(
            f"no service runs on {wanted}: the timetable covers {first} to {last}",
            file=str(network.folder),
        )


def standing_days(
    timetable: Timetable, today: date, wanted: date | None = None, expires_on: date | None = None
) -> dict[str, Any]:
    """Return the fields of a build that tell its days.

    `service_date` is that of the commutes (`wanted`, else the school day), `week_days` has the day
    that stands for each week of the timetable, None for a week of holidays.
    """
    days = timetable.service_days()
    first, last = days[0], days[-1]
    if expires_on and expires_on > first:
        # What one feed alone says after the others have ended is no level to compare with.
        last = min(last, expires_on - timedelta(days=1))
    levels = levels_of(timetable, *_near(first, last, today)) or levels_of(timetable)
    day = wanted or school_day(levels, today)
    monday = min(levels) - timedelta(days=min(levels).weekday())
    weeks = (max(levels) - monday).days // 7 + 1
    mondays = [monday + timedelta(weeks=n) for n in range(weeks)]
    return {"service_date": day, "week_days": days_of_weeks(levels, mondays, day)}


def _near(first: date, last: date, today: date) -> tuple[date, date]:
    """Return the days around today, or before the end of an ended timetable, that tell enough."""
    end = min(last, max(today, first) + HORIZON)
    return max(first, min(today, end) - HORIZON), end


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
