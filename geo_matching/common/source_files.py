"""The files of a source: downloaded and kept, or taken from a file or folder that is given."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

from geo_matching.common.archive_safety import check_archive
from geo_matching.common.columns import check_columns
from geo_matching.common.download import Downloader, Fetched, Wanted
from geo_matching.common.errors import InputError
from geo_matching.common.files import kind_of, require_file
from geo_matching.common.source_list import Address, Source, SourceList

_MB = 1_000_000
# A vintage that no file says: whoever imports tells it.
TOLD = "told"
_SMALL = frozenset({"text", "json"})


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """The files of one source for a territory, with the vintage that the journal keeps.

    `codes` says of each file which département (or old région) it is of, "" for all of France.
    """

    source: Source
    paths: tuple[Path, ...]
    codes: tuple[str, ...]
    vintage: str
    changed: bool


@dataclass
class SourceStore:
    """Where files of sources come from.

    Parameters
    ----------
    sources : SourceList
        What is published where.
    downloader : Downloader
        Asked for what is not given.
    folder : Path
        Downloads are kept there, one folder a source.
    given : mapping of source name to Path
        A file or a folder to take instead of a download.
    offline : Path, optional
        A folder that stands for every source: nothing is downloaded.
    vintages : mapping of source name to text
        Vintages that are told, where neither the list nor the file says the right one.
    """

    sources: SourceList
    downloader: Downloader
    folder: Path
    given: Mapping[str, Path] = field(default_factory=dict)
    offline: Path | None = None
    vintages: Mapping[str, str] = field(default_factory=dict)
    say: Callable[[str], object] = lambda _line: None

    def files(self, name: str, departements: Sequence[str]) -> SourceFiles:
        """Return the files of a source; an empty sequence of départements stands for France.

        Raises InputError when a file cannot be had or is not what its source says.
        """
        source = self.sources.get(name)
        if source.vintage == TOLD and name not in self.vintages:
            raise InputError(f"its year must be told: --vintage {name}=YEAR", file=source.file)
        addresses = self.sources.addresses(source, departements)
        place = self.given.get(name, self.offline)
        if place is not None:
            paths = _found(place, source, addresses)
            for path in paths:
                _check_file(path, source)
            days = [_written_on(path) for path in paths]
            return self._made(source, addresses, paths, (days, True))
        if source.local_only:
            line = f"{name} has no stable address: give its file with --file {name}=PATH"
            raise InputError(line)
        return self._download(source, addresses)

    def _download(self, source: Source, addresses: Sequence[Address]) -> SourceFiles:
        paths, days, changed = [], [], False
        for address in addresses:
            fetched = self.downloader.fetch(self._wanted(source, address))
            state = "downloaded" if fetched.changed else "unchanged since the last download"
            self.say(f"  {source.name}: {address.file} {state}")
            paths.append(fetched.path)
            days.append(_day(fetched))
            changed |= fetched.changed
        return self._made(source, addresses, paths, (days, changed))

    def _made(
        self,
        source: Source,
        addresses: Sequence[Address],
        paths: Sequence[Path],
        found: tuple[Sequence[date], bool],
    ) -> SourceFiles:
        days, changed = found
        codes = tuple(address.code for address in addresses)
        return SourceFiles(source, tuple(paths), codes, self._vintage(source, days), changed)

    def _wanted(self, source: Source, address: Address) -> Wanted:
        checksum, size = "", None
        if source.checksum_suffix:
            checksum = self._companion(source, address)
        elif source.dataset:
            checksum, size = self._described(source, address)
        return Wanted(
            url=address.url,
            to=self.folder / source.name / address.file,
            kinds=frozenset(source.kinds),
            hosts=frozenset(source.hosts),
            checksum=checksum,
            size=size,
            max_bytes=source.max_mb * _MB,
            check=partial(check_columns, expected=source.columns),
        )

    def _companion(self, source: Source, address: Address) -> str:
        """Return the checksum in the file beside: "<md5>  <name>"."""
        name = f"{address.file}{source.checksum_suffix}"
        text = self._small(source, address.url + source.checksum_suffix, name)
        return text.split()[0] if text.split() else ""

    def _described(self, source: Source, address: Address) -> tuple[str, int | None]:
        """Return checksum and size as data.gouv.fr describes the resource; ("", None) if not."""
        url = f"{self.sources.bases[source.base]}/api/1/datasets/{source.dataset}/"
        try:
            document = json.loads(self._small(source, url, f"{source.dataset}.json"))
            resource_id = address.url.rstrip("/").rpartition("/")[2]
            resources = [r for r in document["resources"] if r.get("id") == resource_id]
            checksum = resources[0]["checksum"]["value"]
            size = resources[0].get("filesize")
        except (InputError, ValueError, LookupError, TypeError, AttributeError) as error:
            self.say(f"  {source.name}: no published checksum ({type(error).__name__})")
            return "", None
        return str(checksum), size if isinstance(size, int) else None

    def _small(self, source: Source, url: str, name: str) -> str:
        wanted = Wanted(
            url=url,
            to=self.folder / source.name / name,
            kinds=_SMALL,
            hosts=frozenset(source.hosts),
            max_bytes=5 * _MB,
        )
        return self.downloader.fetch(wanted).path.read_text(encoding="utf-8", errors="replace")

    def _vintage(self, source: Source, days: Sequence[date]) -> str:
        oldest = min(days, default=None)
        own = source.vintage or (oldest.isoformat() if oldest else "")
        return self.vintages.get(source.name, own)


def _found(place: Path, source: Source, addresses: Sequence[Address]) -> list[Path]:
    if not place.is_dir():
        if len(addresses) > 1:
            line = (
                f"one file cannot stand for {len(addresses)} files of {source.name}: give a folder"
            )
            raise InputError(line, file=place.name)
        return [require_file(place)]
    return [_in_folder(place, source, address) for address in addresses]


def _in_folder(folder: Path, source: Source, address: Address) -> Path:
    """Return FOLDER/<published name>, else FOLDER/<source>[-<code>].*; also in FOLDER/<source>/."""
    stem = f"{source.name}-{address.code}" if address.code else source.name
    for place in (folder, folder / source.name):
        if (place / address.file).is_file():
            return place / address.file
        named = sorted(path for path in place.glob(f"{stem}.*") if path.is_file())
        # A shapefile is several files of one name.
        shapes = [path for path in named if path.suffix.lower() == ".shp"]
        if len(shapes or named) == 1:
            return (shapes or named)[0]
        if named:
            names = ", ".join(path.name for path in named)
            raise InputError(f"several files for {source.name}: {names}", file=folder.name)
    raise InputError(
        f"no file for {source.name}: {address.file} or {stem}.* was expected", file=folder.name
    )


def _check_file(path: Path, source: Source) -> None:
    require_file(path)
    if kind_of(path) == "html":
        raise InputError("this is a web page, not data", file=path.name)
    check_archive(path)
    check_columns(path, source.columns)


def _day(fetched: Fetched) -> date:
    try:
        return parsedate_to_datetime(fetched.last_modified).date()
    except (TypeError, ValueError):
        return _written_on(fetched.path)  # the server does not say


def _written_on(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
