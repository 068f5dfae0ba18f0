"""Imports which sector each activity (NAF) belongs to, for one nomenclature."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError
from geo_matching.common.importing import ImportCommand, Parsed
from geo_matching.common.tables import ModelTable, Table
from offers.models import NafSector, Nomenclature
from offers.sources.nomenclatures import CodeTable, read_naf_sectors


class Command(ImportCommand):
    """import_naf FILE [--nomenclature naf-2025] [--apply]."""

    help = "Import NAF codes with their sector (CSV: a NAF code and a sector in each row)."
    source = "naf"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--nomenclature",
            choices=Nomenclature.values,
            default=Nomenclature.NAF_REV2.value,
            help="what the codes of the file belong to",
        )

    def source_name(self, options: dict[str, Any]) -> str:
        return f"{self.source}:{options['nomenclature']}"

    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        del options
        if len(files) != 1:
            raise InputError("one file at a time")
        read = read_naf_sectors(files[0])
        return Parsed(read, read.notices, (f"{read.file}: {len(read.sectors)} codes",))

    def tables(self, rows: CodeTable, options: dict[str, Any]) -> Sequence[Table]:
        nomenclature = options["nomenclature"]
        return [
            ModelTable(
                label="NAF codes",
                stored=NafSector.objects.filter(nomenclature=nomenclature),
                key=("nomenclature", "code"),
                fields=("sector",),
                wanted={(nomenclature, c): {"sector": s} for c, s in rows.sectors.items()},
                removal_test=lambda _key, _row: True,
            )
        ]
