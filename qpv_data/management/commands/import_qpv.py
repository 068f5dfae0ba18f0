"""Imports the contours of priority neighbourhoods of one vintage."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from geo_matching.common.errors import InputError
from geo_matching.common.importing import ImportCommand, Parsed
from geo_matching.common.tables import ModelTable, Table
from qpv_data.models import Departement, Qpv
from qpv_data.sources.qpv import QpvFile, read_qpv
from qpv_data.territories import known_departements

# Codes of the 2015 list begin with QP, those of the 2024 list with QN.
_PREFIX = {2015: "QP", 2024: "QN"}


class Command(ImportCommand):
    """import_qpv FILE --vintage 2024 [--apply]."""

    help = "Import QPV contours (ANCT): GeoJSON or shapefile, plain or zipped."
    source = "qpv"
    # Who may take an offer for pupils of QPV rests on contours.
    bumps = ("ranking",)

    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        if len(files) != 1:
            raise InputError("one file of contours at a time")
        vintage = self._vintage(options)
        qpvs = read_qpv(files[0])
        prefix = _PREFIX.get(vintage)
        if prefix and not any(code.startswith(prefix) for code in qpvs.rows):
            raise InputError(
                f"no code of this file begins with {prefix}: it is not of vintage {vintage}",
                file=qpvs.label,
            )
        return Parsed(qpvs, qpvs.notices, (f"{qpvs.label}: {len(qpvs.rows)} QPV",))

    def tables(self, rows: QpvFile, options: dict[str, Any]) -> Sequence[Table]:
        if options["departement"]:
            # What is removed is bounded by the départements of the rows that are kept.
            rows = replace(
                rows,
                rows={
                    code: row
                    for code, row in rows.rows.items()
                    if row.departement in options["departement"]
                },
            )
        stored = set(Departement.objects.values_list("code", flat=True))
        covered = {row.departement for row in rows.rows.values()}
        territories = known_departements(sorted(covered - stored)).tables()[:-1]
        return [*territories, self._table(rows, covered, self._vintage(options))]

    @staticmethod
    def _table(rows: QpvFile, covered: set[str], vintage: int) -> ModelTable:
        def has_gone(key: Hashable, row: Mapping[str, Any]) -> bool:
            code = key[0] if isinstance(key, tuple) else key
            return row["departement_id"] in covered and code not in rows.left_out

        return ModelTable(
            label="QPV",
            stored=Qpv.objects.of_vintage(vintage),
            key=("code", "vintage"),
            fields=("name", "commune_names", "departement_id", "contour"),
            wanted={
                (row.code, vintage): {
                    "name": row.name,
                    "commune_names": row.commune_names,
                    "departement_id": row.departement,
                    "contour": GEOSGeometry(memoryview(row.contour.wkb), srid=4326),
                }
                for row in rows.rows.values()
            },
            removal_test=has_gone,
        )

    @staticmethod
    def _vintage(options: dict[str, Any]) -> int:
        text = str(options["vintage"])
        if not text.isdigit() or int(text) not in range(2014, 2100):
            raise InputError("--vintage is required: the year of the list, 2015 or 2024")
        return int(text)
