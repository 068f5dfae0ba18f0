"""Imports communes, départements and régions with their contours, from the official lists."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo_matching.common.importing import Parsed
from geo_matching.common.tables import Table
from qpv_data.commune_tables import TerritoryLists, territory_tables
from qpv_data.management.territory import TerritoryCommand, vintage_year
from qpv_data.sources.communes import read_territories


class Command(TerritoryCommand):
    """import_communes FILE... --vintage 2026 [--departement 38] [--apply]."""

    help = (
        "Import territories and their contours: GeoJSON of contours-administratifs or of API Géo, "
        "one file a level (communes, arrondissements municipaux, départements, régions)."
    )
    source = "communes"

    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        vintage_year(options, "the year of the list of communes (1 January)")
        read = [read_territories(path) for path in files]
        lists = TerritoryLists(read, self.scope(options))
        remarks = (f"{file.label}: {file.level}, {len(file.rows)} rows" for file in read)
        # The same list: what only the database shows is added to it by `tables`.
        return Parsed(lists, lists.notices, tuple(remarks))

    def tables(self, rows: TerritoryLists, options: dict[str, Any]) -> Sequence[Table]:
        return territory_tables(rows, vintage_year(options, "the year of the list"))
