"""Collèges as the database wants them, from the rows of an official file and a list of labels."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.contrib.gis.geos import Point

from geo_matching.common.insee import departement_of_commune
from geo_matching.common.tables import ModelTable
from qpv_data.models import College, EducationPriority
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
    "is_open",
)


def college_table(
    colleges: CollegeFile, priorities: PriorityList | None, year: int | None
) -> ModelTable:
    """Return the table to sync.

    What the file does not say is left as it is. Collèges of the file's départements that are not in
    it any more are closed, never deleted; other départements are not touched.
    """
    covered = {row.territory.departement for row in colleges.rows.values()}

    def has_closed(uai: Hashable, row: Mapping[str, Any]) -> bool:
        inside = departement_of_commune(row["commune_id"]) in covered
        return inside and row["is_open"] and uai not in colleges.left_out

    return ModelTable(
        label="collèges",
        stored=College.objects.all(),
        key=("uai",),
        fields=_FIELDS,
        wanted={
            uai: _values(row) | _label(row, priorities, year) for uai, row in colleges.rows.items()
        },
        removal_test=has_closed,
        on_removal={"is_open": False},
        gone="closed",
    )


def _values(row: CollegeRow) -> dict[str, Any]:
    located = row.lat is not None and row.lon is not None
    values = {
        "name": row.name,
        "is_public": row.is_public,
        "address": row.address,
        "postcode": row.postcode,
        "commune_id": row.territory.commune,
        "point": Point(row.lon, row.lat, srid=4326) if located else None,
        "point_precision": row.precision if located else "",
        "is_open": row.is_open,
    }
    return values if row.pupils is None else values | {"pupils": row.pupils}


def _label(row: CollegeRow, priorities: PriorityList | None, year: int | None) -> dict[str, Any]:
    if priorities is not None:
        label = priorities.labels.get(row.uai, EducationPriority.NONE.value)
    elif row.priority is not None:
        label = row.priority
    else:
        return {}
    return {"priority": label, "priority_year": year}
