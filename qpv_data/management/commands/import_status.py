"""Shows how old every imported source is; with --check its exit code tells."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from geo_matching.common.errors import InputError
from geo_matching.common.importing import EXIT_BAD_INPUT
from geo_matching.common.models import SourceState
from geo_matching.common.schema import require_migrated
from geo_matching.common.source_list import read_sources
from geo_matching.common.text import shorten
from qpv_data.importers import IMPORTERS
from qpv_data.source_status import StatusLine, covering, status_lines
from qpv_data.territory_choice import choose_territory

_HEADER = ("source", "territory", "looked at", "age", "vintage", "rows", "notices", "state")
_WIDEST = 40


class Command(BaseCommand):
    """import_status [--departement CODE] [--check]."""

    help = "Show last import, vintage, age, rows and notices of every source and territory."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--departement", default="", metavar="CODE", help="only what covers it")
        parser.add_argument(
            "--check", action="store_true", help="exit code 1 when a source is stale"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            require_migrated()
            lines = _status(options["departement"])
        except InputError as error:
            raise CommandError(str(error), returncode=EXIT_BAD_INPUT) from error
        for text in table_of([_HEADER, *(_cells(line) for line in lines)]):
            self.stdout.write(text)
        stale = sorted({line.source for line in lines if line.is_stale})
        if stale:
            self.stdout.write(f"\nstale: {', '.join(stale)}: import_territory ... --apply")
        if stale and options["check"]:
            sys.exit(1)


def table_of(rows: list[tuple[str, ...]]) -> list[str]:
    """Return rows as lines of aligned columns."""
    cut = [tuple(shorten(cell, _WIDEST) for cell in row) for row in rows]
    widths = [max(len(row[column]) for row in cut) for column in range(len(cut[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cut
    ]


def _status(departement: str) -> list[StatusLine]:
    states = list(SourceState.objects.all())
    if departement:
        (code,) = choose_territory([departement], "").departements
        states = covering(states, code)
    sources = read_sources(settings.SOURCES_FILE, settings.SOURCE_BASES)
    return status_lines(states, IMPORTERS, sources, timezone.now())


def _cells(line: StatusLine) -> tuple[str, ...]:
    limit = f" (limit {line.rhythm_days} d)" if line.rhythm_days else ""
    if line.age_days is None:
        return (line.source, "-", "-", "-", "-", "-", "-", line.state)
    return (
        line.source,
        line.territory or "(whole file)",
        line.checked_on,
        f"{line.age_days} d",
        line.vintage or "-",
        line.rows or "-",
        str(line.notices),
        f"{line.state}{limit}",
    )
