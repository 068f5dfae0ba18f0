"""The frame of every import: parse, show the difference, and write it whole or not at all."""

import hashlib
import time
from abc import abstractmethod
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from geo_matching.common import versions
from geo_matching.common.errors import InputError
from geo_matching.common.files import require_file, sha256_of
from geo_matching.common.import_report import describe_diff, describe_notices
from geo_matching.common.models import ImportNotice, ImportRun
from geo_matching.common.notices import Notice
from geo_matching.common.sync import Diff, diff_by_key
from geo_matching.common.tables import Table
from geo_matching.common.text import one_line

# A file that would take away more than this share of what it covers is probably a cut one.
LARGEST_SHARE_REMOVED = 0.2
FEWEST_REMOVED_TO_DOUBT = 5
EXIT_BAD_INPUT = 2


@dataclass(frozen=True)
class Parsed:
    """What a file says: rows as the importer knows them, what was left out, and plain remarks."""

    rows: Any
    notices: list[Notice] = field(default_factory=list)
    remarks: tuple[str, ...] = ()


class ImportCommand(BaseCommand):
    """A command `import_<something> FILE... [--apply]`.

    A subclass sets `source`, says in `parse` what the files hold and in `tables` what that means
    for the database, in the order of writing. Without --apply nothing is written.
    """

    source: ClassVar[str]
    # Names of the data versions that move when rows change.
    bumps: ClassVar[tuple[str, ...]] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="write; otherwise only show")
        parser.add_argument("--licence", default="", help="licence of the data, kept with it")
        parser.add_argument("--vintage", default="", help="year or date of the data")
        parser.add_argument("--who", default="", help="who imports, kept in the journal")
        parser.add_argument(
            "--accept-removals",
            action="store_true",
            help="write even when more than a fifth of what the file covers disappears",
        )

    @abstractmethod
    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        """Read the files; raise InputError when they cannot be used."""

    @abstractmethod
    def tables(self, rows: Any, options: dict[str, Any]) -> Sequence[Table]:
        """Say what the rows mean for each table, in the order of writing."""

    def input_files(self, options: dict[str, Any]) -> list[Path]:
        """Return every file that the import rests on, for its checksum."""
        return list(options["files"])

    def source_name(self, _options: dict[str, Any]) -> str:
        """Return the name that the journal keeps for this import."""
        return self.source

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._import(options)
        except InputError as error:
            raise CommandError(one_line(str(error)), returncode=EXIT_BAD_INPUT) from error

    def _import(self, options: dict[str, Any]) -> None:
        started = time.monotonic()
        options["files"] = [Path(file) for file in options["files"]]
        for path in self.input_files(options):
            require_file(path)
        parsed = self.parse(options["files"], options)
        with transaction.atomic():
            self._one_at_a_time()
            steps = [(table, self._diff(table)) for table in self.tables(parsed.rows, options)]
            self._report(parsed, steps, time.monotonic() - started)
            if not any(diff for _, diff in steps):
                self.stdout.write("Nothing to change: nothing was written.")
                return
            if not options["apply"]:
                self.stdout.write("Dry run: nothing was written. Add --apply to write.")
                return
            if not options["accept_removals"]:
                self._refuse_a_cut_file(steps, options)
            for table, diff in steps:
                table.write(diff)
            self._keep_in_journal(parsed, steps, options, started)
            for name in self.bumps:
                versions.bump(name)
        self.stdout.write(f"Written in {time.monotonic() - started:.1f} s.")

    def _one_at_a_time(self) -> None:
        # Two imports of one source at once would each see the rows of the other as missing.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{self.source}"])

    @staticmethod
    def _diff(table: Table) -> Diff:
        return diff_by_key(table.existing(), table.wanted, table.removable)

    def _report(
        self, parsed: Parsed, steps: Sequence[tuple[Table, Diff]], duration_s: float
    ) -> None:
        self.stdout.write(f"{self.source}: read and compared in {duration_s:.1f} s")
        for remark in parsed.remarks:
            self.stdout.write(f"  {remark}")
        for table, diff in steps:
            for line in describe_diff(table, diff) if table.wanted else ():
                self.stdout.write(line)
        for line in describe_notices(parsed.notices):
            self.stdout.write(line)

    @staticmethod
    def _refuse_a_cut_file(steps: Sequence[tuple[Table, Diff]], options: dict[str, Any]) -> None:
        for table, diff in steps:
            gone = len(diff.removed)
            stored = gone + len(diff.changed) + diff.unchanged
            if gone > FEWEST_REMOVED_TO_DOUBT and gone > LARGEST_SHARE_REMOVED * stored:
                raise InputError(
                    f"{gone} of {stored} {table.label} would be {table.gone}: check that the file "
                    "is whole, then add --accept-removals",
                    file=options["files"][0].name,
                )

    def _keep_in_journal(
        self,
        parsed: Parsed,
        steps: Sequence[tuple[Table, Diff]],
        options: dict[str, Any],
        started: float,
    ) -> None:
        files: list[dict[str, Any]] = [
            {"name": path.name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}
            for path in self.input_files(options)
        ]
        run = ImportRun.objects.create(
            source=self.source_name(options),
            vintage=options["vintage"],
            licence=options["licence"],
            files=files,
            sha256=hashlib.sha256("".join(f["sha256"] for f in files).encode()).hexdigest(),
            added=sum(len(diff.added) for _, diff in steps),
            changed=sum(len(diff.changed) for _, diff in steps),
            removed=sum(len(diff.removed) for _, diff in steps),
            unchanged=sum(diff.unchanged for _, diff in steps),
            who=options["who"],
            duration_s=round(time.monotonic() - started, 3),
        )
        _keep_notices(run, parsed.notices)


def _keep_notices(run: ImportRun, notices: Sequence[Notice]) -> None:
    ImportNotice.objects.bulk_create(
        [
            ImportNotice(
                run=run,
                file=notice.file[:200],
                row=notice.row,
                column=notice.column[:80],
                code=notice.code[:40],
                message=notice.message,
                subject=notice.subject[:40],
                territory=notice.territory[:3],
            )
            for notice in notices
        ],
        batch_size=2000,
    )
