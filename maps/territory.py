"""Where seats are missing in a département: rows for the table, the map and the exports."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from geo_matching.common.text import NARROW_SPACE
from geo_matching.matching.gaps import CollegeSeats, Gaps, QpvSeats
from maps.seat_classes import SeatClass, class_of, class_starts, seat_classes
from qpv_data.models import EducationPriority


@dataclass(frozen=True, slots=True)
class Row:
    """A collège or a QPV; `rank` counts from 1, the worst served; None seats = not computed yet."""

    kind: str
    code: str
    name: str
    commune: str
    label: str
    pupils: int | None
    seats: int | None
    offers: int | None
    seat_class: int | None
    sentence: str
    geometry: GEOSGeometry | None

    @property
    def per_100_pupils(self) -> float | None:
        if self.seats is None or not self.pupils:
            return None
        return round(100 * self.seats / self.pupils, 1)

    @property
    def feature_id(self) -> str:
        return f"{self.kind}-{self.code}"


@dataclass(frozen=True, slots=True)
class Territory:
    """Rows of a département, fewest seats first, with the classes of both together."""

    colleges: list[Row]
    qpvs: list[Row]
    classes: list[SeatClass]

    @property
    def rows(self) -> list[Row]:
        return self.colleges + self.qpvs

    @property
    def unknown(self) -> int:
        """How many rows are not computed yet."""
        return sum(row.seats is None for row in self.rows)


def territory_of(gaps: Gaps) -> Territory:
    """Return the rows and classes of the seats reachable in a département."""
    counts = [college.seats for college in gaps.colleges] + [qpv.seats for qpv in gaps.qpvs]
    known = [count for count in counts if count is not None]
    starts = class_starts(known)
    return Territory(
        colleges=[_college_row(row, starts, gaps.minutes) for row in gaps.colleges],
        qpvs=[_qpv_row(row, starts, gaps.minutes) for row in gaps.qpvs],
        classes=seat_classes(known),
    )


def _college_row(row: CollegeSeats, starts: Sequence[int], minutes: int) -> Row:
    college = row.college
    priority = EducationPriority(college.priority)
    return Row(
        kind="college",
        code=college.uai,
        name=college.name,
        commune=college.commune.name,
        label="" if priority == EducationPriority.NONE else priority.label,
        pupils=college.pupils,
        seats=row.seats,
        offers=row.offers,
        seat_class=_class(row.seats, starts),
        sentence=_sentence(row.seats, row.offers, college.pupils, minutes),
        geometry=college.point,
    )


def _qpv_row(row: QpvSeats, starts: Sequence[int], minutes: int) -> Row:
    qpv = row.qpv
    sentence = _sentence(row.seats, row.offers, row.pupils, minutes)
    return Row(
        kind="qpv",
        code=qpv.code,
        name=qpv.name,
        commune=qpv.commune_names,
        label="QPV",
        pupils=row.pupils,
        seats=row.seats,
        offers=row.offers,
        seat_class=_class(row.seats, starts),
        sentence=f"{sentence} {_served_by(row)}".strip(),
        geometry=qpv.contour,
    )


def _class(seats: int | None, starts: Sequence[int]) -> int | None:
    return None if seats is None else class_of(seats, starts)


def _sentence(seats: int | None, offers: int | None, pupils: int | None, minutes: int) -> str:
    if seats is None or offers is None:
        return "Trajets pas encore calculés."
    bound = f"à {minutes}{NARROW_SPACE}min ou moins"
    if not seats:
        text = f"Aucune place {bound}"
    else:
        text = f"{_count(seats, 'place')} ({_count(offers, 'offre')}) {bound}"
    if not pupils:
        return f"{text}."
    text += f" pour {_count(pupils, 'élève')}"
    if not seats:
        return f"{text}."
    ratio = 100 * seats / pupils
    figure = f"{ratio:.1f}".replace(".", ",") if ratio < 10 else f"{ratio:.0f}"  # noqa: PLR2004
    return f"{text}, soit {figure} pour 100."


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
        "eleves": row.pupils,
        "places": row.seats,
        "offres": row.offers,
        "places_pour_100_eleves": row.per_100_pupils,
        "classe": None if row.seat_class is None else row.seat_class + 1,
        "phrase": row.sentence,
    }
