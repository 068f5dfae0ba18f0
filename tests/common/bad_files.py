"""Files that no importer can use, each with the words its one line must hold."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def _write(content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "given.dat"
        path.write_bytes(content)
        return path

    return make


def _zip(folder: Path) -> Path:
    path = folder / "given.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    return path


def _folder(folder: Path) -> Path:
    path = folder / "given"
    path.mkdir()
    return path


UNUSABLE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda folder: folder / "absent.csv", "no such file"),
    "folder": (_folder, "folder"),
    "empty": (_write(b""), "empty"),
    "web page": (_write(b"\n<!DOCTYPE html><html><body>Erreur 503</body></html>"), "web page"),
    "web page in capitals": (_write(b"\xef\xbb\xbf<HTML>"), "web page"),
    "gzip": (_write(gzip.compress(b"a;b\n1;2\n")), "gzip"),
    "binary": (_write(b"\x00\x01\x02\x03" * 10), "binary"),
    "zip of something else": (_zip, "zip"),
}


def refusal(*arguments: object, **options: object) -> str:
    """Run an import that must be refused with exit code 2 and one line; return the line."""
    with pytest.raises(CommandError) as caught:
        call_command(*map(str, arguments), **options)
    assert caught.value.returncode == 2
    line = str(caught.value)
    assert "\n" not in line
    assert line.strip()
    return line
