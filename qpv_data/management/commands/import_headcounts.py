"""Imports pupils of collèges by grade, by school year, with the REP and REP+ flags of that year."""

from collections.abc import Sequence
from pathlib import Path

from geo_matching.common.tables import Table
from qpv_data.management.yearly import YearlyCommand
from qpv_data.sources.yearly import YearlyFile, read_headcounts
from qpv_data.yearly_tables import KnownRows, headcount_tables


class Command(YearlyCommand):
    """import_headcounts FILE [--year 2025] [--departement 38] [--apply]."""

    help = "Import pupils of collèges by grade: fr-en-college-effectifs-niveau-sexe-lv (CSV)."
    source = "headcounts"
    # Seats per hundred pupils rest on them.
    bumps = ("ranking",)

    def read(self, path: Path, year: int | None) -> YearlyFile:
        return read_headcounts(path, year)

    def known_tables(self, known: KnownRows) -> Sequence[Table]:
        return headcount_tables(known)
