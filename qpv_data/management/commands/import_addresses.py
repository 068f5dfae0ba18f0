"""Imports the addresses of a département from the national base (BAN)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError
from geo_matching.common.importing import Parsed
from geo_matching.common.tables import Table
from qpv_data.address_tables import address_tables
from qpv_data.management.territory import TerritoryCommand
from qpv_data.sources.addresses import AddressFile, read_addresses


class Command(TerritoryCommand):
    """import_addresses adresses-38.csv.gz [--departement 38] [--apply]."""

    help = "Import addresses of the BAN (CSV, plain or gzipped), one file a département."
    source = "addresses"

    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        if len(files) != 1:
            raise InputError("one file of addresses at a time: a département is large enough")
        scope = self.scope(options)
        addresses = read_addresses(files[0], lambda departement: departement in scope)
        counts = f"{len(addresses.doors)} doors in {len(addresses.streets)} streets"
        remark = f"{addresses.file}: {counts}"
        return Parsed(addresses, scope.notices(addresses.notices), (remark,))

    def tables(self, rows: AddressFile, options: dict[str, Any]) -> Sequence[Table]:
        del options
        return address_tables(rows)
