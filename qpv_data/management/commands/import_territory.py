"""Imports all official data of a territory with one command, whole or not at all."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import BaseCommand

from geo_matching.common.download import downloader_from_settings
from geo_matching.common.errors import InputError
from geo_matching.common.importing import EXIT_BAD_INPUT, Outcome
from geo_matching.common.schema import require_migrated
from geo_matching.common.source_files import SourceStore
from geo_matching.common.source_list import SourceList, read_sources
from geo_matching.common.text import one_line
from qpv_data.importers import chosen_importers
from qpv_data.territory_choice import choose_territory
from qpv_data.territory_import import Request, gather_files, import_all

_NETWORKS = "update_networks"


class Command(BaseCommand):
    """import_territory --departement 38 [--source NAME] [--from FOLDER] [--apply]."""

    help = (
        "Download, compare and, with --apply, write every official source of a territory in one "
        "transaction; then update its networks. Without --apply all is tried and taken back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_argument_group("territory (one of these)")
        where.add_argument("--departement", action="append", default=[], metavar="CODE")
        where.add_argument("--region", default="", metavar="CODE")
        where.add_argument("--all", action="store_true", help="all of France")
        add = parser.add_argument
        add("--source", action="append", default=[], metavar="NAME", help="only this; repeatable")
        add("--from", type=Path, metavar="FOLDER", help="take all files there, download nothing")
        add("--file", action="append", default=[], metavar="NAME=PATH", help="file of one source")
        add("--vintage", action="append", default=[], metavar="NAME=TEXT", help="vintage of one")
        add("--apply", action="store_true", help="write; otherwise only show")
        add("--who", default="", help="who imports, kept in the journal")
        add("--accept-removals", action="store_true", help="even when much would disappear")
        add("--no-networks", action="store_true", help="leave the networks as they are")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._import(options)
        except InputError as error:
            raise CommandError(one_line(str(error)), returncode=EXIT_BAD_INPUT) from error

    def _import(self, options: dict[str, Any]) -> None:
        require_migrated()
        started = time.monotonic()
        request = Request(
            choose_territory(options["departement"], options["region"], everything=options["all"]),
            chosen_importers(options["source"]),
            options["apply"],
            options["who"],
            options["accept_removals"],
        )
        sources = read_sources(settings.SOURCES_FILE, settings.SOURCE_BASES)
        self.stdout.write(f"{request.territory.name}: files")
        store = self._store(sources, options)
        outcomes = import_all(request, gather_files(request, store, self.stdout), self.stdout)
        self._sum_up(outcomes, applied=request.apply, seconds=time.monotonic() - started)
        if options["from"] or options["no_networks"] or options["source"]:
            return
        self._update_networks(request)

    def _store(self, sources: SourceList, options: dict[str, Any]) -> SourceStore:
        given = {name: Path(path) for name, path in _pairs(options["file"], "--file").items()}
        vintages = _pairs(options["vintage"], "--vintage")
        for name in (*given, *vintages):
            sources.get(name)
        offline = Path(options["from"]) if options["from"] else None
        if offline is not None and not offline.is_dir():
            raise InputError(f"--from: no such folder: {offline}")
        if offline is None and not settings.DOWNLOAD_CONTACT:
            self.stdout.write("DOWNLOAD_CONTACT is not set: publishers cannot tell who asks")
        return SourceStore(
            sources,
            downloader_from_settings(self.stdout.write),
            settings.DOWNLOADS_DIR,
            given,
            offline,
            vintages,
            self.stdout.write,
        )

    def _sum_up(self, outcomes: dict[str, list[Outcome]], *, applied: bool, seconds: float) -> None:
        self.stdout.write("")
        for name, runs in outcomes.items():
            counts = [run.counts for run in runs]
            self.stdout.write(
                f"{name}: {sum(c.added for c in counts)} added, "
                f"{sum(c.changed for c in counts)} changed, "
                f"{sum(c.removed for c in counts)} removed, "
                f"{sum(c.unchanged for c in counts)} unchanged, "
                f"{sum(len(run.notices) for run in runs)} notices"
            )
        if not any(run.differs for runs in outcomes.values() for run in runs):
            self.stdout.write(f"No change ({seconds:.1f} s).")
        elif applied:
            self.stdout.write(f"Written in one transaction ({seconds:.1f} s).")
        else:
            self.stdout.write(f"Dry run: nothing was written ({seconds:.1f} s). Add --apply.")

    def _update_networks(self, request: Request) -> None:
        """Bring the networks up to date, outside the transaction: a build takes minutes."""
        if _NETWORKS not in get_commands():
            self.stdout.write(f"networks: this installation has no command {_NETWORKS}")
            return
        self.stdout.write("\nnetworks")
        wanted = {"apply": request.apply, "who": request.who, "stdout": self.stdout}
        call_command(_NETWORKS, *request.territory.flags(), **wanted)


def _pairs(texts: list[str], option: str) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, _, value = text.partition("=")
        if not (name and value):
            raise InputError(f"{option} {text!r}: NAME={option[2:].upper()} was expected")
        pairs[name] = value
    return pairs
