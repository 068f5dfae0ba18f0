"""Joins the Ministry's two files of collèges by UAI: the directory says, the other one locates."""

from collections.abc import Sequence
from dataclasses import replace

from geo_matching.common.errors import InputError
from geo_matching.common.notices import Notice
from qpv_data.sources.college_columns import DIRECTORY, LOCATED
from qpv_data.sources.college_points import POINT_CODES, quality
from qpv_data.sources.colleges import CollegeFile
from qpv_data.sources.rows import CollegeRow, Position


def join_files(files: Sequence[CollegeFile]) -> CollegeFile:
    """Return what one file, or one of each kind, says of each collège.

    Names, labels, pupils and what is open come from the directory, addresses from the other file;
    positions from both, the better one first, the other file's when they are as good.
    """
    by_source = {file.source: file for file in files}
    if len(by_source) < len(files):
        raise InputError(f"one file of each kind at a time: two are {files[0].source}")
    if len(files) == 1:
        return files[0]
    directory, located = by_source[DIRECTORY.source], by_source[LOCATED.source]
    joined = CollegeFile(source=f"{directory.source}, {located.source}")
    joined.left_out = directory.left_out | located.left_out
    joined.others = directory.others
    places = {row.territory.departement for row in directory.rows.values()}
    for uai, row in directory.rows.items():
        other = located.rows.get(uai)
        joined.rows[uai] = row if other is None else _both(row, other)
    for uai, row in located.rows.items():
        if uai not in joined.rows:
            joined.rows[uai] = _only_located(joined, row, places)
    kept = (n for file in (directory, located) for n in file.notices if _still_true(n, joined))
    joined.notices = [*joined.notices, *kept]
    return joined


def _both(row: CollegeRow, other: CollegeRow) -> CollegeRow:
    return replace(
        row,
        address=other.address or row.address,
        postcode=other.postcode or row.postcode,
        # sorted() is stable: of equals the other file's comes first.
        positions=tuple(sorted((*other.positions, *row.positions), key=_worse)),
    )


def _worse(position: Position) -> tuple[int, int]:
    precision, match = quality(position.precision, position.match)
    return -precision, -match


def _only_located(joined: CollegeFile, row: CollegeRow, places: set[str]) -> CollegeRow:
    """Close a collège that the directory, which is daily, does not know in a place it covers."""
    place = row.territory.departement
    if place not in places or row.uai in joined.left_out or not row.is_open:
        return row
    message = f"{row.uai} {row.name}: open in this file, not in the directory: taken as closed"
    joined.notices.append(
        Notice(row.file, row.row, "", "not_in_directory", message, row.uai, place)
    )
    return replace(row, is_open=False)


def _still_true(notice: Notice, joined: CollegeFile) -> bool:
    """Say whether a notice on a position still matters, now that two files give one."""
    row = joined.rows.get(notice.subject)
    if notice.code not in POINT_CODES or row is None or not row.positions:
        return True
    chosen = row.positions[0]
    if notice.code == "doubtful_point":
        return quality("", chosen.match)[1] <= 1
    return notice.code in {"swapped_coordinates", "coordinates_disagree"}
