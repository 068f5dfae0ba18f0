"""Reads tables of activities (NAF) with their sector, and of occupations (ROME) with titles."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from geo_matching.common.csv_rows import CsvRow, CsvTable, open_csv
from geo_matching.common.errors import InputError
from geo_matching.common.notices import Notice
from geo_matching.common.text import shorten
from offers.sectors import find_sector

_NAF = re.compile(r"^(\d{2})\.?(\d{2})([A-Z])$")
_ROME = re.compile(r"^[A-Z]\d{4}$")
_NAF_COLUMNS = ("code_naf", "naf", "code", "ape")
_SECTOR_COLUMNS = ("sector_uuid", "sector", "secteur", "code_secteur", "sector_name")
_ROME_COLUMNS = ("code_rome", "rome", "code")
_NAME_COLUMNS = ("libelle_rome", "libelle", "name", "intitule")
_TITLE_COLUMNS = ("libelle_metier", "appellation", "libelle_appellation")
# The tree of the ROME as its publisher cuts a code: letter, two digits, two digits.
_TREE = ("craft_field", "craft", "detailed_craft", "name")
NAME_MAX, TITLE_MAX = 200, 300


@dataclass
class CodeTable:
    """Codes with what they stand for, and notices."""

    file: str
    sectors: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    titles: dict[str, list[str]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def note(self, row: CsvRow, column: str, code: str, message: str) -> None:
        self.notices.append(Notice(self.file, row.number, column, code, message))


def naf_code(text: str) -> str:
    """Return a NAF code as INSEE writes it, "01.11Z"; "" when it is none.

    >>> naf_code("0111z"), naf_code("6201Z"), naf_code("62")
    ('01.11Z', '62.01Z', '')
    """
    match = _NAF.match(text.strip().upper())
    return f"{match[1]}.{match[2]}{match[3]}" if match else ""


def read_naf_sectors(path: Path) -> CodeTable:
    """Read a CSV with a NAF code and a sector (short code, former UUID or name) in each row."""
    table = open_csv(path)
    code_column = table.one_of(_NAF_COLUMNS, "NAF code")
    sector_column = table.one_of(_SECTOR_COLUMNS, "sector")
    result = CodeTable(table.file)
    for row in table.rows():
        code, sector = naf_code(row.get(code_column)), find_sector(row.get(sector_column))
        if not code:
            message = f"{row.get(code_column)!r} is no NAF code (01.11Z): left out"
            result.note(row, code_column, "bad_naf", message)
        elif sector is None:
            message = f"{code}: no sector {row.get(sector_column)!r}: left out"
            result.note(row, sector_column, "unknown_sector", message)
        elif result.sectors.setdefault(code, sector.code) != sector.code:
            message = f"{code} also has {result.sectors[code]}: that one is kept"
            result.note(row, sector_column, "duplicate_naf", message)
    if not result.sectors:
        raise InputError("no usable row in this file", file=table.file)
    return result


def read_rome(path: Path) -> CodeTable:
    """Read the tree of the ROME, or a table with a ROME code, its name and a job title a row."""
    table = open_csv(path)
    result = CodeTable(table.file)
    if all(name in table.columns for name in _TREE):
        _read_tree(table, result)
    else:
        _read_flat(table, result)
    for code in [code for code in result.titles if code not in result.names]:
        del result.titles[code]
    if not result.names:
        raise InputError("no occupation in this file", file=table.file)
    return result


def _read_tree(table: CsvTable, result: CodeTable) -> None:
    """The first row of a full code names the occupation, those with an OGR code its titles."""
    for row in table.rows():
        letter, first, last, name = (row.get(column) for column in _TREE)
        if not (letter and first and last):
            continue
        code = f"{letter}{first.zfill(2)}{last.zfill(2)}"
        if not _ROME.match(code):
            result.note(row, "craft_field", "bad_rome", f"{code!r} is no ROME code: left out")
        elif row.get("code_ogr"):
            _add_title(result, code, name)
        else:
            result.names.setdefault(code, shorten(name, NAME_MAX))


def _read_flat(table: CsvTable, result: CodeTable) -> None:
    code_column = table.one_of(_ROME_COLUMNS, "ROME code")
    name_column = table.one_of(_NAME_COLUMNS, "name of the occupation")
    title_column = next((name for name in _TITLE_COLUMNS if name in table.columns), "")
    for row in table.rows():
        code, name = row.get(code_column).upper(), row.get(name_column)
        if not _ROME.match(code) or not name:
            message = f"{code!r}, {name[:40]!r}: a ROME code (K2112) and a name were expected"
            result.note(row, code_column, "bad_rome", f"{message}: left out")
            continue
        result.names.setdefault(code, shorten(name, NAME_MAX))
        if row.get(title_column):
            _add_title(result, code, row.get(title_column))


def _add_title(result: CodeTable, code: str, title: str) -> None:
    titles = result.titles.setdefault(code, [])
    short = shorten(title, TITLE_MAX)
    if short not in titles:
        titles.append(short)
