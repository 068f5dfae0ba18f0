"""The frame of every import: parse, show the difference, and write it whole or not at all."""

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
from geo_matching.common.cut_files import refuse_a_cut_file
from geo_matching.common.errors import InputError
from geo_matching.common.files import require_file
from geo_matching.common.import_journal import Counts, Entry, Steps, counts_of, keep_in_journal
from geo_matching.common.import_report import describe_diff, describe_notices
from geo_matching.common.notices import Notice
from geo_matching.common.sync import Diff, diff_by_key
from geo_matching.common.tables import Table
from geo_matching.common.text import one_line

EXIT_BAD_INPUT = 2


@dataclass(frozen=True)
class Parsed:
    """What a file says: rows as the importer knows them, what was left out, and plain remarks."""

    rows: Any
    notices: list[Notice] = field(default_factory=list)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do.

    `written` is False for a dry run and when all was equal; `bumps` names the data versions that
    are still to move, when option "bump_later" left them to the caller.
    """

    counts: Counts
    notices: list[Notice]
    written: bool
    bumps: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        return bool(self.counts.added or self.counts.changed or self.counts.removed)


class ImportCommand(BaseCommand):
    """A command `import_<something> FILE... [--apply]`.

    A subclass sets `source`, says in `parse` what the files hold and in `tables` what that means
    for the database, in the order of writing. Without --apply nothing is written. `perform` is the
    same without a command line, for whoever runs several imports in one transaction.
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
        parser.add_argument("--known-as", default="", help="name of the source in the journal")
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
        """Return the name that the journal keeps for this import when none is given."""
        return self.source

    def _known_as(self, options: dict[str, Any]) -> str:
        return options["known_as"] or self.source_name(options)

    def default_options(self) -> dict[str, Any]:
        """Return every option with its default, for `perform`."""
        parser = self.create_parser("", self.source)
        # Django's own call_command reads the defaults in this way.
        return {action.dest: parser.get_default(action.dest) for action in parser._actions}  # noqa: SLF001

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            outcome = self.perform(options)
        except InputError as error:
            raise CommandError(one_line(str(error)), returncode=EXIT_BAD_INPUT) from error
        if not outcome.differs:
            self.stdout.write("Nothing to change: nothing was written.")
        elif not outcome.written:
            self.stdout.write("Dry run: nothing was written. Add --apply to write.")
        else:
            self.stdout.write(f"Written in {time.monotonic() - started:.1f} s.")

    def perform(self, options: dict[str, Any]) -> Outcome:
        """Read, compare, report and, with option "apply", write, in one transaction.

        Inside a transaction of the caller it is that one; raises InputError.
        """
        started = time.monotonic()
        options["files"] = [Path(file) for file in options["files"]]
        for path in self.input_files(options):
            require_file(path)
        parsed = self.parse(options["files"], options)
        with transaction.atomic():
            self._one_at_a_time()
            steps = [(table, self._diff(table)) for table in self.tables(parsed.rows, options)]
            took_s = time.monotonic() - started
            self.stdout.write(f"{self._known_as(options)}: read and compared in {took_s:.1f} s")
            self._report(parsed, steps)
            counts = counts_of(steps)
            if not options["apply"]:
                return Outcome(counts, parsed.notices, written=False)
            written = self._write(steps, options)
            entry = self._entry(parsed, steps, options, time.monotonic() - started)
            keep_in_journal(entry)
        later = self.bumps if written and options.get("bump_later") else ()
        return Outcome(counts, parsed.notices, written, later)

    def _write(self, steps: Steps, options: dict[str, Any]) -> bool:
        if not any(diff for _, diff in steps):
            return False
        if not options["accept_removals"]:
            refuse_a_cut_file(steps, options["files"][0].name)
        for table, diff in steps:
            table.write(diff)
        for name in () if options.get("bump_later") else self.bumps:
            versions.bump(name)
        return True

    def _one_at_a_time(self) -> None:
        # Two imports of one source at once would each see the rows of the other as missing.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{self.source}"])

    @staticmethod
    def _diff(table: Table) -> Diff:
        return diff_by_key(table.existing(), table.wanted, table.removable)

    def _report(self, parsed: Parsed, steps: Steps) -> None:
        for remark in parsed.remarks:
            self.stdout.write(f"  {remark}")
        for table, diff in steps:
            for line in describe_diff(table, diff) if table.wanted else ():
                self.stdout.write(line)
        for line in describe_notices(parsed.notices):
            self.stdout.write(line)

    def _entry(
        self, parsed: Parsed, steps: Steps, options: dict[str, Any], duration_s: float
    ) -> Entry:
        departements = tuple(sorted(options.get("departement", ())))
        named = f"departement {' '.join(departements)}" if departements else ""
        return Entry(
            source=self._known_as(options),
            territory=options.get("territory", named)[:60],
            departements=departements,
            vintage=options["vintage"],
            licence=options["licence"],
            who=options["who"],
            files=self.input_files(options),
            notices=parsed.notices,
            steps=steps,
            duration_s=duration_s,
        )
