"""Invented territories, collèges and QPV for tests, with codes of the right shape."""

from itertools import count

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from qpv_data.models import Academy, College, Commune, Departement, EducationPriority, Qpv, Region
from qpv_data.uai import uai_letter

# The middle of the invented grid: mainland France, in the fields.
LAT, LON = 46.5, 2.5
# About 100 m north and 100 m east there.
STEP_LAT, STEP_LON = 0.0009, 0.0013

_numbers = count(1)


def point_at(north_m: float = 0, east_m: float = 0) -> Point:
    """Return the point so many metres north and east of the grid's middle."""
    return Point(LON + STEP_LON * east_m / 100, LAT + STEP_LAT * north_m / 100, srid=4326)


def make_departement(code: str = "38", name: str = "Isère") -> Departement:
    region, _ = Region.objects.get_or_create(code="84", defaults={"name": "Auvergne-Rhône-Alpes"})
    academy, _ = Academy.objects.get_or_create(
        code="08", defaults={"name": "Grenoble", "region": region}
    )
    departement, _ = Departement.objects.get_or_create(
        code=code, defaults={"name": name, "academy": academy, "region": region}
    )
    return departement


def make_commune(code: str = "38999", name: str = "Valbourg", **fields) -> Commune:
    departement = fields.pop("departement", None) or make_departement(code[:2])
    commune, _ = Commune.objects.get_or_create(
        code=code, defaults={"name": name, "departement": departement, **fields}
    )
    return commune


def make_uai(number: int | None = None) -> str:
    """Return a valid UAI of département 38: `number` is its last four digits."""
    digits = f"038{9000 + next(_numbers) if number is None else number:04}"
    return digits + uai_letter(digits)


def make_college(*, north_m: float = 0, east_m: float = 0, **fields) -> College:
    """Make a public REP+ collège at the given place; `point=None` leaves it without one."""
    values = {
        "uai": fields.pop("uai", None) or make_uai(),
        "name": "Collège des Tilleuls",
        "commune": fields.pop("commune", None) or make_commune(),
        "point": point_at(north_m, east_m),
        "priority": EducationPriority.REP_PLUS,
        "pupils": 480,
        **fields,
    }
    return College.objects.create(**values)


def square(north_m: float, east_m: float, side_m: float) -> MultiPolygon:
    """Return a square whose south-west corner is at the given place."""
    south_west, north_east = point_at(north_m, east_m), point_at(north_m + side_m, east_m + side_m)
    box = Polygon.from_bbox((south_west.x, south_west.y, north_east.x, north_east.y))
    return MultiPolygon(box, srid=4326)


def make_qpv(*, north_m: float = 0, east_m: float = 0, side_m: float = 400, **fields) -> Qpv:
    number = next(_numbers)
    values = {
        "code": f"QN038{number % 100:02}N",
        "vintage": 2024,
        "name": "Les Peupliers",
        "commune_names": "Valbourg",
        "departement": fields.pop("departement", None) or make_departement(),
        "contour": square(north_m, east_m, side_m),
        **fields,
    }
    return Qpv.objects.create(**values)
