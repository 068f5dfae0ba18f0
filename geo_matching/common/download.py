"""Downloads a file whole or not at all: resumed, checked, retried, kept while unchanged."""

import hashlib
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import requests
import urllib3.exceptions
from django.conf import settings

from geo_matching.common.archive_safety import DEFAULT_LIMITS, ArchiveLimits, check_archive
from geo_matching.common.download_http import PoliteSession, TryAgainError, ask
from geo_matching.common.download_progress import ProgressBar
from geo_matching.common.download_state import Kept, Part, load_kept, save_kept, validator_of
from geo_matching.common.errors import InputError
from geo_matching.common.files import kind_of, sha256_of

_CHUNK = 1 << 16
_CHECKSUM = {32: "md5", 40: "sha1", 64: "sha256"}
# However much each attempt brings, a server that hangs up this often is not worth more.
MOST_ATTEMPTS = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to have.

    Parameters
    ----------
    url : str
        Address; `to` is where the file goes, under the name it keeps.
    kinds : frozenset of str
        What the content may be ("zip", "gzip", "json", "text", "binary"); empty: anything but a
        web page.
    hosts : frozenset of str
        Other hosts that the address may redirect to.
    checksum : str
        Published MD5, SHA-1 or SHA-256 in hexadecimal, "" where none is published.
    size : int, optional
        Published length in bytes.
    check : callable (path), optional
        Raises InputError when the content is not what is expected (columns); it is asked before
        the file takes the place of an older one.
    """

    url: str
    to: Path
    kinds: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    checksum: str = ""
    size: int | None = None
    max_bytes: int = 4_000_000_000
    limits: ArchiveLimits = DEFAULT_LIMITS
    check: Callable[[Path], object] | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that is there; `changed` is False when the server said that it still is the same."""

    path: Path
    sha256: str
    last_modified: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server, in seconds."""

    connect_s: float = 10
    read_s: float = 60
    first_pause_s: float = 1
    longest_pause_s: float = 600
    whole_s: float = 3 * 3600


@dataclass
class Downloader:
    """Fetches files one after the other; clock and sleep are given so that tests need not wait."""

    user_agent: str
    patience: Patience = field(default_factory=Patience)
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic
    terminal: TextIO = field(default_factory=lambda: sys.stderr)
    say: Callable[[str], object] = lambda _line: None

    def __post_init__(self) -> None:
        self._session = PoliteSession(self.user_agent)

    def fetch(self, wanted: Wanted) -> Fetched:
        """Return the file, downloaded or kept; raise InputError and leave the old one otherwise."""
        try:
            part = Part(wanted.to, wanted.url)
            with part.locked():
                kept = load_kept(wanted.to, wanted.url)
                if kept and wanted.checksum and _has_checksum(wanted.to, wanted.checksum):
                    return Fetched(wanted.to, kept.sha256, kept.last_modified, changed=False)
                # A file that is not the published one is never kept, whatever the server says.
                return self._persist(wanted, part, None if wanted.checksum else kept)
        except OSError as error:
            line = f"cannot be kept ({error.strerror or error})"
            raise InputError(line, file=str(wanted.to)) from error

    def _persist(self, wanted: Wanted, part: Part, kept: Kept | None) -> Fetched:
        started, failures = self.clock(), 0
        for _ in range(MOST_ATTEMPTS):
            try:
                return self._attempt(wanted, part, kept, started)
            except TryAgainError as failure:
                failures = 1 if failure.progressed else failures + 1
                pause_s = self._pause_s(failure, failures)
                if failures > failure.retries:
                    raise InputError(f"{failure}, {failures} times", file=wanted.url) from failure
                if pause_s > self.patience.longest_pause_s:
                    line = f"{failure} and asks to wait {pause_s:.0f} s: try again later"
                    raise InputError(line, file=wanted.url) from failure
                self.say(f"{wanted.to.name}: {failure}; again in {pause_s:g} s")
                self.sleep(pause_s)
        raise InputError(f"cut off {MOST_ATTEMPTS} times: given up", file=wanted.url)

    def _pause_s(self, failure: TryAgainError, failures: int) -> float:
        if failure.after_s is not None:
            return failure.after_s
        return self.patience.first_pause_s * 2.0 ** (failures - 1)

    def _attempt(self, wanted: Wanted, part: Part, kept: Kept | None, started: float) -> Fetched:
        start = part.resumable_from
        if start:
            headers = {"Range": f"bytes={start}-", "If-Range": part.validator}
        else:
            headers = kept.conditions() if kept else {}
        timeout = (self.patience.connect_s, self.patience.read_s)
        with closing(ask(self._session, wanted.url, headers, wanted.hosts, timeout)) as response:
            if response.status_code == requests.codes.not_modified and kept and not start:
                return Fetched(wanted.to, kept.sha256, kept.last_modified, changed=False)
            if not _continues(response, start):
                if response.status_code != requests.codes.ok:
                    part.drop()
                    raise TryAgainError(f"the server answers {response.status_code} out of turn")
                start = 0
                part.begin(_resumable(response))
            self._receive(wanted, part, response, started + self.patience.whole_s)
            return _finish(wanted, part, response)

    def _receive(
        self, wanted: Wanted, part: Part, response: requests.Response, until: float
    ) -> None:
        done = before = part.path.stat().st_size if part.path.exists() else 0
        length = response.headers.get("Content-Length", "")
        total = before + int(length) if length.isdigit() else None
        bar = ProgressBar(self.terminal, wanted.to.name)
        try:
            with part.path.open("ab") as stream:
                # read1 gives what has come: a server that drips is noticed before a chunk is full.
                while chunk := response.raw.read1(_CHUNK, decode_content=True):
                    done += len(chunk)
                    self._check_limits(wanted, part, done, until)
                    stream.write(chunk)
                    bar.show(done, total)
        except urllib3.exceptions.HTTPError as error:
            what = f"cut off before its {total} bytes had come" if total else "cut off"
            raise TryAgainError(what, progressed=done > before and bool(part.validator)) from error
        finally:
            bar.close()

    def _check_limits(self, wanted: Wanted, part: Part, done: int, until: float) -> None:
        if done > wanted.max_bytes:
            part.drop()
            line = f"more than {wanted.max_bytes} bytes: too large to be what is expected"
            raise InputError(line, file=wanted.url)
        if self.clock() > until:
            line = f"not whole after {self.patience.whole_s:g} s: the next run goes on from here"
            raise InputError(line, file=wanted.url)


def downloader_from_settings(say: Callable[[str], object]) -> Downloader:
    """Return a downloader that names this service and its contact (setting DOWNLOAD_CONTACT)."""
    contact = settings.DOWNLOAD_CONTACT
    agent = f"stages-de-3e/0.1 ({contact})" if contact else "stages-de-3e/0.1"
    return Downloader(agent, say=say)


def _continues(response: requests.Response, start: int) -> bool:
    """Say whether this answer goes on exactly where the part ends."""
    wanted = f"bytes {start}-"
    given = response.headers.get("Content-Range", "")
    return bool(start) and response.status_code == requests.codes.partial and wanted in given


def _resumable(response: requests.Response) -> str:
    # A body encoded on the way is decoded here: its bytes are not those that a range counts.
    encoded = response.headers.get("Content-Encoding", "identity") != "identity"
    return "" if encoded else validator_of(response.headers)


def _finish(wanted: Wanted, part: Part, response: requests.Response) -> Fetched:
    try:
        _check_content(wanted, part.path)
    except (InputError, TryAgainError):
        part.drop()
        raise
    modified = response.headers.get("Last-Modified", "")
    kept = Kept(
        url=wanted.url,
        etag=response.headers.get("ETag", ""),
        last_modified=modified,
        sha256=sha256_of(part.path),
        size=part.path.stat().st_size,
    )
    part.move_to(wanted.to)
    save_kept(wanted.to, kept)
    return Fetched(wanted.to, kept.sha256, modified, changed=True)


def _check_content(wanted: Wanted, path: Path) -> None:
    size = path.stat().st_size if path.exists() else 0
    if not size:
        raise InputError("the server sends an empty file", file=wanted.url)
    if wanted.size is not None and size != wanted.size:
        raise TryAgainError(f"{size} bytes came, {wanted.size} are published", retries=1)
    if wanted.checksum and not _has_checksum(path, wanted.checksum):
        raise TryAgainError("the published checksum is another one", retries=1)
    kind = kind_of(path)
    if kind == "html" or (wanted.kinds and kind not in wanted.kinds):
        came = "a web page" if kind == "html" else kind
        expected = " or ".join(sorted(wanted.kinds)) or "data"
        raise InputError(f"{came} came instead of {expected}", file=wanted.url)
    check_archive(path, wanted.limits)
    if wanted.check is not None:
        wanted.check(path)


def _has_checksum(path: Path, checksum: str) -> bool:
    """Compare with a published MD5, SHA-1 or SHA-256; which one, its length tells."""
    name = _CHECKSUM.get(len(checksum))
    if name is None:
        raise InputError(f"{checksum[:80]!r} is no MD5, SHA-1 or SHA-256", file=path.name)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, name).hexdigest() == checksum.lower()
