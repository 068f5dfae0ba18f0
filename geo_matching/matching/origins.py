"""The collège a question starts from, with the network and version of the data that answer."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point

from geo_matching.matching.errors import (
    CollegeNotLocatedError,
    NoTimetableError,
    UnknownCollegeError,
)
from geo_matching.matching.timetables import Timetable
from offers.coming import coming_week
from qpv_data.models import College

# Every request begins here: written out, it costs an eighth of what the ORM takes to compose it.
# The choice of a network is that of `active_builds`; a test holds the two together. But while a
# network hands over to its successor, it answers for the collèges that were computed on it.
_QUERY = """
SELECT c.*, b.id AS answering_build, b.area AS network_area, b.service_date AS network_day,
  b.covered_from AS network_from, least(b.covered_to, b.expires_on - 1) AS network_to,
  b.week_days::text AS network_weeks,
  (SELECT number FROM common_dataversion WHERE name = 'ranking') AS ranking_version,
  (SELECT number FROM common_dataversion WHERE name = 'seats') AS seats_version
FROM qpv_data_college c
LEFT JOIN matching_computedcollege k ON k.college_id = c.uai
LEFT JOIN LATERAL (
  SELECT n.id, n.area, n.service_date, n.covered_from, n.covered_to, n.expires_on, n.week_days
  FROM transit_networkbuild n
  WHERE (n.active AND (n.extent IS NULL OR ST_Covers(n.extent, c.point)))
     OR (n.handing_over AND n.id = k.build_id)
  ORDER BY n.handing_over DESC, n.extent IS NULL, n.built_at DESC, n.id LIMIT 1) b ON true
WHERE c.uai = %s
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """What is kept of an origin hangs on `cache_key`.

    `version` is that of "ranking", `seats_version` that of "seats". `coming` is the first week that
    has not begun: on a Monday offers go without anybody writing anything.
    """

    college: College
    point: Point
    build_pk: int
    version: int
    timetable: Timetable
    seats_version: int
    coming: int

    @property
    def cache_key(self) -> tuple[str, int, int, int]:
        return (self.college.uai, self.build_pk, self.version, self.coming)


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
    timetable = Timetable(
        college.network_area,
        college.network_day,
        college.network_from,
        college.network_to,
        json.loads(college.network_weeks),
    )
    return Origin(
        college,
        point,
        college.answering_build,
        college.ranking_version or 0,
        timetable,
        college.seats_version or 0,
        coming_week(),
    )
