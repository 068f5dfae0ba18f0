"""Imports collèges, and the territories they name, from the Ministry's open data."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from geo_matching.common.errors import InputError
from geo_matching.common.importing import ImportCommand, Parsed
from geo_matching.common.notices import Notice
from geo_matching.common.tables import Table
from qpv_data.college_table import college_table
from qpv_data.sources.colleges import CollegeFile, read_colleges
from qpv_data.sources.education_priority import PriorityList, read_priority
from qpv_data.territories import derive_territories

_YEARS = range(2014, 2100)


@dataclass(frozen=True)
class _Rows:
    colleges: CollegeFile
    priorities: PriorityList | None

    def within(self, departements: frozenset[str]) -> Self:
        """Keep these départements: what is removed is bounded by what is kept, too."""
        kept = {
            uai: row
            for uai, row in self.colleges.rows.items()
            if row.territory.departement in departements
        }
        return replace(self, colleges=replace(self.colleges, rows=kept))


class Command(ImportCommand):
    """import_colleges FILE [--priority LIST --year 2022] [--apply]."""

    help = (
        "Import collèges from fr-en-annuaire-education or fr-en-adresse-et-geolocalisation (CSV), "
        "with REP and REP+ labels of the file or of a list."
    )
    source = "colleges"
    bumps = ("ranking",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--priority", type=Path, help="CSV list of schools with their label")
        parser.add_argument("--year", type=int, help="autumn of the year the labels hold for")

    def input_files(self, options: dict[str, Any]) -> list[Path]:
        extra = [Path(options["priority"])] if options["priority"] else []
        return [*options["files"], *extra]

    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        if len(files) != 1:
            raise InputError("one file of collèges at a time")
        year, listed = options["year"], options["priority"]
        if listed and year is None:
            raise InputError("--priority needs --year, the autumn the labels hold for")
        if year is not None and year not in _YEARS:
            raise InputError(f"--year {year}: a year from 2014 on was expected")
        colleges = read_colleges(files[0])
        priorities = read_priority(Path(listed)) if listed else None
        notices = [*colleges.notices]
        if priorities is not None:
            notices += [*priorities.notices, *self._unknown(colleges, priorities, Path(listed))]
        return Parsed(_Rows(colleges, priorities), notices, self._remarks(colleges, priorities))

    def tables(self, rows: _Rows, options: dict[str, Any]) -> Sequence[Table]:
        if options["departement"]:
            rows = rows.within(frozenset(options["departement"]))
        territories = derive_territories(row.territory for row in rows.colleges.rows.values())
        colleges = college_table(rows.colleges, rows.priorities, options["year"])
        return [*territories.tables(), colleges]

    @staticmethod
    def _unknown(colleges: CollegeFile, priorities: PriorityList, path: Path) -> list[Notice]:
        return [
            Notice(
                path.name,
                priorities.rows[uai],
                "",
                "priority_without_college",
                f"{uai} is {label.upper()} in the list but not in the file of collèges",
            )
            for uai, label in priorities.labels.items()
            if uai not in colleges.rows
        ]

    @staticmethod
    def _remarks(colleges: CollegeFile, priorities: PriorityList | None) -> tuple[str, ...]:
        labels = Counter(row.priority for row in colleges.rows.values() if row.priority)
        remarks = [f"{colleges.source}: {len(colleges.rows)} collèges"]
        if labels:
            remarks.append(f"labels in the file: {_counts(labels)}")
        if priorities is not None:
            listed = Counter(priorities.labels.values())
            remarks.append(f"labels in the list: {_counts(listed)}; any other collège is outside")
        if colleges.others:
            remarks.append(f"other rows skipped: {_counts(colleges.others)}")
        return tuple(remarks)


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common(6))
