"""Refuses archives made to fill a disk or to write outside their folder, before they are opened."""

import gzip
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from geo_matching.common.errors import InputError
from geo_matching.common.files import kind_of

_CHUNK = 1 << 20
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How large an archive may become; small files are never judged by their ratio.

    Official CSV and GeoJSON files shrink 5 to 40 times; a bomb, hundreds of times and more.
    """

    max_bytes: int = 8_000_000_000
    max_entries: int = 20_000
    max_ratio: int = 200
    ratio_from_bytes: int = 50_000_000


DEFAULT_LIMITS = ArchiveLimits()


def check_archive(path: Path, limits: ArchiveLimits = DEFAULT_LIMITS) -> None:
    """Raise InputError when a zip or gzip file is broken or dangerous; other kinds pass.

    Nothing is unpacked: a zip is judged by its directory, which also bounds what Python reads of
    an entry; gzip says nothing of its size beforehand and is read once through.
    """
    kind = kind_of(path)
    if kind == "zip":
        _check_zip(path, limits)
    elif kind == "gzip":
        _check_gzip(path, limits)


def _check_zip(path: Path, limits: ArchiveLimits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise InputError(f"broken zip ({error})", file=path.name) from error
    if not entries:
        raise InputError("the zip is empty", file=path.name)
    if len(entries) > limits.max_entries:
        raise InputError(
            f"{len(entries)} entries in this zip, at most {limits.max_entries} are read",
            file=path.name,
        )
    for entry in entries:
        _check_entry(path, entry)
    _check_size(path, sum(entry.file_size for entry in entries), limits)


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    # ZipInfo has turned the system's separators into "/"; a backslash is a path on Windows only.
    name = entry.orig_filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    file = f"{path.name}/{name[:80]}"
    if name.startswith("/") or ".." in parts or ":" in name[:2]:
        raise InputError("this entry's path leaves the folder", file=file)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise InputError("this entry is a link, not a file", file=file)
    if entry.flag_bits & _ENCRYPTED:
        raise InputError("this entry is encrypted", file=file)


def _check_gzip(path: Path, limits: ArchiveLimits) -> None:
    size = 0
    try:
        with gzip.open(path) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                _check_size(path, size, limits)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"broken gzip ({error})", file=path.name) from error


def _check_size(path: Path, unpacked: int, limits: ArchiveLimits) -> None:
    packed = max(1, path.stat().st_size)
    if unpacked > limits.max_bytes:
        raise InputError(
            f"more than {limits.max_bytes} bytes once unpacked: too large to be what is expected",
            file=path.name,
        )
    if unpacked > limits.ratio_from_bytes and unpacked > limits.max_ratio * packed:
        raise InputError(
            f"{packed} bytes would unpack to {unpacked} or more: this looks like a zip bomb",
            file=path.name,
        )
