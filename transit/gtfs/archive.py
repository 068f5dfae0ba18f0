"""Opens the zip of a feed, finds the folder its tables are in, and names what is wrong with it."""

import csv
import io
import zipfile
import zlib
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self

from geo_matching.common.errors import InputError

# Any of them tells the folder that holds the feed.
TABLES = ("stops.txt", "stop_times.txt", "trips.txt", "routes.txt", "agency.txt", "calendar.txt")
# What a damaged member raises while it is read; a wrong offset inside ends as an OSError.
DAMAGE = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError)


class FeedArchive:
    """The zip file of one feed, read-only, to be used in a `with` block.

    Parameters
    ----------
    path : Path
        A zip with the tables at its root or inside one folder.

    Raises
    ------
    InputError
        When the file is missing, is no zip, is broken, is empty, or holds no feed or several.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = _open_zip(path)
        try:
            self._members = _members_by_table(self._zip, path)
        except InputError:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def has(self, table: str) -> bool:
        """Tell whether the table is there and not a file of zero bytes."""
        member = self._members.get(table)
        return member is not None and member.file_size > 0

    def label(self, table: str) -> str:
        """Return the table's name for an error: the archive as it was given, and the member."""
        return f"{self.path}/{self._name_inside(table)}"

    def notice_file(self, table: str) -> str:
        """Return the table's name for a notice, which does not depend on the archive's folder."""
        return f"{self.path.name}/{self._name_inside(table)}"

    def _name_inside(self, table: str) -> str:
        member = self._members.get(table)
        return table if member is None else member.filename

    def open_bytes(self, table: str) -> IO[bytes]:
        """Open a table; the caller closes it."""
        try:
            return self._zip.open(self._members[table])
        except DAMAGE as error:
            raise self.damage_error(table) from error
        except (RuntimeError, NotImplementedError) as error:
            message = "encrypted, or packed in a way that is not known; expected an ordinary zip"
            raise InputError(message, file=self.label(table)) from error

    def open_text(self, table: str) -> io.TextIOWrapper:
        """Open a table as UTF-8 text, with or without a byte order mark; the caller closes it."""
        return io.TextIOWrapper(self.open_bytes(table), encoding="utf-8-sig", newline="")

    def damage_error(self, table: str) -> InputError:
        """Return the error for a table that cannot be unpacked."""
        return InputError("broken zip: this table is damaged", file=self.label(table))

    def encoding_error(self, table: str) -> InputError:
        """Return the error that points at the first cell of a table that is not UTF-8."""
        message = "wrong encoding; expected UTF-8"
        header = b""
        with self.open_bytes(table) as lines:
            for row, line in enumerate(lines, start=1):
                header = header or line
                cell = _undecodable_cell(line)
                if cell is not None:
                    column = _cell_name(header, cell) if row > 1 else ""
                    return InputError(message, file=self.label(table), row=row, column=column)
        return InputError(message, file=self.label(table))


def _open_zip(path: Path) -> zipfile.ZipFile:
    expected = "expected a GTFS zip"
    if not path.exists():
        raise InputError(f"no such file; {expected}", file=str(path))
    if not path.is_file():
        raise InputError(f"not a file; {expected}", file=str(path))
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", file=str(path)) from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        with path.open("rb") as start:
            looks_like_zip = start.read(2) == b"PK"
        problem = "broken zip (cut short?)" if looks_like_zip else "not a zip"
        raise InputError(f"{problem}; {expected}", file=str(path)) from error


def _members_by_table(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    folders: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for member in archive.infolist():
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        # Archives made on a Mac carry a shadow of every file.
        if inside.name and not member.is_dir() and "__MACOSX" not in inside.parts:
            folders.setdefault(str(inside.parent), {})[inside.name] = member
    if not folders:
        raise InputError("the zip is empty; expected the tables of a GTFS feed", file=str(path))
    if "." in folders and _has_tables(folders["."]):
        return folders["."]
    feeds = sorted(folder for folder, members in folders.items() if _has_tables(members))
    if not feeds:
        raise InputError(f"no GTFS table inside; expected {', '.join(TABLES)}", file=str(path))
    if len(feeds) > 1:
        message = f"several feeds inside ({', '.join(feeds)}); expected one"
        raise InputError(message, file=str(path))
    return folders[feeds[0]]


def _has_tables(members: dict[str, zipfile.ZipInfo]) -> bool:
    return any(table in members for table in TABLES)


def _undecodable_cell(line: bytes) -> int | None:
    """Return the index of the first cell that is not UTF-8, None when all are."""
    try:
        line.decode()
    except UnicodeDecodeError:
        # Latin-1 maps every byte to one character and back, so cells can be cut first.
        text = line.decode("latin-1").replace("\r", " ")
        for index, cell in enumerate(next(csv.reader([text]), [])):
            try:
                cell.encode("latin-1").decode()
            except UnicodeDecodeError:
                return index
        return 0
    return None


def _cell_name(header: bytes, cell: int) -> str:
    names = next(csv.reader([header.decode("utf-8-sig", errors="replace")]), [])
    return names[cell].strip() if cell < len(names) else ""
