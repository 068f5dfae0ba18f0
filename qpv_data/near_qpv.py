"""Which collèges lie in a priority neighbourhood or close to one."""

from collections.abc import Sequence

from django.db import connection

# A collège counts as close to a QPV up to here from its contour (the Ministry's "QPV proche").
NEAR_QPV_M = 300.0
# The box around a point that surely holds NEAR_QPV_M, up to 70 degrees north.
_NEAR_BOX_DEGREES = 0.01

_NEAR = """
SELECT c.uai FROM qpv_data_college c
WHERE c.uai = ANY(%(uais)s) AND EXISTS (
  SELECT 1 FROM qpv_data_qpv q
  WHERE q.vintage = (SELECT max(vintage) FROM qpv_data_qpv)
    AND q.contour && ST_Expand(c.point, %(box)s)
    AND ST_DWithin(q.contour::geography, c.point::geography, %(near_m)s))
"""


def colleges_near_qpv(uais: Sequence[str]) -> set[str]:
    """Return those collèges that lie in a QPV of the latest vintage or within NEAR_QPV_M of one."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"uais": list(uais), "box": _NEAR_BOX_DEGREES, "near_m": NEAR_QPV_M})
        return {uai for (uai,) in cursor.fetchall()}
