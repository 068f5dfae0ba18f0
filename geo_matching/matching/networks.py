"""Which built network answers for a place, and opening it."""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.contrib.gis.geos import Point
from django.db.models import Case, OuterRef, Q, QuerySet, When

from geo_matching.common.errors import InputError
from geo_matching.matching.errors import NoTimetableError
from geo_matching.matching.timetables import Timetable, WeekDays, own_day
from transit import queries as transit_queries

logger = logging.getLogger(__name__)
# Nobody walks to a site this far outside the extent: a journey on foot is 3 km at most.
MARGIN_DEGREES = 0.06
# West, south, east and north by name, as queries take them.
Box = dict[str, float]
EVERYWHERE: Box = {"west": -180.0, "south": -90.0, "east": 180.0, "north": 90.0}


@dataclass(frozen=True, slots=True)
class Build:
    """A network that answers: its folder, content, day, and bounds (west, south, east, north).

    `handing_over` when a newer one is in service, and collèges move to it one by one. `week_days`
    has the day of each week; commutes rest on `service_date` alone.
    """

    pk: int
    folder: Path
    sha256: str
    service_date: dt.date
    bounds: tuple[float, float, float, float] | None
    handing_over: bool = False
    week_days: WeekDays = field(default_factory=dict)

    def day_of(self, week: int | None) -> dt.date:
        """Return the day on which a trip of a week is planned: its own, else the network's."""
        return own_day(self.week_days, week) or self.service_date

    @property
    def reach(self) -> Box:
        """Degrees within which it may bring anybody: far outside, nobody walks and nothing goes."""
        if self.bounds is None:
            return EVERYWHERE
        west, south, east, north = self.bounds
        return {
            "west": west - MARGIN_DEGREES,
            "south": south - MARGIN_DEGREES,
            "east": east + MARGIN_DEGREES,
            "north": north + MARGIN_DEGREES,
        }


@contextmanager
def answering(build: Build) -> Iterator[None]:
    """Turn what the engine cannot do with a build into a NoTimetableError; the log says why.

    Its folder may be gone or of another version, or nothing runs on its day.
    """
    try:
        yield
    except (InputError, OSError) as error:
        logger.warning("network %s in %s cannot answer: %s", build.pk, build.folder, error)
        raise NoTimetableError(str(error)) from error


def open_build(build: Build) -> "transit_queries.Network":
    """Return the network, kept open by this process; call it inside `answering`."""
    return transit_queries.open_network(build.folder)


def active_builds(point: Point | OuterRef) -> QuerySet:
    """Return the builds in service that cover a point, the most fitting first.

    A build without an extent says nothing of where it is good for: it comes last.
    """
    model = apps.get_model("transit", "NetworkBuild")
    covering = Q(extent__covers=point) | Q(extent__isnull=True)
    return model.objects.filter(covering, active=True).order_by(
        Case(When(extent__isnull=True, then=1), default=0), "-built_at", "pk"
    )


def build_by_pk(pk: int) -> Build:
    """Return a build.

    Raises
    ------
    NoTimetableError
        When it was removed meanwhile.
    """
    row = apps.get_model("transit", "NetworkBuild").objects.filter(pk=pk).first()
    if row is None:
        raise NoTimetableError(f"network build {pk} is gone")
    bounds = row.extent.extent if row.extent else None
    return Build(
        row.pk,
        Path(row.folder),
        row.sha256,
        row.service_date,
        bounds,
        handing_over=row.handing_over,
        week_days=row.week_days,
    )


def timetables_of(departement: str) -> list[Timetable]:
    """Return the timetables that the collèges of a département were computed on, by area."""
    model = apps.get_model("transit", "NetworkBuild")
    rows = model.objects.filter(computedcollege__college__commune__departement=departement)
    return [
        Timetable(
            area=row.area,
            service_date=row.service_date,
            covered_from=row.covered_from,
            covered_to=row.last_day,
            week_days=row.week_days,
        )
        for row in rows.distinct().order_by("area", "pk")
    ]


def builds_in_service() -> list[dict[str, object]]:
    """Return area, service date and covered days of each network in service."""
    model = apps.get_model("transit", "NetworkBuild")
    fields = ("area", "service_date", "covered_from", "covered_to")
    return list(model.objects.filter(active=True).order_by("area").values(*fields))
