"""Imports collèges, and the territories they name, from the Ministry's open data."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError
from geo_matching.common.importing import Parsed
from geo_matching.common.notices import Notice
from geo_matching.common.tables import Table
from qpv_data.college_notices import academy_notices, closed_notices, old_commune_notices
from qpv_data.college_positions import check_positions
from qpv_data.college_table import Labels, college_tables
from qpv_data.management.territory import TerritoryCommand
from qpv_data.sources.college_join import join_files
from qpv_data.sources.colleges import CollegeFile, read_colleges
from qpv_data.sources.education_priority import PriorityList, read_priority
from qpv_data.sources.rows import CollegeRow
from qpv_data.territories import derive_territories, keep_official_names
from qpv_data.uai import departement_of_uai

_YEARS = range(2014, 2100)


@dataclass(frozen=True)
class _Rows:
    colleges: CollegeFile
    labels: Labels
    notices: list[Notice]


class Command(TerritoryCommand):
    """import_colleges FILE [FILE] [--priority LIST --year 2022] [--departement 38] [--apply]."""

    help = (
        "Import collèges from fr-en-annuaire-education, fr-en-adresse-et-geolocalisation (CSV) or "
        "both, joined by UAI, with REP and REP+ labels of the directory or of a list."
    )
    source = "colleges"
    bumps = ("ranking",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--priority", type=Path, help="CSV list of schools with their label")
        parser.add_argument("--year", type=int, help="autumn of the year the labels hold for")

    def input_files(self, options: dict[str, Any]) -> list[Path]:
        extra = [Path(options["priority"])] if options.get("priority") else []
        return [*options["files"], *extra]

    def parse(self, files: Sequence[Path], options: dict[str, Any]) -> Parsed:
        year: int | None = options.get("year")
        listed = str(options.get("priority") or "")
        if listed and year is None:
            raise InputError("--priority needs --year, the autumn the labels hold for")
        if year is not None and year not in _YEARS:
            raise InputError(f"--year {year}: a year from 2014 on was expected")
        scope = self.scope(options)
        colleges = join_files([read_colleges(path) for path in files])
        priorities = read_priority(Path(listed)) if listed else None
        notices = [*colleges.notices]
        if priorities is not None:
            notices += [*priorities.notices, *_unknown(colleges, priorities, Path(listed))]
        colleges.rows = {
            uai: row for uai, row in colleges.rows.items() if row.territory.departement in scope
        }
        kept = scope.notices(notices)
        # `notices` is one list: what only the database shows is added to it by `tables`.
        rows = _Rows(colleges, Labels(priorities, year), kept)
        return Parsed(rows, kept, _remarks(colleges, priorities, year))

    def tables(self, rows: _Rows, options: dict[str, Any]) -> Sequence[Table]:
        colleges, label = rows.colleges, Path(options["files"][0]).name
        covered = {row.territory.departement for row in colleges.rows.values()}
        territories = derive_territories(row.territory for row in colleges.rows.values())
        rows.notices.extend(academy_notices(territories, label))
        rows.notices.extend(old_commune_notices(colleges.rows))
        rows.notices.extend(closed_notices(colleges, covered, label))

        def note(row: CollegeRow, code: str, message: str) -> None:
            place = row.territory.departement
            rows.notices.append(Notice(row.file, row.row, "", code, message, row.uai, place))

        colleges.rows = check_positions(colleges.rows, note)
        keep_official_names(territories)
        return [*territories.tables(), *college_tables(colleges, rows.labels, covered)]


def _unknown(colleges: CollegeFile, priorities: PriorityList, path: Path) -> list[Notice]:
    return [
        Notice(
            path.name,
            priorities.rows[uai],
            "",
            "priority_without_college",
            f"{uai} is {label.upper()} in the list but not in the file of collèges",
            uai,
            departement_of_uai(uai),
        )
        for uai, label in priorities.labels.items()
        if uai not in colleges.rows
    ]


def _remarks(
    colleges: CollegeFile, priorities: PriorityList | None, year: int | None
) -> tuple[str, ...]:
    labels = Counter(row.priority for row in colleges.rows.values() if row.priority)
    remarks = [f"{colleges.source}: {len(colleges.rows)} collèges"]
    if labels:
        remarks.append(f"labels in the file: {_counts(labels)}")
        if year is None:
            remarks.append("no --year: these labels do not enter the labels by year")
    if priorities is not None:
        listed = Counter(priorities.labels.values())
        remarks.append(f"labels in the list: {_counts(listed)}; any other collège is outside")
    if colleges.others:
        remarks.append(f"other rows skipped: {_counts(colleges.others)}")
    return tuple(remarks)


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common(6))
