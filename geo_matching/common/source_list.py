"""Reads qpv_data/sources.toml: where each official source is published, and every fault in it."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geo_matching.common.errors import InputError

KINDS = frozenset({"zip", "gzip", "json", "text", "binary"})
_PLACES = frozenset({"france", "departement"})
_USES = frozenset({"import", "networks", "requests"})
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,59}$")
_TYPES: dict[type, str] = {str: "a text", int: "a whole number", bool: "true or false"}
_LISTS = ("kinds", "columns", "hosts")


@dataclass(frozen=True, slots=True)
class Address:
    """One file of a source; `code` is the département, "" for all of France."""

    url: str
    file: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One source as sources.toml describes it; the keys are explained there."""

    name: str
    title: str
    publisher: str
    licence: str
    file: str
    kinds: tuple[str, ...]
    vintage: str
    stale_days: int
    base: str = ""
    path: str = ""
    path_france: str = ""
    file_france: str = ""
    per: str = "france"
    columns: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    checksum_suffix: str = ""
    dataset: str = ""
    max_mb: int = 500
    optional: bool = False
    local_only: bool = False
    used_by: str = "import"


@dataclass(frozen=True, slots=True)
class SourceList:
    """All sources by name, the bases of their addresses, and who has files of a département."""

    sources: dict[str, Source]
    bases: dict[str, str]
    departements: tuple[str, ...] = ()

    def get(self, name: str) -> Source:
        """Return a source; raise InputError with the known names otherwise."""
        if name not in self.sources:
            raise InputError(f"no source {name!r}; known: {', '.join(sorted(self.sources))}")
        return self.sources[name]

    def address_of(self, name: str) -> str:
        """Return the address of a source as the list has it, {departement} and all."""
        source = self.get(name)
        return self.bases.get(source.base, "") + source.path

    def addresses(self, source: Source, departements: Sequence[str]) -> list[Address]:
        """Return the files of these départements; an empty sequence stands for all of France."""
        if source.per == "france":
            return [Address(self.address_of(source.name), source.file)]
        if not departements and source.path_france:
            whole = self.bases.get(source.base, "") + source.path_france
            return [Address(whole, source.file_france or source.file)]
        return [
            Address(
                self.address_of(source.name).format(departement=code),
                source.file.format(departement=code),
                code,
            )
            for code in sorted(departements or self.departements)
        ]


def read_sources(path: Path, bases: Mapping[str, str] | None = None) -> SourceList:
    """Read the list; `bases` replaces base addresses by name. Raises InputError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"not a readable TOML file ({error})", file=path.name) from error
    _only(path, "the file", document, {"bases", "sources", "departements"})
    for table in ("bases", "sources"):
        if not isinstance(document.get(table), dict):
            raise InputError(f"missing table [{table}]", file=path.name)
    known = _bases(path, document["bases"], bases or {})
    sources = {name: _source(path, name, row, known) for name, row in document["sources"].items()}
    return SourceList(sources, known, tuple(sorted(str(document.get("departements", "")).split())))


def _bases(path: Path, given: Mapping[str, Any], others: Mapping[str, str]) -> dict[str, str]:
    unknown = set(others) - set(given)
    if unknown:
        names = ", ".join(sorted(given))
        raise InputError(f"SOURCE_BASES: no base {min(unknown)!r}; known: {names}")
    bases = {name: str(address).rstrip("/") for name, address in {**given, **others}.items()}
    for name, address in bases.items():
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError(f"base {name}: {address!r} is no http address", file=path.name)
    return bases


def _source(path: Path, name: str, row: Any, bases: Mapping[str, str]) -> Source:
    if not _NAME.match(name) or not isinstance(row, dict):
        raise _fault(path, name, "", "a table [sources.small_letters] was expected")
    keys = {key.name: key for key in fields(Source) if key.name != "name"}
    _only(path, f"[sources.{name}]", row, set(keys))
    values = {key: _value(path, name, key, value, keys[key].type) for key, value in row.items()}
    needed = {"title", "publisher", "licence", "file", "kinds", "vintage", "stale_days"}
    if not values.get("local_only"):
        needed |= {"base", "path"}
    for key in sorted(needed - set(values)):
        raise _fault(path, name, key, "is missing")
    source = Source(name=name, **values)
    _check(path, source, bases)
    return source


def _value(path: Path, name: str, key: str, value: Any, wanted: Any) -> Any:
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _fault(path, name, key, "a list of texts was expected")
        return tuple(value)
    if type(value) is not wanted:
        raise _fault(path, name, key, f"{_TYPES[wanted]} was expected, not {value!r}")
    return value


def _check(path: Path, source: Source, bases: Mapping[str, str]) -> None:
    one_of: tuple[tuple[str, Iterable[str], frozenset[str]], ...] = (
        ("base", [source.base] if source.base else [], frozenset(bases)),
        ("kinds", source.kinds, KINDS),
        ("per", [source.per], _PLACES),
        ("used_by", [source.used_by], _USES),
    )
    for key, given, allowed in one_of:
        for value in given:
            if value not in allowed:
                expected = ", ".join(sorted(allowed))
                raise _fault(path, source.name, key, f"{value!r}: one of {expected} was expected")
    if source.stale_days < 0 or source.max_mb < 1:
        key = "stale_days" if source.stale_days < 0 else "max_mb"
        raise _fault(path, source.name, key, "a positive number was expected")
    for key, text in (("path", source.path), ("file", source.file)):
        wanted = [] if source.per == "france" or not text else [source.per]
        found = sorted(set(re.findall(r"{(\w*)}", text)))
        if found != wanted:
            expected = f"{{{wanted[0]}}}" if wanted else "no placeholder"
            raise _fault(path, source.name, key, f"{expected} was expected in {text!r}")


def _only(path: Path, where: str, row: Mapping[str, Any], known: set[str]) -> None:
    for key in row:
        if key not in known:
            names = ", ".join(sorted(known))
            raise InputError(f"{where}: unknown key {key!r}; known: {names}", file=path.name)


def _fault(path: Path, name: str, key: str, what: str) -> InputError:
    return InputError(f"[sources.{name}] {key}: {what}".replace(" :", ":"), file=path.name)
