"""Reads the Ministry's files of collèges into rows; what cannot be used becomes a notice."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo_matching.common.csv_rows import CsvRow, CsvTable, open_csv
from geo_matching.common.errors import InputError
from geo_matching.common.insee import (
    departement_of_commune,
    is_commune_code,
    is_postcode,
    short_departement,
)
from geo_matching.common.notices import Notice
from geo_matching.common.text import normalise, shorten
from qpv_data.sources.college_columns import Dialect, dialect_of
from qpv_data.sources.college_points import Written, locate
from qpv_data.sources.education_priority import label_of
from qpv_data.sources.rows import CollegeRow, Position, TerritoryCodes
from qpv_data.uai import uai_fault

NAME_MAX, ADDRESS_MAX, MAIL_MAX = 160, 200, 254
# One address; what is not plain letters and signs in it could not be written to anyway.
_MAIL = re.compile(r"[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.ASCII)


@dataclass
class CollegeFile:
    """What was read: rows by UAI, the UAIs seen but left out, notices, and rows of other kinds."""

    source: str = ""
    rows: dict[str, CollegeRow] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


class _Reader:
    """Turns cells into rows and keeps the notices."""

    def __init__(self, table: CsvTable) -> None:
        self.table = table
        self.dialect: Dialect = dialect_of(table)
        self.result = CollegeFile(source=self.dialect.source)

    def note(self, row: CsvRow, field_name: str, code: str, message: str) -> None:
        column, uai = self.dialect.column(field_name, self.table), self.dialect.get(row, "uai")
        self.result.notices.append(
            Notice(
                self.table.file, row.number, column, code, message, uai.upper(), self.place_of(row)
            )
        )

    def place_of(self, row: CsvRow) -> str:
        """Return the département of a row: its commune's, else the one it names."""
        commune = self.dialect.get(row, "commune").upper()
        if is_commune_code(commune):
            return departement_of_commune(commune)
        return short_departement(self.dialect.get(row, "departement"))

    def read(self) -> CollegeFile:
        for row in self.table.rows():
            if not self.dialect.is_college(row):
                self.result.others[self.dialect.get(row, "kind") or "(blank)"] += 1
                continue
            college = self.college(row)
            if college is not None:
                self.keep(college, row)
        return self.result

    def college(self, row: CsvRow) -> CollegeRow | None:
        uai = self.dialect.get(row, "uai").upper()
        fault = uai_fault(uai) if uai else "no UAI"
        if fault:
            self.note(row, "uai", "bad_uai", f"{fault}: left out")
            return None
        territory = self.territory(row)
        if territory is None:
            self.result.left_out.add(uai)
            return None
        college = CollegeRow(
            row=row.number,
            file=self.table.file,
            uai=uai,
            name=self.name(row, uai),
            territory=territory,
            is_public=self.is_public(row),
            address=shorten(self.dialect.get(row, "address"), ADDRESS_MAX),
            postcode=self.postcode(row),
            priority=self.priority(row),
            pupils=self.pupils(row),
            mail=self.mail(row),
            is_open=self.dialect.is_open(row),
        )
        return self.with_point(college, row)

    def territory(self, row: CsvRow) -> TerritoryCodes | None:
        get = self.dialect.get
        commune = get(row, "commune").upper()
        if not is_commune_code(commune):
            self.note(row, "commune", "bad_commune", f"{commune!r} is no INSEE code: left out")
            return None
        departement = short_departement(get(row, "departement"))
        if departement != departement_of_commune(commune):
            if departement:
                self.note(
                    row,
                    "departement",
                    "other_departement",
                    f"{departement}, but the commune is {commune}: the commune's was taken",
                )
            departement = departement_of_commune(commune)
        names = ("departement_name", "academy", "academy_name", "region", "region_name")
        return TerritoryCodes(
            commune, get(row, "commune_name"), departement, *(get(row, name) for name in names)
        )

    def name(self, row: CsvRow, uai: str) -> str:
        get = self.dialect.get
        name = get(row, "name") or f"{get(row, 'other_name')} {get(row, 'sponsor')}".strip()
        if not name:
            name = f"Collège {uai}"
            self.note(row, "name", "no_name", f"{uai} has no name: called {name!r}")
        return shorten(name, NAME_MAX)

    def is_public(self, row: CsvRow) -> bool:
        sector = normalise(self.dialect.get(row, "sector"))
        if sector not in {"public", "prive"}:
            self.note(row, "sector", "no_sector", f"{sector!r}: taken as public")
        return sector != "prive"

    def postcode(self, row: CsvRow) -> str:
        postcode = self.dialect.get(row, "postcode")
        if postcode and not is_postcode(postcode):
            self.note(row, "postcode", "bad_postcode", f"{postcode!r}: left blank")
            return ""
        return postcode

    def priority(self, row: CsvRow) -> str | None:
        if "priority" not in self.dialect.columns:
            return None
        text = self.dialect.get(row, "priority")
        label = label_of(text)
        if label is None:
            self.note(row, "priority", "bad_priority", f"{text!r}: REP, REP+ or blank")
        return label

    def pupils(self, row: CsvRow) -> int | None:
        text = self.dialect.get(row, "pupils").removesuffix(".0")
        if text and not text.isdigit():
            self.note(row, "pupils", "bad_pupils", f"{text!r} is no whole number")
        return int(text) if text.isdigit() else None

    def mail(self, row: CsvRow) -> str:
        text = self.dialect.get(row, "mail").lower()
        if text and not (_MAIL.fullmatch(text) and len(text) <= MAIL_MAX):
            self.note(row, "mail", "bad_mail", f"{text!r} is no e-mail address: left blank")
            return ""
        return text

    def with_point(self, college: CollegeRow, row: CsvRow) -> CollegeRow:
        get = self.dialect.get
        written = Written(*(get(row, name) for name in ("lat", "lon", "x", "y", "epsg")))
        point = locate(written, college.territory.departement)
        if point.code:
            self.note(row, "lat", point.code, f"{college.uai}: {point.message}")
        elif normalise(get(row, "match")) in {"mauvaise", "erreur"}:
            self.note(
                row,
                "match",
                "doubtful_point",
                f"{college.uai}: matched as {get(row, 'match')!r}, the point may be wrong",
            )
        if point.lat is None or point.lon is None:
            return college
        told = get(row, "precision")[:40], get(row, "match")
        return replace(college, positions=(Position(point.lat, point.lon, *told),))

    def keep(self, college: CollegeRow, row: CsvRow) -> None:
        first = self.result.rows.setdefault(college.uai, college)
        if first is college:
            return
        if normalise(first.name) == normalise(college.name):
            self.result.rows[college.uai] = _merge(first, college)
            message = f"{college.uai} also on row {first.row}, same name: merged"
            self.note(row, "uai", "duplicate_merged", message)
        else:
            message = f"{college.uai} also on row {first.row} as {first.name!r}: that one is kept"
            self.note(row, "uai", "duplicate_uai", f"{message}, not {college.name!r}")


def _merge(first: CollegeRow, second: CollegeRow) -> CollegeRow:
    """Return the first row with what only the second one says."""
    fill = {
        name: getattr(second, name)
        for name in ("address", "postcode", "pupils", "mail", "positions")
    }
    return replace(first, **{k: v for k, v in fill.items() if not getattr(first, k)})


def read_colleges(path: Path) -> CollegeFile:
    """Read fr-en-annuaire-education or fr-en-adresse-et-geolocalisation; raise InputError."""
    result = _Reader(open_csv(path)).read()
    if not result.rows:
        raise InputError("no usable collège in this file", file=path.name)
    return result
