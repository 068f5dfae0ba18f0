"""Imports the social position index of collèges (IPS), by school year."""

from qpv_data.management.yearly import YearlyCommand
from qpv_data.sources.yearly import read_ips
from qpv_data.yearly_tables import KnownRows, social_index_table


class Command(YearlyCommand):
    """import_ips FILE [--year 2025] [--departement 38] [--apply]."""

    help = "Import the social position index of collèges: fr-en-ips-colleges-ap2023 (CSV)."
    source = "ips"
    read = staticmethod(read_ips)

    def known_tables(self, known: KnownRows) -> list:
        return [social_index_table(known)]
