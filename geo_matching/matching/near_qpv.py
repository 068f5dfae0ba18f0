"""Which collèges lie in or near a priority neighbourhood, and which serve it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from geo_matching.matching.criteria import NEAR_QPV_M

# The box around a point that surely holds NEAR_QPV_M, up to 70 degrees north.
_NEAR_BOX_DEGREES = 0.01
# A QPV with no collège near it counts on the nearest public ones found in this box (some 5 km).
_NEAREST_BOX_DEGREES = 0.05

_NEAR = """
SELECT c.uai FROM qpv_data_college c
WHERE c.uai = ANY(%(uais)s) AND EXISTS (
  SELECT 1 FROM qpv_data_qpv q
  WHERE q.vintage = (SELECT max(vintage) FROM qpv_data_qpv)
    AND q.contour && ST_Expand(c.point, %(box)s)
    AND ST_DWithin(q.contour::geography, c.point::geography, %(near_m)s))
"""
_SERVING = """
SELECT q.id, c.uai,
       ST_Distance(q.contour::geography, c.point::geography) AS metres
FROM qpv_data_qpv q
JOIN qpv_data_college c
  ON c.is_open AND c.is_public AND c.point && ST_Expand(q.contour, %(box)s)
WHERE q.id = ANY(%(qpvs)s)
ORDER BY q.id, metres, c.uai
"""


@dataclass(frozen=True, slots=True)
class Serving:
    """Collèges that serve a QPV; `near` says that they lie in it or within NEAR_QPV_M of it."""

    uais: tuple[str, ...]
    near: bool


def colleges_near_qpv(uais: Sequence[str]) -> set[str]:
    """Return those collèges that lie in a QPV of the latest vintage or within NEAR_QPV_M of one."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"uais": list(uais), "box": _NEAR_BOX_DEGREES, "near_m": NEAR_QPV_M})
        return {uai for (uai,) in cursor.fetchall()}


def colleges_serving(qpv_pks: Sequence[int]) -> dict[int, Serving]:
    """Return for each QPV the collèges that serve it.

    No open file says which collège a street belongs to. So: the public collèges in the QPV or
    within NEAR_QPV_M of it; where there is none, the nearest public one, with `near` False. A QPV
    without any for some 5 km is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SERVING, {"qpvs": list(qpv_pks), "box": _NEAREST_BOX_DEGREES})
        rows = cursor.fetchall()
    found: dict[int, list[tuple[str, float]]] = {}
    for pk, uai, metres in rows:
        found.setdefault(pk, []).append((uai, metres))
    return {pk: _serving(candidates) for pk, candidates in found.items()}


def _serving(candidates: list[tuple[str, float]]) -> Serving:
    """`candidates` come nearest first."""
    near = tuple(uai for uai, metres in candidates if metres <= NEAR_QPV_M)
    return Serving(near, near=True) if near else Serving((candidates[0][0],), near=False)
