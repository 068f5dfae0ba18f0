"""Where seats are missing in a département: rows for the table, the map and the exports.

Seats are counted against pupils of 3e. Where these are not known, all pupils stand in, and each
figure says so: a ratio to all pupils is about a quarter of the other.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from geo_matching.common.text import NARROW_SPACE
from geo_matching.matching.gaps import CollegeSeats, Gaps, QpvSeats
from maps.seat_classes import SeatClass, class_of, class_starts, seat_classes
from qpv_data.models import EducationPriority

# From here on a ratio is told without decimals.
FINE = 10


@dataclass(frozen=True, slots=True)
class Pupils:
    """Pupils of a collège, or of a QPV's collèges together; None where one count is not known."""

    of_all_classes: int | None
    of_3e: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A collège or a QPV; `rank` counts from 1, the worst served; None seats = not computed yet."""

    kind: str
    code: str
    name: str
    commune: str
    label: str
    pupils: Pupils
    seats: int | None
    offers: int | None
    seat_class: int | None
    sentence: str
    geometry: GEOSGeometry | None

    def per_100(self, pupils: int | None) -> float | None:
        return round(100 * self.seats / pupils, 1) if self.seats is not None and pupils else None

    @property
    def feature_id(self) -> str:
        return f"{self.kind}-{self.code}"


@dataclass(frozen=True, slots=True)
class Territory:
    """Rows of a département, fewest seats first, with the classes of both together."""

    colleges: list[Row]
    qpvs: list[Row]
    classes: list[SeatClass]
    # Autumns of the headcounts of its collèges, as the page says them: "2025".
    autumns: str

    @property
    def rows(self) -> list[Row]:
        return self.colleges + self.qpvs

    @property
    def unknown(self) -> int:
        """How many rows are not computed yet."""
        return sum(row.seats is None for row in self.rows)

    @property
    def unknown_3e(self) -> int:
        """How many collèges have no count of pupils of 3e."""
        return sum(row.pupils.of_3e is None for row in self.colleges)


def territory_of(gaps: Gaps) -> Territory:
    """Return the rows and classes of the seats reachable in a département."""
    counts = [college.seats for college in gaps.colleges] + [qpv.seats for qpv in gaps.qpvs]
    known = [count for count in counts if count is not None]
    starts = class_starts(known)
    return Territory(
        colleges=[_college_row(row, starts, gaps.minutes) for row in gaps.colleges],
        qpvs=[_qpv_row(row, starts, gaps.minutes) for row in gaps.qpvs],
        classes=seat_classes(known),
        autumns=_autumns(gaps.colleges),
    )


def _autumns(rows: Sequence[CollegeSeats]) -> str:
    colleges = [row.college for row in rows]
    years = {c.pupils_year for c in colleges if c.pupils_3e is not None and c.pupils_year}
    return " et ".join(str(year) for year in sorted(years))


def _college_row(row: CollegeSeats, starts: Sequence[int], minutes: int) -> Row:
    college = row.college
    priority = EducationPriority(college.priority)
    pupils = Pupils(college.pupils, college.pupils_3e)
    return Row(
        kind="college",
        code=college.uai,
        name=college.name,
        commune=college.commune.name,
        label="" if priority == EducationPriority.NONE else priority.label,
        pupils=pupils,
        seats=row.seats,
        offers=row.offers,
        seat_class=_class(row.seats, starts),
        sentence=_sentence(row.seats, row.offers, pupils, minutes),
        geometry=college.point,
    )


def _qpv_row(row: QpvSeats, starts: Sequence[int], minutes: int) -> Row:
    qpv = row.qpv
    pupils = Pupils(row.pupils, row.pupils_3e)
    sentence = _sentence(row.seats, row.offers, pupils, minutes)
    return Row(
        kind="qpv",
        code=qpv.code,
        name=qpv.name,
        commune=qpv.commune_names,
        label="QPV",
        pupils=pupils,
        seats=row.seats,
        offers=row.offers,
        seat_class=_class(row.seats, starts),
        sentence=f"{sentence} {_served_by(row)}".strip(),
        geometry=qpv.contour,
    )


def _class(seats: int | None, starts: Sequence[int]) -> int | None:
    return None if seats is None else class_of(seats, starts)


def _sentence(seats: int | None, offers: int | None, pupils: Pupils, minutes: int) -> str:
    if seats is None or offers is None:
        return "Trajets pas encore calculés."
    bound = f"à {minutes}{NARROW_SPACE}min ou moins"
    if not seats:
        text = f"Aucune place {bound}"
    else:
        text = f"{_count(seats, 'place')} ({_count(offers, 'offre')}) {bound}"
    if pupils.of_3e is not None:
        return f"{text} {_against(seats, pupils.of_3e, 'de 3e')}"
    if pupils.of_all_classes:
        return f"{text} {_against(seats, pupils.of_all_classes, 'de toutes les classes')}"
    return f"{text}{NARROW_SPACE}; nombre d'élèves inconnu."


def _against(seats: int, pupils: int, which: str) -> str:
    """Say how many pupils there are for these seats: "pour 96 élèves de 3e, soit 15,6 pour ..."."""
    text = f"pour {_count(pupils, 'élève')} {which}"
    if not seats or not pupils:
        return f"{text}."
    ratio = 100 * seats / pupils
    figure = f"{ratio:.1f}".replace(".", ",") if ratio < FINE else f"{ratio:.0f}"
    return f"{text}, soit {figure} pour 100 élèves {which}."


def _served_by(row: QpvSeats) -> str:
    if not row.colleges:
        return "Aucun collège public à proximité."
    names = ", ".join(college.name for college in row.colleges)
    if row.near:
        return f"Compté depuis {names}."
    return f"Aucun collège dans le quartier ni à ses abords{NARROW_SPACE}: compté depuis {names}."


def _count(number: int, word: str) -> str:
    figure = f"{number:,}".replace(",", NARROW_SPACE)
    return f"{figure} {word}{'s' if number > 1 else ''}"


def feature_collection(territory: Territory, **about: Any) -> dict[str, Any]:
    """Return every row with a place as GeoJSON, QPV first so that collèges are drawn over them."""
    rows = [row for row in territory.qpvs + territory.colleges if row.geometry]
    return {
        "type": "FeatureCollection",
        **about,
        "features": [_feature(row) for row in rows],
    }


def _feature(row: Row) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row.feature_id,
        "geometry": json.loads(row.geometry.geojson) if row.geometry else None,
        "properties": properties(row),
    }


def properties(row: Row) -> dict[str, Any]:
    """Return a row in the words of both exports."""
    return {
        "type": row.kind,
        "code": row.code,
        "nom": row.name,
        "commune": row.commune,
        "label": row.label,
        "eleves": row.pupils.of_all_classes,
        "eleves_3e": row.pupils.of_3e,
        "places": row.seats,
        "offres": row.offers,
        "places_pour_100_eleves": row.per_100(row.pupils.of_all_classes),
        "places_pour_100_eleves_3e": row.per_100(row.pupils.of_3e),
        "classe": None if row.seat_class is None else row.seat_class + 1,
        "phrase": row.sentence,
    }
