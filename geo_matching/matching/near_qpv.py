"""Which collèges serve a priority neighbourhood."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from qpv_data.near_qpv import NEAR_QPV_M

# A QPV with no collège near it counts on the nearest public ones found in this box (some 5 km).
_NEAREST_BOX_DEGREES = 0.05

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
