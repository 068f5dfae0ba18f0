"""Imports occupations of the ROME with their job titles."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError
from geo_matching.common.importing import ImportCommand, Parsed
from geo_matching.common.tables import ModelTable, Table
from offers.models import Occupation
from offers.sources.nomenclatures import CodeTable, read_rome


class Command(ImportCommand):
    """import_rome FILE [--nomenclature rome-4] [--apply]."""

    help = "Import occupations: the tree of the ROME, or a table of codes, names and titles (CSV)."
    source = "rome"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--nomenclature", default="rome-4", help="what the codes of the file belong to"
        )

    def source_name(self, options: dict[str, Any]) -> str:
        return f"{self.source}:{options['nomenclature']}"

    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        longest = 20
        if len(files) != 1:
            raise InputError("one file at a time")
        if not 0 < len(options["nomenclature"]) <= longest:
            raise InputError(f"--nomenclature: 1 to {longest} characters were expected")
        read = read_rome(files[0])
        titles = sum(map(len, read.titles.values()))
        remark = f"{read.file}: {len(read.names)} occupations, {titles} titles"
        return Parsed(read, read.notices, (remark,))

    def tables(self, rows: CodeTable, options: dict[str, Any]) -> Sequence[Table]:
        nomenclature = options["nomenclature"]
        return [
            ModelTable(
                label="occupations",
                stored=Occupation.objects.filter(nomenclature=nomenclature),
                key=("nomenclature", "code"),
                fields=("name", "titles"),
                wanted={
                    (nomenclature, code): {"name": name, "titles": rows.titles.get(code, [])}
                    for code, name in rows.names.items()
                },
                removal_test=lambda _key, _row: True,
            )
        ]
