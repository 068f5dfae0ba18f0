"""Collèges as the database wants them, from the rows of an official file and a list of labels."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point

from geo_matching.common.insee import departement_of_commune
from geo_matching.common.tables import ModelTable
from qpv_data.models import College, EducationPriority, PriorityLabel
from qpv_data.sources.colleges import CollegeFile
from qpv_data.sources.education_priority import PriorityList
from qpv_data.sources.rows import CollegeRow

_FIELDS = (
    "name",
    "is_public",
    "address",
    "postcode",
    "commune_id",
    "point",
    "point_precision",
    "priority",
    "priority_year",
    "pupils",
    "mail",
    "is_open",
)


@dataclass(frozen=True)
class Labels:
    """The labels to write: those of a list when there is one, else those of the file itself."""

    priorities: PriorityList | None
    year: int | None

    def of(self, row: CollegeRow) -> str | None:
        """Return the label of a collège, None when nothing says it."""
        if self.priorities is not None:
            return self.priorities.labels.get(row.uai, EducationPriority.NONE.value)
        return row.priority

    @property
    def source(self) -> PriorityLabel.Source:
        """Return where the labels come from."""
        listed = self.priorities is not None
        return PriorityLabel.Source.LIST if listed else PriorityLabel.Source.DIRECTORY


def college_tables(colleges: CollegeFile, labels: Labels, covered: set[str]) -> list[ModelTable]:
    """Return the tables of collèges and of their labels by year.

    What the file does not say is left as it is. Collèges of the covered départements that are not
    in it any more are closed, never deleted; other départements are not touched.
    """

    def has_closed(uai: Hashable, row: Mapping[str, Any]) -> bool:
        inside = departement_of_commune(row["commune_id"]) in covered
        return inside and row["is_open"] and uai not in colleges.left_out

    years = College.objects.values_list("uai", "priority_year", "pupils_year")
    stored = {uai: (label_year, pupils_year) for uai, label_year, pupils_year in years}
    table = ModelTable(
        label="collèges",
        stored=College.objects.all(),
        key=("uai",),
        fields=_FIELDS,
        wanted={
            uai: _values(row, *stored.get(uai, (None, None)), labels)
            for uai, row in colleges.rows.items()
        },
        removal_test=has_closed,
        on_removal={"is_open": False},
        gone="closed",
    )
    return [table, _label_table(colleges, labels)]


def _label_table(colleges: CollegeFile, labels: Labels) -> ModelTable:
    """Keep the label of each year beside the latest one; nothing of it is ever removed."""
    known = ((uai, labels.of(row)) for uai, row in colleges.rows.items())
    return ModelTable(
        label="labels by year",
        stored=PriorityLabel.objects.filter(year=labels.year or 0, source=labels.source),
        key=("college_id", "year", "source"),
        fields=("label",),
        wanted={
            (uai, labels.year, labels.source.value): {"label": label}
            for uai, label in known
            if labels.year is not None and label is not None
        },
    )


def _values(
    row: CollegeRow, label_year: int | None, pupils_year: int | None, labels: Labels
) -> dict[str, Any]:
    best = row.positions[0] if row.positions else None
    values = {
        "name": row.name,
        "is_public": row.is_public,
        "address": row.address,
        "postcode": row.postcode,
        "commune_id": row.territory.commune,
        "point": Point(best.lon, best.lat, srid=4326) if best else None,
        "point_precision": best.precision if best else "",
        "is_open": row.is_open,
    }
    # Headcounts are the better source: once they are there, the directory's count says nothing new.
    if row.pupils is not None and pupils_year is None:
        values["pupils"] = row.pupils
    if row.mail:
        values["mail"] = row.mail
    label, year = labels.of(row), labels.year
    is_older = year is not None and label_year is not None and year < label_year
    if label is not None and not is_older:
        values |= {"priority": label, "priority_year": year}
    return values
