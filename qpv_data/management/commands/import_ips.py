"""Imports the social position index of collèges (IPS), by school year."""

from collections.abc import Sequence
from pathlib import Path

from geo_matching.common.tables import Table
from qpv_data.management.yearly import YearlyCommand
from qpv_data.sources.yearly import YearlyFile, read_ips
from qpv_data.yearly_tables import KnownRows, social_index_table


class Command(YearlyCommand):
    """import_ips FILE [--year 2025] [--departement 38] [--apply]."""

    help = "Import the social position index of collèges: fr-en-ips-colleges-ap2023 (CSV)."
    source = "ips"

    def read(self, path: Path, year: int | None) -> YearlyFile:
        return read_ips(path, year)

    def known_tables(self, known: KnownRows) -> Sequence[Table]:
        return [social_index_table(known)]
