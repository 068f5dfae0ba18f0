"""Imports internship offers from a JSON array of partner-API v2 create bodies."""

import re
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError
from geo_matching.common.importing import ImportCommand, Parsed
from geo_matching.common.notices import Notice
from geo_matching.common.tables import Table
from offers.import_tables import Wanted, tables, wanted_rows
from offers.sources.partner import read_partner_offers

_SOURCE = re.compile(r"^[a-z0-9][a-z0-9_.-]{0,59}$")
DEFAULT_SOURCE = "partner"


class Command(ImportCommand):
    """import_offers FILE.json [--source NAME] [--whole] [--apply]."""

    help = (
        "Import offers: one JSON array of partner-API v2 create bodies, each plain or wrapped in "
        '{"internship_offer": {...}}. A bad offer is left out with a notice; its row is the rank '
        "of the item in the array, from 1."
    )
    source = "offers"
    bumps = ("ranking",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--source", default=DEFAULT_SOURCE, help="the partner; remote ids are unique within it"
        )
        parser.add_argument(
            "--whole",
            action="store_true",
            help="the file is all of this source: its other offers are unpublished",
        )

    def source_name(self, options: dict[str, Any]) -> str:
        return f"{self.source}:{options['source']}"[:60]

    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        if len(files) != 1:
            raise InputError("one file of offers at a time")
        if not _SOURCE.match(options["source"]):
            raise InputError(
                f"--source {options['source']!r}: small letters, digits, dot, dash, at most 60"
            )
        read = read_partner_offers(files[0])
        wanted = wanted_rows(read.offers.values(), options["source"])
        hosts, sites = len(wanted.hosts), len(wanted.sites)
        count = f"{read.items} items, {len(read.offers)} offers of {hosts} hosts at {sites} sites"
        remarks = [count]
        if read.ignored:
            names = ", ".join(f"{name} {count}" for name, count in read.ignored.most_common(6))
            remarks.append(f"fields not used: {names}")
        return Parsed(wanted, [*read.notices, *_host_notices(wanted, files[0])], tuple(remarks))

    def tables(self, rows: Wanted, options: dict[str, Any]) -> Sequence[Table]:
        return tables(rows, options["source"], whole=options["whole"])


def _host_notices(wanted: Wanted, path: Path) -> list[Notice]:
    return [
        Notice(
            path.name,
            0,
            "employer_description",
            "host_described_twice",
            f"{name}: {count} offers describe it otherwise; the first one in the file was taken",
        )
        for name, count in wanted.other_descriptions.items()
    ]
