"""The collège a question starts from, with the network and version of the data that answer."""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point

from geo_matching.matching.errors import (
    CollegeNotLocatedError,
    NoTimetableError,
    UnknownCollegeError,
)
from qpv_data.models import College

# Every request begins here: written out, it costs an eighth of what the ORM takes to compose it.
# The choice of a network is that of `active_builds`; a test holds the two together.
_QUERY = """
SELECT c.*,
  (SELECT b.id FROM transit_networkbuild b
   WHERE b.active AND (b.extent IS NULL OR ST_Covers(b.extent, c.point))
   ORDER BY b.extent IS NULL, b.built_at DESC, b.id LIMIT 1) AS answering_build,
  (SELECT number FROM common_dataversion WHERE name = 'ranking') AS ranking_version
FROM qpv_data_college c WHERE c.uai = %s
"""


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
    found: list[Any] = list(College.objects.raw(_QUERY, [uai]))
    if not found:
        raise UnknownCollegeError(uai)
    college = found[0]
    point = point_of(college)
    if college.answering_build is None:
        raise NoTimetableError(uai)
    return Origin(college, point, college.answering_build, college.ranking_version or 0)
