"""What the two imports of figures by school year share."""

from abc import abstractmethod
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError
from geo_matching.common.importing import Parsed
from geo_matching.common.notices import Notice
from geo_matching.common.tables import Table
from qpv_data.management.territory import TerritoryCommand
from qpv_data.sources.yearly import YearlyFile
from qpv_data.yearly_tables import KnownRows, known_rows, label_notices

_YEARS = range(2014, 2100)


@dataclass(frozen=True)
class _Rows:
    read: YearlyFile
    notices: list[Notice]


class YearlyCommand(TerritoryCommand):
    """One file of figures by UAI and school year."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--year", type=int, help="autumn of the school year, for a file without this column"
        )

    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        year = options.get("year")
        if len(files) != 1:
            raise InputError("one file at a time")
        if year is not None and year not in _YEARS:
            raise InputError(f"--year {year}: a year from 2014 on was expected")
        read = self.read(files[0], year)
        notices = self.scope(options).notices(read.notices)
        years = ", ".join(map(str, read.years()))
        # `notices` is one list: what only the database shows is added to it by `tables`.
        return Parsed(
            _Rows(read, notices), notices, (f"{read.file}: {len(read.rows)} rows, {years}",)
        )

    def tables(self, rows: _Rows, options: dict[str, Any]) -> Sequence[Table]:
        known = known_rows(rows.read, self.scope(options), rows.notices)
        rows.notices.extend(label_notices(known, rows.read.file))
        return self.known_tables(known)

    @abstractmethod
    def read(self, path: Path, year: int | None) -> YearlyFile:
        """Read the file; raise InputError when it cannot be used."""

    @abstractmethod
    def known_tables(self, known: KnownRows) -> Sequence[Table]:
        """Return the tables to write from the rows of known collèges."""
