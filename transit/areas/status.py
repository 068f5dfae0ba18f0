"""The state of every area's network, as facts for the command that prints them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from transit.areas.keeping import previous_build
from transit.models import Area, NetworkBuild


@dataclass(frozen=True, slots=True)
class AreaStatus:
    """An area with its build in service and the one before; `problems` need somebody's hand."""

    code: str
    name: str
    active: NetworkBuild | None
    previous: NetworkBuild | None
    handing_over: int
    problems: tuple[str, ...]


def statuses(today: date) -> Iterator[AreaStatus]:
    """Yield the areas, and the networks that were registered by hand, by code."""
    names = dict(Area.objects.values_list("code", "name"))
    by_hand = NetworkBuild.objects.filter(active=True).values_list("area", flat=True)
    for code in sorted({*names, *by_hand}):
        builds = NetworkBuild.objects.filter(area=code)
        active = builds.filter(active=True).first()
        yield AreaStatus(
            code=code,
            name=names.get(code, "registered by hand"),
            active=active,
            previous=previous_build(code),
            handing_over=builds.filter(handing_over=True).count(),
            problems=tuple(_problems(active, today)),
        )


def _problems(active: NetworkBuild | None, today: date) -> Iterator[str]:
    if active is None:
        yield "no network in service"
        return
    if not Path(active.folder).is_dir():
        yield f"its folder is gone: {active.folder}"
    if active.last_day < today:
        yield f"its timetable ended on {active.last_day}"
