"""What kind of file was given, its checksum, and one clear line when it is the wrong one."""

import hashlib
from pathlib import Path

from geo_matching.common.errors import InputError

HEAD_BYTES = 1024


def require_file(path: Path) -> Path:
    """Return the path of a readable file that is not empty; raise InputError otherwise."""
    if path.is_dir():
        raise InputError("this is a folder, a file was expected", file=path.name)
    try:
        with path.open("rb") as stream:
            head = stream.read(1)
    except FileNotFoundError:
        raise InputError("no such file", file=str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", file=path.name) from error
    if not head:
        raise InputError("the file is empty", file=path.name)
    return path


def kind_of(path: Path) -> str:
    """Tell "zip", "gzip", "html", "json", "binary" or "text" by content; names may lie."""
    with path.open("rb") as stream:
        return kind_of_head(stream.read(HEAD_BYTES))


def kind_of_head(head: bytes) -> str:
    """Tell the kind of a file, as `kind_of` does, from its first bytes."""
    if head.startswith(b"PK"):
        return "zip"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if b"\x00" in head:
        return "binary"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")):
        return "html"
    return "json" if start.startswith((b"{", b"[")) else "text"


def require_kind(head: bytes, wanted: str, file: str) -> None:
    """Raise InputError unless these first bytes are of this kind, "text" (CSV) or "json"."""
    found = kind_of_head(head)
    if found == "html":
        raise InputError("this is a web page, not data: download it again", file=file)
    if found != wanted:
        expected = {"text": "CSV text", "json": "JSON"}[wanted]
        raise InputError(f"{expected} was expected, this looks like {found}", file=file)


def decode_utf8(content: bytes, file: str) -> str:
    """Decode UTF-8, with or without a BOM; a wrong encoding is reported with its row."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"not UTF-8 (byte 0x{content[error.start]:02x}): save the file as UTF-8",
            file=file,
            row=row,
        ) from None


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
