"""Files as they are served, plain, gzipped or in a zip: told by content, and bounded in size."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geo_matching.common.errors import InputError
from geo_matching.common.files import (
    HEAD_BYTES,
    decode_utf8,
    kind_of,
    require_file,
    require_kind,
)

# Text of public bodies shrinks 4 to 30 times; a bomb shrinks a thousand times.
LARGEST_RATIO = 200
ALWAYS_ALLOWED_BYTES = 50_000_000
# Names that a file of each kind has inside a zip.
SUFFIXES = {"text": (".csv", ".txt"), "json": (".geojson", ".json")}
_BROKEN = (
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


class _Bounded(io.RawIOBase):
    """Reads an unpacked stream; a broken or a monstrous one is an InputError where that shows."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile, label: str, limit: int) -> None:
        super().__init__()
        self._inner, self._label, self._limit, self._seen = inner, label, limit, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            content = self._inner.read(len(buffer))
        except _BROKEN as error:
            raise InputError(f"cannot be unpacked ({error})", file=self._label) from error
        self._seen += len(content)
        if self._seen > self._limit:
            raise InputError(
                f"unpacks to more than {self._limit} bytes: refused",
                file=self._label,
            )
        buffer[: len(content)] = content
        return len(content)


@contextmanager
def open_unpacked(path: Path, suffixes: Sequence[str]) -> Iterator[tuple[io.BufferedReader, str]]:
    """Open a file, or the one file with such a name that its gzip or zip holds.

    Yields
    ------
    stream : io.BufferedReader
        The unpacked bytes.
    label : str
        What to call them in messages: "a.zip/b.csv", "a.csv.gz (gzip)", "a.csv".
    """
    require_file(path)
    kind = kind_of(path)
    if kind == "gzip":
        label = f"{path.name} (gzip)"
        with gzip.open(path) as inner:
            yield _bounded(inner, label, path.stat().st_size), label
    elif kind == "zip":
        with _open_entry(path, suffixes) as found:
            yield found
    else:
        with path.open("rb") as stream:
            yield stream, path.name


@contextmanager
def _open_entry(path: Path, suffixes: Sequence[str]) -> Iterator[tuple[io.BufferedReader, str]]:
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise InputError(f"broken zip ({error})", file=path.name) from error
    with archive:
        entry = only_entry(archive, path, suffixes)
        label = f"{path.name}/{entry.filename}"
        try:
            inner = archive.open(entry)
        except _BROKEN as error:
            raise InputError(f"broken zip ({error})", file=label) from error
        with inner:
            yield _bounded(inner, label, entry.compress_size), label


def only_entry(archive: zipfile.ZipFile, path: Path, suffixes: Sequence[str]) -> zipfile.ZipInfo:
    """Return the entry of that very name, else the only one that ends so; raise InputError."""
    entries = [entry for entry in archive.infolist() if "__MACOSX" not in entry.filename]
    fitting = [entry for entry in entries if entry.filename.lower().endswith(tuple(suffixes))]
    exact = [entry for entry in fitting if entry.filename.lower() in suffixes]
    if len(exact) == 1 or len(fitting) == 1:
        return (exact or fitting)[0]
    names = ", ".join(entry.filename for entry in (fitting or entries)[:6]) or "nothing"
    found = f"{len(fitting)} of them" if fitting else "none"
    raise InputError(
        f"one {' or '.join(suffixes)} file was expected in this zip, {found} found: {names}",
        file=path.name,
    )


def _bounded(inner: IO[bytes] | gzip.GzipFile, label: str, packed_bytes: int) -> io.BufferedReader:
    limit = max(ALWAYS_ALLOWED_BYTES, LARGEST_RATIO * packed_bytes)
    return io.BufferedReader(_Bounded(inner, label, limit), buffer_size=1 << 16)


def read_text(path: Path, *, kind: str) -> tuple[str, str]:
    """Return the text and the label of a UTF-8 file of this kind ("text" or "json").

    The file may be plain, gzipped or the only one of its kind in a zip, with or without a BOM.
    """
    with open_unpacked(path, SUFFIXES[kind]) as (stream, label):
        require_kind(stream.peek(HEAD_BYTES), kind, label)
        return decode_utf8(stream.read(), label), label
