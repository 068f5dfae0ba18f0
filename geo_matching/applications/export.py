"""A host's applications as a spreadsheet (XLSX)."""

import io
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from geo_matching.applications.models import Application
from geo_matching.common.text import no_formula
from offers.weeks import week_in_words

MOST_ROWS = 5_000
HEADER = (
    "Offre",
    "Semaine",
    "Nom",
    "Prénom",
    "Classe",
    "Collège",
    "Ville",
    "État",
    "Envoyée le",
    "À traiter avant le",
    "Adresse électronique",
    "Téléphone",
    "Motivation",
)
_WIDTHS = (32, 34, 18, 18, 10, 28, 18, 24, 12, 12, 28, 16, 80)


def write_workbook(rows: QuerySet[Application]) -> io.BytesIO:
    """Return the spreadsheet of these applications, at most MOST_ROWS."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Candidatures")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.append(_cells(sheet, HEADER, bold=True))
    for application in rows[:MOST_ROWS].iterator(chunk_size=500):
        sheet.append(_cells(sheet, _values(application)))
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, without control characters."""
    return no_formula(ILLEGAL_CHARACTERS_RE.sub("", text))


def _values(application: Application) -> tuple[str, ...]:
    student, college = application.student, application.student.college
    due = application.due_at
    return (
        application.offer.title,
        week_in_words(application.week),
        student.user.last_name,
        student.user.first_name,
        student.school_class.name,
        college.name,
        college.commune.name,
        application.get_state_display(),
        f"{localtime(application.submitted_at):%d/%m/%Y}",
        f"{localtime(due):%d/%m/%Y}" if due else "",
        application.email,
        application.phone,
        application.motivation,
    )


def _cells(
    sheet: WriteOnlyWorksheet, values: Iterable[str], *, bold: bool = False
) -> Iterator[WriteOnlyCell]:
    for value in values:
        cell = WriteOnlyCell(sheet, harmless(value))
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        yield cell
