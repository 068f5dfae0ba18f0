"""The collège a question starts from, with the network and version of the data that answer."""

from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db.models import OuterRef, Subquery

from geo_matching.common.models import DataVersion
from geo_matching.matching.errors import (
    CollegeNotLocatedError,
    NoTimetableError,
    UnknownCollegeError,
)
from geo_matching.matching.networks import active_builds
from qpv_data.models import College


@dataclass(frozen=True, slots=True)
class Origin:
    """`version` is that of "ranking"; what is kept of an origin hangs on `cache_key`."""

    college: College
    point: Point
    build_pk: int
    version: int

    @property
    def cache_key(self) -> tuple[str, int, int]:
        return (self.college.uai, self.build_pk, self.version)


def point_of(college: College) -> Point:
    """Return where a collège is.

    Raises
    ------
    CollegeNotLocatedError
    """
    if college.point is None:
        raise CollegeNotLocatedError(college.uai)
    return college.point


def origin_of(uai: str) -> Origin:
    """Return the origin of a UAI, in one query.

    Raises
    ------
    UnknownCollegeError, CollegeNotLocatedError, NoTimetableError
    """
    version = DataVersion.objects.filter(name="ranking").values("number")
    college = (
        College.objects.filter(uai=uai)
        .select_related("commune")
        .annotate(
            answering_build=Subquery(active_builds(OuterRef("point")).values("pk")[:1]),
            ranking_version=Subquery(version[:1]),
        )
        .first()
    )
    if college is None:
        raise UnknownCollegeError(uai)
    point = point_of(college)
    if college.answering_build is None:
        raise NoTimetableError(uai)
    return Origin(college, point, college.answering_build, college.ranking_version or 0)
