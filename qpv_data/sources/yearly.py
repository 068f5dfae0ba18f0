"""Reads figures of collèges by school year: the social position index, and pupils by grade."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from geo_matching.common.csv_rows import CsvRow, CsvTable, open_csv
from geo_matching.common.errors import InputError
from geo_matching.common.insee import short_departement
from geo_matching.common.notices import Notice
from geo_matching.common.text import normalise
from qpv_data.sources.education_priority import NONE, REP, REP_PLUS
from qpv_data.uai import departement_of_uai, uai_fault

# The index of earlier years has another method: its figures are not to be chained.
FIRST_IPS_YEAR = 2023
_YEARS = ("rentree_scolaire", "rentree", "annee_scolaire")
_UAIS = ("uai", "numero_college", "numero_uai")
_DEPARTEMENTS = ("code_du_departement", "code_departement")
_YEAR = re.compile(r"^(20\d{2})(?:\s*-\s*20\d{2})?$")
# Held back (non significatif, not available), or simply empty.
_WITHHELD = frozenset({"", "ns", "na", "nd", "n d", "n s"})
_LOWEST_IPS, _HIGHEST_IPS = Decimal(40), Decimal(200)
_YES, _NO = frozenset({"1", "oui", "true"}), frozenset({"0", "non", "false"})


@dataclass(frozen=True, slots=True)
class YearlyRow:
    """Figures of one collège and autumn; a figure is None where the file withholds it."""

    row: int
    uai: str
    year: int
    departement: str
    figures: dict[str, int | Decimal | None]
    label: str | None = None


@dataclass
class YearlyFile:
    """Rows by UAI and autumn, and notices."""

    file: str
    rows: dict[tuple[str, int], YearlyRow] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def years(self) -> list[int]:
        """Return the autumns of the file, the oldest first."""
        return sorted({year for _, year in self.rows})


class _Reader:
    """Reads the rows of either file; `figures` and `label` say what differs between them."""

    def __init__(self, table: CsvTable, year: int | None) -> None:
        self.table, self.result = table, YearlyFile(table.file)
        self.uai_column = table.one_of(_UAIS, "UAI")
        self.year = year
        self.year_column = "" if year is not None else table.one_of(_YEARS, "school year")
        columns = (name for name in _DEPARTEMENTS if name in table.columns)
        self.departement_column = next(columns, "")

    def note(self, row: CsvRow, column: str, code: str, message: str) -> None:
        uai = row.get(self.uai_column).upper()
        shown = self.table.columns.get(column, column)
        self.result.notices.append(
            Notice(self.table.file, row.number, shown, code, message, uai, self.place(row, uai))
        )

    def place(self, row: CsvRow, uai: str) -> str:
        said = short_departement(row.get(self.departement_column))
        return said or departement_of_uai(uai)

    def read(
        self,
        figures: Callable[["_Reader", CsvRow], dict[str, int | Decimal | None]],
        label: Callable[["_Reader", CsvRow], str | None] = lambda _reader, _row: None,
    ) -> YearlyFile:
        for row in self.table.rows():
            uai, year = row.get(self.uai_column).upper(), self.year_of(row)
            fault = uai_fault(uai)
            if fault:
                self.note(row, self.uai_column, "bad_uai", f"{fault}: left out")
            elif year is None:
                message = f"{row.get(self.year_column)!r} is no school year: left out"
                self.note(row, self.year_column, "bad_year", message)
            else:
                place, said = self.place(row, uai), figures(self, row)
                self.keep(row, YearlyRow(row.number, uai, year, place, said, label(self, row)))
        if not self.result.rows:
            raise InputError("no usable row in this file", file=self.table.file)
        return self.result

    def year_of(self, row: CsvRow) -> int | None:
        match = _YEAR.match(row.get(self.year_column)) if self.year_column else None
        return int(match[1]) if match else self.year

    def keep(self, row: CsvRow, read: YearlyRow) -> None:
        first = self.result.rows.setdefault((read.uai, read.year), read)
        if first is not read and (first.figures, first.label) != (read.figures, read.label):
            message = f"{read.uai} of {read.year} also on row {first.row}: that one is kept"
            self.note(row, self.uai_column, "duplicate_uai", message)

    def count(self, row: CsvRow, column: str) -> int | None:
        text = row.get(column).removesuffix(".0").removesuffix(",0")
        if normalise(text) in _WITHHELD:
            return None
        if not text.isdigit():
            self.note(row, column, "bad_pupils", f"{text!r} is no whole number: left blank")
            return None
        return int(text)

    def index(self, row: CsvRow, column: str, lowest: Decimal, highest: Decimal) -> Decimal | None:
        text = row.get(column)
        if normalise(text) in _WITHHELD:
            return None
        try:
            value = Decimal(text.replace(",", ".")).quantize(Decimal("0.1"))
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_nan() or not lowest <= value <= highest:
            message = f"{text!r}: a number from {lowest} to {highest} was expected: left blank"
            self.note(row, column, "bad_index", message)
            return None
        return value


def read_ips(path: Path, year: int | None = None) -> YearlyFile:
    """Read fr-en-ips-colleges-ap2023; `year` stands in for a missing column of the school year."""
    table = open_csv(path)
    table.require(["ips"])
    spread = next((name for name in table.columns if name.startswith("ecart_type")), "")

    def figures(reader: _Reader, row: CsvRow) -> dict[str, int | Decimal | None]:
        return {
            "value": reader.index(row, "ips", _LOWEST_IPS, _HIGHEST_IPS),
            "spread": reader.index(row, spread, Decimal(0), Decimal(100)),
        }

    result = _Reader(table, year).read(figures)
    old = [key for key in result.rows if key[1] < FIRST_IPS_YEAR]
    if len(old) == len(result.rows):
        raise InputError(
            f"only years before {FIRST_IPS_YEAR}: their method is another one", file=result.file
        )
    for early in sorted({key[1] for key in old}):
        message = f"{early} was computed by another method: its rows are left out"
        result.notices.append(Notice(result.file, 0, "", "other_method", message))
    for key in old:
        del result.rows[key]
    return result


def read_headcounts(path: Path, year: int | None = None) -> YearlyFile:
    """Read fr-en-college-effectifs-niveau-sexe-lv; `year` stands in for a missing column."""
    table = open_csv(path)
    table.require(["3eme_total"])
    return _Reader(table, year).read(_headcount, _label)


def _headcount(reader: _Reader, row: CsvRow) -> dict[str, int | Decimal | None]:
    third, segpa, ulis = (
        reader.count(row, name) for name in ("3eme_total", "3eme_segpa", "3eme_ulis")
    )
    # In the published files the total holds SEGPA and ULIS.
    if third is not None and (segpa or 0) + (ulis or 0) > third:
        message = f"{third} pupils of 3e in all, but {segpa} of SEGPA and {ulis} of ULIS"
        reader.note(row, "3eme_total", "parts_exceed_total", message)
    pupils = reader.count(row, "nombre_eleves_total")
    return {"pupils": pupils, "pupils_3e": third, "segpa_3e": segpa, "ulis_3e": ulis}


def _label(reader: _Reader, row: CsvRow) -> str | None:
    rep, plus = (normalise(row.get(name)) for name in ("rep", "rep_plus"))
    if rep in _YES and plus in _YES:
        reader.note(row, "rep", "both_labels", "both REP and REP+: REP+ was taken")
    if plus in _YES:
        return REP_PLUS
    if rep in _YES:
        return REP
    return NONE if rep in _NO and plus in _NO else None
