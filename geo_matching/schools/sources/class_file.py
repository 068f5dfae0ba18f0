"""What a school uploads, as lines of cells: CSV of any tool and encoding, or XLSX."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator

from openpyxl import load_workbook

from geo_matching.common.errors import InputError
from geo_matching.common.files import HEAD_BYTES, kind_of_head

MAX_BYTES = 2_000_000
# A workbook of a collège's pupils unpacks to less than a tenth of this.
MAX_UNPACKED = 50_000_000
# A collège has about 500 pupils, the largest some 1 500: more is another kind of list.
MAX_ROWS = 2_000
# A title and blank lines may stand above the header, and notes below the pupils.
_SPARE_LINES = 50
MAX_COLUMNS = 100

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Where small French letters with accents lie.
_WINDOWS_ACCENTS, _MAC_ACCENTS = range(0xC0, 0x100), range(0x80, 0xA0)
_DELIMITERS = ";\t,"

Line = tuple[int, list[str]]

TOO_LONG = (
    f"Ce fichier compte plus de {MAX_ROWS} lignes\u202f: c'est plus qu'un collège. "
    "Donnez la liste de vos classes de 3e seulement."
)
NOT_A_LIST = (
    "Ce fichier n'est pas une liste d'élèves. Dans votre logiciel, exportez la liste au format "
    "CSV ou XLSX."
)


def read_lines(content: bytes) -> list[Line]:
    """Return the lines that hold something, each with its number in the file (first = 1).

    Raises
    ------
    InputError
        When the file is empty, too large or of another kind; the message is for people, in French.
    """
    if not content.strip():
        raise InputError("Ce fichier est vide.")
    if len(content) > MAX_BYTES:
        raise InputError("Ce fichier est trop lourd\u202f: 2\u202fMo au plus.")
    lines = []
    for number, cells in _cells(content):
        if any(cells):
            lines.append((number, cells))
        if len(lines) > MAX_ROWS + _SPARE_LINES:
            raise InputError(TOO_LONG)
    if not lines:
        raise InputError("Ce fichier est vide.")
    return lines


def _cells(content: bytes) -> Iterator[Line]:
    if content.startswith(_OLD_EXCEL):
        raise InputError(
            "Ce fichier est au format .xls d'un ancien Excel. Enregistrez-le en XLSX ou en CSV."
        )
    if content.startswith(_UTF16):
        return _csv_cells(_decode_utf16(content))
    kind = kind_of_head(content[:HEAD_BYTES])
    if kind == "zip":
        return _xlsx_cells(content)
    if kind != "text" or content.startswith(b"%PDF"):
        raise InputError(NOT_A_LIST)
    return _csv_cells(_decode(content))


def _decode_utf16(content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError:
        raise InputError(NOT_A_LIST) from None


def _decode(content: bytes) -> str:
    """Decode UTF-8, else what Windows or an old Mac wrote."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        windows = sum(byte in _WINDOWS_ACCENTS for byte in content)
        mac = sum(byte in _MAC_ACCENTS for byte in content)
        return content.decode("mac_roman" if mac > windows else "cp1252", errors="replace")


def _csv_cells(text: str) -> Iterator[Line]:
    lines = text.splitlines()
    # Excel's own way to name the delimiter.
    skipped = 1 if lines and lines[0].lower().startswith("sep=") else 0
    head = lines[skipped : skipped + 10]
    delimiter = max(
        _DELIMITERS, key=lambda sign: max((line.count(sign) for line in head), default=0)
    )
    # A quote that nobody closes would swallow the pupils below it.
    reader = csv.reader(lines[skipped:], delimiter=delimiter, strict=True)
    begins = skipped + 1
    try:
        for fields in reader:
            yield reader.line_num + skipped, [_cell_text(field) for field in fields[:MAX_COLUMNS]]
            begins = reader.line_num + skipped + 1
    except csv.Error:
        message = f"La ligne {begins} de ce fichier est abîmée\u202f: regardez ses guillemets."
        raise InputError(message, row=begins) from None


def _xlsx_cells(content: bytes) -> Iterator[Line]:
    _check_workbook(content)
    try:
        # Results as they were stored: a formula is never computed here.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = next(iter(book.worksheets))
        # The size that a file claims for itself may be anything.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
        lines = [
            (number, [_cell_text(value) for value in row])
            for number, row in zip(range(1, MAX_ROWS + 2 * _SPARE_LINES), rows, strict=False)
        ]
        book.close()
    # openpyxl lets through whatever its XML and its parts run into.
    except Exception as error:
        raise InputError(
            "Ce classeur est abîmé\u202f: enregistrez-le à nouveau en XLSX."
        ) from error
    yield from lines


def _check_workbook(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise InputError("Ce classeur est abîmé\u202f: enregistrez-le à nouveau en XLSX.") from None
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise InputError(NOT_A_LIST)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise InputError("Ce classeur est trop lourd une fois ouvert\u202f: gardez la liste seule.")


def _cell_text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
