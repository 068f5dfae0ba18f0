"""Moves the collèges of an area to its new network, while the older one still answers."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q

from geo_matching.matching.computing import builds_of, compute_colleges
from qpv_data.models import College, EducationPriority
from transit.areas.keeping import finish_hand_over


@dataclass(frozen=True, slots=True)
class Moved:
    """Collèges of the area: all of them, and those that were computed now."""

    colleges: int
    computed: int


def colleges_of(area: str) -> list[College]:
    """Return the collèges to compute for an area: those of before, and the priority ones."""
    model = apps.get_model("transit", "NetworkBuild")
    active = model.objects.filter(area=area, active=True).first()
    if active is None:
        return []
    before = Q(computedcollege__build__area=area)
    wanted = (
        College.objects.open()
        .located()
        .filter(before | ~Q(priority=EducationPriority.NONE))
        .order_by("uai")
    )
    colleges = list(wanted)
    builds = builds_of(colleges)
    return [college for college in colleges if builds.get(college.uai) == active.pk]


def move_colleges(
    area: str, workers: int = 1, progress: Callable[[str], None] = lambda _: None
) -> Moved:
    """Compute the collèges of an area on its network in service, then let go of the older ones.

    Each is written by a transaction of its own: until then its old commutes, trips and isochrones
    are what people see. Those that are up to date are left alone, so that after a crash the rest
    is done.

    Raises
    ------
    InputError
        When the network cannot be opened.
    """
    colleges = colleges_of(area)
    computed = 0
    for number, done in enumerate(compute_colleges(colleges, workers), start=1):
        if done.computed is not None:
            computed += 1
            progress(f"[{number}/{len(colleges)}] {done.college.uai} {done.college.name}")
    finish_hand_over(area)
    return Moved(len(colleges), computed)
