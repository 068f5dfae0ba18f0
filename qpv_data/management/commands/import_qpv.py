"""Imports the contours of priority neighbourhoods of one vintage."""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from geo_matching.common.errors import InputError
from geo_matching.common.importing import Parsed
from geo_matching.common.notices import Notice
from geo_matching.common.tables import ModelTable, Table
from qpv_data.management.territory import TerritoryCommand, vintage_year
from qpv_data.models import Departement, Qpv
from qpv_data.sources.qpv import QpvFile, read_qpv
from qpv_data.territories import known_departements

# Codes of the 2015 list begin with QP, those of the 2024 list with QN.
_YEAR = "the year of the list, 2015 or 2024"
_PREFIX = {2015: "QP", 2024: "QN"}


class Command(TerritoryCommand):
    """import_qpv FILE --vintage 2024 [--departement 38] [--apply]."""

    help = "Import QPV contours (ANCT): GeoJSON or shapefile, plain or zipped."
    source = "qpv"
    # Who may take an offer for pupils of QPV rests on contours.
    bumps = ("ranking",)

    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        if len(files) != 1:
            raise InputError("one file of contours at a time")
        vintage = vintage_year(options, _YEAR)
        qpvs = read_qpv(files[0])
        self._leave_out_others(qpvs, vintage)
        scope = self.scope(options)
        qpvs.rows = {code: row for code, row in qpvs.rows.items() if row.departement in scope}
        remark = f"{qpvs.label}: {len(qpvs.rows)} QPV"
        return Parsed(qpvs, scope.notices(qpvs.notices), (remark,))

    @staticmethod
    def _leave_out_others(qpvs: QpvFile, vintage: int) -> None:
        """Keep the codes of this vintage only: the lists never mix, not even in one file."""
        prefix = _PREFIX.get(vintage, "")
        others = [row for code, row in qpvs.rows.items() if not code.startswith(prefix)]
        if len(others) == len(qpvs.rows):
            raise InputError(
                f"no code of this file begins with {prefix}: it is not of vintage {vintage}",
                file=qpvs.label,
            )
        for row in others:
            message = f"{row.code} is not of {vintage}: left out"
            qpvs.notices.append(
                Notice(qpvs.label, 0, "", "other_vintage", message, row.code, row.departement)
            )
            del qpvs.rows[row.code]

    def tables(self, rows: QpvFile, options: dict[str, Any]) -> Sequence[Table]:
        stored = set(Departement.objects.values_list("code", flat=True))
        covered = {row.departement for row in rows.rows.values()}
        territories = known_departements(sorted(covered - stored)).tables()[:-1]
        return [*territories, self._table(rows, covered, vintage_year(options, _YEAR))]

    @staticmethod
    def _table(rows: QpvFile, covered: set[str], vintage: int) -> ModelTable:
        def has_gone(key: Hashable, row: Mapping[str, Any]) -> bool:
            code = key[0] if isinstance(key, tuple) else key
            return row["departement_id"] in covered and code not in rows.left_out

        return ModelTable(
            label="QPV",
            stored=Qpv.objects.of_vintage(vintage),
            key=("code", "vintage"),
            fields=("name", "commune_names", "commune_codes", "departement_id", "contour"),
            wanted={
                (row.code, vintage): {
                    "name": row.name,
                    "commune_names": row.commune_names,
                    "commune_codes": list(row.communes),
                    "departement_id": row.departement,
                    "contour": GEOSGeometry(memoryview(row.contour.wkb), srid=4326),
                }
                for row in rows.rows.values()
            },
            removal_test=has_gone,
        )
